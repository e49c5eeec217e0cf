"""Who may review what (REV-2)."""

from accounts.models import User
from accounts.rules import is_city_staff, is_reviewer, organisation_ids
from applications.models import Application
from applications.states import State
from reviews.states import AssignmentState, Conflict


def assigned_reviewer(user, assignment) -> bool:
    """The reviewer whom the assignment names."""
    return is_reviewer(user) and assignment.reviewer_id == user.pk


def city_staff(user, assignment) -> bool:
    """City staff."""
    return is_city_staff(user)


def review_open(assignment) -> bool:
    """Whether the application is still in review, so that its sheets may change."""
    return assignment.application.state == State.IN_REVIEW


def may_read(user, assignment) -> bool:
    """Form and files open to staff, and to the reviewer who has declared that there is no conflict (REV-2)."""
    declared = assignment.state in (AssignmentState.SCORING, AssignmentState.SUBMITTED)
    return is_city_staff(user) or (declared and assigned_reviewer(user, assignment))


def detected_conflict(reviewer: User, application: Application) -> str:
    """Nobody reviews the own organisation, or an application that the own organisation recommended (REV-2).

    Returns:
        The kind of conflict, or an empty text.
    """
    own = organisation_ids(reviewer)
    if application.organisation_id in own:
        return Conflict.OWN
    if application.recommender_id in own:
        return Conflict.RECOMMENDED
    return ""
