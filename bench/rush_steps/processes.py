"""The portal's own processes around a measurement: web server, workers, the load. All end with the block."""

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOAD = Path(__file__).resolve().parent / "load.py"
HOST = "127.0.0.1"
START_SECONDS = 60
WEB_WORKERS, WEB_THREADS = 2, 4
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def web(log: Path, **environment: str) -> Iterator[int]:
    """Serve the portal with gunicorn as behind nginx (docs/operations.md); gives the port."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"),
        *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS), "--no-control-socket"),
        *("--worker-connections", str(WEB_THREADS), "--keep-alive", "0"),
    ]
    with _running(command, log, environment, ready=lambda text: text.count("Booting worker") == WEB_WORKERS):
        yield port


@contextmanager
def workers(log: Path, processes: int, **environment: str) -> Iterator[None]:
    """Run a Celery worker with so many processes."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
    command += ["--concurrency", str(processes), *quiet]
    with _running(command, log, environment, ready=lambda text: " ready." in text):
        yield


def pressed(how: str, port: int, drafts: list[dict], **plan) -> list[dict]:
    """Run the load (``load.py``) in a process of its own and return its answers."""
    with tempfile.TemporaryDirectory(prefix="rush-") as folder:
        asked, answered = Path(folder, "plan.json"), Path(folder, "answers.json")
        asked.write_text(json.dumps(plan | {"how": how, "port": port, "drafts": drafts}))
        subprocess.run([sys.executable, "-I", str(LOAD), str(asked), str(answered)], check=True)
        return json.loads(answered.read_text())


@contextmanager
def _running(command: list[str], log: Path, environment: dict, ready) -> Iterator[None]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready(log.read_text()):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[2]} did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _die_with_parent() -> None:
    """Ask Linux to end this child should its parent be killed outright."""
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)
