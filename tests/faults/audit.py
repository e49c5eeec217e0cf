"""The audit that ends every fault and every load: what was accepted has one number, in the right cycle, and nothing else.

``python -m tests.faults.audit PK…`` audits the database of its environment and prints the faults as JSON.
"""

import json
import sys
from collections.abc import Collection
from io import StringIO

import django
from django.apps import apps
from django.core.management import call_command

from programme.cutoff import year_of


def problems(accepted: Collection[int] = ()) -> list[str]:
    """One sentence for each fault: in the data, in the journal, in the numbers of the accepted submissions.

    Args:
        accepted: applications whose submission the portal answered with success.
    """
    return [*_said_by("audit_invariants"), *_said_by("verify_journal"), *_numbers(accepted)]


def assert_sound(accepted: Collection[int] = ()) -> None:
    """Fail with the list of faults when there are any."""
    found = problems(accepted)
    assert not found, "\n".join(found)


def _said_by(command: str) -> list[str]:
    said = StringIO()
    try:
        call_command(command, stdout=StringIO(), stderr=said)
    except SystemExit as exit:
        return [f"{command}: {line}" for line in said.getvalue().splitlines() or [f"exit code {exit.code}"]]
    return []


def _numbers(accepted: Collection[int]) -> list[str]:
    """Every accepted submission has one number of its own, of the year its instant falls into (NUM-1, CUT-3)."""
    cycles, entries = (
        apps.get_model("programme.Cycle").objects,
        apps.get_model("programme.LibraryEntry").objects,
    )
    received = {each.pk: each for each in apps.get_model("applications.Application").objects.received()}
    found, cutoffs = [], cycles.cutoffs()
    found += [f"application {pk} was accepted but not received" for pk in set(accepted) - set(received)]
    numbers = [each.number for each in received.values()]
    if len(set(numbers)) != len(numbers):
        found.append("a number was given out twice")
    if entries.exclude(number=None).count() != len(numbers):
        found.append("there are numbers that no application has")
    for each in received.values():
        year = year_of(each.received_at, cutoffs)
        if int(each.number[:4]) != year:
            found.append(f"{each.number} was received at {each.received_at}, in the year {year}")
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(problems([int(pk) for pk in sys.argv[1:]]), ensure_ascii=False))
