"""The life of an objection to a public notice as a table: received, looked into, answered (AWD-1).

One person may find that it does not hold. That it holds overturns a decision of two, so it takes two as well.
"""

from journal.models import Audience
from journal.workflow import Verb, Workflow
from reviews.models import Objection
from reviews.rules import city_staff
from reviews.states import ObjectionState as S


def another_person(user, objection: Objection) -> bool:
    """City staff other than who proposed that the objection holds."""
    return city_staff(user, objection) and objection.proposed_by_id != user.pk


OBJECTION = Workflow(
    Objection,
    [
        Verb("take_objection", "受理异议", (S.RECEIVED, S.TAKEN), S.TAKEN, city_staff, Audience.CITY),
        Verb("note_objection", "记录核查情况", (S.TAKEN,), None, city_staff, Audience.CITY),
        Verb("propose_upholding", "提出认定异议成立", (S.TAKEN,), S.UPHOLDING, city_staff, Audience.CITY),
        Verb("return_upholding", "退回认定异议成立", (S.UPHOLDING,), S.TAKEN, another_person, Audience.CITY),
        Verb("uphold_objection", "确认异议成立", (S.UPHOLDING,), S.UPHELD, another_person, Audience.CITY),
        Verb("dismiss_objection", "认定异议不成立", (S.TAKEN,), S.NOT_UPHELD, city_staff, Audience.CITY),
    ],
)
