"""The same park or project applied for twice in a cycle, as far as the portal can see it (REC-3). No writing."""

import unicodedata
from dataclasses import dataclass

from django.db.models import Q

from applications.models import Application
from applications.states import RECEIVED, State

STANDING = (State.AT_RECOMMENDER, *(state for state in RECEIVED if state != State.NOT_ELIGIBLE))

RULE_TEXT = (
    "同一年度、同一类型的申报中，申报单位的统一社会信用代码和名称都相同的，或同一个区内园区名称相同的，列为可能重复；"
    "比较名称时不计空格、标点、全角半角和大小写。"
)


@dataclass(frozen=True)
class Duplicate:
    """Another application of the cycle that may be for the same; ``why`` says in what they agree."""

    application: Application
    why: str


def plain_name(name: str) -> str:
    """A name as it is compared: letters and digits only, in one width and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())


def duplicates_of(application: Application) -> list[Duplicate]:
    """Applications of the same cycle that may be for the same park or project, the oldest first (REC-3).

    Those count that wait at a recommender or were received, on any route; not what was withdrawn, declined, returned or
    found not eligible. Two queries at most.
    """
    revision = application.current_revision
    if revision is None or not plain_name(application.title):
        return []
    same = Q(organisation=application.organisation_id)
    if application.programme_form.counts_for_quota:
        same |= Q(sheet=application.sheet, current_revision__district=revision.district)
    sheets = [form.sheet for form in application.programme.forms]
    others = Application.objects.filter(
        same, cycle=application.cycle_id, sheet__in=sheets, state__in=STANDING
    )
    others = others.exclude(pk=application.pk).select_related("organisation", "recommender").light()
    name = plain_name(application.title)
    return [
        Duplicate(other, _why(application, other))
        for other in others.order_by("pk")
        if plain_name(other.title) == name
    ]


def _why(application: Application, other: Application) -> str:
    if application.organisation_id == other.organisation_id:
        return "统一社会信用代码、类型和名称相同"
    return "所在区和园区名称相同"
