"""``make bench-NAME``: run the measurement ``bench/NAME.py`` or the executable ``bench/NAME``."""

import os
import sys

from project import ROOT, VENV_PYTHON, fail
from setup import setup


def bench(name: str) -> None:
    """Replace this process by the measurement `name`; its output and exit code are its own."""
    script = ROOT / "bench" / f"{name}.py"
    program = ROOT / "bench" / name
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = str(ROOT)
    if script.is_file():
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), str(script)])
    if program.is_file():
        os.execv(program, [str(program)])
    known = "、".join(sorted(path.stem for path in (ROOT / "bench").glob("*") if path.is_file())) or "还没有"
    fail(f"没有名为“{name}”的测量。现有：{known}", code=2)


if __name__ == "__main__":
    setup(dev=True)
    bench(sys.argv[1])
