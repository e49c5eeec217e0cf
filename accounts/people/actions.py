"""What one administrator does to accounts: all that gives nobody a right of the city (else ``accounts.rights``).

Taking a right away takes one person, so that somebody who cheats is stopped at once; who watches over rights hears of it.
"""

from collections.abc import Callable, Sequence

from accounts.capabilities import Capability, Role
from accounts.keeping import changes
from accounts.keeping.locks import locked_person
from accounts.keeping.rules import has_power, needs_two, why_not_together
from accounts.keeping.telling import tell_overseers, tell_person
from accounts.models import Organisation, User
from accounts.people.acts import (
    CHANGE_EMAIL,
    CHANGE_NAME,
    CLOSE,
    CREATE,
    GRANT_ROLES,
    REOPEN,
    RESET,
    WITHDRAW_ROLE,
)
from journal.acts import Act, Refused

TAKES_TWO = "这一事项涉及市级权限，须由一位管理员提出、另一位管理员确认。"
ASK = "如有疑问，请联系管理员。"


def nothing_against(person: User) -> str:
    """No reason against it: the default of what other rooms may say."""
    return ""


def create_account(
    email: str, *, actor: User, name: str, phone: str, roles: Sequence[str], organisation: Organisation | None
) -> User:
    """Open an account without a right of the city.

    Raises:
        Refused: the roles take two administrators, or the address is taken.
    """
    with CREATE.perform(actor=actor) as act:
        if needs_two((), roles):
            raise Refused(TAKES_TWO)
        _require_roles(roles)
        person = changes.open_account(
            email, name=name, phone=phone, roles=list(roles), organisation=organisation
        )
        act.about = person
        act.summary = f"{person.name}（{person.email}），{_words(roles)}"
        body = f"{actor}为您开通了账号，角色：{_words(roles)}。{changes.HOW_TO_SET}"
        tell_person(act, person, "您的账号已开通", body, changes.link_to_set_password())
    return person


def grant_roles(person_id: int, roles: Sequence[str], *, actor: User) -> None:
    """Give more roles, none of which adds a right of the city.

    Raises:
        Refused: they take two administrators, cannot be held together, or are held already.
    """
    with GRANT_ROLES.perform(lambda: locked_person(person_id, actor), actor=actor) as act:
        person: User = act.object
        more = [role for role in roles if role not in person.roles]
        _require_roles(more)
        if needs_two(person.capabilities, more):
            raise Refused(TAKES_TWO)
        if why := why_not_together(person.roles | set(more)):
            raise Refused(why)
        person.set_roles(person.roles | set(more))
        act.summary = _words(more)
        tell_person(act, person, "您的账号增加了角色", f"{actor}为您增加了角色：{_words(more)}。{ASK}")


def withdraw_role(
    person_id: int, role: str, *, actor: User, reason: str, obstacle: Callable[[User], str] = nothing_against
) -> None:
    """Take a role away, at once.

    Args:
        obstacle: why the person cannot lose it now, asked under the lock; "" when nothing stands against it.

    Raises:
        Refused: the obstacle, no reason, or the role is not held.
    """
    with WITHDRAW_ROLE.perform(lambda: locked_person(person_id, actor), actor=actor) as act:
        person: User = act.object
        powerful = has_power(person)
        if role not in person.roles:
            raise Refused("该人员没有这个角色，请刷新页面查看。")
        if why := obstacle(person):
            raise Refused(why)
        act.summary = f"{Role(role).label}。理由：{_reason(reason)}"
        person.set_roles(person.roles - {role})
        _tell_both(act, person, actor, f"取消了角色：{act.summary}", powerful)


def close_account(person_id: int, *, actor: User, reason: str) -> None:
    """Close an account: the person is signed out and can sign in no more. Nothing that was done is lost.

    Raises:
        Refused: closed already, or no reason.
    """
    with CLOSE.perform(lambda: locked_person(person_id, actor), actor=actor) as act:
        person: User = act.object
        if not person.is_active:
            raise Refused("该账号已经停用。")
        act.summary = f"理由：{_reason(reason)}"
        changes.set_active(person, False)
        _tell_both(act, person, actor, f"停用了账号，{act.summary}", has_power(person))


