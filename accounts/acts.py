"""What is done to organisations and their members, each with who may do it."""

from accounts.capabilities import Capability
from accounts.models import Organisation
from accounts.rules import Person, holds, may_submit_for
from journal.acts import PlainVerb, anyone


def heads(user: Person, organisation: Organisation) -> bool:
    """A member who may submit for the organisation, and so keeps its members."""
    return may_submit_for(user, organisation.pk)


NO_HEAD = "只有本单位可提交申报的成员才能管理成员。"
NO_APPLICANT = "您的账号不是申报单位人员，不能加入申报单位。请让对方改邀您的另一个邮箱。"

REGISTER = PlainVerb(Organisation, "register", "登记单位", holds(Capability.APPLY))
INVITE = PlainVerb(Organisation, "invite", "邀请成员", heads, refusal=NO_HEAD)
CANCEL_INVITATION = PlainVerb(Organisation, "cancel_invitation", "取消邀请", heads, refusal=NO_HEAD)
JOIN = PlainVerb(Organisation, "join", "加入单位", holds(Capability.APPLY), refusal=NO_APPLICANT)
SET_RIGHT = PlainVerb(Organisation, "set_right", "调整提交权限", heads, refusal=NO_HEAD)
REMOVE_MEMBER = PlainVerb(Organisation, "remove_member", "移除成员", heads, refusal=NO_HEAD)
LEAVE = PlainVerb(Organisation, "remove_member", "移除成员", anyone)  # oneself
