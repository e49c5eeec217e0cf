"""Who may do what to an application, and what it still lacks. Pure questions, no writing."""

from accounts.rules import is_city_staff, is_member, is_recommender, may_submit_for
from applications.states import EDITABLE


def member(user, application) -> bool:
    """A member of the applicant organisation."""
    return is_member(user, application.organisation_id)


def submitter(user, application) -> bool:
    """A member of the applicant organisation with the right to submit."""
    return may_submit_for(user, application.organisation_id)


def at_this_recommender(user, application) -> bool:
    """A person of the recommender that the application was sent to."""
    return is_recommender(user) and is_member(user, application.recommender_id)


def city_staff(user, application) -> bool:
    """City staff."""
    return is_city_staff(user)


def city_or_portal(user, application) -> bool:
    """City staff, or the portal itself."""
    return user is None or is_city_staff(user)


def portal_itself(user, application) -> bool:
    """Only the portal itself, no person."""
    return user is None


def may_take_back(user, application) -> bool:
    """On the optional routes the applicant may take back what the recommender has not acted on (REC-4)."""
    return submitter(user, application) and not application.programme.must_be_recommended


def may_apply_again(user, application) -> bool:
    """A technology application that was not awarded may come again (ELI-R)."""
    return member(user, application) and application.programme.may_come_again


def may_edit(user, application) -> bool:
    """Whether this person may change the draft as it stands."""
    return application.state in EDITABLE and member(user, application)
