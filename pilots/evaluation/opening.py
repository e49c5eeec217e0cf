"""Evaluations begin and are cancelled as parts of other acts, whose record tells of them (A1 §三.3, A3 §三.四).

The caller holds the lock of the pilot. Who follows pilots is told by the caller.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db.models import Max

from accounts.models import User
from journal.clock import day_of
from pilots.evaluation.values import reported_year
from pilots.models import Evaluation, Pilot, SubmissionVersion
from pilots.states import EvaluationKind
from pilots.workflow import EVALUATION
from programme.notice import CHECKLIST_VERSION, form_of

DAYS = timedelta(days=30)  # from the beginning of an evaluation to the day it is due: decision


def open_audit(pilot: Pilot, version: SubmissionVersion, *, actor: User, at: datetime) -> Evaluation:
    """Begin the audit of a self-evaluation that was handed in (A1 §三.3).

    Args:
        actor: who handed it in; the record of that act names the person.
    """
    return open_evaluation(pilot, EvaluationKind.AUDIT, at, about=version)


def open_recheck(pilot: Pilot, version: SubmissionVersion, *, actor: User, at: datetime) -> Evaluation:
    """Begin the recheck of a repair report that was handed in."""
    return open_evaluation(pilot, EvaluationKind.RECHECK, at, about=version)


def open_evaluation(
    pilot: Pilot,
    kind: EvaluationKind,
    at: datetime,
    *,
    about: SubmissionVersion | None = None,
    due_on: date | None = None,
) -> Evaluation:
    """The next evaluation of a pilot, open to be written, with the checklist as it is now.

    The year that was reported last is chosen already; who evaluates may choose another.
    """
    last = pilot.evaluations.aggregate(last=Max("number"))["last"] or 0
    evaluation = Evaluation.objects.create(
        pilot=pilot,
        kind=kind,
        number=last + 1,
        state_since=at,
        opened_at=at,
        due_on=due_on or day_of(at) + DAYS,
        about=about,
        checklist=checklist_of(pilot),
    )
    if year := reported_year(evaluation):
        evaluation.entries = {"year": str(year)}
        evaluation.save(update_fields=["entries"])
    return evaluation


def checklist_of(pilot: Pilot) -> dict:
    """The present list for a pilot, plain data to be kept; of a pilot without a form here it is empty."""
    sheet = pilot.entry.sheet
    items = form_of(sheet).evaluated if sheet else ()
    return {"version": CHECKLIST_VERSION, "items": [asdict(item) for item in items]}


def cancel_running(pilot: Pilot, *, at: datetime, actor: User) -> Evaluation | None:
    """Cancel the evaluation that runs, as what it was about is returned or the pilot ends; None when none runs.

    Raises:
        Refused: the person may neither evaluate nor confirm.
    """
    running = Evaluation.objects.running().filter(pilot=pilot)
    evaluation = running.select_for_update(of=("self",)).select_related("pilot__entry").first()
    if evaluation is None:
        return None
    clear_proposal(evaluation)
    EVALUATION.carry("cancel_evaluation", evaluation, actor=actor, at=at)
    return evaluation


def clear_proposal(evaluation: Evaluation) -> None:
    """Take the proposed outcome off an evaluation, not saved yet; what was written for it stays in ``entries``."""
    evaluation.outcome = evaluation.reasons = evaluation.findings = evaluation.repair_requirements = ""
    evaluation.score = evaluation.repair_until = evaluation.proposed_by = evaluation.proposed_at = None
