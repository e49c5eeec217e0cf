"""Questions about people. Nobody outside this room asks for a role: what counts is what the roles allow together."""

from collections.abc import Callable, Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.capabilities import Capability
from accounts.models import Membership, Organisation, User

Person = User | AnonymousUser | None  # whoever asks: logged in, not logged in, or the portal itself

OWN_MATTER = "您是申报单位的成员，应当回避，不能办理本单位申报的有关事项。请由其他工作人员办理。"


def may(user: Person, *capabilities: Capability) -> bool:
    """Whether a person who can sign in holds a role with one of the capabilities; None and a visitor may nothing."""
    if not (user and user.is_authenticated and user.is_active):
        return False
    return not user.capabilities.isdisjoint(capabilities)


class OwnMatter:
    """Mixin of rows that are the matter of applicants: who belongs to one of these does not act on it for the city (REV-2)."""

    def party_ids(self) -> Collection[int]:
        """Ids of the organisations that applied."""
        raise NotImplementedError

    def why_barred(self, actor: Person) -> str:
        """Why a person of the city may not act on it, as the executor says it; "" when its own interest is no reason."""
        return OWN_MATTER if may(actor, Capability.READ_RECEIVED) and is_own_matter(actor, self) else ""


def is_own_matter(user: Person, obj: object) -> bool:
    """Whether a row is the matter of an organisation to which the person belongs by membership (REV-2)."""
    own = organisation_ids(user)
    return bool(own) and isinstance(obj, OwnMatter) and not set(own).isdisjoint(obj.party_ids())


def may_act(user: Person, obj: object, *capabilities: Capability) -> bool:
    """Whether a person has one of the capabilities and may use it on this row: never on the own matter (REV-2).

    Every table of verbs asks this, so that acts, buttons and tests follow the one answer.
    """
    return may(user, *capabilities) and not is_own_matter(user, obj)


def holds(*capabilities: Capability) -> Callable[[Person, Model], bool]:
    """The same as a table of verbs asks it: of a person and an object."""

    def predicate(user: Person, obj: Model) -> bool:
        return may_act(user, obj, *capabilities)

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
    own = (each.organisation for each in _memberships(user).values() if each.organisation.is_recommender)
    return min(own, key=lambda each: each.pk, default=None)


def _memberships(user: Person) -> dict[int, Membership]:
    """Organisation id → membership with its organisation; read once per request object of the person."""
    if not (user and user.is_authenticated):
        return {}
    if "_memberships_cache" not in user.__dict__:
        rows = Membership.objects.filter(user=user).select_related("organisation")
        user.__dict__["_memberships_cache"] = {row.organisation_id: row for row in rows}
    return user.__dict__["_memberships_cache"]
