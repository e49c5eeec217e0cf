"""The table of roles and capabilities as a city may change it, two administrators at a time."""

from collections.abc import Sequence

from accounts.capabilities import CAPABILITIES, Role
from accounts.keeping.names import NAMES
from accounts.keeping.rules import CHANGEABLE, OF_CITY
from accounts.models import ChangedRight, rights_of
from journal.acts import Refused

Change = tuple[str, str, bool]  # role, capability, whether it is given


def today() -> dict[str, frozenset]:
    """Role of the city → what it gives today."""
    return rights_of(OF_CITY)


def differences(wanted: dict[str, set[str]]) -> list[Change]:
    """What has to change so that each role of the city gives the wanted rights."""
    return [
        (role, right, right in wanted[role])
        for role, given in today().items()
        for right in CHANGEABLE
        if (right in wanted[role]) != (right in given)
    ]


def require_possible(changes: Sequence[Sequence]) -> None:
    """Refuse what is no change of today's table, or would leave a right that nobody has.

    Raises:
        Refused: with what to do.
    """
    if not changes:
        raise Refused("没有改动任何权限。")
    given = {role: set(rights) for role, rights in today().items()}
    for role, right, gives in changes:
        if role not in given or right not in CHANGEABLE:
            raise Refused("只能调整市级角色的业务权限。")
        (given[role].add if gives else given[role].discard)(right)
    nobody = [NAMES[right] for right in CHANGEABLE if not any(right in rights for rights in given.values())]
    if nobody:
        raise Refused(f"没有任何角色能办理：{'、'.join(nobody)}。每项权限至少要有一个角色。")


def apply(changes: Sequence[Sequence]) -> None:
    """Write the changes; what is again as the code has it needs no row."""
    for role, right, gives in changes:
        rows = ChangedRight.objects.filter(role=role, capability=right)
        if gives == (right in CAPABILITIES[role]):
            rows.delete()
        else:
            ChangedRight.objects.update_or_create(role=role, capability=right, defaults={"given": gives})


def described(changes: Sequence[Sequence]) -> str:
    """The changes in words."""
    words = [
        f"{Role(role).label}{'增加' if gives else '取消'}「{NAMES[right]}」" for role, right, gives in changes
    ]
    return "，".join(words)
