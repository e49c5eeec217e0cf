"""Closing a cycle: freeze the list, open the next, move what was not received, tell those concerned (CUT-4).

Each step is a transaction that looks whether there is still something to do, so running it twice, late, in two
workers at once, or killing it half way changes nothing in the result.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.receipt import move_to_cycle
from applications.states import State
from applications.workflow import APPLICATION
from journal import clock
from journal.recording import record
from journal.workflow import Refused
from pilots.cutoff import due_to_close
from pilots.cycles import locked_gate, open_cycle
from pilots.models import Cycle
from pilots.programme import PilotType


def close_due_cycles(at: datetime | None = None) -> list[Cycle]:
    """Close every cycle whose cutoff passed at least two minutes ago; return those closed now.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    closed = []
    while (cycle := Cycle.objects.running()) and due_to_close(cycle.cutoff, now):
        _shut_gates(cycle, now)
        _roll_over(cycle, now)
        if _freeze(cycle, now):
            closed.append(cycle)
    _lapse_corrections(now)
    return closed


@transaction.atomic
def _shut_gates(cycle: Cycle, now: datetime) -> None:
    """From here on nothing gets a number of this cycle; the next one is open."""
    open_cycle(cycle.year + 1, now)
    for pilot_type in PilotType:
        gate = locked_gate(cycle, pilot_type)
        gate.closed = True
        gate.save(update_fields=["closed"])


def _roll_over(cycle: Cycle, now: datetime) -> None:
    """Move what was not received to the next cycle, one application a transaction (resumable)."""
    following = Cycle.objects.get(year=cycle.year + 1)
    for pk in (
        Application.objects.not_received().filter(cycle=cycle).order_by("pk").values_list("pk", flat=True)
    ):
        try:
            _roll_over_one(pk, cycle, following, now)
        except Refused:
            continue  # received or withdrawn a moment ago: it stands where it belongs


def _roll_over_one(pk: int, cycle: Cycle, following: Cycle, now: datetime) -> None:
    with APPLICATION.perform("roll_over", pk, actor=None, at=now) as act:
        application = act.object
        if application.cycle_id != cycle.pk:
            raise Refused("已转入下一年度。")
        application.cycle = following
        act.facts["cycle"] = following.year
        act.summary = f"{cycle.year} 年度已截止，转入 {following.year} 年度"
        people = User.objects.of(application.organisation)
        if application.state == State.AT_RECOMMENDER:
            people = people | User.objects.of(application.recommender)
        act.tell(
            people.distinct(),
            f"已转入 {following.year} 年度：{application.title}",
            f"{cycle.year} 年度申报已截止。「{application.title}」当时为「{application.get_state_display()}」，"
            f"尚未由市生态环境局接收，已转入 {following.year} 年度，填写的内容全部保留。",
            application.get_absolute_url(),
        )


@transaction.atomic
def _freeze(cycle: Cycle, now: datetime) -> bool:
    """Write down the list of the cycle by count and checksum, once."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.closed_at:
        return False
    received = Application.objects.received().filter(cycle=cycle).select_related("current_revision")
    lines = [f"{a.number} {a.current_revision.sha256}" for a in received.order_by("number")]
    cycle.closed_at, cycle.frozen_count = now, len(lines)
    cycle.frozen_checksum = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    cycle.save()
    record(
        "close",
        cycle,
        at=now,
        label="年度截止",
        summary=f"{cycle.year} 年度截止，共接收 {len(lines)} 项申报，名单校验值 {cycle.frozen_checksum[:12]}",
        facts={"count": len(lines), "checksum": cycle.frozen_checksum},
    )
    return True


def _lapse_corrections(now: datetime) -> None:
    """Move corrections that missed their deadline to the next cycle (CUT-5)."""
    late = Application.objects.filter(state=State.CORRECTION, correction_due__lte=now)
    for pk in late.order_by("pk").values_list("pk", flat=True):
        try:
            _lapse_one(pk, now)
        except Refused:
            continue  # came back or withdrawn a moment ago


def _lapse_one(pk: int, now: datetime) -> None:
    with APPLICATION.perform("lapse_correction", pk, actor=None, at=now) as act:
        application = act.object
        if application.correction_due is None or application.correction_due > now:
            raise Refused("补正期限未到。")
        year = application.cycle.year + 1
        move_to_cycle(act, year)
        application.correction_due = None
        act.summary = f"补正逾期，转入 {year} 年度"
        act.tell(
            User.objects.of(application.organisation),
            f"补正逾期：{application.number} 转入 {year} 年度",
            f"「{application.title}」未在期限内补正，已转入 {year} 年度评选，编号不变，仍可继续补正后提交。",
            application.get_absolute_url(),
        )
