"""Where a leader stands in its sector: its intensity and reduction beside those of the library, without names (A2 §二.2).

Compared is what applications of the same sector told in the same unit of output. Fewer than five units are never
shown: a figure could be guessed back to its owner.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from django.db.models import F, Max

from applications.carbon import history
from applications.models import Revision
from pilots.models import Pilot
from pilots.rules import application_of
from programme.notice import Carbon, form_of

LEAST_UNITS = 5


@dataclass(frozen=True)
class Spread:
    """The figures of a sector: least, lower quarter, middle, upper quarter, most; and that of the pilot."""

    label: str
    unit: str
    units: int
    marks: tuple[Decimal, Decimal, Decimal, Decimal, Decimal]
    own: Decimal


@dataclass(frozen=True)
class Told:
    """What an organisation told of its last year."""

    output_unit: str
    intensity: Decimal | None
    drop: Decimal | None
    intensity_drop: Decimal | None


def sector_spreads(pilot: Pilot) -> list[Spread]:
    """Intensity and reduction of a leader beside its sector; nothing where fewer than five units can be compared."""
    entry = pilot.entry
    application = application_of(entry)
    if application is None or form_of(entry.sheet).carbon != Carbon.HISTORY or not entry.field:
        return []
    by_organisation = _told_by(entry.pilot_type, entry.field)
    own = by_organisation.get(application.organisation_id)
    if own is None:
        return []
    same_unit = [told for told in by_organisation.values() if told.output_unit == own.output_unit]
    asked = (
        ("碳排放强度", f"tCO2/{own.output_unit}", own.intensity, [told.intensity for told in same_unit]),
        ("碳排放总量下降率", "%", own.drop, [told.drop for told in by_organisation.values()]),
        (
            "碳排放强度下降率",
            "%",
            own.intensity_drop,
            [told.intensity_drop for told in by_organisation.values()],
        ),
    )
    spreads = (_spread(label, unit, value, values) for label, unit, value, values in asked)
    return [spread for spread in spreads if spread is not None]


def _spread(label: str, unit: str, own: Decimal | None, values: Iterable[Decimal | None]) -> Spread | None:
    known = sorted(value for value in values if value is not None)
    if own is None or len(known) < LEAST_UNITS:
        return None
    low, middle, high = quantiles(known, n=4, method="inclusive")
    return Spread(label, unit, len(known), (known[0], low, middle, high, known[-1]), own)


def _told_by(pilot_type: str, field: str) -> dict[int, Told]:
    """Organisation id → what its latest received application of a sector told; one query."""
    last = Revision.objects.filter(
        application__entry__pilot_type=pilot_type, application__entry__field=field
    ).alias(last=Max("application__revisions__number"))
    rows = last.filter(number=F("last")).order_by("application__entry__received_at")
    told = rows.values_list("application__organisation_id", "carbon")
    return {organisation: _told(carbon) for organisation, carbon in told}


def _told(carbon: dict) -> Told:
    figures = history.read(carbon)
    years = [year for year, row in figures.by_year.items() if row.value("emissions") is not None]
    if not years:
        return Told(figures.output_unit, None, None, None)
    last = max(years)
    return Told(
        figures.output_unit,
        figures.by_year[last].intensity,
        figures.drop(last, "emissions"),
        figures.drop(last, "ratio"),
    )
