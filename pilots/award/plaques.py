"""The day of the plaques: the Low Carbon Day of the year after the cycle, once that day is set (AWD-1).

It is a setting of the cycle. The beat dates the plaques that wait for it, and again when it is moved before it
passes; each pilot has its own record, and its owner is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from accounts.models import User
from face.wording import chinese_date
from journal.clock import day_of
from pilots.models import Pilot, SupportMeasure
from pilots.states import PilotState
from pilots.workflow import PILOT
from programme.models import Cycle
from programme.notice import Support

DAY = "entry__cycle__low_carbon_day"
MOVED = (
    Q(("plaque_on", None), (f"{DAY}__isnull", False))
    | Q(("plaque_on__isnull", False), (DAY, None))
    | (Q(("plaque_on__isnull", False), (f"{DAY}__isnull", False)) & ~Q(plaque_on=F(DAY)))
)


@dataclass(frozen=True)
class PlaqueStep:
    """What is next for the plaque of a titled pilot; empty words once it was given."""

    next: str = ""
    by: str = ""
    until: str = ""
    said: str = ""


def plaque_step(pilot: Pilot, measures: Iterable[SupportMeasure], now: datetime) -> PlaqueStep:
    """The next step of a titled pilot: its plaque on the Low Carbon Day, or afterwards when that day has passed.

    Args:
        measures: the measures of support that stand for it; a plaque among them was given.
    """
    if Support.PLAQUE in {measure.kind for measure in measures}:
        return PlaqueStep(said=f"已授牌（{pilot.plaque_day}低碳日）。")
    city = "北京市生态环境局"
    if not day_has_passed(pilot, now):
        return PlaqueStep("在低碳日活动上授牌", city, pilot.plaque_day)
    said = f"授牌所在的低碳日（{pilot.plaque_day}）已过，还没有登记授牌。牌匾由{city}另行交付，登记的授牌日期仍为该日。"
    return PlaqueStep("另行交付牌匾并登记授牌", city, "", said)


def day_has_passed(pilot: Pilot, now: datetime) -> bool:
    """Whether the Low Carbon Day of its plaque is over."""
    return pilot.plaque_on is not None and pilot.plaque_on < day_of(now)


def plaque_sentence(pilot: Pilot, now: datetime) -> str:
    """When the plaque is given, for messages; also when the title comes after that day."""
    late = "（已过，牌匾另行交付）" if day_has_passed(pilot, now) else ""
    return f"授牌日期：{pilot.plaque_day}{late}"


def date_plaques() -> int:
    """Date every titled pilot's plaque as its cycle has it; return how many were dated, or dated anew.

    A plaque that was given stays as it was recorded.

    Killed anywhere and run again, it goes on where it stopped; run twice at once it does each once.
    """
    given = SupportMeasure.objects.standing().filter(kind=Support.PLAQUE)
    due = Pilot.objects.filter(MOVED, state=PilotState.TITLED).exclude(pk__in=given.values("pilot"))
    due = due.order_by("pk")
    return sum(_date_plaque(pk) for pk in list(due.values_list("pk", flat=True)))


def _date_plaque(pilot_id: int) -> bool:
    with PILOT.perform("date_plaque", pilot_id, actor=None) as act:
        pilot = act.object
        cycle = Cycle.objects.get(entries=pilot.entry_id)
        if pilot.plaque_on == cycle.low_carbon_day:
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
