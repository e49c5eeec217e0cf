"""The rubric of a cycle and type: where it comes from, how far it is, and what fixes it (REV-3)."""

from datetime import datetime

from programme.models import Cycle
from programme.notice import STARTER_SCALE, programme_of
from reviews.models import Criterion, Rubric, ScoreSheet
from reviews.states import RubricState


def rubric_of(cycle: Cycle, pilot_type: str) -> list[Criterion]:
    """The rubric of a cycle and type in its order; made from that of the year before, else from the starter."""
    own = Criterion.objects.filter(cycle=cycle, pilot_type=pilot_type).order_by("position")
    if found := list(own):
        return found
    made = [
        Criterion(
            cycle=cycle,
            pilot_type=pilot_type,
            position=n,
            name=name,
            guidance=guidance,
            weight=weight,
            scale=scale,
        )
        for n, (name, guidance, weight, scale) in enumerate(_pattern(cycle, pilot_type), start=1)
    ]
    Criterion.objects.bulk_create(made, ignore_conflicts=True)
    return list(own.all())


def _pattern(cycle: Cycle, pilot_type: str) -> list[tuple]:
    """What a new rubric starts from: (name, guidance, weight, scale) of each criterion."""
    return earlier(cycle, pilot_type)[1] or starter(pilot_type)


def earlier(cycle: Cycle, pilot_type: str) -> tuple[int | None, list[tuple]]:
    """The rubric of the newest earlier year that has one: its year and its rows; (None, []) without one."""
    before = Criterion.objects.filter(cycle__year__lt=cycle.year, pilot_type=pilot_type)
    newest = before.order_by("-cycle__year").select_related("cycle").first()
    if newest is None:
        return None, []
    rows = before.filter(cycle=newest.cycle_id).order_by("position")
    return newest.cycle.year, list(rows.values_list("name", "guidance", "weight", "scale"))


def starter(pilot_type: str) -> list[tuple]:
    """The starter rubric: (name, guidance, weight, scale) of each criterion."""
    return [
        (each.name, each.guidance, each.weight, STARTER_SCALE) for each in programme_of(pilot_type).rubric
    ]


def lock_rubric(cycle: Cycle, pilot_type: str, at: datetime) -> None:
    """Fix the rubric for good, in the transaction of a submission and before its criteria are read (REV-3).

    It waits for a change of the rubric that is under way. Lock order: sheet → rubric.
    """
    own = Rubric.objects.filter(cycle=cycle, pilot_type=pilot_type)
    if own.filter(locked_at__isnull=False).exists():
        return
    rubric = locked_row(cycle, pilot_type)
    if rubric.locked_at is None:
        rubric.locked_at = at
        rubric.save(update_fields=["locked_at"])


def locked_row(cycle: Cycle, pilot_type: str) -> Rubric:
    """The row of the rubric, locked to the end of the transaction, made when there is none yet."""
    Rubric.objects.get_or_create(cycle=cycle, pilot_type=pilot_type)
    return Rubric.objects.select_for_update().get(cycle=cycle, pilot_type=pilot_type)


def is_locked(cycle: Cycle, pilot_type: str) -> bool:
    """Whether a sheet was ever submitted, so that the rubric stays as it is, also when it is reopened (REV-3)."""
    locked = Rubric.objects.filter(cycle=cycle, pilot_type=pilot_type, locked_at__isnull=False)
    valid = ScoreSheet.objects.valid().filter(panel__cycle=cycle, panel__pilot_type=pilot_type)
    return locked.exists() or valid.exists()


def state_of(cycle: Cycle, pilot_type: str) -> RubricState:
    """Draft until a sheet is handed to a reviewer, in use until one is submitted, locked from then on."""
    if is_locked(cycle, pilot_type):
        return RubricState.LOCKED
    used = ScoreSheet.objects.filter(panel__cycle=cycle, panel__pilot_type=pilot_type).exists()
    return RubricState.IN_USE if used else RubricState.DRAFT
