"""The commands in ``bin/``: what they promise about ports, child processes and clean endings."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BIN = settings.BASE_DIR / "bin"
FAMILY = """
import subprocess, sys, time
sys.path.insert(0, sys.argv[1])
from children import Children, Stopped, stop_on_signals
stop_on_signals()
children = Children()
stubborn = "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);" \\
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True);" \\
    "time.sleep(600)"
try:
    polite = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    children.start("polite", [sys.executable, "-c", polite])
    children.start("stubborn", [sys.executable, "-c", stubborn])
    while not children.ended():
        time.sleep(0.1)
except Stopped:
    pass
finally:
    children.stop(grace=1)
"""


def alive(pid: int) -> bool:
    """Whether the process runs; a zombie, which nobody has reaped yet, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def family():
    """A parent with a polite child and one that ignores SIGTERM, itself with a child; yields it and pids."""
    command = [sys.executable, "-c", FAMILY, str(BIN)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    pids = [int(parent.stdout.readline()) for _ in range(2)]
    yield parent, pids
    parent.kill()
    parent.wait()
    parent.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_children_and_grandchildren(family, number, wait_until):
    parent, pids = family
    os.killpg(parent.pid, number)
    parent.wait(120)
    wait_until(lambda: not any(map(alive, pids)))


def test_when_one_child_dies_the_others_are_stopped(family, wait_until):
    parent, pids = family
    os.kill(pids[0], signal.SIGKILL)
    parent.wait(120)
    wait_until(lambda: not any(map(alive, pids)))


def run_command(script: str, **environment) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, BIN / script],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_run_says_so_and_starts_nothing_when_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run_command("run.py", PORT=str(port))
    assert result.returncode == 1
    assert f"端口 {port} 不能使用" in result.stderr and len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize("port", ["80a", "0", "65536", "-1"])
def test_run_refuses_what_is_no_port(port):
    result = run_command("run.py", PORT=port)
    assert result.returncode == 2 and "PORT" in result.stderr


def test_bench_names_the_measurements_it_knows():
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.path.insert(0, sys.argv[1]); import bench; bench.bench('none')",
            BIN,
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 2 and "none" in result.stderr


def test_ci_runs_make_test_and_nothing_else():
    lines = (settings.BASE_DIR / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec make test" and os.access(settings.BASE_DIR / ".ci" / "run", os.X_OK)
