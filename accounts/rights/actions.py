"""What takes two administrators: one proposes, another confirms. Nothing changes before.

Lock order: person → proposal → end of the journal.
"""

from collections.abc import Sequence
from datetime import timedelta

from accounts.capabilities import Capability, Role
from accounts.keeping import changes
from accounts.keeping.locks import locked_with
from accounts.keeping.rules import OWN_ACCOUNT, why_not_together
from accounts.keeping.telling import tell_overseers, tell_person
from accounts.models import Organisation, Proposal, ProposalKind, User
from accounts.rights import table
from accounts.rights.workflow import PROPOSAL, PROPOSE
from journal import clock
from journal.acts import Act, Refused, locked

LAPSES_AFTER = timedelta(days=14)
CHANGED = "这一事项刚刚有变动，请核对最新内容后再办理。"


def propose(
    kind: ProposalKind,
    *,
    actor: User,
    reason: str,
    person: User | None = None,
    roles: Sequence[str] = (),
    email: str = "",
    name: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    changed: Sequence[table.Change] = (),
) -> Proposal:
    """Propose what another administrator has to confirm.

    Raises:
        Refused: it is about the own account, roles that no person may hold together, no reason, or nothing to do.
        Repeated: the same waits already.
    """
    with PROPOSE.perform(actor=actor) as act:
        person = locked_with(actor, person.pk if person else None)
        proposal = Proposal(
            kind=kind,
            person=person,
            roles=sorted(roles),
            email=email.strip().lower(),
            name=name,
            phone=phone,
            organisation=organisation,
            changes=[list(change) for change in changed],
            reason=reason.strip(),
            proposed_by=actor,
            proposed_at=act.now,
            state_since=act.now,
        )
        if not proposal.reason:
            raise Refused("请写明理由。")
        if person and person.pk == actor.pk:
            raise Refused(OWN_ACCOUNT)
        _require_possible(proposal)
        proposal.save()
        act.about = person or proposal
        act.summary = described(proposal)
        act.facts |= {"proposal": proposal.pk, "kind": kind}
        body = f"{actor}提出：{described(proposal)}。理由：{proposal.reason}。确认之前不生效。"
        tell_overseers(act, f"{proposal}待确认", body, proposal.get_absolute_url(), (actor.pk,))
    return proposal


def described(proposal: Proposal) -> str:
    """What is proposed, in one phrase without the reason."""
    roles = "、".join(Role(role).label for role in proposal.roles)
    what = {
        ProposalKind.GRANT: f"授予角色：{roles}",
        ProposalKind.ACCOUNT: f"开通账号，角色：{roles}",
        ProposalKind.REOPEN: "重新启用账号",
        ProposalKind.EMAIL: f"登录邮箱改为 {proposal.email}",
        ProposalKind.RESET: "重置登录凭据",
        ProposalKind.TABLE: f"调整角色权限：{table.described(proposal.changes)}",
    }[ProposalKind(proposal.kind)]
    return f"{proposal.whom}，{what}" if proposal.kind != ProposalKind.TABLE else what


def confirm(proposal_id: int, *, actor: User, seen: str) -> Proposal:
    """Do what another administrator proposed; everything is asked again as it stands now.

    Args:
        seen: the mark of the proposal on the page that was read.

    Raises:
        Refused: the own proposal or account, another than was seen, or it cannot be done any more.
    """
    person_id = Proposal.objects.values_list("person", flat=True).get(pk=proposal_id)
    with PROPOSAL.perform_all(
        "confirm_rights", lambda: [_locked(proposal_id, person_id, actor)], actor=actor
    ) as acts:
        act, proposal = acts[0], acts[0].object
        if proposal.mark != seen:
            raise Refused(CHANGED)
        if not User.objects.who_may(Capability.KEEP_ACCOUNTS).filter(pk=proposal.proposed_by_id).exists():
            raise Refused("提出人的账号已经停用或不再是管理员，不能再按其提议办理。请重新提出。")
        _require_possible(proposal)
        act.summary, before = described(proposal), person_id and proposal.person.email
        _DO[ProposalKind(proposal.kind)](proposal)
        proposal.decided_by, proposal.decided_at = actor, act.now
        act.about = proposal.person or proposal
        act.facts |= {"proposal": proposal.pk, "kind": proposal.kind}
        _tell_done(act, proposal, actor)
        if proposal.kind == ProposalKind.EMAIL:
            changes.write_to_old_address(before, f"{act.summary}。如非您本人知情，请立即联系平台。", act)
    return proposal


