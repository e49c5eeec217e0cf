"""A measurement on a PostgreSQL and a Redis of its own under ``var/``, which leaves nothing behind."""

import os
import shlex
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bin"))

from check import own_environment  # noqa: E402
from children import Children, Stopped, stop_on_signals  # noqa: E402
from project import VAR, VENV_PYTHON, say  # noqa: E402
from services import Services  # noqa: E402


def measure(module: str, arguments: list[str]) -> int:
    """Run the module and return its exit code: 0 when everything was reached."""
    folder = VAR / f"bench-{os.getpid()}"
    services, steps = Services(folder / "services"), Children()
    folder.mkdir(parents=True)
    try:
        say("正在启动测量专用的 PostgreSQL 和 Redis")
        environment = own_environment() | services.start()
        environment |= {"PORTAL_VAR": str(folder / "portal"), "SECRET_KEY": "for this measurement only"}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "LOG_LEVEL": "WARNING"}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [VENV_PYTHON, "-m", module, *arguments]
        return steps.start(module, command, cwd=ROOT, env=environment).wait()
    finally:
        steps.stop(grace=40)
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main(module: str) -> None:
    """Measure with the arguments in ``ARGS``, then exit."""
    stop_on_signals()
    try:
        sys.exit(measure(module, shlex.split(os.environ.get("ARGS", ""))))
    except Stopped as stopped:
        say("测量被中断，已停止本次启动的全部服务")
        sys.exit(stopped.code)
