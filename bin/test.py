"""``make test``: checks, the whole suite on a throwaway PostgreSQL and Redis, then the embedded setup.

No test is run again: one that fails now and then fails the run. ``ARGS`` goes to pytest and runs the suite alone;
``--slow`` runs the long proofs, then the daily suite again under other time zones of the server.
"""

import os
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from check import check, own_environment
from children import Children, Stopped, stop_on_signals
from project import ROOT, VAR, VENV_PYTHON, say
from services import Services
from setup import setup
from system import SLOW_TEST_NEEDS, TEST_WISHES, ensure, wish

PYTEST = [VENV_PYTHON, "-m", "pytest"]
PARALLEL = ["-n", "2", "--dist", "loadgroup"]
CLOSING_LINE = re.compile(r"^=* ?(\d+ (passed|failed|error|skipped|deselected)|no tests ran).* in [\d.]+s.*$")
OTHER_ZONES = ("UTC", "America/Los_Angeles")  # no rule may follow the time zone of the server (CUT-3)


class Run:
    """One run of the tests: its folder, its services, and pytest as a child that cannot outlive it."""

    def __init__(self) -> None:
        self._folder = VAR / f"test-{os.getpid()}"
        self._services = Services(self._folder / "services")
        self._pytest = Children()
        self.closing_lines: dict[str, str] = {}
        self.minutes: dict[str, float] = {}  # of the processor

    def __enter__(self) -> "Run":
        _sweep_leftovers()
        self._folder.mkdir(parents=True)
        return self

    def __exit__(self, *exception) -> None:
        self._pytest.stop(polite=signal.SIGINT, grace=20)
        self._services.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start_services(self) -> dict[str, str]:
        """Start PostgreSQL and Redis for this run and return their addresses."""
        say("正在启动测试专用的 PostgreSQL 和 Redis")
        return self._services.start()

    def pytest(self, name: str, arguments: list[str], addresses: dict[str, str]) -> int:
        """Run pytest with `arguments` on `addresses` (none: embedded); keep its closing line under `name`."""
        environment = own_environment() | addresses
        environment |= {"PORTAL_TEST_ROOT": str(self._folder / name), "PYTHONUNBUFFERED": "1"}
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        before = os.times()
        child = self._pytest.start(
            name,
            [*PYTEST, *colour, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.closing_lines[name] = _show(child)
        code = child.wait()
        self._pytest.stop()
        after = os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        self.minutes[name] = spent / 60
        return code


def _show(child: subprocess.Popen) -> str:
    """Pass a child's output on as it comes and return pytest's closing line."""
    tail = b""
    with child.stdout as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], 1)
            chunk = os.read(stream.fileno(), 65536) if ready else b""
            if not chunk and (ready or child.poll() is not None):
                break
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            tail = (tail + chunk)[-20000:]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", tail.decode(errors="replace"))
    closing = [line for line in plain.splitlines() if CLOSING_LINE.match(line)]
    return closing[-1] if closing else ""


def _sweep_leftovers() -> None:
    """Delete folders of runs that were killed before they could clean up."""
    for folder in VAR.glob("test-*"):
        pid = folder.name.removeprefix("test-")
        if not pid.isdigit() or Path("/proc", pid).exists() or not Path("/proc").exists():
            continue
        cluster = folder / "services" / "postgres"
        if cluster.is_symlink():
            shutil.rmtree(cluster.resolve(), ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _run_everything(run: Run) -> int:
    """Run the checks and the daily suite on either setup; return the worst exit code."""
    worst = check()
    worst = max(worst, run.pytest("suite", PARALLEL, run.start_services()))
    say(f"以内置方式（SQLite、文件队列，时区 {OTHER_ZONES[-1]}）再测一遍标为 embedded 的测试")
    worst = max(worst, run.pytest("embedded", ["-m", "embedded"], {"TZ": OTHER_ZONES[-1]}))
    say(f"内置方式：{run.closing_lines['embedded']}")
    say("处理器时间：" + "，".join(f"{name} {minutes:.1f} 分钟" for name, minutes in run.minutes.items()))
    say(f"检查和测试{'全部通过' if worst == 0 else '有未通过的项目，见上'}")
    print(run.closing_lines["suite"], flush=True)
    return worst


def _run_slow(run: Run) -> int:
    """Run the long proofs, then the daily suite under the other time zones; return the worst exit code."""
    addresses = run.start_services()
    worst = run.pytest("slow", [*PARALLEL, "-m", "slow"], addresses)
    for zone in OTHER_ZONES:
        say(f"服务器时区设为 {zone}，把全部日常测试再跑一遍")
        worst = max(worst, run.pytest(zone.replace("/", "-"), PARALLEL, addresses | {"TZ": zone}))
    return worst


def run_tests(slow: bool, arguments: list[str]) -> int:
    """Run what was asked for and return the worst exit code."""
    with Run() as run:
        if arguments:
            selection = [*PARALLEL, *(["-m", "slow"] if slow else []), *arguments]
            return run.pytest("suite", selection, run.start_services())
        return _run_slow(run) if slow else _run_everything(run)


if __name__ == "__main__":
    stop_on_signals()
    try:
        slow = "--slow" in sys.argv[1:]
        setup(dev=True)
        wish(TEST_WISHES)
        if slow:
            ensure(SLOW_TEST_NEEDS)
        sys.exit(run_tests(slow, shlex.split(os.environ.get("ARGS", ""))))
    except Stopped as stopped:
        say("测试被中断，已停止本次启动的全部服务")
        sys.exit(stopped.code)