def decline(proposal_id: int, *, actor: User, remark: str) -> None:
    """Say no to what another administrator proposed.

    Raises:
        Refused: no reason is given, or it is the own proposal.
    """
    with PROPOSAL.perform("decline_rights", proposal_id, actor=actor) as act:
        proposal = act.object
        proposal.remark = remark.strip()
        if not proposal.remark:
            raise Refused("请写明不同意的原因。")
        proposal.decided_by, proposal.decided_at = actor, act.now
        act.summary = f"{described(proposal)}。原因：{proposal.remark}"
        body = f"{actor}不同意：{described(proposal)}。原因：{proposal.remark}。"
        tell_overseers(act, f"{proposal}未同意", body, proposal.get_absolute_url(), (actor.pk,))


def take_back(proposal_id: int, *, actor: User) -> None:
    """Take the own proposal back."""
    with PROPOSAL.perform("take_back_rights", proposal_id, actor=actor) as act:
        act.summary = described(act.object)


def lapse_due() -> int:
    """Let proposals end that waited for two weeks; return of how many. Run twice at once it ends each once."""
    due = Proposal.objects.waiting().filter(proposed_at__lt=clock.now() - LAPSES_AFTER)
    lapsed = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with PROPOSAL.perform("lapse_rights", pk, actor=None) as act:
            act.summary = f"{described(act.object)}，{LAPSES_AFTER.days} 天内没有人确认"
            tell_person(
                act, act.object.proposed_by, f"{act.object}逾期失效", f"{act.summary}。需要的请重新提出。"
            )
        lapsed += 1
    return lapsed


def _locked(proposal_id: int, person_id: int | None, actor: User) -> Proposal:
    """The proposal, locked behind who decides and whom it is about."""
    person = locked_with(actor, person_id)
    proposal = locked(Proposal, proposal_id)
    if person:
        proposal.person = person
    return proposal


def _require_possible(proposal: Proposal) -> None:
    """What stands against it, now as when it was proposed."""
    kind, person = proposal.kind, proposal.person
    held = person.roles if person else frozenset()
    if kind in (ProposalKind.GRANT, ProposalKind.ACCOUNT):
        if not set(proposal.roles) - held:
            raise Refused("该人员已有所选的角色。" if held else "请至少选择一个角色。")
        if why := why_not_together(held | set(proposal.roles)):
            raise Refused(why)
    if kind == ProposalKind.REOPEN and person and person.is_active:
        raise Refused("该账号没有停用。")
    if kind in (ProposalKind.ACCOUNT, ProposalKind.EMAIL):
        taken = User.objects.filter(email=proposal.email).first()
        if taken:
            raise Refused(f"已有账号使用 {proposal.email}。")
    if kind == ProposalKind.TABLE:
        table.require_possible(proposal.changes)


def _grant(proposal: Proposal) -> None:
    proposal.person.set_roles(proposal.person.roles | set(proposal.roles))


def _open(proposal: Proposal) -> None:
    proposal.person = changes.open_account(
        proposal.email,
        name=proposal.name,
        phone=proposal.phone,
        roles=proposal.roles,
        organisation=proposal.organisation,
    )


def _reopen(proposal: Proposal) -> None:
    changes.set_active(proposal.person, True)


def _move(proposal: Proposal) -> None:
    changes.move_address(proposal.person, proposal.email)


def _reset(proposal: Proposal) -> None:
    changes.drop_credentials(proposal.person)


def _set_table(proposal: Proposal) -> None:
    table.apply(proposal.changes)


_DO = {
    ProposalKind.GRANT: _grant,
    ProposalKind.ACCOUNT: _open,
    ProposalKind.REOPEN: _reopen,
    ProposalKind.EMAIL: _move,
    ProposalKind.RESET: _reset,
    ProposalKind.TABLE: _set_table,
}


def _tell_done(act: Act, proposal: Proposal, actor: User) -> None:
    who = f"由{proposal.proposed_by}提出、{actor}确认"
    body = f"{described(proposal)}，{who}。理由：{proposal.reason}。"
    person_id = proposal.person_id
    tell_overseers(act, f"{proposal}已办理", body, proposal.get_absolute_url(), (actor.pk, person_id))
    if proposal.person:
        sets = proposal.kind in (ProposalKind.ACCOUNT, ProposalKind.RESET)
        how = f"{changes.HOW_TO_SET}" if sets else "如非您本人知情，请立即联系另一位管理员。"
        link = changes.link_to_set_password() if sets else ""
        tell_person(act, proposal.person, f"您的账号：{proposal.get_kind_display()}", f"{body}{how}", link)
