"""The table of ``docs/mutants.md``: each fault, and the test that noticed it when it was last run.

A run of some faults replaces their rows only. Rows of the others stay as they were written; those of faults that are gone go.
"""

import re
from collections.abc import Iterable, Iterator

from mutation.faults import Fault
from project import ROOT

WRITTEN = ROOT / "docs" / "mutants.md"
HEAD = """# Small faults on purpose

Written by `make mutants ARGS=--write`; do not edit. Each fault is applied alone to a copy of the checkout and run against the
tests of its subject (`tests/mutants/`), up to the first failure. What survives is a rule that no test holds. A run of some faults
(`ARGS="cutoff --write"`) replaces their rows only.
"""
SURVIVED, NOT_RUN = "**nothing**", "not run yet"
ROW = re.compile(r"^\| (?P<name>.+) \| `(?P<file>[^`]+)` \| (?P<cell>.+) \|$")
Key = tuple[str, str, str]  # heading of the subject, name and file of a fault


def document(faults: Iterable[Fault], killers: dict[Fault, str], before: str = "") -> str:
    """Return the page.

    Args:
        faults: every fault that there is.
        killers: those that were run → the test that noticed it, "" for a survivor.
        before: the page as it was, which has the rows of the others.
    """
    kept = dict(_rows(before))
    cells = {
        fault: _cell(killers[fault]) if fault in killers else kept.get(_key(fault), NOT_RUN)
        for fault in faults
    }
    said = list(cells.values())
    survivors, left = said.count(SURVIVED), said.count(NOT_RUN)
    parts = [HEAD, f"{len(said)} faults, {survivors} survived{f', {left} not run yet' if left else ''}."]
    for subject in dict.fromkeys(fault.subject for fault in cells):
        parts += [f"\n## {_heading(subject.name)}\n", "| fault | file | noticed by |", "|---|---|---|"]
        parts += [
            f"| {fault.name} | `{fault.file}` | {cell} |"
            for fault, cell in cells.items()
            if fault.subject is subject
        ]
    return "\n".join(parts) + "\n"


def _rows(page: str) -> Iterator[tuple[Key, str]]:
    """The rows of a page that was written before: which fault, and what its last cell says."""
    heading = ""
    for line in page.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif row := ROW.match(line):
            yield (heading, row["name"], row["file"]), row["cell"]


def _key(fault: Fault) -> Key:
    return _heading(fault.subject.name), fault.name, fault.file


def _heading(subject: str) -> str:
    return subject.capitalize()


def _cell(killer: str) -> str:
    """A test without its parameters and folder, which say little in a table."""
    name = killer.partition("[")[0].removeprefix("tests/").replace("|", "\\|")
    return f"`{name}`" if name else SURVIVED
