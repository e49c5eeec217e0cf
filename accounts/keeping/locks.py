"""Who acts and who is acted on, locked together: so that of two administrators who close each other one is left."""

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from journal.acts import Refused

NO_MORE = "您的账号刚刚被停用或不再是管理员，没有办理。"


def locked_with(actor: User, person_id: int | None) -> User | None:
    """Lock the actor and the person by ascending id, and make sure that the actor is still an administrator.

    Returns:
        The person as it stands now; None when there is none.

    Raises:
        Refused: the actor was closed or lost the role meanwhile.
    """
    ids = {actor.pk, person_id} - {None}
    rows = User.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    people = {row.pk: row for row in rows}
    if not may(people.get(actor.pk), Capability.KEEP_ACCOUNTS):
        raise Refused(NO_MORE)
    return people.get(person_id) if person_id else None


def locked_person(person_id: int, actor: User) -> User:
    """The person of an act, locked with who acts. Raises User.DoesNotExist."""
    person = locked_with(actor, person_id)
    if person is None:
        raise User.DoesNotExist
    return person
