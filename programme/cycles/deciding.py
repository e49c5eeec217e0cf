"""Whether a year may be decided: only once its list is frozen, and only what stands on it (CUT-2, CUT-4).

A correction that was out when the list was frozen stands on it, and keeps its year while it comes back in time; one
that comes back late moves to a year whose list is not frozen yet (CUT-5). So the list is all that counts.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from face.wording import cutoff_text
from programme.models import Cycle, FrozenLine


def why_not_yet(cycle: Cycle) -> str:
    """Until when nothing of a year is proposed, kept, published or awarded, and why; "" once its list is frozen (CUT-2)."""
    if cycle.closed_at:
        return ""
    return (
        f"{cycle.year} 年度的申报到 {cutoff_text(cycle.cutoff)} 截止，在此之前收到的都参加本年度评选。"
        "截止名单在截止后几分钟内冻结，冻结以后才能提议、确认、公布和认定结果；审查、评审、评分和调研不受影响"
    )


def why_not_decided(number: str, cycle: Cycle, *, listed: bool) -> str:
    """Why nothing is decided on one application of a year, as a sentence without its stop; "" when it may be (CUT-4).

    Args:
        listed: whether it stands on the frozen list of the year.
    """
    if listed:
        return ""
    return why_not_yet(cycle) or f"{number} 不在 {cycle.year} 年度的截止名单上，不参加该年度的评选"


def listed(numbers: Iterable[str | None]) -> set[tuple[int, str]]:
    """(id of the cycle, number) of those that stand on a frozen list; one query."""
    return set(FrozenLine.objects.filter(number__in=list(numbers)).values_list("cycle_id", "number"))


def on_frozen_list(way: str = "") -> Exists:
    """The same for a query over many rows, as an annotation.

    Args:
        way: from the rows to their application, as a lookup begins; "" when they are applications.
    """
    of_year = {"cycle": OuterRef(f"{way}cycle"), "number": OuterRef(f"{way}number")}
    return Exists(FrozenLine.objects.filter(**of_year))
