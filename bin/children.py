"""Child processes that live in one process group and end together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def _die_with_parent() -> None:
    """Ask Linux to end this child should its parent be killed outright."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)


class Children:
    """Named child processes in one process group of their own.

    The terminal's Ctrl-C reaches only the parent, which ends the group in good order: a polite signal to each
    child, then, after a grace period, SIGKILL to the whole group, so that grandchildren cannot outlive it.
    """

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen] = {}
        self._group = 0

    def start(self, name: str, command: list, **options) -> subprocess.Popen:
        """Start `command` under `name`; `options` go to ``subprocess.Popen``."""
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            process_group=self._group,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            **options,
        )
        self._group = self._group or child.pid
        self._running[name] = child
        return child

    def ended(self) -> tuple[str, int] | None:
        """Return the name and exit code of a child that has ended, or None while all are alive."""
        for name, child in self._running.items():
            if child.poll() is not None:
                return name, child.returncode
        return None

    def stop(self, polite: int = signal.SIGTERM, grace: float = 15) -> None:
        """End all children: `polite` first, SIGKILL to the group after `grace` seconds or a second Ctrl-C."""
        if not self._running:
            return
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._kill())
        for child in self._running.values():
            if child.poll() is None:
                child.send_signal(polite)
        deadline = time.monotonic() + grace
        while time.monotonic() < deadline and any(child.poll() is None for child in self._running.values()):
            time.sleep(0.05)
        self._kill()
        for child in self._running.values():
            child.wait()
        self._running.clear()
        self._group = 0
        stop_on_signals()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._group, signal.SIGKILL)


class Stopped(BaseException):
    """The operator or the system asked this command to stop; `code` is the exit code that says so."""

    def __init__(self, number: int):
        super().__init__(number)
        self.code = 128 + number


def stop_on_signals() -> None:
    """Turn Ctrl-C, SIGTERM and a closed terminal into `Stopped`, so that ``finally`` blocks run."""

    def raise_stopped(number, frame):
        raise Stopped(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stopped)
