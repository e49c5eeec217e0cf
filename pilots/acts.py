"""What is done to pilots besides the verbs of ``workflow``, each with who may do it."""

from accounts.capabilities import Capability
from accounts.rules import holds
from journal.acts import PlainVerb
from journal.models import Audience
from pilots.models import Evaluation, LifeTerms, Pilot, Submission
from pilots.rules import follows_or_portal, member
from programme.models import LibraryEntry
from reviews.rules import the_portal

following = holds(Capability.FOLLOW_PILOTS)
NO_SUPPORT = "您没有登记支持措施的权限。"

BEGIN_PILOT = PlainVerb(Pilot, "begin_pilot", "纳入试点", holds(Capability.AWARD))
PROPOSE_TITLE = PlainVerb(Pilot, "propose_title", "提出授予称号", following, Audience.CITY)
INTEND_WITHDRAWAL = PlainVerb(Pilot, "intend_withdrawal", "告知拟取消试点资格", following)
ATTACH = PlainVerb(Submission, "attach_file", "上传附件", member)
DETACH = PlainVerb(Submission, "detach_file", "删除附件", member)
OPEN_REPORT = PlainVerb(Pilot, "open_report", "通知提交进展报告", the_portal)
PROPOSE_TAKING_ON = PlainVerb(LibraryEntry, "propose_taking_on", "提出纳入试点管理", following, Audience.CITY)
TAKE_ON = PlainVerb(Pilot, "take_on_pilot", "纳入试点管理", holds(Capability.AWARD))
GRANT_SUPPORT = PlainVerb(LibraryEntry, "grant_support", "登记支持措施", following, refusal=NO_SUPPORT)
CANCEL_SUPPORT = PlainVerb(LibraryEntry, "cancel_support", "撤销支持措施登记", following, refusal=NO_SUPPORT)
OPEN_TRACKING = PlainVerb(Pilot, "open_tracking", "开始跟踪评估", follows_or_portal, Audience.CITY)
ATTACH_EVIDENCE = PlainVerb(Evaluation, "attach_evidence", "上传核查证据", following, Audience.CITY)
DETACH_EVIDENCE = PlainVerb(Evaluation, "detach_evidence", "删除核查证据", following, Audience.CITY)
MEET_CONDITION = PlainVerb(Pilot, "meet_condition", "确认附带条件完成", following)
SET_LIFE_TERMS = PlainVerb(
    LifeTerms, "set_life_terms", "修改试点管理设置", holds(Capability.SET_CYCLE), Audience.CITY
)
