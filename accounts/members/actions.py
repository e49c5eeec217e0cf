"""Who belongs to an applicant organisation: colleagues invite, join, get or lose the right to submit, and leave."""

from datetime import timedelta

from django.urls import reverse

from accounts.acts import CANCEL_INVITATION, INVITE, JOIN, LEAVE, REMOVE_MEMBER, SET_RIGHT
from accounts.members import link as members_link
from accounts.models import Invitation, Membership, Organisation, User
from face.wording import chinese_datetime
from journal.acts import Refused
from journal.recording import tell, write_to

VALID = timedelta(days=14)
MOST_OPEN = 20  # invitations of one organisation that wait for an answer


def invite(organisation: Organisation, email: str, *, can_submit: bool, actor: User) -> Invitation:
    """Ask a colleague by e-mail to join. Inviting the same address again replaces the earlier invitation.

    Raises:
        Refused: the actor may not, the address belongs to a member, or too many invitations are open.
    """
    email = email.strip().lower()
    with INVITE.perform(lambda: _locked(organisation.pk), actor=actor) as act:
        if act.object.members.filter(email=email).exists():
            raise Refused("该邮箱的使用者已经是本单位成员，无需再次邀请。")
        waiting = act.object.invitations.open(act.now)
        waiting.filter(email=email).update(cancelled_at=act.now)
        if waiting.count() >= MOST_OPEN:
            raise Refused(f"尚未接受的邀请已有 {MOST_OPEN} 份，请先取消不需要的邀请。")
        invitation = act.object.invitations.create(
            email=email,
            can_submit=can_submit,
            invited_by=actor,
            invited_at=act.now,
            expires_at=act.now + VALID,
        )
        _send(invitation)
        act.summary = f"{email}，{_right(can_submit)}"
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


def cancel_invitation(invitation: Invitation, *, actor: User) -> None:
    """Take an invitation back that nobody has accepted.

    Raises:
        Refused: the actor may not, or it was answered meanwhile.
    """
    with CANCEL_INVITATION.perform(lambda: _locked(invitation.organisation_id), actor=actor) as act:
        waiting = act.object.invitations.open(act.now).filter(pk=invitation.pk)
        if not waiting.update(cancelled_at=act.now):
            raise Refused("该邀请已被接受、取消或过期。")
        act.summary = invitation.email


def accept_invitation(invitation: Invitation, *, actor: User) -> None:
    """Join the organisation. Only the person whose address was invited may.

    Raises:
        Refused: another person, another role, or the invitation is no longer open.
    """
    with JOIN.perform(lambda: _locked(invitation.organisation_id), actor=actor) as act:
        organisation = act.object
        if actor.email != invitation.email:
            raise Refused(f"这份邀请发给 {invitation.email}，请用该邮箱的账号登录后再接受。")
        opened = organisation.invitations.open(act.now).filter(pk=invitation.pk)
        if not opened.update(accepted_by=actor, accepted_at=act.now):
            raise Refused("该邀请已被接受、取消或过期，请联系邀请您的同事重新邀请。")
        Membership.objects.get_or_create(
            user=actor, organisation=organisation, defaults={"can_submit": invitation.can_submit}
        )
        right = _right(invitation.can_submit)
        act.summary = f"{actor.email}，{right}"
        act.tell(
            User.objects.of(organisation).exclude(pk=actor.pk),
            f"{actor}已加入{organisation}",
            f"{actor}（{actor.email}）接受邀请，成为「{organisation}」的成员，{right}。",
            reverse("organisation"),
        )


def set_right_to_submit(membership: Membership, can_submit: bool, *, actor: User) -> None:
    """Give a member the right to submit, or take it away. One member must keep it.

    Raises:
        Refused: the actor may not, or nobody would be left who may submit.
    """
    with SET_RIGHT.perform(lambda: _locked(membership.organisation_id), actor=actor) as act:
        changed = act.object.memberships.filter(pk=membership.pk).exclude(can_submit=can_submit)
        if not changed.update(can_submit=can_submit):
            return act.nothing()
        _require_submitter(act.object)
        act.summary = f"{membership.user}：{_right(can_submit)}"


def remove_member(membership: Membership, *, actor: User) -> None:
    """Take a member off the organisation, or leave it oneself. Drafts stay with the organisation.

    Raises:
        Refused: the actor may not, or nobody would be left who may submit.
    """
    leaves = membership.user_id == actor.pk
    verb = LEAVE if leaves else REMOVE_MEMBER
    with verb.perform(lambda: _locked(membership.organisation_id), actor=actor) as act:
        if not act.object.memberships.filter(pk=membership.pk).delete()[0]:
            return act.nothing()
        _require_submitter(act.object)
        act.summary = "本人退出" if leaves else f"{membership.user}（{membership.user.email}）"


def _locked(organisation_id: int) -> Organisation:
    """The row of the organisation, locked, so that two acts on its members see each other."""
    return Organisation.objects.select_for_update().get(pk=organisation_id, kind=Organisation.Kind.APPLICANT)


def _require_submitter(organisation: Organisation) -> None:
    if not organisation.memberships.filter(can_submit=True, user__is_active=True).exists():
        raise Refused("本单位至少要有一名可提交申报的成员。请先给另一名成员提交权限。")


def _right(can_submit: bool) -> str:
    return "可填写、可提交" if can_submit else "可填写"
