"""``make bench-documents``: how fast Word, PDF and packets are made, beside LibreOffice and Chromium on the same form.

Needs no database. Works in a folder of its own under ``var/`` and leaves nothing behind. ``ARGS`` goes to
``bench/documents_steps``: ``make bench-documents ARGS="--help"``.
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


def documents(arguments: list[str]) -> int:
    """Run the measurement and return its exit code: 0 when nothing that was measured misses its mark."""
    folder, steps = VAR / f"bench-{os.getpid()}", Children()
    folder.mkdir(parents=True)
    environment = own_environment() | {"PORTAL_VAR": str(folder), "SECRET_KEY": "for this measurement only"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR"}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    try:
        command = [VENV_PYTHON, "-m", "bench.documents_steps", *arguments]
        return steps.start("documents", command, cwd=ROOT, env=environment).wait()
    finally:
        steps.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    stop_on_signals()
    try:
        sys.exit(documents(shlex.split(os.environ.get("ARGS", ""))))
    except Stopped as stopped:
        say("测量被中断")
        sys.exit(stopped.code)
