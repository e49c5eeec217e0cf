"""Who must not review what, and why (REV-2): seen by the portal, declared ahead, or found so by the city.

Seen: the own organisation applies, or recommended the application, also at an earlier revision. The own organisations are
memberships and the organisation of the profile, which are the same or have the same name; and the employer named there in
words, which may also be a part of the organisation (「示例大学环境学院」 of 「示例大学」). All questions are
answered for many reviewers and many applications at once, in a constant number of queries.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from accounts.models import Membership, User
from applications.models import Application, Opinion
from reviews.models import DeclaredConflict, Exclusion, ReviewerProfile
from reviews.states import Conflict

LEAST = 4  # characters a name needs before another that begins with it is taken for a part of it
Kept = tuple[str, str]  # kind of conflict and what is said of it
SEEN = "系统检测"


def plain(name: str) -> str:
    """A name of an organisation as it is compared: width, case, blanks and brackets play no part."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in text if each.isalnum())


def same_or_part(own: str, other: str) -> bool:
    """Whether ``own`` names the organisation ``other`` or a part of it; both as ``plain`` gives them.

    A figure after the name makes another organisation of it: 示例厂12 is no part of 示例厂1.
    """
    if not own or own == other:
        return bool(own)
    return len(other) >= LEAST and own.startswith(other) and not own[len(other)].isdecimal()


@dataclass
class _Ties:
    """What a reviewer is tied to."""

    organisations: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    employer: str = ""
    declared: list[DeclaredConflict] = field(default_factory=list)


@dataclass
class _Parties:
    """Who stands behind an application."""

    applicant: int
    applicant_names: set[str]
    applicant_uscc: str
    recommenders: dict[int, str] = field(default_factory=dict)


def between_all(
    reviewers: Iterable[User], applications: Iterable[Application]
) -> dict[tuple[int, int], Kept]:
    """(application id, reviewer id) → kind and note, of all pairs that must not come together.

    What the portal sees goes before what was declared, and that before what the city found: the first that holds counts.
    """
    reviewers, applications = list(reviewers), list(applications)
    ties, parties = _ties(reviewers), _parties(applications)
    excluded = _excluded(reviewers, applications)
    kept = {}
    for application in applications:
        for reviewer in reviewers:
            pair = (application.pk, reviewer.pk)
            reason = _between(ties[reviewer.pk], parties[application.pk]) or excluded.get(pair)
            if reason:
                kept[pair] = reason
    return kept


def _between(ties: _Ties, parties: _Parties) -> Kept | None:
    return next(_seen(ties, parties), None) or next(_declared(ties, parties), None)


def _seen(ties: _Ties, parties: _Parties) -> Iterator[Kept]:
    if parties.applicant in ties.organisations or _named(ties, parties.applicant_names):
        yield Conflict.OWN, SEEN
    if ties.organisations & parties.recommenders.keys() or _named(ties, parties.recommenders.values()):
        yield Conflict.RECOMMENDED, SEEN


def _named(ties: _Ties, names: Iterable[str]) -> bool:
    return any(other in ties.names or same_or_part(ties.employer, other) for other in names)


def _declared(ties: _Ties, parties: _Parties) -> Iterator[Kept]:
    names = parties.applicant_names | set(parties.recommenders.values())
    for each in ties.declared:
        by_code = each.uscc and each.uscc == parties.applicant_uscc
        declared = plain(each.organisation)
        if by_code or any(same_or_part(name, declared) or same_or_part(declared, name) for name in names):
            yield each.kind, f"预先声明：{each.organisation}"


def _ties(reviewers: list[User]) -> dict[int, _Ties]:
    found: dict[int, _Ties] = defaultdict(_Ties)
    members = Membership.objects.filter(user__in=reviewers).select_related("organisation")
    for member in members:
        found[member.user_id].organisations.add(member.organisation_id)
        found[member.user_id].names.add(plain(member.organisation.name))
    for reviewer_profile in ReviewerProfile.objects.filter(reviewer__in=reviewers).select_related(
        "organisation"
    ):
        ties = found[reviewer_profile.reviewer_id]
        if reviewer_profile.organisation:
            ties.organisations.add(reviewer_profile.organisation_id)
            ties.names.add(plain(reviewer_profile.organisation.name))
        ties.employer = plain(reviewer_profile.employer)
    for declared_conflict in DeclaredConflict.objects.filter(reviewer__in=reviewers, withdrawn_at=None):
        found[declared_conflict.reviewer_id].declared.append(declared_conflict)
    return found


def _parties(applications: list[Application]) -> dict[int, _Parties]:
    ids = [application.pk for application in applications]
    rows = Application.objects.filter(pk__in=ids).values_list(
        *("pk", "organisation_id", "organisation__name", "organisation__uscc", "entry__organisation_name"),
        *("current_revision__answers__applicant_name", "recommender_id", "recommender__name"),
    )
    found = {}
    for pk, organisation, name, uscc, entered, answered, recommender, recommender_name in rows:
        names = {plain(each) for each in (name, entered, answered) if isinstance(each, str)} - {""}
        found[pk] = _Parties(organisation, names, uscc or "")
        if recommender:
            found[pk].recommenders[recommender] = plain(recommender_name)
    opinions = Opinion.objects.filter(revision__application__in=ids)
    for pk, recommender, name in opinions.values_list(
        "revision__application_id", "recommender_id", "recommender__name"
    ):
        found[pk].recommenders[recommender] = plain(name)
    return found


def _excluded(reviewers: list[User], applications: list[Application]) -> dict[tuple[int, int], Kept]:
    rows = Exclusion.objects.filter(reviewer__in=reviewers, application__in=applications)
    return {(row.application_id, row.reviewer_id): (Conflict.EXCLUDED, row.reason) for row in rows}
