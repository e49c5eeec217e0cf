"""Closing a cycle: freeze the list, open the next, move what was not received, tell those concerned (CUT-4).

Each step is a transaction that looks whether there is still something to do, so running it twice, late, in two
workers at once, or killing it half way changes nothing in the result.
"""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.closing.corrections import carry_lapsed, lapse_corrections
from applications.closing.moving import in_chunks, write_move
from applications.models import Application, Participation, Revision, RollOver
from applications.packets.request import renew_packet
from applications.states import State
from applications.workflow import APPLICATION
from face.wording import cutoff_text
from journal import clock
from journal.acts import Refused
from journal.recording import tell
from programme.acts import CLOSE_CYCLE
from programme.cutoff import due_to_close
from programme.cycles.frozen import checksum, list_text
from programme.cycles.receiving import locked_gate, open_cycle
from programme.models import ClosingReport, Cycle, FrozenLine
from programme.notice import PilotType

BATCH = 200  # lines written at once


def close_due_cycles(at: datetime | None = None) -> list[Cycle]:
    """Close every cycle whose cutoff passed at least two minutes ago; return those closed now.

    The list is read from what was written down at each receipt, submission and lapse, so that a late run freezes
    what a timely one would have frozen.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    closed = []
    while (cycle := Cycle.objects.running()) and due_to_close(cycle.cutoff, now):
        lapse_corrections(cycle.cutoff, now)
        _shut_gates(cycle, now)
        _roll_over(cycle, now)
        if _freeze(cycle, now):
            closed.append(Cycle.objects.get(pk=cycle.pk))
    lapse_corrections(now, now)
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
    for pk in in_chunks(Application.objects.not_received().filter(cycle=cycle)):
        try:
            _roll_over_one(pk, cycle, following, now)
        except Refused:
            continue  # received or withdrawn a moment ago: it stands where it belongs
    carry_lapsed(cycle, following, now)


def _roll_over_one(pk: int, cycle: Cycle, following: Cycle, now: datetime) -> None:
    with APPLICATION.perform("roll_over", pk, actor=None, at=now) as act:
        application = act.object
        if application.cycle_id != cycle.pk:
            raise Refused("已转入下一年度。")
        application.cycle = following
        waits_at = application.recommender if application.state == State.AT_RECOMMENDER else None
        people = write_move(act, cycle, following, now, waits_at)
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


def _freeze(cycle: Cycle, now: datetime) -> bool:
    """Write down the list of the cycle line by line, its count and its checksum, once."""

    def locked_cycle() -> Cycle:
        return Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)

    with CLOSE_CYCLE.perform(locked_cycle, actor=None, at=now) as act:
        frozen = act.object
        if frozen.closed_at:
            act.nothing()
            return False
        lines = _lines(frozen)
        FrozenLine.objects.bulk_create(lines, batch_size=BATCH)
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


def _lines(cycle: Cycle) -> list[FrozenLine]:
    """The list of a cycle as it stood when its cutoff passed, by number, however late this is asked."""
    stood = dict(
        Participation.objects.at_cutoff(cycle, cycle.cutoff)
        .annotate(revision=Coalesce(_revision(submitted_at__lt=cycle.cutoff), _revision()))
        .values_list("application_id", "revision")
    )
    revisions = Revision.objects.annotate(
        project_name=KT("answers__project_name"), applicant_name=KT("answers__applicant_name")
    )
    named = {row.pk: row for row in revisions.filter(pk__in=stood.values()).defer("answers", "carbon")}
    received = Application.objects.filter(pk__in=stood).light().order_by("number")
    return [_line(cycle, application, named[stood[application.pk]]) for application in received]


def _revision(**only: datetime) -> Subquery:
    """The last revision of a participation's application; without ``only``, the first one.

    There is none before the cutoff where the clock was set back between submission and receipt.
    """
    revisions = Revision.objects.filter(application=OuterRef("application"), **only)
    return Subquery(revisions.order_by("-number" if only else "number").values("pk")[:1])


def _line(cycle: Cycle, application: Application, revision: Revision) -> FrozenLine:
    answers = {"project_name": revision.project_name, "applicant_name": revision.applicant_name}
    return FrozenLine(
        cycle=cycle,
        number=application.number,
        revision_sha256=revision.sha256,
        pilot_type=application.pilot_type,
        name=application.title_in(answers)[:200],
        organisation_name=revision.applicant_name[:200],
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
