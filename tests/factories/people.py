"""People and their organisations, one new each time."""

from collections.abc import Iterable
from itertools import count

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Membership, Organisation, User

CITY_ROLES = (Role.CLERK, Role.PAPER_CLERK, Role.PANEL_SECRETARY, Role.CHIEF)
serial = count(1)
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(number: int) -> str:
    """A unified social credit code with a true check character."""
    body = f"91110108{number:09d}"
    check = 31 - sum(_USCC_CHARACTERS.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31
    return body + _USCC_CHARACTERS[check % 31]


def person(
    role: str = Role.APPLICANT,
    organisation: Organisation | None = None,
    *,
    also: Iterable[str] = (),
    **fields,
) -> User:
    """A person with a role, and ``also`` with others; a member of the organisation when one is given."""
    n = next(serial)
    fields = {"name": f"示例人员{n}"} | fields
    user = User.objects.create_user(f"person{n}@example.org", "mima-12345", roles=[role, *also], **fields)
    if organisation:
        Membership.objects.create(user=user, organisation=organisation)
    return user


def organisation(kind: str = Organisation.Kind.APPLICANT, **fields) -> Organisation:
    """An organisation; an applicant with a valid code in 海淀区."""
    n = next(serial)
    fields = {"name": f"示例单位{n}", "district": District.HAIDIAN} | fields
    if kind == Organisation.Kind.APPLICANT:
        fields = {"uscc": uscc(n), "nature": "民营企业", "address": f"海淀区示例路 {n} 号"} | fields
    return Organisation.objects.create(kind=kind, **fields)


def applicant() -> User:
    """A person of a new applicant organisation, with the right to submit."""
    return person(Role.APPLICANT, organisation())


def bureau(district: str = District.HAIDIAN) -> Organisation:
    """The bureau of a district, one each."""
    found = Organisation.objects.filter(kind=Organisation.Kind.BUREAU, district=district).first()
    return found or organisation(Organisation.Kind.BUREAU, district=district)


def recommender(at: Organisation | None = None) -> User:
    """A person of a recommender (the bureau of 海淀区 unless given)."""
    return person(Role.RECOMMENDER, at or bureau())


def staff(at: Organisation | None = None, **fields) -> User:
    """A person of the city who does all its work, as in a small office."""
    return person(CITY_ROLES[0], at, also=CITY_ROLES[1:], **fields)


def administrator() -> User:
    """An administrator."""
    return person(Role.ADMINISTRATOR)


def reviewer() -> User:
    """A reviewer from an institute of its own."""
    return person(Role.REVIEWER, organisation(Organisation.Kind.INSTITUTE))
