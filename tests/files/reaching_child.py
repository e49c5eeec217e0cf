"""A child that somebody took over: it tries to get at what is not its own, for the tests of the sandbox."""

import ctypes
import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path


def attack(request: dict) -> dict:
    """Try every attack; answer which were ``tried``, and which came ``through``."""
    acts = attacks(**request)
    return {"tried": list(acts), "through": [name for name, act in acts.items() if comes_through(act)]}


def work(request: dict) -> dict:
    """Read the file that was given and write in the folder that was given."""
    Path(request["folder"], "made").write_text("x")
    changed = comes_through(lambda: Path(request["given"]).write_text("y"))
    return {"read": Path(request["given"]).read_text(), "changed": changed}


def attacks(files: list[str], folder: str, tcp: int, udp: int, unix: str, victim: int) -> dict[str, Callable]:
    """Each attack by its name.

    Args:
        files: secrets that the process that asks can read.
        folder: one that it can write in.
        tcp, udp, unix: where somebody listens.
        victim: a process of the same user.
    """
    reading = {f"read {path}": lambda path=path: Path(path).read_bytes() for path in files}
    return reading | {
        "environment": lambda: Path(f"/proc/{victim}/environ").read_bytes(),
        "memory": lambda: Path(f"/proc/{victim}/mem").open("rb").close(),
        "list": lambda: list(Path(folder).iterdir()),
        "write": lambda: Path(folder, "new").write_text("x"),
        "show": lambda: Path(files[0]).chmod(0o644),
        "backdate": lambda: os.utime(files[0], (0, 0)),
        "link": lambda: Path(folder, "link").symlink_to(files[0]),
        "overwrite": lambda: Path(files[0]).open("r+b").close(),
        "empty": lambda: os.truncate(files[0], 0),
        "move": lambda: Path(files[0]).rename(Path(folder, "moved")),
        "delete": lambda: Path(files[1]).unlink(),
        "tcp": lambda: socket.create_connection(("127.0.0.1", tcp), 1).close(),
        "udp": lambda: udp_to(udp),
        "unix": lambda: unix_to(unix),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)).close(),
        "signal": lambda: os.kill(victim, 0),
        "limit": lambda: resource.prlimit(victim, resource.RLIMIT_CORE, (0, 0)),
        "program": run_program,
        "trace": lambda: trace(victim),
        "requests of others": lambda: socket.socket(fileno=os.dup(0)).detach(),
    }


def comes_through(act: Callable) -> bool:
    try:
        act()
    except OSError:
        return False
    return True


def udp_to(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"x", ("127.0.0.1", port))


def unix_to(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)


def run_program() -> None:
    if os.waitstatus_to_exitcode(os.system("true")):
        raise PermissionError


def trace(pid: int) -> None:
    """PTRACE_SEIZE, which leaves the victim running."""
    if ctypes.CDLL(None, use_errno=True).ptrace(0x4206, pid, None, None):
        raise PermissionError
