"""Who belongs to an applicant organisation: colleagues invite, join, get or lose the right to submit, and leave."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.members import link as members_link
from accounts.models import Invitation, Membership, Organisation, User
from accounts.rules import may, may_submit_for
from face.wording import chinese_datetime
from journal import clock
from journal.recording import record, tell, write_to
from journal.workflow import Refused

VALID = timedelta(days=14)
MOST_OPEN = 20  # invitations of one organisation that wait for an answer


@transaction.atomic
def invite(organisation: Organisation, email: str, *, can_submit: bool, actor: User) -> Invitation:
    """Ask a colleague by e-mail to join. Inviting the same address again replaces the earlier invitation.

    Raises:
        Refused: the actor may not, the address belongs to a member, or too many invitations are open.
    """
    organisation = _locked(organisation, actor)
    now, email = clock.now(), email.strip().lower()
    if organisation.members.filter(email=email).exists():
        raise Refused("该邮箱的使用者已经是本单位成员，无需再次邀请。")
    waiting = organisation.invitations.open(now)
    waiting.filter(email=email).update(cancelled_at=now)
    if waiting.count() >= MOST_OPEN:
        raise Refused(f"尚未接受的邀请已有 {MOST_OPEN} 份，请先取消不需要的邀请。")
    invitation = organisation.invitations.create(
        email=email, can_submit=can_submit, invited_by=actor, invited_at=now, expires_at=now + VALID
    )
    _send(invitation)
    _record("invite", "邀请成员", organisation, actor, now, f"{email}，{_right(can_submit)}")
    return invitation


def _send(invitation: Invitation) -> None:
    """Write to the address; who has an account there finds the invitation among the messages as well."""
    said = {
        "key": f"invitation:{invitation.pk}",
        "subject": f"邀请您加入{invitation.organisation}",
        "body": f"{invitation.invited_by}邀请您加入「{invitation.organisation}」，共同填写低碳试点申报。"
        f"请在 {chinese_datetime(invitation.expires_at)} 之前打开链接接受；若您不认识对方，不必理会。",
        "link": reverse("invitation", args=[members_link.token(invitation)]),
        "at": invitation.invited_at,
    }
    known = User.objects.filter(email=invitation.email, is_active=True)
    if known:
        tell(known, **said)
    else:
        write_to(invitation.email, **said)


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, actor: User) -> None:
    """Take an invitation back that nobody has accepted.

    Raises:
        Refused: the actor may not, or it was answered meanwhile.
    """
    organisation, now = _locked(invitation.organisation, actor), clock.now()
    if not organisation.invitations.open(now).filter(pk=invitation.pk).update(cancelled_at=now):
        raise Refused("该邀请已被接受、取消或过期。")
    _record("cancel_invitation", "取消邀请", organisation, actor, now, invitation.email)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, actor: User) -> None:
    """Join the organisation. Only the person whose address was invited may.

    Raises:
        Refused: another person, another role, or the invitation is no longer open.
    """
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    now = clock.now()
    if actor.email != invitation.email:
        raise Refused(f"这份邀请发给 {invitation.email}，请用该邮箱的账号登录后再接受。")
    if not may(actor, Capability.APPLY):
        raise Refused("您的账号不是申报单位人员，不能加入申报单位。请让对方改邀您的另一个邮箱。")
    opened = organisation.invitations.open(now).filter(pk=invitation.pk)
    if not opened.update(accepted_by=actor, accepted_at=now):
        raise Refused("该邀请已被接受、取消或过期，请联系邀请您的同事重新邀请。")
    Membership.objects.get_or_create(
        user=actor, organisation=organisation, defaults={"can_submit": invitation.can_submit}
    )
    tell(
        User.objects.of(organisation).exclude(pk=actor.pk),
        key=f"joined:{invitation.pk}",
        subject=f"{actor}已加入{organisation}",
        body=f"{actor}（{actor.email}）接受邀请，成为「{organisation}」的成员，{_right(invitation.can_submit)}。",
        link=reverse("organisation"),
        at=now,
    )
    _record("join", "加入单位", organisation, actor, now, f"{actor.email}，{_right(invitation.can_submit)}")


@transaction.atomic
def set_right_to_submit(membership: Membership, can_submit: bool, *, actor: User) -> None:
    """Give a member the right to submit, or take it away. One member must keep it.

    Raises:
        Refused: the actor may not, or nobody would be left who may submit.
    """
    organisation = _locked(membership.organisation, actor)
    changed = organisation.memberships.filter(pk=membership.pk).exclude(can_submit=can_submit)
    if not changed.update(can_submit=can_submit):
        return
    _require_submitter(organisation)
    summary = f"{membership.user}：{_right(can_submit)}"
    _record("set_right", "调整提交权限", organisation, actor, clock.now(), summary)


@transaction.atomic
def remove_member(membership: Membership, *, actor: User) -> None:
    """Take a member off the organisation, or leave it oneself. Drafts stay with the organisation.

    Raises:
        Refused: the actor may not, or nobody would be left who may submit.
    """
    leaves = membership.user_id == actor.pk
    organisation = _locked(membership.organisation, actor, allowed=leaves)
    if not organisation.memberships.filter(pk=membership.pk).delete()[0]:
        return
    _require_submitter(organisation)
    summary = "本人退出" if leaves else f"{membership.user}（{membership.user.email}）"
    _record("remove_member", "移除成员", organisation, actor, clock.now(), summary)


def _locked(organisation: Organisation, actor: User, allowed: bool = False) -> Organisation:
    """The row of the organisation, locked, so that two acts on its members see each other."""
    if not (allowed or may_submit_for(actor, organisation.pk)):
        raise Refused("只有本单位可提交申报的成员才能管理成员。")
    return Organisation.objects.select_for_update().get(pk=organisation.pk, kind=Organisation.Kind.APPLICANT)


def _require_submitter(organisation: Organisation) -> None:
    if not organisation.memberships.filter(can_submit=True, user__is_active=True).exists():
        raise Refused("本单位至少要有一名可提交申报的成员。请先给另一名成员提交权限。")


def _record(verb: str, label: str, organisation: Organisation, actor: User, now, summary: str) -> None:
    record(verb, organisation, at=now, actor=actor, label=label, summary=summary)


def _right(can_submit: bool) -> str:
    return "可填写、可提交" if can_submit else "可填写"
