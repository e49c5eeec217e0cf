"""The small version of ``make bench-rush``: real HTTP submissions across a cutoff, and the audit after it."""

import os

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from applications.models import Application, Packet
from bench.rush_steps import audit, drafts, processes
from bench.rush_steps.numbers import allocate
from bench.rush_steps.phases import across
from journal.work import Work

pytestmark = [
    pytest.mark.usefixtures("patient_database"),
    pytest.mark.skipif(
        connection.vendor != "postgresql" or not settings.REDIS_URL,
        reason="a rush needs PostgreSQL and Redis",
    ),
]
CROWD, STREAM, DOUBLES = 16, 20, 3
BUILT = 3  # packets that are waited for: each takes most of a second of processor time


@pytest.fixture
def portal(patient_database):
    """The portal's settings for processes of its own on this test's database."""
    return os.environ | {"PORTAL_TEST_DATABASE": str(connection.settings_dict["NAME"])}


def test_cut_3_num_1_a_rush_across_the_cutoff_loses_doubles_and_misplaces_nothing(portal, wait_until):
    logs = settings.VAR_DIR / "rush"
    with processes.web(logs / "web.log", **portal) as port:
        ready = drafts.prepared(CROWD + STREAM + DOUBLES)
        crowd, rest = ready[:CROWD], ready[CROWD:]
        stream, doubles = rest[:STREAM], rest[STREAM:]
        phases = [
            across("crowd", "closed", port, crowd, ahead=1, lead=0.3, users=8),
            across("stream", "arrivals", port, stream, ahead=8, lead=6, rate=2.5),
            across("doubles", "bursts", port, doubles, ahead=1, lead=0.5, copies=20, pause=0.3),
        ]
    kinds = {audit.verdict(answer) for phase in phases for answer in phase.answers}
    assert kinds == {"accepted"}
    assert [len(phase.told) for phase in phases] == [CROWD, STREAM, DOUBLES]
    assert set(phases[1].told.values()) == {phases[1].year, phases[1].year + 1}
    found = audit.faults(phases)
    unbuilt = found.pop("packets")
    assert found == {kind: [] for kind in found}
    assert len(unbuilt) == Packet.objects.count() == Application.objects.received().count()
    with processes.workers(logs / "worker.log", 2, **portal):
        wait_until(lambda: Packet.objects.filter(state=Work.State.DONE).count() >= BUILT)
    call_command("audit_invariants")


def test_num_1_numbers_under_threads_and_roll_backs_have_no_gap_and_no_repeat():
    found = allocate(asked=400, threads=20)
    assert (found.undone, found.kept, found.gaps, found.repeats) == (40, 360, 0, 0)
