"""What a closing passes on to the next cycle: read in chunks, moved one by one, each move written down (CUT-4)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Organisation, User
from applications.models import RollOver
from journal.workflow import Act
from programme.models import Cycle

CHUNK = 200  # ids read at once; each application is moved in a transaction of its own


def in_chunks(applications: QuerySet) -> Iterator[int]:
    """Ids of ``applications`` in their order, read a chunk at a time."""
    last = 0
    while chunk := list(applications.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield from chunk
        last = chunk[-1]


def write_move(
    act: Act, cycle: Cycle, following: Cycle, now: datetime, waits_at: Organisation | None = None
) -> set[User]:
    """Write down that the application of a verb leaves ``cycle`` for ``following``; return who is to be told.

    Args:
        waits_at: the recommender at which it waits.
    """
    application = act.object
    people = set(User.objects.of(application.organisation))
    if waits_at:
        people |= set(User.objects.of(waits_at))
    row = RollOver.objects.create(
        application=application,
        cycle=cycle,
        state=application.state,
        organisation=application.organisation,
        recommender=waits_at,
        people=sorted(user.pk for user in people),
        at=now,
    )
    told = {"applicant": row.organisation_id, "recommender": row.recommender_id, "people": row.people}
    act.facts |= {"cycle": following.year, "told": told}
    return people
