"""Where things are in a checkout, and how the commands speak. Standard library only."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is the line that tells users of an older Python
    sys.exit(
        "需要 Python 3.11 或更高版本，当前是 {}.{}。请改用新版本，例如：make PYTHON=python3.12 run".format(
            *sys.version_info
        )
    )

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
VENV_BIN = VENV / "bin"
VENV_PYTHON = VENV_BIN / "python"
FRONTEND = ROOT / "frontend"


def say(text: str) -> None:
    """Tell the operator one thing, at once even when the output is a pipe."""
    print(f"▸ {text}", flush=True)


def fail(text: str, code: int = 1) -> None:
    """Say why it cannot go on, on stderr, and leave with `code`."""
    print(f"✗ {text}", file=sys.stderr, flush=True)
    sys.exit(code)
