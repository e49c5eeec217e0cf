"""What is done to pilots besides the verbs of ``workflow``, each with who may do it."""

from accounts.capabilities import Capability
from accounts.rules import holds
from journal.acts import PlainVerb
from pilots.models import Pilot
from pilots.rules import may_end_untitled
from programme.models import LibraryEntry

following = holds(Capability.FOLLOW_PILOTS)
NO_SUPPORT = "您没有登记支持措施的权限。"

BEGIN_PILOT = PlainVerb(Pilot, "begin_pilot", "纳入试点", holds(Capability.AWARD))
END_UNTITLED = PlainVerb(
    Pilot,
    "end_untitled",
    "登记完成，不授予称号",
    may_end_untitled,
    refusal="只有实施中的技术试点可以登记为完成而不授予称号，由跟踪试点的市级工作人员办理。",
)
GRANT_SUPPORT = PlainVerb(LibraryEntry, "grant_support", "登记支持措施", following, refusal=NO_SUPPORT)
CANCEL_SUPPORT = PlainVerb(LibraryEntry, "cancel_support", "撤销支持措施登记", following, refusal=NO_SUPPORT)
