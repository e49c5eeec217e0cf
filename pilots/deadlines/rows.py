"""Everything that is due in the life of pilots: by whom, until when. No writing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet, TextChoices

from face.wording import days_left
from journal.clock import day_of
from pilots.models import Evaluation, EvaluationCondition, Pilot, Submission, Withdrawal
from pilots.states import (
    ENDED,
    WRITABLE,
    EvaluationState,
    PilotState,
    SubmissionKind,
    SubmissionState,
    WithdrawalState,
)
from pilots.submissions.kinds import KINDS, title_of
from pilots.submissions.shown import CITY

INSTANT = timedelta(microseconds=1)


class DeadlineKind(TextChoices):
    """What is due."""

    WRITE = "write", "填写并提交材料"
    SELF_EVALUATION = "self_evaluation", "自评报告"
    REPAIR = "repair", "限期整改"
    IMPLEMENT = "implement", "完成实施"
    CONDITION = "condition", "附带条件"
    STATEMENT = "statement", "陈述意见"
    EVALUATE = "evaluate", "评估"
    ANSWER = "answer", "审核材料"


@dataclass(frozen=True)
class Deadline:
    """One thing that is due.

    Attributes:
        day: the last day for it; None where none is set. since: the day from which it may be done; then ``day`` is None.
    """

    kind: DeadlineKind
    pilot: Pilot
    what: str
    whose: str
    url: str
    day: date | None = None
    since: date | None = None

    def is_over(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.day is not None and self.day < today

    def left(self, today: date) -> str:
        """How far its day is, in words."""
        if self.since:
            return "已可提交" if self.since <= today else f"{(self.since - today).days} 天后可提交"
        return days_left(self.day, today)


def deadlines(pilots: QuerySet[Pilot]) -> list[Deadline]:
    """What is due of these pilots: the day that comes first is first, so what is over leads; what has no day is last."""
    rows = [
        *_written(pilots),
        *_of_pilots(pilots),
        *_conditions(pilots),
        *_statements(pilots),
        *_evaluations(pilots),
    ]
    return sorted(rows, key=lambda row: (row.day is None, row.day or row.since or date.max, row.pilot.pk))


def _written(pilots: QuerySet[Pilot]) -> Iterator[Deadline]:
    """What is being written has its deadline; what was handed in waits for the city."""
    states = (*WRITABLE, SubmissionState.HANDED_IN)
    rows = Submission.objects.filter(pilot__in=pilots, state__in=states, kind__in=KINDS)
    for row in rows.exclude(pilot__state__in=ENDED).select_related("pilot__entry__cycle"):
        title, url = title_of(row), row.get_absolute_url()
        if row.state == SubmissionState.HANDED_IN:
            yield Deadline(DeadlineKind.ANSWER, row.pilot, f"审核{title}", CITY, url)
        elif row.kind == SubmissionKind.SELF_EVALUATION:
            yield _self_evaluation(row.pilot, title, url, row.not_before)
        else:
            kind = DeadlineKind.REPAIR if row.kind == SubmissionKind.REPAIR else DeadlineKind.WRITE
            day = row.due_on or (row.pilot.repair_until if kind == DeadlineKind.REPAIR else None)
            yield Deadline(kind, row.pilot, f"提交{title}", row.pilot.entry.organisation_name, url, day)


def _self_evaluation(pilot: Pilot, title: str, url: str, since: date | None) -> Deadline:
    whose = pilot.entry.organisation_name
    return Deadline(DeadlineKind.SELF_EVALUATION, pilot, f"提交{title}", whose, url, since=since)


def _of_pilots(pilots: QuerySet[Pilot]) -> Iterator[Deadline]:
    """Days that the pilot itself holds, where nothing is being written for them."""
    states = (PilotState.IMPLEMENTING, PilotState.TRIAL, PilotState.REPAIR)
    rows = pilots.filter(state__in=states).select_related("entry__cycle").prefetch_related("submissions")
    for pilot in rows:
        url, whose = pilot.get_absolute_url(), pilot.entry.organisation_name
        written = {row.kind for row in pilot.submissions.all() if row.state in WRITABLE and row.kind in KINDS}
        if pilot.state == PilotState.IMPLEMENTING and pilot.implementing_until:
            yield Deadline(DeadlineKind.IMPLEMENT, pilot, "完成实施", whose, url, pilot.implementing_until)
        if (
            pilot.state == PilotState.TRIAL
            and pilot.trial_from
            and SubmissionKind.SELF_EVALUATION not in written
        ):
            months = pilot.entry.programme.life.trial_months
            yield _self_evaluation(pilot, "自评报告", url, pilot.trial_from + relativedelta(months=months))
        if pilot.state == PilotState.REPAIR and SubmissionKind.REPAIR not in written:
            yield Deadline(DeadlineKind.REPAIR, pilot, "提交整改报告", whose, url, pilot.repair_until)


def _conditions(pilots: QuerySet[Pilot]) -> Iterator[Deadline]:
    rows = EvaluationCondition.objects.filter(
        evaluation__pilot__in=pilots, evaluation__state=EvaluationState.CONFIRMED, met_at=None
    ).exclude(evaluation__pilot__state__in=ENDED)
    for row in rows.select_related("evaluation__pilot__entry__cycle"):
        pilot = row.evaluation.pilot
        what, whose = f"完成附带条件：{row.text}", pilot.entry.organisation_name
        yield Deadline(DeadlineKind.CONDITION, pilot, what, whose, pilot.get_absolute_url(), row.due_on)


def _statements(pilots: QuerySet[Pilot]) -> Iterator[Deadline]:
    rows = Withdrawal.objects.filter(pilot__in=pilots, state=WithdrawalState.INTENDED)
    for row in rows.select_related("pilot__entry__cycle"):
        whose, last = row.pilot.entry.organisation_name, day_of(row.statement_until - INSTANT)
        url = row.get_absolute_url()
        yield Deadline(DeadlineKind.STATEMENT, row.pilot, "对拟取消资格提出陈述意见", whose, url, last)


def _evaluations(pilots: QuerySet[Pilot]) -> Iterator[Deadline]:
    rows = Evaluation.objects.filter(pilot__in=pilots).running().select_related("pilot__entry__cycle")
    for row in rows:
        what = row.get_kind_display()
        yield Deadline(DeadlineKind.EVALUATE, row.pilot, what, CITY, row.get_absolute_url(), row.due_on)
