"""What happened in the life of a pilot, from the receipt to today, and what is planned: the rows of its life-line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from journal.clock import day_of
from pilots.models import Pilot
from pilots.progress.actions import title_of_report
from pilots.states import (
    EvaluationOutcome,
    EvaluationState,
    PilotState,
    SubmissionKind,
    SubmissionState,
    WithdrawalState,
)
from programme.notice import Support


class Lane(StrEnum):
    """On which line of the picture an event stands."""

    MILESTONE = "里程碑"
    REPORT = "报告"
    CHANGE = "调整"
    EVALUATION = "评估"


@dataclass(frozen=True)
class Event:
    """One event.

    Attributes:
        family: how it looks (``face.look.ICONS``). note: more about it, for its parties.
        public: whether everybody may know it. planned: it lies ahead.
    """

    day: date
    lane: Lane
    text: str
    family: str = "neutral"
    note: str = ""
    public: bool = False
    planned: bool = False


FAMILIES = {
    EvaluationOutcome.EXCELLENT: "good",
    EvaluationOutcome.GOOD_ENOUGH: "neutral",
    EvaluationOutcome.KEEPS: "good",
    EvaluationOutcome.REPAIR: "action",
    EvaluationOutcome.FAILED: "bad",
}


def events_of(pilot: Pilot, today: date) -> list[Event]:
    """Everything of a pilot in the order of its days; three queries."""
    events = [
        *_milestones(pilot, today),
        *_submissions(pilot, today),
        *_evaluations(pilot),
        *_withdrawals(pilot),
    ]
    return sorted(events, key=lambda event: (event.day, list(Lane).index(event.lane)))


def public_events(pilot: Pilot, today: date) -> list[Event]:
    """What everybody may know: the milestones, without notes and without what is only planned."""
    return [event for event in sorted(_milestones(pilot, today), key=lambda event: event.day) if event.public]


def _milestones(pilot: Pilot, today: date) -> Iterator[Event]:
    entry = pilot.entry
    if entry.received_at:
        yield Event(day_of(entry.received_at), Lane.MILESTONE, "接收申报", "neutral", public=True)
    yield Event(day_of(pilot.selected_at), Lane.MILESTONE, "入选试点", "good", public=True)
    if pilot.implementing_from:
        name = entry.programme.plan_name if entry.pilot_type else "方案"
        yield Event(pilot.implementing_from, Lane.MILESTONE, f"{name}获同意，开始实施", "good", public=True)
    if pilot.trial_from:
        yield Event(pilot.trial_from, Lane.MILESTONE, "开始试运行", "good", public=True)
    if pilot.titled_at:
        yield Event(day_of(pilot.titled_at), Lane.MILESTONE, "授予称号", "good", pilot.title, public=True)
    if pilot.plaque_on:
        yield from _plaque(pilot, pilot.plaque_on, today)
    yield from _ends(pilot, today)


def _plaque(pilot: Pilot, plaque_on: date, today: date) -> Iterator[Event]:
    """On the Low Carbon Day; where the title came later, when the plaque was handed over (AWD-1)."""
    if not pilot.titled_after_its_day:
        ahead = plaque_on > today
        yield Event(plaque_on, Lane.MILESTONE, "低碳日授牌", "neutral", public=not ahead, planned=ahead)
        return
    plaques = pilot.support_measures.standing().filter(kind=Support.PLAQUE)
    if day := plaques.values_list("handed_over_on", flat=True).first():
        yield Event(day, Lane.MILESTONE, "交付奖牌", "neutral", public=True)


def _ends(pilot: Pilot, today: date) -> Iterator[Event]:
    if pilot.ended_at:
        withdrawn = pilot.state == PilotState.WITHDRAWN
        family = "bad" if withdrawn else "neutral"
        yield Event(day_of(pilot.ended_at), Lane.MILESTONE, pilot.standing, family, public=True)
    elif pilot.implementing_until:
        text = "计划完成" if pilot.implementing_until > today else "计划完成日期"
        planned = pilot.implementing_until > today
        yield Event(pilot.implementing_until, Lane.MILESTONE, text, "neutral", planned=planned)
    if pilot.repair_until and pilot.state == PilotState.REPAIR:
        planned = pilot.repair_until > today
        yield Event(pilot.repair_until, Lane.MILESTONE, "整改截止", "action", planned=planned)


def _submissions(pilot: Pilot, today: date) -> Iterator[Event]:
    for row in pilot.submissions.prefetch_related("versions"):
        versions = list(row.versions.all())
        if row.kind == SubmissionKind.PROGRESS:
            yield from _report(row, versions, today)
        elif row.kind == SubmissionKind.CHANGE:
            if row.state in (SubmissionState.ACCEPTED, SubmissionState.REFUSED) and versions:
                accepted = row.state == SubmissionState.ACCEPTED
                day = day_of(versions[-1].decided_at or versions[-1].submitted_at)
                text = "目标调整" if accepted else "调整申请未予同意"
                note = "" if row.weighty else "备案"
                yield Event(day, Lane.CHANGE, text, "good" if accepted else "bad", note)
        elif row.kind != SubmissionKind.PLAN:
            for version in versions:
                text = f"提交{row.get_kind_display()}"
                note = "逾期" if version.late else ""
                family = "action" if version.late else "neutral"
                yield Event(day_of(version.submitted_at), Lane.REPORT, text, family, note)


def _report(row, versions: list, today: date) -> Iterator[Event]:
    """A progress report: when it came, and whether in time; one that is open stands at its due day."""
    name = title_of_report(row)
    if not versions:
        if row.state in (SubmissionState.OPEN, SubmissionState.RETURNED):
            ahead = row.due_on >= today
            family, note = ("waiting", "尚未提交") if ahead else ("bad", "逾期未提交")
            yield Event(row.due_on, Lane.REPORT, name, family, note, planned=ahead)
        return
    first = versions[0]
    family, note = ("action", "逾期提交") if first.late else ("good", "按期提交")
    yield Event(day_of(first.submitted_at), Lane.REPORT, name, family, note)


def _evaluations(pilot: Pilot) -> Iterator[Event]:
    confirmed = pilot.evaluations.filter(state=EvaluationState.CONFIRMED)
    for evaluation in confirmed:
        text = f"{evaluation.get_kind_display()}：{evaluation.get_outcome_display()}"
        family = FAMILIES[EvaluationOutcome(evaluation.outcome)]
        yield Event(day_of(evaluation.confirmed_at), Lane.EVALUATION, text, family)


def _withdrawals(pilot: Pilot) -> Iterator[Event]:
    for row in pilot.withdrawals.all():
        yield Event(day_of(row.intended_at), Lane.EVALUATION, "告知拟取消试点资格", "bad")
        if row.state == WithdrawalState.DROPPED:
            yield Event(day_of(row.decided_at), Lane.EVALUATION, "决定不予取消", "neutral")
