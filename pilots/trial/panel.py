"""Trial operation on the page of a pilot: since when, and from when on the self-evaluation is possible (A1 §三.3)."""

from django.urls import reverse

from accounts.models import User
from face.fields import today
from pilots.lives import life_of
from pilots.models import Pilot
from pilots.states import PilotState, SubmissionKind
from pilots.trial.days import possible_from, possible_text
from pilots.writing.files import file_row


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/trial/panel.html shows to this person."""
    months = pilot.entry.programme.life.trial_months
    begun = pilot.trial_from
    if not months or not (begun or pilot.state == PilotState.IMPLEMENTING):
        return {"trial_months": 0}
    life = life_of(pilot)
    context = {
        "trial_months": months,
        "trial_may_begin": life.can("begin_trial", pilot, user),
    }
    return context | _begun(pilot, months, user) if begun else context


def _begun(pilot: Pilot, months: int, user: User) -> dict:
    submission = pilot.submissions.filter(kind=SubmissionKind.SELF_EVALUATION).first()
    handed_in = submission is not None and submission.first_handed_in_on is not None
    possible = possible_from(pilot.trial_from, months)
    return {
        "trial_days": list(pilot.trial_days.select_related("by")),
        "trial_possible": possible_text(pilot.trial_from, months),
        "trial_days_left": (possible - today()).days,
        "trial_files": [
            file_row(evidence.file, evidence.name, reverse("trial_file", args=[evidence.pk]))
            for evidence in pilot.trial_evidence.select_related("file")
        ],
        "trial_submission": submission,
        "trial_handed_in": handed_in,
        "trial_may_correct": life_of(pilot).can("correct_trial", pilot, user) and not handed_in,
    }
