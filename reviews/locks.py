"""Locks of the evaluation, in the order of docs/architecture.md: cycle → panel → reviewers → application → sheet."""

from django.db.models import QuerySet

from accounts.capabilities import Capability
from accounts.models import User
from journal.workflow import Refused
from programme.models import Cycle
from reviews.models import Panel


def locked_panel(panel_id: int) -> Panel:
    """The panel, locked to the end of the transaction. Lock order: cycle → panel → reviewers → application → sheet → end
    of the journal.

    Raises:
        Refused: it was dissolved meanwhile.
    """
    panel = Panel.objects.select_for_update(of=("self",)).select_related("cycle").filter(pk=panel_id).first()
    if panel is None:
        raise Refused("这个评审组已经解散。")
    return panel


def locked_for_drawing(panel_id: int) -> Panel:
    """The panel, locked behind its cycle and before all reviewers.

    Draws of a year go one after the other, so that each sees true loads; and nobody in the pool declares a tie, or
    changes organisations, meanwhile. These locks let pass who only refers to the rows.
    """
    Cycle.objects.select_for_update(no_key=True).filter(panels=panel_id).first()
    panel = locked_panel(panel_id)
    list(locked_people(User.objects.who_may(Capability.REVIEW)))
    return panel


def locked_people(people: QuerySet) -> QuerySet:
    """Reviewers, locked in the order of their ids: before what keeps them from applications is read or changed."""
    return people.select_for_update(no_key=True, of=("self",)).order_by("pk")
