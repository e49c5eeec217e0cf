"""What is done to years, quotas and the library, each with who may do it."""

from accounts.capabilities import Capability
from accounts.models import Organisation
from accounts.rules import Person, holds, is_member, may
from journal.acts import PlainVerb, anyone
from journal.models import Audience
from programme.models import Cycle, LibraryEntry, ParkQuota, QuotaRequest

CITY = Audience.CITY


def works_there(user: Person, recommender: Organisation) -> bool:
    """A person of the recommender itself."""
    return may(user, Capability.RECOMMEND) and is_member(user, recommender.pk)


def asked_for_it(user: Person, request: QuotaRequest) -> bool:
    """A person of the recommender that asked."""
    return may(user, Capability.RECOMMEND) and is_member(user, request.recommender_id)


setting = holds(Capability.SET_CYCLE)
answering = holds(Capability.GRANT_QUOTAS)
keeping = holds(Capability.KEEP_LIBRARY)

OPEN_CYCLE = PlainVerb(Cycle, "open_cycle", "提前开启年度", setting, CITY)
EDIT_CYCLE = PlainVerb(Cycle, "edit_cycle", "修改年度设置", setting, CITY)
EXTEND_CYCLE = PlainVerb(Cycle, "extend_cycle", "延长申报", setting, CITY)
CLOSE_CYCLE = PlainVerb(Cycle, "close", "年度截止", anyone)  # the beat, by the clock alone

SET_FIELDS = PlainVerb(Organisation, "set_fields", "设置主管领域", setting, CITY)
GRANT_QUOTA = PlainVerb(
    ParkQuota,
    "grant_quota",
    "调整园区推荐名额",
    holds(Capability.SET_CYCLE, Capability.GRANT_QUOTAS),
    CITY,
)
ASK_QUOTA = PlainVerb(
    Organisation, "ask_quota", "申请增加园区名额", works_there, CITY, "您没有申请名额的权限。"
)
WITHDRAW_QUOTA = PlainVerb(
    QuotaRequest, "withdraw_quota", "撤回名额申请", asked_for_it, CITY, "您没有撤回这件名额申请的权限。"
)
REFUSE_QUOTA = PlainVerb(
    QuotaRequest, "refuse_quota", "未同意增加园区名额", answering, CITY, "您没有答复名额申请的权限。"
)

SET_GRADE = PlainVerb(LibraryEntry, "set_grade", "调整分级", keeping, CITY)
ENTER_NATIONAL = PlainVerb(LibraryEntry, "enter_national", "录入国家试点", keeping, CITY)
ENTER_EARLIER = PlainVerb(LibraryEntry, "enter_earlier", "录入往年申报", keeping, CITY)
