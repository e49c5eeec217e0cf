"""What takes two administrators, and which roles one person cannot hold together. Pure questions, no writing."""

from collections.abc import Collection, Iterable

from accounts.capabilities import ALL_OF_CITY, CITY, Capability, Role
from accounts.models import Proposal, User, rights_of
from accounts.rules import Person, may

POWERS = CITY | {Capability.KEEP_ACCOUNTS, Capability.READ_TRACES}  # what nobody gives alone
OF_CITY = (Role.CLERK, Role.PAPER_CLERK, Role.PANEL_SECRETARY, Role.CHIEF)  # whose rights the city may change
CHANGEABLE = [
    right for right in Capability if right in CITY - ALL_OF_CITY
]  # the others come with every role of the city

NO_MIXING = "管理员不能同时有市级业务的权限：能开通账号的人，不能用账号办理业务。"
AUDITOR_ALONE = "审计人员只查看日志，不能同时有其他市级权限或管理员角色。"
OWN_ACCOUNT = "不能办理自己账号的事项，请由另一位管理员办理。"
OWN_PROPOSAL = "这一事项由您提出，须由另一位管理员确认。"


def rights_with(roles: Iterable[str]) -> frozenset[Capability]:
    """All that these roles give together today."""
    return frozenset().union(*rights_of(roles).values())


def has_power(user: User) -> bool:
    """Whether an account holds a right that only two administrators give, also when it is closed."""
    return not user.capabilities.isdisjoint(POWERS)


def needs_two(before: Collection[Capability], roles: Iterable[str]) -> bool:
    """Whether giving these roles to somebody who has ``before`` adds such a right."""
    return bool((rights_with(roles) - frozenset(before)) & POWERS)


def why_not_together(roles: Collection[str]) -> str:
    """Why one person cannot hold all of these roles; "" when nothing stands against it."""
    return why_not_mixed(rights_with(roles))


def why_not_mixed(rights: Collection[Capability]) -> str:
    """Why one person cannot have all of these rights; "" when nothing stands against it."""
    rights = frozenset(rights)
    if Capability.READ_TRACES in rights and rights & (POWERS - {Capability.READ_TRACES}):
        return AUDITOR_ALONE
    if Capability.KEEP_ACCOUNTS in rights and rights & CITY:
        return NO_MIXING
    return ""


def keeps_accounts(user: Person, obj: object) -> bool:
    """An administrator."""
    return may(user, Capability.KEEP_ACCOUNTS)


def keeps_account_of_another(user: Person, person: User | None) -> bool:
    """An administrator, and not about the own account."""
    return keeps_accounts(user, person) and not (person and user and person.pk == user.pk)


def may_confirm(user: Person, proposal: Proposal) -> bool:
    """An administrator who neither proposed it nor is whom it is about."""
    concerned = {proposal.proposed_by_id, proposal.person_id}
    return user is not None and keeps_accounts(user, proposal) and user.pk not in concerned


def why_not_confirm(user: Person, proposal: Proposal) -> str:
    """The sentence for an administrator who may not confirm."""
    return OWN_PROPOSAL if user and proposal.proposed_by_id == user.pk else OWN_ACCOUNT


def may_take_back(user: Person, proposal: Proposal) -> bool:
    """Who proposed it."""
    return user is not None and keeps_accounts(user, proposal) and proposal.proposed_by_id == user.pk


def same_person(proposal: Proposal) -> list[User]:
    """Accounts with a power that share name or telephone with whom the proposal is about: maybe one person with two."""
    name, phone = (
        (proposal.person.name, proposal.person.phone) if proposal.person else (proposal.name, proposal.phone)
    )
    alike = User.objects.filter(name=name) | (
        User.objects.filter(phone=phone) if phone else User.objects.none()
    )
    people = alike.exclude(pk=proposal.person_id or 0).order_by("pk").prefetch_related("grants")
    return [person for person in people if has_power(person)]
