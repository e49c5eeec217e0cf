"""Closing a cycle: freeze the list, open the next, move what was not received, tell those concerned (CUT-4).

Each step is a transaction that looks whether there is still something to do, so running it twice, late, in two
workers at once, or killing it half way changes nothing in the result.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application, RollOver
from applications.packets.request import renew_packet
from applications.states import State
from applications.submitting.receipt import move_to_cycle
from applications.workflow import APPLICATION
from face.wording import cutoff_text
from journal import clock
from journal.acts import Refused
from journal.recording import tell
from programme.acts import CLOSE_CYCLE
from programme.cutoff import GRACE, due_to_close
from programme.cycles.frozen import checksum, list_text
from programme.cycles.receiving import locked_gate, open_cycle
from programme.models import ClosingReport, Cycle, FrozenLine
from programme.notice import PilotType

CHUNK = 200  # ids read at once; each application is moved in a transaction of its own


def close_due_cycles(at: datetime | None = None) -> list[Cycle]:
    """Close every cycle whose cutoff passed at least two minutes ago; return those closed now.

    Corrections that had lapsed when a cycle could have been closed are moved before its list is frozen, so that
    a late run freezes what a timely one would have frozen.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    closed = []
    while (cycle := Cycle.objects.running()) and due_to_close(cycle.cutoff, now):
        _lapse_corrections(cycle.cutoff + GRACE, now)
        _shut_gates(cycle, now)
        _roll_over(cycle, now)
        if _freeze(cycle, now):
            closed.append(Cycle.objects.get(pk=cycle.pk))
    _lapse_corrections(now, now)
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
    for pk in _in_chunks(Application.objects.not_received().filter(cycle=cycle)):
        try:
            _roll_over_one(pk, cycle, following, now)
        except Refused:
            continue  # received or withdrawn a moment ago: it stands where it belongs


def _in_chunks(found: QuerySet) -> Iterator[int]:
    """Ids of ``found`` in their order, read a chunk at a time."""
    last = 0
    while chunk := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield from chunk
        last = chunk[-1]


def _roll_over_one(pk: int, cycle: Cycle, following: Cycle, now: datetime) -> None:
    with APPLICATION.perform("roll_over", pk, actor=None, at=now) as act:
        application = act.object
        if application.cycle_id != cycle.pk:
            raise Refused("已转入下一年度。")
        application.cycle = following
        people = set(User.objects.of(application.organisation))
        waits_at = application.recommender if application.state == State.AT_RECOMMENDER else None
        if waits_at:
            people |= set(User.objects.of(waits_at))
        row = RollOver.objects.create(
            application=application,
            cycle=cycle,
            state=application.state,
            organisation=application.organisation,
            recommender=waits_at,
            people=sorted(user.pk for user in people),
            at=now,
        )
        act.facts |= {"cycle": following.year, "told": _told(row)}
        act.summary = f"{cycle.year} 年度已截止，转入 {following.year} 年度"
        act.tell(
            people,
            f"已转入 {following.year} 年度：{application.title}",
            f"{cycle.year} 年度申报已于 {cutoff_text(cycle.cutoff)} 截止。「{application.title}」当时为"
            f"「{application.get_state_display()}」，尚未由市生态环境局接收，已转入 {following.year} 年度，"
            "填写的内容全部保留。",
            application.get_absolute_url(),
        )
        if application.current_revision:
            renew_packet(application.current_revision, application)


def _told(row: RollOver) -> dict:
    """Who was told of one move, for the journal."""
    return {"applicant": row.organisation_id, "recommender": row.recommender_id, "people": row.people}


def _freeze(cycle: Cycle, now: datetime) -> bool:
    """Write down the list of the cycle line by line, its count and its checksum, once."""

    def locked_cycle() -> Cycle:
        return Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)

    with CLOSE_CYCLE.perform(locked_cycle, actor=None, at=now) as act:
        frozen = act.object
        if frozen.closed_at:
            act.nothing()
            return False
        received = Application.objects.received().filter(cycle=frozen)
        received = received.select_related("current_revision", "entry").light()
        received = received.defer("current_revision__answers", "current_revision__carbon")
        lines = [_line(frozen, application) for application in received.order_by("number")]
        FrozenLine.objects.bulk_create(lines, batch_size=CHUNK)
        frozen.closed_at, frozen.frozen_count = now, len(lines)
        frozen.frozen_checksum = checksum(list_text(lines))
        frozen.save()
        checked = frozen.frozen_checksum[:12]
        act.summary = f"{frozen.year} 年度截止，共接收 {len(lines)} 项申报，名单校验值 {checked}"
        act.facts |= {"count": len(lines), "checksum": frozen.frozen_checksum, **_report(frozen)}
        _tell_city(frozen, act.summary)
    return True


def _tell_city(cycle: Cycle, summary: str) -> None:
    tell(
        User.objects.who_may(Capability.SET_CYCLE),
        key=f"close:{cycle.year}",
        subject=f"{cycle.year} 年度已截止，共接收 {cycle.frozen_count} 项申报",
        body=f"{summary}。冻结的名单可在年度页面下载。",
        link=reverse("cycle_edit", args=[cycle.year]),
        at=cycle.closed_at,
    )


def _line(cycle: Cycle, application: Application) -> FrozenLine:
    return FrozenLine(
        cycle=cycle,
        number=application.number,
        revision_sha256=application.current_revision.sha256,
        pilot_type=application.pilot_type,
        name=application.entry.name,
        organisation_name=application.entry.organisation_name,
        received_at=application.received_at,
    )


def _report(cycle: Cycle) -> dict:
    """Write down what moved on to the next cycle, by the state it was in, and how many were told; return it as facts."""
    moved = list(RollOver.objects.filter(cycle=cycle).order_by("pk"))
    report = ClosingReport.objects.create(
        cycle=cycle,
        rolled_over=dict(Counter(row.get_state_display() for row in moved)),
        applicants=len({row.organisation_id for row in moved}),
        recommenders=len({row.recommender_id for row in moved} - {None}),
        people=len({person for row in moved for person in row.people}),
    )
    told = {name: getattr(report, name) for name in ("applicants", "recommenders", "people")}
    return {"rolled_over": report.rolled_over, "told": told}


def _lapse_corrections(due_by: datetime, now: datetime) -> None:
    """Move corrections whose deadline passed by ``due_by`` to the next cycle (CUT-5)."""
    late = Application.objects.filter(state=State.CORRECTION, correction_due__lte=due_by)
    for pk in _in_chunks(late):
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
        renew_packet(application.current_revision, application)
