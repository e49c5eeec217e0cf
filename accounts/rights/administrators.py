"""The first administrators, and recovering one: what is done on the host, recorded and told like everything else."""

from datetime import timedelta

from django.db.models import QuerySet

from accounts.capabilities import Capability, Role
from accounts.keeping import changes
from accounts.keeping.rules import keeps_accounts, why_not_together
from accounts.keeping.telling import tell_overseers
from accounts.models import Recovery, User
from journal import clock
from journal.acts import Act, PlainVerb, Refused, locked
from journal.models import Audience

ENOUGH = 2
WAIT = timedelta(hours=24)


def on_the_host(actor: object, obj: object) -> bool:
    """No person of the portal: a command on the host, or the beat."""
    return actor is None


FIRST = PlainVerb(User, "first_administrator", "设立管理员", on_the_host, Audience.CITY)
ASK_RECOVERY = PlainVerb(User, "ask_recovery", "申请恢复管理员账号", on_the_host, Audience.CITY)
RECOVER = PlainVerb(User, "recover_administrator", "恢复管理员账号", on_the_host, Audience.CITY)
STOP_RECOVERY = PlainVerb(User, "stop_recovery", "制止恢复管理员账号", keeps_accounts, Audience.CITY)


def administrators_at_work() -> QuerySet[User]:
    """Administrators who can sign in: the account is open and has a password."""
    return User.objects.who_may(Capability.KEEP_ACCOUNTS).exclude(password__startswith="!")


def make_first_administrators(people: list[tuple[str, str]]) -> list[User]:
    """Make administrators until there are two; an installation that has two makes more by them.

    Args:
        people: address and name of each.

    Raises:
        Refused: there are two already, or an address is taken.
    """
    made = []
    for email, name in people:
        with FIRST.perform(actor=None) as act:
            there = User.objects.who_may(Capability.KEEP_ACCOUNTS).select_for_update(of=("self",))
            if len(there) >= ENOUGH:
                raise Refused("已有两位管理员。更多的管理员由他们在平台上共同开通。")
            person = changes.open_account(
                email, name=name, phone="", roles=[Role.ADMINISTRATOR], organisation=None
            )
            act.about, act.summary = person, f"{name}（{person.email}）"
            tell_overseers(
                act,
                "设立了新的管理员",
                f"服务器上设立了管理员 {act.summary}。如不知情，请立即核实。",
                without=(person.pk,),
            )
        made.append(person)
    return made


def ask_recovery(email: str, *, reason: str) -> Recovery:
    """Ask that an administrator who lost password or second factor may set new ones.

    It takes effect after a day; at once when no administrator can sign in. Then an open account of somebody else may
    become administrator too, because nobody else can make one.

    Raises:
        Refused: no such account, no administrator, or no reason. Repeated: it waits already.
    """
    person = User.objects.filter(email=email.strip().lower()).first()
    if not person:
        raise Refused(f"没有使用 {email} 的账号。")
    with ASK_RECOVERY.perform(person.pk, actor=None) as act:
        if not reason.strip():
            raise Refused("请写明理由。")
        nobody = not administrators_at_work().exists()
        _require_possible(act.object, nobody)
        recovery = Recovery.objects.create(
            person=act.object,
            reason=reason.strip(),
            asked_at=act.now,
            due_at=act.now + (timedelta() if nobody else WAIT),
        )
        act.summary = f"理由：{recovery.reason}"
        when = "没有管理员能登录，立即生效" if nobody else "24 小时后生效，在此之前任何管理员都可以制止"
        _tell_all(act, f"服务器上申请恢复管理员账号 {act.object.email}，{when}。{act.summary}")
    if nobody:
        _recover(recovery.pk)
    return recovery


def _require_possible(person: User, nobody: bool) -> None:
    if Capability.KEEP_ACCOUNTS in person.capabilities:
        return
    if not nobody:
        raise Refused("该账号不是管理员。有管理员能登录时，新的管理员由两位管理员开通。")
    if why := why_not_together(person.roles | {Role.ADMINISTRATOR}):
        raise Refused(why)


def recover_due() -> int:
    """Do what has waited its day; return of how many. Run twice at once it does each once."""
    return sum(_recover(pk) for pk in list(Recovery.objects.due(clock.now()).values_list("pk", flat=True)))


def _recover(recovery_id: int) -> bool:
    recovery = Recovery.objects.get(pk=recovery_id)
    with RECOVER.perform(recovery.person_id, actor=None) as act:
        waiting = Recovery.objects.waiting().filter(pk=recovery_id)
        if not waiting.update(done_at=act.now):
            act.nothing()
            return False
        person = act.object
        changes.drop_credentials(person)
        changes.set_active(person, True)
        person.set_roles(person.roles | {Role.ADMINISTRATOR})
        act.summary = f"理由：{recovery.reason}"
        _tell_all(act, f"管理员账号 {person.email} 已恢复，本人可以设置新的密码。{act.summary}")
        act.tell([person], "您的账号已恢复", changes.HOW_TO_SET, changes.link_to_set_password())
    return True


def stop_recovery(recovery_id: int, *, actor: User) -> None:
    """Stop a recovery that nobody should have asked for.

    Raises:
        Refused: it is done or stopped already.
    """
    person_id = Recovery.objects.values_list("person", flat=True).get(pk=recovery_id)
    with STOP_RECOVERY.perform(lambda: locked(User, person_id), actor=actor) as act:
        waiting = Recovery.objects.waiting().filter(pk=recovery_id)
        if not waiting.update(stopped_at=act.now, stopped_by=actor):
            raise Refused("这项恢复已经生效或被制止。")
        _tell_all(act, f"{actor}制止了恢复管理员账号 {act.object.email}。")


def _tell_all(act: Act, body: str) -> None:
    tell_overseers(act, "管理员账号的恢复", body)
