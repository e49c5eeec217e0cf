"""``make mutants``: apply one small fault at a time and see whether the tests of its subject notice.

The faults stand in ``tests/mutants/<subject>.toml``. Each is applied to a copy of the checkout; a run that stays green is
a survivor: a rule that no test holds. ``ARGS`` names subjects or parts of names of faults; ``--write`` puts what was run
into the table of ``docs/mutants.md``, where the rows of the others stay. Exits with 1 when a fault survives, or when a
subject's tests fail without any.
"""

import os
import shlex
import shutil
import sys
import time
from collections import deque

from children import Stopped, stop_on_signals
from mutation.copies import Copy
from mutation.faults import Fault, Subject, read_subjects
from mutation.table import WRITTEN, document
from project import ROOT, VAR, say
from services import Services
from setup import setup
from system import TEST_WISHES, wish

WORKERS = 2


def asked(subjects: list[Subject], words: list[str]) -> list[Fault]:
    """Return the faults whose subject is named by one of the words, or whose name holds one; all without words."""
    faults = [fault for subject in subjects for fault in subject.faults]
    if not words:
        return faults
    return [
        fault for fault in faults if any(word == fault.subject.name or word in fault.name for word in words)
    ]


class Outcomes:
    """What the runs came to: the test that noticed each fault, and the subjects that fail without one."""

    def __init__(self) -> None:
        self.killers: dict[Fault, str] = {}
        self.broken: list[str] = []

    def note(self, run: Subject | Fault, killer: str) -> None:
        """Keep and print one outcome; ``killer`` is "" when all tests passed."""
        if isinstance(run, Fault):
            self.killers[run] = killer
            say(f"{'发现' if killer else '存活'}　{run.subject.name}：{run.name}　{killer}")
        else:
            self.broken += [run.name] if killer else []
            say(f"{run.name}：未加改动，{f'就失败了：{killer}' if killer else '通过'}")


def run_all(faults: list[Fault], copies: list[Copy]) -> Outcomes:
    """Run each subject without a fault, then every fault, as copies are idle."""
    outcomes, at_work = Outcomes(), {}
    waiting: deque[Subject | Fault] = deque([*dict.fromkeys(fault.subject for fault in faults), *faults])
    while waiting or at_work:
        for copy in copies:
            if copy.idle and waiting:
                run = at_work[copy] = waiting.popleft()
                copy.start(run.tests, run if isinstance(run, Fault) else None)
            elif not copy.idle and (killer := copy.ended()) is not None:
                outcomes.note(at_work.pop(copy), killer)
        time.sleep(0.1)
    return outcomes


def mutate(faults: list[Fault]) -> Outcomes:
    """Run every fault against its tests, each in the copy that is idle, and print the survivors."""
    folder = VAR / f"mutants-{os.getpid()}"
    services, copies = Services(folder / "services"), []
    try:
        addresses = services.start()
        for number in range(WORKERS):
            copies.append(Copy(folder / str(number), number, addresses))
        outcomes = run_all(faults, copies)
    finally:
        for copy in copies:
            copy.stop()
        services.stop()
        shutil.rmtree(folder, ignore_errors=True)
    survivors = [fault for fault, killer in outcomes.killers.items() if not killer]
    for fault in survivors:
        say(f"没有测试发现：{fault.subject.name}：{fault.name}（{fault.file}）")
    say(f"共 {len(faults)} 处改动，存活 {len(survivors)} 处，{len(outcomes.broken)} 组测试本身失败")
    return outcomes


def main(words: list[str]) -> int:
    """Run what the words name, write the table when asked, and return 0 only when nothing survived."""
    subjects = read_subjects(ROOT)
    outcomes = mutate(asked(subjects, [word for word in words if word != "--write"]))
    if "--write" in words:
        before = WRITTEN.read_text("utf-8") if WRITTEN.exists() else ""
        WRITTEN.write_text(document(asked(subjects, []), outcomes.killers, before), "utf-8")
    return 1 if outcomes.broken or not all(outcomes.killers.values()) else 0


if __name__ == "__main__":
    stop_on_signals()
    setup(dev=True)
    wish(TEST_WISHES)
    try:
        sys.exit(main(shlex.split(os.environ.get("ARGS", ""))))
    except Stopped as stopped:
        sys.exit(stopped.code)
