"""What is done around applications besides the verbs of ``workflow``, each with who may do it."""

from accounts.capabilities import Capability
from accounts.models import Organisation
from accounts.rules import Person, is_member, may
from applications.models import Application, OpinionText, ParkOrder
from applications.rules import at_this_recommender
from journal.acts import PlainVerb, anyone
from journal.models import Audience
from programme.models import LibraryEntry


def of_recommender(user: Person, recommender: Organisation) -> bool:
    """A person who works at the recommender."""
    return may(user, Capability.RECOMMEND) and is_member(user, recommender.pk)


def works_with(user: Person, row: ParkOrder | OpinionText) -> bool:
    """A person of the recommender that a row belongs to."""
    return of_recommender(user, row.recommender)


def applies(user: Person, entry: LibraryEntry) -> bool:
    """Who may apply, also for the own earlier project: being its matter bars the city's people alone (ELI-R, REV-2)."""
    return may(user, Capability.APPLY)


START = PlainVerb(Application, "start", "开始填写", anyone)  # its caller knows whose application it becomes
COME_AGAIN = PlainVerb(LibraryEntry, "apply_again", "再次申报", applies)
PRECHECK = PlainVerb(Application, "precheck", "初审表定稿", at_this_recommender, Audience.CITY)
ORDER_PARKS = PlainVerb(
    ParkOrder, "order_parks", "调整园区推荐顺序", works_with, Audience.CITY, "您没有调整顺序的权限。"
)
SAVE_TEXT = PlainVerb(OpinionText, "save_opinion_text", "保存常用意见", works_with, Audience.CITY)
REMOVE_TEXT = PlainVerb(OpinionText, "remove_opinion_text", "删除常用意见", works_with, Audience.CITY)
