"""``make bench-rush``: a load of real submissions across the cutoff, and the audit after it (CUT-3, NUM-1).

Starts a PostgreSQL and a Redis of its own under ``var/``, runs ``bench/rush_steps`` on them, and leaves nothing
behind. ``ARGS`` goes to it: ``make bench-rush ARGS="--help"``.
"""

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


def rush(arguments: list[str]) -> int:
    """Run the measurement and return its exit code: 0 when everything was reached."""
    folder = VAR / f"bench-{os.getpid()}"
    services, steps = Services(folder / "services"), Children()
    folder.mkdir(parents=True)
    try:
        say("正在启动测量专用的 PostgreSQL 和 Redis")
        environment = own_environment() | services.start()
        environment |= {"PORTAL_VAR": str(folder / "portal"), "SECRET_KEY": "for this measurement only"}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "LOG_LEVEL": "WARNING"}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [VENV_PYTHON, "-m", "bench.rush_steps", *arguments]
        return steps.start("rush", command, cwd=ROOT, env=environment).wait()
    finally:
        steps.stop(grace=40)
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    stop_on_signals()
    try:
        sys.exit(rush(shlex.split(os.environ.get("ARGS", ""))))
    except Stopped as stopped:
        say("测量被中断，已停止本次启动的全部服务")
        sys.exit(stopped.code)
