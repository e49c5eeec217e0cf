"""Making a confirmed decision known, and awarding what stood through its public notice (REV-5, AWD-1).

Each is one verb on one application: publishing and award are built of them.
"""

from datetime import datetime

from accounts.models import User
from applications.workflow import APPLICATION
from journal.workflow import Refused
from programme.library.actions import set_library_state
from programme.states import LibraryState
from reviews.models import Decision
from reviews.results.publication import Outgoing, usual_message
from reviews.rules import require_decidable
from reviews.workflow import DECISION


def apply_decision(
    application_id: int, *, actor: User, at: datetime | None = None, message: Outgoing | None = None
) -> Decision:
    """Publish the confirmed decision on an application: put it on the proposed list, or keep it in the library.

    Args:
        message: what its applicant is told, to whom, as it was previewed; None says it in the usual words.

    Raises:
        Refused: there is no confirmed decision, it is published already, or the list of the year is not frozen (CUT-2).
    """
    outcome = Decision.objects.filter(application=application_id).values_list("outcome", flat=True).first()
    selected = outcome == Decision.Outcome.SELECTED
    with APPLICATION.perform("propose" if selected else "keep", application_id, actor=actor, at=at) as act:
        application = act.object
        require_decidable([application])
        decision = Decision.objects.filter(application=application).first()
        if decision is None:
            raise Refused(f"{application.number} 没有已确认、待公布的决定。")
        if decision.outcome != outcome:
            raise Refused(f"{application.number} 的决定刚刚有变动，请核对最新内容。")
        decision.application, decision.published_at = application, act.now
        DECISION.carry("publish_decision", decision, actor=actor, at=act.now)
        application.closing_remarks = decision.remarks
        act.facts |= {"outcome": decision.outcome, "decision": decision.pk}
        set_library_state(application.entry, LibraryState.PROPOSED if selected else LibraryState.KEPT)
        said = message or usual_message(decision)
        act.tell(said.people, said.subject, said.body, said.link)
    return decision
