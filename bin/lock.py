"""Recompile the lock files: ``requirements.txt``, ``requirements-dev.txt`` and ``package-lock.json``.

They hold versions and checksums, never an address: where packages come from is the machine's own business.
The settings of this machine's pip and uv are kept out for the same reason.
"""

import json
import os
import subprocess

from project import FRONTEND, ROOT, VENV_BIN
from setup import npm, setup

COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--fork-strategy", "fewest"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"),
]


def lock_python() -> None:
    """Compile both requirements files for every Python from 3.11 on and every platform."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    clean["UV_NO_CONFIG"] = "1"
    for name in ("requirements", "requirements-dev"):
        command = [VENV_BIN / "uv", *COMPILE, f"{name}.in", "-o", f"{name}.txt"]
        subprocess.run(command, cwd=ROOT, env=clean, check=True)


def lock_frontend() -> None:
    """Write ``package-lock.json`` without download addresses and without the funding links npm adds."""
    subprocess.run([*npm(), "install", "--package-lock-only", "--ignore-scripts"], cwd=FRONTEND, check=True)
    path = FRONTEND / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


if __name__ == "__main__":
    setup(dev=True)
    lock_python()
    lock_frontend()
