"""What administrators do to organisations and who belongs to them; each act is recorded and told to the members."""

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import Membership, Organisation, User
from accounts.people.acts import (
    ADD_MEMBER,
    CORRECT_ORGANISATION,
    DROP_MEMBER,
    MAKE_ORGANISATION,
    SET_MEMBER_RIGHT,
)
from journal.acts import Act, Refused

FIELDS = ("name", "uscc", "nature", "district", "address")


def make_organisation(organisation: Organisation, *, actor: User) -> Organisation:
    """Enter an organisation, unsaved yet."""
    with MAKE_ORGANISATION.perform(actor=actor) as act:
        organisation.save(force_insert=True)
        act.about, act.summary = organisation, f"{organisation.get_kind_display()}：{organisation.with_code}"
    return organisation


def correct_organisation(organisation_id: int, *, actor: User, reason: str, **values: str | None) -> None:
    """Correct what is kept of an organisation; what was submitted stays as it was submitted.

    Args:
        values: of ``FIELDS``.

    Raises:
        Refused: no reason. Repeated: another organisation has the code.
    """
    with CORRECT_ORGANISATION.perform(organisation_id, actor=actor) as act:
        organisation: Organisation = act.object
        changed = {name: value for name, value in values.items() if getattr(organisation, name) != value}
        if not changed:
            return act.nothing()
        if not reason.strip():
            raise Refused("请写明更正的理由。")
        words = [_change(organisation, name, value) for name, value in changed.items()]
        for name, value in changed.items():
            setattr(organisation, name, value)
        organisation.save(update_fields=list(changed))
        act.summary = f"{'；'.join(words)}。理由：{reason.strip()}"
        _tell_members(
            act, f"{organisation}的登记信息已更正", f"{actor}更正：{act.summary}。如有出入，请与平台联系。"
        )


def _change(organisation: Organisation, name: str, value: str | None) -> str:
    label = Organisation._meta.get_field(name).verbose_name
    return f"{label}由「{getattr(organisation, name) or '空'}」改为「{value or '空'}」"


def add_member(organisation_id: int, person: User, *, actor: User, can_submit: bool) -> None:
    """Make somebody a member.

    Raises:
        Repeated: a member already.
    """
    with ADD_MEMBER.perform(organisation_id, actor=actor) as act:
        Membership.objects.create(user=person, organisation=act.object, can_submit=can_submit)
        act.summary = f"{person.name}（{person.email}），{_right(can_submit)}"
        _tell_members(act, f"{act.object}增加了成员", f"{actor}把{act.summary}加入「{act.object}」。", person)


def set_member_right(membership: Membership, can_submit: bool, *, actor: User) -> None:
    """Let a member submit, or not any more."""
    with SET_MEMBER_RIGHT.perform(membership.organisation_id, actor=actor) as act:
        rows = Membership.objects.filter(pk=membership.pk).exclude(can_submit=can_submit)
        if not rows.update(can_submit=can_submit):
            return act.nothing()
        act.summary = f"{membership.user}：{_right(can_submit)}"
        _tell_members(act, f"{act.object}成员的权限有变动", f"{actor}调整：{act.summary}。")


def drop_member(membership: Membership, *, actor: User, reason: str) -> None:
    """Take somebody off an organisation.

    Raises:
        Refused: no reason.
    """
    with DROP_MEMBER.perform(membership.organisation_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("请写明理由。")
        act.summary = f"{membership.user}（{membership.user.email}）。理由：{reason.strip()}"
        _tell_members(act, f"{act.object}的成员有变动", f"{actor}移除成员：{act.summary}。", membership.user)
        Membership.objects.filter(pk=membership.pk).delete()


def is_last_submitter(membership: Membership) -> bool:
    """Whether nobody else with an open account may submit for an applicant."""
    if membership.organisation.kind != Organisation.Kind.APPLICANT or not membership.can_submit:
        return False
    others = membership.organisation.memberships.filter(
        can_submit=True, user__in=User.objects.who_may(Capability.APPLY)
    )
    return not others.exclude(pk=membership.pk).exists()


def _right(can_submit: bool) -> str:
    return "可填写、可提交" if can_submit else "可填写"


def _tell_members(act: Act, subject: str, body: str, *more: User) -> None:
    members = set(User.objects.of(act.object)) | {person for person in more if person.is_active}
    act.tell(sorted(members, key=lambda person: person.pk), subject, body, reverse("organisation"))
