"""The day of the plaques: the Low Carbon Day of the year after the cycle, once that day is set (AWD-1).

It is a setting of the cycle. The beat dates the plaques that wait for it, and again when it is moved before it
passes; each pilot has its own record, and its owner is told.
"""

from contextlib import suppress
from datetime import datetime

from django.db.models import F, Q

from accounts.models import User
from face.wording import chinese_date
from journal.acts import Refused
from journal.clock import day_of
from pilots.lives import life_with
from pilots.models import Pilot, SupportMeasure
from programme.models import Cycle
from programme.notice import Support

DAY = "entry__cycle__low_carbon_day"
MOVED = (
    Q(("plaque_on", None), (f"{DAY}__isnull", False))
    | Q(("plaque_on__isnull", False), (DAY, None))
    | (Q(("plaque_on__isnull", False), (f"{DAY}__isnull", False)) & ~Q(plaque_on=F(DAY)))
)


def day_has_passed(pilot: Pilot, now: datetime) -> bool:
    """Whether the Low Carbon Day of its plaque is over."""
    return pilot.plaque_on is not None and pilot.plaque_on < day_of(now)


def plaque_sentence(pilot: Pilot, now: datetime) -> str:
    """When the plaque is given, for messages; also when the title comes after that day."""
    late = "（已过，牌匾另行交付）" if day_has_passed(pilot, now) else ""
    return f"授牌日期：{pilot.plaque_day}{late}"


def date_plaques() -> int:
    """Date every titled pilot's plaque as its cycle has it; return how many were dated, or dated anew.

    A plaque that was given stays as it was recorded; a title that is withdrawn meanwhile gets none.

    Killed anywhere and run again, it goes on where it stopped; run twice at once it does each once.
    """
    given = SupportMeasure.objects.standing().filter(kind=Support.PLAQUE)
    due = Pilot.objects.titled().filter(MOVED).exclude(pk__in=given.values("pilot"))
    dated = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with suppress(Refused):
            dated += _date_plaque(pk)
    return dated


def is_given(pilot: Pilot) -> bool:
    """Whether its plaque was recorded as given."""
    return pilot.support_measures.standing().filter(kind=Support.PLAQUE).exists()


def lose_plaque(pilot: Pilot) -> None:
    """Take the day off the plaque of a title that is withdrawn, not saved yet; one that was given keeps its day (AWD-1)."""
    if not is_given(pilot):
        pilot.plaque_on = None


def _date_plaque(pilot_id: int) -> bool:
    """Date it, unless it was dated or given meanwhile.

    Raises:
        Refused: the title was withdrawn meanwhile.
    """
    with life_with(pilot_id).perform("date_plaque", pilot_id, actor=None) as act:
        pilot = act.object
        cycle = Cycle.objects.get(entries=pilot.entry_id)
        if pilot.plaque_on == cycle.low_carbon_day or is_given(pilot):
            act.nothing()
            return False
        before = chinese_date(pilot.plaque_on) or "待定"
        pilot.plaque_on = cycle.low_carbon_day
        act.summary = f"{before} → {cycle.plaque_day}"
        act.facts["plaque_on"] = str(pilot.plaque_on or "")
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 授牌日期：{cycle.plaque_day}",
            f"「{pilot.entry.name}」的称号“{pilot.title}”，授牌日期由{before}改为：{cycle.plaque_day}。",
            pilot.get_absolute_url(),
        )
    return True
