"""Pilots at some point of their lives, each brought there by the real acts (programme §3, Life of a pilot)."""

from datetime import datetime, timedelta

from accounts.models import User
from journal import clock
from journal.clock import day_of
from pilots.evaluation.opening import open_evaluation
from pilots.models import Evaluation, Pilot, Submission, Withdrawal
from pilots.plan import actions as plans
from pilots.plan.layout import layout_of
from pilots.states import EvaluationKind, EvaluationOutcome, SubmissionKind, WithdrawalGround
from pilots.title.actions import grant_title, propose_title
from pilots.withdrawal import actions as withdrawing
from pilots.withdrawal.deciding import decide_withdrawal
from pilots.withdrawal.shown import mark_of as mark_of_withdrawal
from pilots.withdrawal.shown import what_ends
from pilots.workflow import EVALUATION, life_with
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


YEAR_AGO = timedelta(days=370)  # a zone whose plan was approved then may have its title


def excellent(sheet: str = Sheet.TECHNOLOGY, *, ago: timedelta = YEAR_AGO, **kwargs) -> Pilot:
    """A pilot whose plan was approved so long ago, and whose evaluation says excellent now."""
    with clock.set_to(clock.now() - ago):
        pilot = implementing(sheet, **kwargs)
    return find_excellent(pilot)


def approve_plan(pilot: Pilot) -> Pilot:
    """A pilot whose plan was written, handed in and approved now."""
    write_plan(pilot)
    plans.submit_plan(pilot.pk, actor=submitter(pilot))
    plans.review_plan(pilot.pk, actor=staff(), approved=True, remarks="")
    return Pilot.objects.get(pk=pilot.pk)


def find_excellent(pilot: Pilot) -> Pilot:
    """A pilot that carries out its plan, evaluated as excellent now by two persons."""
    evaluation = _evaluation_of(pilot)
    proposer, confirmer = staff(), staff()
    with EVALUATION.perform("propose_outcome", evaluation.pk, actor=proposer) as act:
        act.object.outcome, act.object.findings = EvaluationOutcome.EXCELLENT, "查阅了运行记录和账单。"
        act.object.proposed_by, act.object.proposed_at = proposer, act.now
    with life_with(pilot.pk).perform("find_excellent", pilot.pk, actor=confirmer) as act:
        evaluation.refresh_from_db()
        evaluation.confirmed_by, evaluation.confirmed_at = confirmer, act.now
        EVALUATION.carry("confirm_outcome", evaluation, actor=confirmer, at=act.now)
    return Pilot.objects.get(pk=pilot.pk)


def _evaluation_of(pilot: Pilot) -> Evaluation:
    """The evaluation that runs: of technology of its self-evaluation, of a zone on schedule."""
    if pilot.entry.sheet != Sheet.TECHNOLOGY:
        return open_evaluation(pilot, EvaluationKind.TRACKING, clock.now())
    person = submitter(pilot)
    with life_with(pilot.pk).perform("begin_trial", pilot.pk, actor=person) as act:
        act.object.trial_from = day_of(act.now)
    with life_with(pilot.pk).perform("submit_self_evaluation", pilot.pk, actor=person) as act:
        kind = SubmissionKind.SELF_EVALUATION
        written = begin_submission(act.object, kind, act.now, not_before=day_of(act.now))
        version = freeze(written, actor=person, at=act.now)
        return open_evaluation(act.object, EvaluationKind.AUDIT, act.now, about=version)


def titled(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A pilot with its title: a leader has it at once, the others by two persons on an evaluation."""
    if sheet == Sheet.LEADER:
        return planning(sheet, **kwargs)
    return entitle(excellent(sheet, **kwargs))


def entitle(pilot: Pilot) -> Pilot:
    """A pilot that was found excellent, with its title: one person proposes it, another grants it."""
    proposal = propose_title(pilot.pk, actor=staff())
    grant_title(proposal.pk, actor=staff(), seen=proposal.mark)
    return Pilot.objects.get(pk=proposal.pilot_id)


def withdrawal(pilot: Pilot | None = None, *, at: datetime | None = None, **terms) -> Withdrawal:
    """The notice of the intent to withdraw: now, or at another instant.

    Args:
        pilot: an implementing technology unless given.
    """
    pilot = pilot or implementing()
    usual = {"grounds": WithdrawalGround.UNTRUE, "reasons": "经核查，申报的减排量与台账不符。"}
    with clock.set_to(at or clock.now()):
        return withdrawing.intend_withdrawal(pilot.pk, actor=staff(), **(usual | terms))


def proposed_withdrawal(row: Withdrawal, *, actor: User | None = None) -> Withdrawal:
    """A withdrawal whose decision one person has proposed; its period is over, or its statement is in."""
    withdrawing.propose_withdrawal(row.pk, actor=actor or staff(), conclusion="陈述的理由不成立。")
    return Withdrawal.objects.get(pk=row.pk)


def seen_of(row: Withdrawal) -> str:
    """The checksum of what the page of a withdrawal shows now."""
    row = Withdrawal.objects.select_related("pilot").get(pk=row.pk)
    return mark_of_withdrawal(row, row.pilot, what_ends(row.pilot))


def withdrawn(pilot: Pilot | None = None, **terms) -> Pilot:
    """A pilot whose status, and title if it had one, were withdrawn by three persons after the period."""
    row = withdrawal(pilot, **terms)
    with clock.set_to(row.statement_until):
        proposed_withdrawal(row)
        decide_withdrawal(row.pk, actor=staff(), seen=seen_of(row))
    return Pilot.objects.get(pk=row.pilot_id)
