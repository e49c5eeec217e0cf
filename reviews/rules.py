"""Who may review what (REV-2)."""

from accounts.models import User
from accounts.rules import is_city_staff, is_reviewer, organisation_ids
from applications.models import Application
from reviews.states import Conflict


def assigned_reviewer(user, assignment) -> bool:
    """The reviewer whom the assignment names."""
    return is_reviewer(user) and assignment.reviewer_id == user.pk


def city_staff(user, assignment) -> bool:
    """City staff."""
    return is_city_staff(user)


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
