"""Evaluations of pilots: written, proposed by one person, confirmed by another (A1 §三.3, A3 §三.四)."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from journal import clock
from journal.clock import day_of
from pilots.evaluation.deciding.confirming import confirm_outcome
from pilots.evaluation.deciding.proposing import mark_of, propose_outcome
from pilots.evaluation.saving import save_evaluation
from pilots.evaluation.tracking.actions import open_tracking
from pilots.evaluation.values import beside
from pilots.models import Evaluation, Pilot, ReportedValue, SubmissionVersion
from pilots.states import EvaluationOutcome, TargetKind
from pilots.targets.rows import plain, set_in_force
from programme.notice import Sheet
from tests.factories.lives import PLAN_DAYS, implementing
from tests.factories.people import staff
from tests.factories.trials import self_evaluated

LONG_AGO = timedelta(days=PLAN_DAYS + 10)  # a plan that was approved then has ended


def under_audit(**kwargs) -> Pilot:
    """A technology pilot whose self-evaluation waits for its audit: it reports 1100 of the 1200 tCO2e aimed at."""
    return self_evaluated(**kwargs)


def report(version: SubmissionVersion, year: int, value: str = "1100") -> None:
    """Report the targets of a pilot in a version: the reduction, and that the milestone is reached."""
    made = set_in_force(version.submission.pilot)
    for target in made.targets.all():
        said = {"reached": True} if target.kind == TargetKind.MILESTONE else {"value": Decimal(value)}
        ReportedValue.objects.create(version=version, target=target, year=year, **said)


def running_evaluation(pilot: Pilot) -> Evaluation:
    """The evaluation that is not decided."""
    return Evaluation.objects.running().get(pilot=pilot)


def evaluation_content(evaluation: Evaluation, outcome: str, **changes: str) -> dict[str, str]:
    """What an evaluation that lacks nothing says, by the names of its places: it finds what is reported."""
    today = day_of(clock.now())
    content = {f"item_{item['key']}": "yes" for item in evaluation.checklist["items"]}
    for row in beside(evaluation, today.year):
        if row.is_milestone:
            said = "no" if row.said and not row.said.reached else "yes"
        else:
            said = plain(row.said.value if row.said else row.target.value)
        content[f"found_{row.target.key}"] = said
    content |= {
        "year": str(today.year),
        "findings": "查阅了运行记录和账单，现场核查了设备。",
        "score": "88.5",
        "outcome": outcome,
        "reasons": "数据可以核对。",
    }
    if outcome == EvaluationOutcome.REPAIR:
        content["repair_requirements"] = "补齐计量器具，提交三个月的记录。"
        content["repair_until"] = (today + timedelta(days=90)).isoformat()
    return content | changes


def proposed_evaluation(
    pilot: Pilot, outcome: str, *, actor: User | None = None, **changes: str
) -> Evaluation:
    """The running evaluation of a pilot, its outcome proposed."""
    evaluation, actor = running_evaluation(pilot), actor or staff()
    save_evaluation(evaluation.pk, evaluation_content(evaluation, outcome, **changes), actor=actor)
    propose_outcome(evaluation.pk, actor=actor)
    return running_evaluation(pilot)


def confirmed_evaluation(pilot: Pilot, outcome: str, **changes: str) -> Pilot:
    """The pilot after the outcome of its running evaluation was confirmed by another person."""
    evaluation = proposed_evaluation(pilot, outcome, **changes)
    confirm_outcome(evaluation.pk, actor=staff(), seen=mark_of(evaluation))
    return Pilot.objects.get(pk=pilot.pk)


def audited(outcome: str, **kwargs) -> Pilot:
    """A technology pilot whose audit came to this."""
    return confirmed_evaluation(under_audit(**kwargs), outcome)


def under_tracking(sheet: str = Sheet.PARK, *, ago: timedelta = LONG_AGO, **kwargs) -> Pilot:
    """A zone whose tracking evaluation is open; its plan was approved so long ago."""
    with clock.set_to(clock.now() - ago):
        pilot = implementing(sheet, **kwargs)
    open_tracking(pilot.pk, actor=staff(), reason="示例原因。")
    return pilot


def tracked(outcome: str, sheet: str = Sheet.PARK, **kwargs) -> Pilot:
    """A zone whose year is over and whose tracking evaluation came to this."""
    return confirmed_evaluation(under_tracking(sheet, **kwargs), outcome)
