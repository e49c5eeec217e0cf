"""The one set of predicates about people. Nothing else asks for a role."""

from accounts.models import Membership, Organisation, Role, User


def is_applicant(user) -> bool:
    """Files applications for an organisation."""
    return _has_role(user, Role.APPLICANT)


def is_recommender(user) -> bool:
    """Works for a recommender."""
    return _has_role(user, Role.RECOMMENDER)


def is_city_staff(user) -> bool:
    """Runs the cycle for the city."""
    return _has_role(user, Role.STAFF)


def is_reviewer(user) -> bool:
    """Scores what is assigned."""
    return _has_role(user, Role.REVIEWER)


def is_member(user: User, organisation_id: int | None) -> bool:
    """Belongs to the organisation."""
    return organisation_id in organisation_ids(user)


def may_submit_for(user: User, organisation_id: int | None) -> bool:
    """Belongs to the organisation and has the right to submit for it."""
    found = _memberships(user).get(organisation_id)
    return bool(found and found.can_submit)


def organisation_ids(user) -> list[int]:
    """Ids of the organisations a person belongs to."""
    return list(_memberships(user))


def recommender_of(user: User) -> Organisation | None:
    """The recommender a person works for, if any."""
    kinds = (Organisation.Kind.BUREAU, Organisation.Kind.AUTHORITY)
    own = (each.organisation for each in _memberships(user).values() if each.organisation.kind in kinds)
    return min(own, key=lambda each: each.pk, default=None)


def _has_role(user, role: Role) -> bool:
    return bool(user and user.is_authenticated and user.is_active and user.role == role)


def _memberships(user) -> dict[int, Membership]:
    """Organisation id → membership with its organisation; read once per request object of the person."""
    if not (user and user.is_authenticated):
        return {}
    if "_memberships_cache" not in user.__dict__:
        rows = Membership.objects.filter(user=user).select_related("organisation")
        user.__dict__["_memberships_cache"] = {each.organisation_id: each for each in rows}
    return user.__dict__["_memberships_cache"]
