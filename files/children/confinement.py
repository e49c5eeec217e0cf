"""Shuts a child of the nursery in: no network, no process but itself, no file but those that its request names.

Landlock decides which files may be opened, read or written. What Landlock does not know, or not in every kernel (sockets,
signals, limits and memory of others, modes and times of files), a seccomp filter refuses with "permission denied". Both
need no rights and hold until the child ends. The child keeps the line on which it answers and the log.
"""

import os
import sysconfig
from collections.abc import Iterable
from errno import EACCES
from pathlib import Path

from landlockpy import AccessFS, Ruleset, supported

try:
    import pyseccomp
except RuntimeError:  # libseccomp is not installed
    pyseccomp = None

LANDLOCK = supported()  # asked once, by the nursery
READ = AccessFS.READ_FILE
LIST = AccessFS.READ_FILE | AccessFS.READ_DIR
WRITE = LIST | AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.MAKE_REG | AccessFS.REMOVE_FILE
# Python's own modules and the installed packages, which the parsers load some parts of late; nothing secret is there.
CODE = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
DICE = "/dev/urandom"  # qpdf throws it for the keys of protected files
NETWORK = ("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "io_uring_setup")
OTHERS = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_open", "pidfd_getfd"),
    *("pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "tkill", "kcmp", "setpriority"),
    *("ioprio_set", "sched_setaffinity", "sched_setparam", "sched_setscheduler", "sched_setattr"),
    *("shmget", "shmat", "shmctl", "msgget", "msgctl", "msgsnd", "msgrcv", "semget", "semop", "semctl"),
    *("mq_open", "mq_unlink", "execve", "execveat"),
)
FILES = (
    *("truncate", "truncate64", "chmod", "fchmodat", "chown", "lchown", "fchownat", "utime", "utimes"),
    *("utimensat", "futimesat", "setxattr", "lsetxattr", "removexattr", "lremovexattr"),
)
KERNEL = (
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "bpf", "perf_event_open"),
    *("userfaultfd", "add_key", "request_key", "keyctl", "open_by_handle_at", "memfd_secret", "syslog"),
)
# Calls newer than the libseccomp of Debian 12; their numbers are the same on every machine.
NEWER = (452, 463, 466, 469)  # fchmodat2, setxattrat, removexattrat, file_setattr


def confine(reads: Iterable[str], writes: Iterable[str]) -> list[str]:
    """Shut this process in for good; return what the machine has not got for it, empty when all of it holds.

    Args:
        reads: files, and folders with all that is in them, that it may read.
        writes: folders in which it may read, make, change and delete files.
    """
    lacking = []
    if LANDLOCK:
        _open_only(reads, writes)
    else:
        lacking.append("Landlock")
    try:
        _refuse_calls()
    except (AttributeError, OSError):
        lacking.append("seccomp")
    return lacking


def _open_only(reads: Iterable[str], writes: Iterable[str]) -> None:
    with Ruleset() as rules:
        for path in CODE:
            rules.allow_path(path, LIST)
        rules.allow_path(DICE, READ)
        for path in reads:
            rules.allow_path(path, LIST if Path(path).is_dir() else READ)
        for path in writes:
            rules.allow_path(path, WRITE)
        rules.restrict()


def _refuse_calls() -> None:
    refuse = pyseccomp.ERRNO(EACCES)
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for call in (*NETWORK, *OTHERS, *FILES, *KERNEL, *NEWER):
        calls.add_rule(refuse, call)
    for call in ("kill", "tgkill"):  # a child that fails ends itself by a signal
        calls.add_rule(refuse, call, pyseccomp.Arg(0, pyseccomp.NE, os.getpid()))
    calls.add_rule(refuse, "prlimit64", pyseccomp.Arg(0, pyseccomp.NE, 0))
    calls.load()
