"""Targets that a report is held against, and what was reported of them before. No writing."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from journal.clock import day_of
from pilots.models import Pilot, ReportedValue, Submission, Target, TargetSet
from pilots.models.target import MEASURES
from pilots.progress.due import plans
from pilots.states import TargetKind
from pilots.targets.reported import Like, amounts

YEARLY = (TargetKind.EMISSIONS, TargetKind.INTENSITY)  # what a leader tells each year (A2 §三.3)


def set_of_report(submission: Submission) -> TargetSet | None:
    """The targets that counted at the end of the report's period, or else the first that counted after it.

    A set that comes in force later leaves reports of earlier periods as they are, so nothing that is being written is
    lost. A leader is held against what it promised with its application. None where no targets are known.
    """
    sets = list(submission.pilot.target_sets.all())
    if not plans(submission.pilot):
        return next((one for one in sets if one.version == 0), None)
    counted = sorted(
        (one for one in sets if one.version and one.in_force_since),
        key=lambda one: one.version,
    )
    until = submission.period_to
    held = [one for one in counted if until and _since(one) <= until]
    return held[-1] if held else next(iter(counted), None)


def _since(one: TargetSet) -> date:
    since: datetime | None = one.in_force_since
    return day_of(since) if since else date.max


def targets_of_report(submission: Submission) -> list[Target]:
    """The targets of a report, those with values first; of a leader only those that it tells each year."""
    chosen = set_of_report(submission)
    targets = list(chosen.targets.all()) if chosen else []
    if not plans(submission.pilot):
        targets = [target for target in targets if target.kind in YEARLY]
    return sorted(targets, key=lambda target: (target.kind == TargetKind.MILESTONE, target.key))


def reported_before(submission: Submission) -> Mapping[Like, Decimal]:
    """What earlier reports say, of all years together, of kinds that add up.

    Of each report its last version counts that was not sent back: an earlier one may still wait for its answer.
    """
    rows = _standing_values(submission.pilot)
    earlier = [row for row in rows if row.version.submission.period_to < submission.period_to]
    return {
        like: sum(years.values(), Decimal(0))
        for like, years in amounts(earlier).items()
        if MEASURES[like[1]].adds_up
    }


def _standing_values(pilot: Pilot) -> list[ReportedValue]:
    """Values of the last version of each report that waits or was accepted; read once per object of the pilot."""
    if "_reported_cache" not in pilot.__dict__:
        rows = ReportedValue.objects.standing().filter(version__submission__pilot=pilot)
        rows = rows.select_related("target", "version__submission")
        pilot.__dict__["_reported_cache"] = list(rows)
    return pilot.__dict__["_reported_cache"]
