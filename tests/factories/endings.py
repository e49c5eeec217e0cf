"""Pilots with their title, and withdrawals (AWD-1)."""

from datetime import datetime, timedelta

from accounts.models import User
from journal import clock
from journal.clock import day_of
from pilots.evaluation.opening import open_evaluation
from pilots.lives import life_with
from pilots.models import Evaluation, Pilot, Withdrawal
from pilots.plan import actions as plans
from pilots.states import EvaluationKind, EvaluationOutcome, SubmissionKind, WithdrawalGround
from pilots.title.actions import grant_title, propose_title
from pilots.withdrawal import actions as withdrawing
from pilots.withdrawal.deciding import decide_withdrawal
from pilots.withdrawal.shown import mark_of as mark_of_withdrawal
from pilots.withdrawal.shown import what_ends
from pilots.workflow import EVALUATION
from pilots.writing.versions import begin_submission, freeze
from programme.notice import Sheet
from tests.factories.audits import audited, tracked
from tests.factories.lives import implementing, planning, submitter, write_plan
from tests.factories.people import staff

YEAR_AGO = timedelta(days=370)  # a zone whose plan was approved then may have its title


def excellent(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A pilot whose evaluation says excellent now; a zone's year is over."""
    if sheet == Sheet.TECHNOLOGY:
        return audited(EvaluationOutcome.EXCELLENT, **kwargs)
    return tracked(EvaluationOutcome.EXCELLENT, sheet, **({"ago": YEAR_AGO} | kwargs))


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
