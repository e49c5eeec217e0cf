"""Who may do what to an application, and what it still lacks. Pure questions, no writing."""

from accounts.capabilities import Capability
from accounts.rules import Person, holds, is_member, may, may_act, may_submit_for
from applications.models import Application
from applications.states import EDITABLE


def member(user: Person, application: Application) -> bool:
    """A member of the applicant organisation."""
    return is_member(user, application.organisation_id)


def submitter(user: Person, application: Application) -> bool:
    """A member of the applicant organisation with the right to submit."""
    return may_submit_for(user, application.organisation_id)


def at_this_recommender(user: Person, application: Application) -> bool:
    """A person of the recommender that the application was sent to."""
    return may(user, Capability.RECOMMEND) and is_member(user, application.recommender_id)


may_screen = holds(Capability.SCREEN)

may_register_paper = holds(Capability.REGISTER_PAPER)

may_put_before_panel = holds(Capability.FORM_PANELS)

may_publish = holds(Capability.PUBLISH)

may_keep = holds(
    Capability.PUBLISH, Capability.ANSWER_OBJECTIONS
)  # an objection that holds takes a line off the list

may_award = holds(Capability.AWARD)

may_mend_packet = holds(Capability.MEND_PACKETS)


def paper_desk_or_portal(user: Person, application: Application) -> bool:
    """Who receives paper copies, or the portal itself."""
    return user is None or may_act(user, application, Capability.REGISTER_PAPER)


def reads_wholly(user: Person, application: Application) -> bool:
    """Whether a person who may open the application reads every version of it, not just what was sent to a recommender."""
    city = application.received_at and may(user, Capability.READ_RECEIVED)
    return bool(city) or (may(user, Capability.APPLY) and member(user, application))


def portal_itself(user: Person, application: Application) -> bool:
    """Only the portal itself, no person."""
    return user is None


def may_take_back(user: Person, application: Application) -> bool:
    """On the optional routes the applicant may take back what the recommender has not acted on (REC-4)."""
    return submitter(user, application) and not application.programme.must_be_recommended


def may_apply_again(user: Person, application: Application) -> bool:
    """A technology application that was evaluated and has no title may come again (ELI-R); the act asks for the year."""
    return member(user, application) and bool(application.entry and application.entry.is_earlier_project)


def may_edit(user: Person, application: Application) -> bool:
    """Whether this person may change the draft as it stands."""
    return application.state in EDITABLE and member(user, application)