def left_without_submitter(person: User) -> list[Organisation]:
    """Applicants of a person for whom nobody else can submit."""
    if Capability.APPLY not in person.capabilities or not person.is_active:
        return []
    own = Organisation.objects.filter(
        kind=Organisation.Kind.APPLICANT, memberships__user=person, memberships__can_submit=True
    )
    others = Organisation.objects.filter(
        memberships__can_submit=True,
        memberships__user__in=User.objects.who_may(Capability.APPLY).exclude(pk=person.pk),
    )
    return list(own.exclude(pk__in=others.values("pk")).order_by("pk"))


def reopen_account(person_id: int, *, actor: User) -> None:
    """Open a closed account without rights of the city again.

    Raises:
        Refused: it takes two administrators, or is open.
    """
    with REOPEN.perform(lambda: locked_person(person_id, actor), actor=actor) as act:
        if has_power(act.object):
            raise Refused(TAKES_TWO)
        if act.object.is_active:
            raise Refused("该账号没有停用。")
        changes.set_active(act.object, True)
        tell_person(act, act.object, "您的账号已重新启用", f"{actor}重新启用了您的账号。{ASK}")


def correct_person(person_id: int, *, actor: User, name: str, phone: str) -> None:
    """Correct name and telephone."""
    with CHANGE_NAME.perform(lambda: locked_person(person_id, actor), actor=actor) as act:
        person: User = act.object
        if (name, phone) == (person.name, person.phone):
            return act.nothing()
        act.summary = f"{person.name} → {name}" if name != person.name else "联系电话"
        person.name, person.phone = name, phone
        person.save(update_fields=["name", "phone"])
        _tell_both(act, person, actor, f"更正了姓名或电话：{act.summary}", has_power(person))


def change_email(person_id: int, email: str, *, actor: User, reason: str) -> None:
    """Give an account without rights of the city another address; the old one hears of it too.

    Raises:
        Refused: it takes two administrators, the address is taken, or no reason.
    """
    with CHANGE_EMAIL.perform(lambda: locked_person(person_id, actor), actor=actor) as act:
        person: User = act.object
        if has_power(person):
            raise Refused(TAKES_TWO)
        before = person.email
        body = f"{actor}把您的登录邮箱由 {before} 改为 {email}。理由：{_reason(reason)}。{ASK}"
        act.summary = f"{before} → {email}。理由：{_reason(reason)}"
        changes.move_address(person, email)
        tell_person(act, person, "您的登录邮箱已更改", body)
        changes.write_to_old_address(before, body, act)


def reset_credentials(person_id: int, *, actor: User, reason: str) -> None:
    """Take the password of an account without rights of the city away; the person sets a new one by e-mail.

    Raises:
        Refused: it takes two administrators, or no reason.
    """
    with RESET.perform(lambda: locked_person(person_id, actor), actor=actor) as act:
        person: User = act.object
        if has_power(person):
            raise Refused(TAKES_TWO)
        act.summary = f"理由：{_reason(reason)}"
        changes.drop_credentials(person)
        body = f"{actor}重置了您的登录凭据，原密码不再有效。{changes.HOW_TO_SET}"
        tell_person(act, person, "您的登录凭据已重置", body, changes.link_to_set_password())


def _require_roles(roles: Sequence[str]) -> None:
    if not roles:
        raise Refused("请至少选择一个还没有的角色。")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明理由。")
    return reason.strip()


def _words(roles: Sequence[str]) -> str:
    return "、".join(Role(role).label for role in roles)


def _tell_both(act: Act, person: User, actor: User, what: str, powerful: bool) -> None:
    """Tell the person; of an account with rights of the city, who watches over them as well."""
    tell_person(act, person, "您的账号有变动", f"{actor}{what}。{ASK}")
    if powerful:
        subject = f"{person.name}（{person.email}）的账号有变动"
        tell_overseers(act, subject, f"{actor}{what}。", person.get_absolute_url(), (actor.pk, person.pk))
