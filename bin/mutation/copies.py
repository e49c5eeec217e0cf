"""A copy of the checkout in which tests run with one fault at a time, on a database of its own."""

import re
import shutil
import subprocess
import time
from pathlib import Path

from check import own_environment
from children import Children
from mutation.faults import Fault
from project import ROOT, VENV_PYTHON

BUILT = (
    "frontend/node_modules",
    "static/vendor",
    "static/face/css/portal.css",
)  # made by setup, not committed
SECONDS = 400  # of a run; a fault that makes a test hang has been noticed
FIRST_FAILURE = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
PASSED = 0


class Copy:
    """One copy, one run at a time."""

    def __init__(self, folder: Path, number: int, addresses: dict[str, str]) -> None:
        self._folder, self._children = folder, Children()
        server, redis = addresses["DATABASE_URL"].rpartition("/")[0], addresses["REDIS_URL"]
        self._environment = own_environment() | {
            "DATABASE_URL": f"{server}/mutants{number}",
            "REDIS_URL": redis,
            "PORTAL_TEST_ROOT": str(folder / "var" / "tests"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_XDIST_WORKER": f"gw{number}",  # a Redis database of its own
        }
        self._kept, self._log = False, folder / "var" / "output.txt"
        self._child: subprocess.Popen | None = None
        self.fault: Fault | None = None
        self._whole = ""
        self._log.parent.mkdir(parents=True)
        _copy_checkout(folder)

    @property
    def idle(self) -> bool:
        """Whether the copy waits for a run."""
        return self._child is None

    def start(self, tests: list[str], fault: Fault | None = None) -> None:
        """Begin to run tests up to their first failure, with a fault or without."""
        self.fault, self._deadline = fault, time.monotonic() + SECONDS
        if fault:
            path = self._folder / fault.file
            self._whole = path.read_text("utf-8")
            path.write_text(fault.applied(self._whole), "utf-8")
        database = "--reuse-db" if self._kept else "--create-db"
        options = (
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "--no-header",
            "--reuse-db",
            database,
        )
        with self._log.open("w") as log:
            command = [VENV_PYTHON, "-m", "pytest", *options, *tests]
            self._child = self._children.start(
                "pytest", command, cwd=self._folder, env=self._environment, stdout=log, stderr=log
            )
        self._kept = True

    def ended(self) -> str | None:
        """None while the run goes on; then the name of the test that failed, "" when all passed. The fault is gone."""
        if self._child.poll() is None:
            if time.monotonic() < self._deadline:
                return None
            self._kept = False  # who is killed leaves rows behind
        killer = self._killer()
        self._children.stop(grace=5)
        if self.fault:
            (self._folder / self.fault.file).write_text(self._whole, "utf-8")
        self._child = None
        return killer

    def stop(self) -> None:
        """End what still runs."""
        self._children.stop(grace=5)

    def _killer(self) -> str:
        if self._child.returncode is None:
            return f"no end after {SECONDS} s"
        output = self._log.read_text("utf-8", errors="replace")
        if self._child.returncode == PASSED:
            return ""
        failure = FIRST_FAILURE.search(output)
        return failure[1] if failure else (output.strip().splitlines() or ["no output"])[-1]


def _copy_checkout(folder: Path) -> None:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copy2(ROOT / name, target)
    for name in BUILT:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            target.symlink_to(ROOT / name)
