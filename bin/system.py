"""System packages: what is missing, and installing it where we know how (Debian, Ubuntu)."""

import ctypes
import ctypes.util
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from project import VENV_PYTHON, fail, say

SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin"  # of servers, which a person's path may lack
APT = "apt-get -y --no-install-recommends -o DPkg::Lock::Timeout=300 install"


@dataclass(frozen=True)
class Need:
    """One thing the machine must have: its name for people, how to look for it, who packages it."""

    name: str
    present: Callable[[], bool]
    debian: tuple[str, ...]
    fedora: str
    homebrew: str


def _library(*names: str) -> Callable[[], bool]:
    """Return a probe that loads each shared library, given by the soname's stem (``pango-1.0``)."""

    def loads() -> bool:
        for name in names:
            stem, _, version = name.partition(":")
            candidates = [f"lib{stem}.so.{version}", ctypes.util.find_library(stem)]
            if not any(_loadable(candidate) for candidate in candidates if candidate):
                return False
        return True

    return loads


def _loadable(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _font(family: str) -> Callable[[], bool]:
    def listed() -> bool:
        if not shutil.which("fc-list"):
            return False
        fonts = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False)
        return family in fonts.stdout

    return listed


def _can_make_venv() -> bool:
    return VENV_PYTHON.exists() or importlib.util.find_spec("ensurepip") is not None


def postgres_bin() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``, the newest when there are several."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    found = [str(path) for path in installed[-1:]] or [shutil.which("initdb")]
    return Path(found[0]).parent if found[0] else None


def redis_server() -> str | None:
    """Return the Redis server's path, or that of Valkey, its free successor."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


_VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
RUN_NEEDS = (
    Need("Python venv 模块", _can_make_venv, (_VENV_PACKAGE,), "python3", "python3"),
    Need(
        "PDF 排版库（Pango、HarfBuzz）",
        _library(
            "gobject-2.0:0",
            "pango-1.0:0",
            "pangoft2-1.0:0",
            "harfbuzz:0",
            "harfbuzz-subset:0",
            "fontconfig:1",
        ),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "pango harfbuzz",
        "pango",
    ),
    Need(
        "系统调用过滤库 libseccomp",
        lambda: sys.platform != "linux" or _library("seccomp:2")(),
        ("libseccomp2",),
        "libseccomp",
        "",
    ),
    Need("字体工具 fontconfig", _program("fc-list"), ("fontconfig",), "fontconfig", "fontconfig"),
    Need(
        "中文字体 Noto Serif CJK SC",
        _font("Noto Serif CJK SC"),
        ("fonts-noto-cjk",),
        "google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts",
        "font-noto-serif-cjk-sc",
    ),
    Need(
        "符号字体 DejaVu Sans",
        _font("DejaVu Sans"),
        ("fonts-dejavu-core",),
        "dejavu-sans-fonts",
        "font-dejavu",
    ),
)
TEST_NEEDS = (
    Need(
        "PostgreSQL 服务端程序",
        lambda: bool(postgres_bin()),
        ("postgresql",),
        "postgresql-server",
        "postgresql",
    ),
    Need("Redis 服务端程序", lambda: bool(redis_server()), ("redis-server",), "valkey", "redis"),
    Need(
        "Chromium 浏览器",
        _program("chromium", "chromium-browser"),
        ("chromium",),
        "chromium",
        "--cask chromium",
    ),
    Need("PDF 工具 poppler-utils", _program("pdftotext"), ("poppler-utils",), "poppler-utils", "poppler"),
)
SLOW_TEST_NEEDS = (
    Need(
        "LibreOffice Writer",
        _program("soffice"),
        ("libreoffice-writer-nogui",),
        "libreoffice-writer",
        "--cask libreoffice",
    ),
    Need("nginx", lambda: shutil.which("nginx", path=SBIN) is not None, ("nginx-light",), "nginx", "nginx"),
)


# The tests do without, at twice the processor time of the browser.
TEST_WISHES = (
    Need(
        "无窗口的 Chromium",
        _program("chromium-headless-shell"),
        ("chromium-headless-shell",),
        "chromium-headless",
        "",
    ),
)


def wish(needs: tuple[Need, ...]) -> None:
    """Install what is missing of `needs` where apt knows it and may act without asking; else go on without."""
    packages = [package for need in needs if not need.present() for package in need.debian]
    prefix = _root_prefix(ask=False)
    if not packages or not shutil.which("apt-cache") or prefix is None:
        return
    if subprocess.run(["apt-cache", "show", *packages], capture_output=True, check=False).returncode:
        return
    say(f"正在用 apt-get 安装可选的系统组件：{' '.join(packages)}")
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *APT.split(), *packages]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        say("可选的系统组件没有装上，不影响测试，只是浏览器测试较慢")


def ensure(needs: tuple[Need, ...]) -> None:
    """Install what is missing of `needs`, or name exactly what to install and stop."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    prefix = _root_prefix()
    if not shutil.which("apt-get") or prefix is None:
        fail(_instructions(missing))
    packages = [package for need in missing for package in need.debian]
    say(f"缺少系统组件，正在用 apt-get 安装：{' '.join(packages)}")
    environment = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*environment, "apt-get", "-q", "update"], check=False)
    done = subprocess.run([*environment, *APT.split(), *packages], check=False)
    importlib.invalidate_caches()
    still = [need.name for need in missing if not need.present()]
    if done.returncode or still:
        fail(f"系统组件没有装好：{'、'.join(still) or ' '.join(packages)}。请查看上面 apt-get 的提示。")


def _root_prefix(ask: bool = True) -> list[str] | None:
    """Return what to put before a command to run it as root, or None when that is not possible here (without asking)."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if ask and sys.stdin.isatty():
        return ["sudo"]
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def _instructions(missing: list[Need]) -> str:
    names = "、".join(need.name for need in missing)
    if shutil.which("apt-get"):
        packages = " ".join(package for need in missing for package in need.debian)
        command = f"sudo apt-get update && sudo apt-get install {packages}"
    elif platform.system() == "Darwin":
        command = f"brew install {' '.join(need.homebrew for need in missing)}"
    elif shutil.which("dnf"):
        command = f"sudo dnf install {' '.join(need.fedora for need in missing)}"
    else:
        packages = "、".join(package for need in missing for package in need.debian)
        return f"缺少系统组件：{names}。请用本机的包管理器安装（Debian 中的包名：{packages}），再重新运行。"
    return f"缺少系统组件：{names}。请先执行：\n    {command}\n再重新运行。"
