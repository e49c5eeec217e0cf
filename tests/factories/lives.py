"""Pilots at some point of their lives, each brought there by the real acts (programme §3, Life of a pilot)."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from journal import clock
from journal.clock import day_of
from pilots.evaluation.deciding.confirming import confirm_outcome
from pilots.evaluation.deciding.proposing import mark_of, propose_outcome
from pilots.evaluation.opening import open_audit
from pilots.evaluation.saving import save_evaluation
from pilots.evaluation.tracking.actions import open_tracking
from pilots.evaluation.values import beside
from pilots.models import Evaluation, Pilot, ReportedValue, Submission, SubmissionVersion
from pilots.plan import actions as plans
from pilots.plan.layout import layout_of
from pilots.states import EvaluationOutcome, SubmissionKind, TargetKind
from pilots.targets.rows import plain, set_in_force
from pilots.workflow import life_with
from pilots.writing.saving import save_submission
from pilots.writing.versions import begin_submission, freeze
from programme.notice import Sheet
from tests.factories.people import staff
from tests.factories.pilots import selected

PLAN_DAYS = 300  # from today to the end of a plan, within the norm of every type


def submitter(pilot: Pilot) -> User:
    """Who hands in for the organisation of a pilot."""
    return pilot.entry.application.created_by


def plan_of(pilot: Pilot) -> Submission:
    """Its plan."""
    return Submission.objects.get(pilot=pilot, kind=SubmissionKind.PLAN)


def plan_content(pilot: Pilot, **changes: str) -> dict[str, str]:
    """What a plan that lacks nothing says, by the names of its places."""
    end = (day_of(clock.now()) + timedelta(days=PLAN_DAYS)).isoformat()
    content = {
        "until": end,
        "report_months": "6",
        "summary": "建设示例系统，完成调试。",
        "measures": "成立专班，按月调度。",
        "target_1_kind": "reduction",
        "target_1_name": "每年减少温室气体排放",
        "target_1_unit": "tCO2e",
        "target_1_baseline": "5000",
        "target_1_value": "1200",
        "target_1_due": end,
        "target_1_method": "按电表计量数据核算。",
        "target_2_kind": "milestone",
        "target_2_name": "系统建成",
        "target_2_due": end,
    }
    content |= {f"answer_{remark.number}": "已落实。" for remark in pilot.review_remarks.all()}
    return content | changes


def write_plan(pilot: Pilot, **changes: str) -> Submission:
    """Write a plan that lacks nothing, but for ``changes``."""
    plan = plan_of(pilot)
    save_submission(plan.pk, plan_content(pilot, **changes), actor=submitter(pilot), layout_of=layout_of)
    return plan_of(pilot)


def planning(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A selected pilot whose plan is not written yet."""
    return Pilot.objects.get(entry=selected(sheet, **kwargs).entry)


def plan_submitted(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A pilot whose plan waits for the city's approval."""
    pilot = planning(sheet, **kwargs)
    write_plan(pilot)
    plans.submit_plan(pilot.pk, actor=submitter(pilot))
    return Pilot.objects.get(pk=pilot.pk)


def implementing(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A pilot whose plan was approved now."""
    pilot = plan_submitted(sheet, **kwargs)
    plans.review_plan(pilot.pk, actor=staff(), approved=True, remarks="")
    return Pilot.objects.get(pk=pilot.pk)


LONG_AGO = timedelta(days=PLAN_DAYS + 10)  # a plan that was approved then has ended
TRIAL = timedelta(days=100)  # more than three months


def under_audit(**kwargs) -> Pilot:
    """A technology pilot whose self-evaluation waits for its audit: it reports 1100 of the 1200 tCO2e aimed at."""
    with clock.set_to(clock.now() - TRIAL):
        pilot = implementing(**kwargs)
        person, now = submitter(pilot), clock.now()
        with life_with(pilot.pk).perform("begin_trial", pilot.pk, actor=person) as act:
            act.object.trial_from = day_of(now)
            begin_submission(act.object, SubmissionKind.SELF_EVALUATION, now, not_before=day_of(now + TRIAL))
    with life_with(pilot.pk).perform("submit_self_evaluation", pilot.pk, actor=person) as act:
        written = act.object.submissions.get(kind=SubmissionKind.SELF_EVALUATION)
        version = freeze(written, actor=person, at=act.now)
        report(version, year=day_of(act.now).year)
        open_audit(act.object, version, actor=person, at=act.now)
    return Pilot.objects.get(pk=pilot.pk)


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
    for row in beside(evaluation):
        said = "yes" if row.is_milestone else plain(row.said.value if row.said else row.target.value)
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
