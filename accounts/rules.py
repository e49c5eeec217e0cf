"""Questions about people. Nobody outside this room asks for a role: what counts is what the roles allow together."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.capabilities import Capability
from accounts.models import Membership, Organisation, User

Person = User | AnonymousUser | None  # whoever asks: logged in, not logged in, or the portal itself


def may(user: Person, *capabilities: Capability) -> bool:
    """Whether a person who can sign in holds a role with one of the capabilities; None and a visitor may nothing."""
    if not (user and user.is_authenticated and user.is_active):
        return False
    return not user.capabilities.isdisjoint(capabilities)


def holds(*capabilities: Capability) -> Callable[[Person, Model], bool]:
    """The same as a table of verbs asks it: of a person and an object, whatever the object is."""

    def predicate(user: Person, obj: Model) -> bool:
        return may(user, *capabilities)

    return predicate


def is_member(user: Person, organisation_id: int | None) -> bool:
    """Belongs to the organisation."""
    return organisation_id in organisation_ids(user)


def may_submit_for(user: Person, organisation_id: int | None) -> bool:
    """Belongs to the organisation and has the right to submit for it."""
    membership = _memberships(user).get(organisation_id) if organisation_id else None
    return bool(membership and membership.can_submit)


def organisation_ids(user: Person) -> list[int]:
    """Ids of the organisations a person belongs to."""
    return list(_memberships(user))


def recommender_of(user: Person) -> Organisation | None:
    """The recommender a person works for, if any."""
    kinds = (Organisation.Kind.BUREAU, Organisation.Kind.AUTHORITY)
    own = (each.organisation for each in _memberships(user).values() if each.organisation.kind in kinds)
    return min(own, key=lambda each: each.pk, default=None)


def _memberships(user: Person) -> dict[int, Membership]:
    """Organisation id → membership with its organisation; read once per request object of the person."""
    if not (user and user.is_authenticated):
        return {}
    if "_memberships_cache" not in user.__dict__:
        rows = Membership.objects.filter(user=user).select_related("organisation")
        user.__dict__["_memberships_cache"] = {row.organisation_id: row for row in rows}
    return user.__dict__["_memberships_cache"]
