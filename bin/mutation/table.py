"""The table of ``docs/mutants.md``: each fault, and the test that noticed it in the last whole run."""

from mutation.faults import Fault
from project import ROOT

WRITTEN = ROOT / "docs" / "mutants.md"
HEAD = """# Small faults on purpose

Written by `make mutants ARGS=--write`; do not edit. Each fault is applied alone to a copy of the checkout and run against the
tests of its subject (`tests/mutants/`), up to the first failure. What survives is a rule that no test holds.
"""


def document(killers: dict[Fault, str]) -> str:
    """Return the page.

    Args:
        killers: fault → the test that noticed it, "" for a survivor.
    """
    survivors = sum(not killer for killer in killers.values())
    parts = [HEAD, f"{len(killers)} faults, {survivors} survived.\n"]
    for subject in dict.fromkeys(fault.subject for fault in killers):
        parts += [f"\n## {subject.name.capitalize()}\n", "| fault | file | noticed by |", "|---|---|---|"]
        parts += [
            f"| {fault.name} | `{fault.file}` | {f'`{_name(killer)}`' if killer else '**nothing**'} |"
            for fault, killer in killers.items()
            if fault.subject is subject
        ]
    return "\n".join(parts) + "\n"


def _name(killer: str) -> str:
    """A test without its parameters and folder, which say little in a table."""
    return killer.partition("[")[0].removeprefix("tests/").replace("|", "\\|")
