"""Cycles and numbers: opening, receiving into the right year, the gate, the quota.

Locks are taken in the order of ``docs/architecture.md``: application → quota → gate → end of the journal.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import Organisation
from journal import clock
from journal.workflow import Refused
from programme.cutoff import default_cutoff, year_of
from programme.models import Cycle, NumberGate, ParkQuota
from programme.notice import programme_of

INHERITED = (
    "focus",
    "correction_days",
    "correction_day_kind",
    "paper_reminder_days",
    "public_notice_days",
    "titles",
)  # what a new cycle takes from the one before
SHUT = "{} 年度已经截止，请按下一年度申报。"


def open_cycle(year: int, at: datetime) -> Cycle:
    """Return the cycle of ``year``, opening it when it does not exist yet."""
    if cycle := Cycle.objects.filter(year=year).first():
        return cycle
    before = Cycle.objects.filter(year__lt=year).order_by("-year").first()
    defaults = {"cutoff": default_cutoff(year), "opened_at": at}
    if before:
        defaults |= {name: getattr(before, name) for name in INHERITED}
    return Cycle.objects.get_or_create(year=year, defaults=defaults)[0]


def cycle_at(instant: datetime) -> Cycle:
    """The cycle that what the city receives at ``instant`` belongs to (CUT-3), opened when need be.

    A cycle that closing has shut takes nothing more, also when the clock was set back: the next one does.
    """
    return opened(present_cycle(instant), instant)


def opened(cycle: Cycle, at: datetime) -> Cycle:
    """A cycle as it stands, opened when it does not exist yet."""
    return cycle if cycle.pk else open_cycle(cycle.year, at)


def present_cycle(instant: datetime) -> Cycle:
    """The cycle that ``cycle_at`` gives, as it stands: unsaved when it does not exist yet. One query."""
    return calendar().present(instant)


@dataclass(frozen=True)
class Calendar:
    """All cycles as one query found them. A verb reads it once: no cutoff moves while a verb runs (``actions_cycle``)."""

    cycles: dict[int, Cycle]

    @property
    def cutoffs(self) -> dict[int, datetime]:
        """Year → exclusive cutoff."""
        return {year: each.cutoff for year, each in self.cycles.items()}

    def cycle_of(self, instant: datetime) -> Cycle:
        """The cycle that ``instant`` falls into, shut or not; unsaved when it does not exist yet."""
        return self._cycle(year_of(instant, self.cutoffs))

    def present(self, instant: datetime) -> Cycle:
        """The cycle that takes what is received at ``instant``: the first from there on that is not shut."""
        cycle = self.cycle_of(instant)
        while getattr(cycle, "shut", False):
            cycle = self._cycle(cycle.year + 1)
        return cycle

    def _cycle(self, year: int) -> Cycle:
        return self.cycles.get(year) or Cycle(year=year, cutoff=default_cutoff(year))


def calendar() -> Calendar:
    """Read all cycles."""
    shut = Exists(NumberGate.objects.filter(cycle=OuterRef("pk"), closed=True))
    return Calendar({cycle.year: cycle for cycle in Cycle.objects.annotate(shut=shut)})


def cycle_as_is(year: int) -> Cycle:
    """The cycle of ``year`` as it stands, for pages: unsaved when it does not exist yet."""
    return Cycle.objects.filter(year=year).first() or Cycle(year=year, cutoff=default_cutoff(year))


def receive(pilot_type: str, instant: datetime, known: Calendar) -> tuple[Cycle, str, datetime]:
    """Give out the next number of the cycle that ``instant`` falls into (NUM-1), inside the verb's transaction.

    A shut gate is met only when the verb outlived the grace of closing, or the clock was set back: the clock is
    read anew then, and the next year is the truth.

    Args:
        known: the cycles as the verb has read them.

    Returns:
        The cycle, the number, and the instant that counts.
    """
    while True:
        cycle = opened(known.cycle_of(instant), instant)
        try:
            return cycle, number_of(cycle, pilot_type), instant
        except GateShut:
            instant, known = max(clock.now(), cycle.cutoff), calendar()


class GateShut(Refused):
    """A cycle gives out no more numbers: closing has shut its gates."""


def number_of(cycle: Cycle, pilot_type: str) -> str:
    """The next number of a cycle and type; its gate is locked to the end of the transaction.

    Raises:
        GateShut: as it says.
    """
    gate = locked_gate(cycle, pilot_type)
    if gate.closed:
        raise GateShut(SHUT.format(cycle.year))
    gate.last += 1
    gate.save(update_fields=["last"])
    return f"{cycle.year}-{programme_of(pilot_type).number_code}-{gate.last:04d}"


def require_open(cycle: Cycle, pilot_type: str) -> None:
    """Refuse what a cycle does not take any more, without a lock.

    Raises:
        GateShut: as it says.
    """
    if is_shut(cycle, pilot_type):
        raise GateShut(SHUT.format(cycle.year))


def is_shut(cycle: Cycle, pilot_type: str) -> bool:
    """Whether the cycle gives out no more numbers of a type."""
    return NumberGate.objects.filter(cycle=cycle, pilot_type=pilot_type, closed=True).exists()


def locked_gate(cycle: Cycle, pilot_type: str) -> NumberGate:
    """The gate of a cycle and type, locked to the end of the transaction."""
    gates = NumberGate.objects.select_for_update().filter(cycle=cycle, pilot_type=pilot_type)
    if gate := gates.first():
        return gate
    NumberGate.objects.get_or_create(cycle=cycle, pilot_type=pilot_type)
    return gates.get()


def quota_of(cycle: Cycle, recommender: Organisation) -> ParkQuota:
    """The park quota of a recommender in a cycle, as it stands (unsaved when nothing was recommended yet)."""
    park_quota = ParkQuota.objects.filter(cycle__year=cycle.year, recommender=recommender).first()
    return park_quota or ParkQuota(cycle=cycle, recommender=recommender, allowed=cycle.park_quota)


def take_quota(cycle: Cycle, recommender: Organisation) -> None:
    """Use up one park of the recommender's quota (REC-3), under its lock.

    Raises:
        Refused: the quota is used up.
    """
    ParkQuota.objects.get_or_create(
        cycle=cycle, recommender=recommender, defaults={"allowed": cycle.park_quota}
    )
    quota = ParkQuota.objects.select_for_update().get(cycle=cycle, recommender=recommender)
    if quota.used >= quota.allowed:
        raise Refused(
            f"{cycle.year} 年度贵单位的园区推荐名额（{quota.allowed} 个）已用完。"
            "如需增加名额，请向市生态环境局说明理由，由市级工作人员调整。"
        )
    quota.used += 1
    quota.save(update_fields=["used"])


def free_quota(cycle: Cycle, recommender: Organisation) -> None:
    """Give back one park of the quota: a recommended park was withdrawn before the decision."""
    quota = ParkQuota.objects.select_for_update().filter(cycle=cycle, recommender=recommender).first()
    if quota and quota.used:
        quota.used -= 1
        quota.save(update_fields=["used"])
