"""The life-line as a picture: where each mark and bar stands, in units of the SVG. Pure; the template draws it.

Marks carry the number of their row in the table beside, so that no label can cover another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from pilots.life_line.events import Event, Lane
from pilots.life_line.series import Series

WIDTH, LEFT, RIGHT = 760, 68, 24
TOP, ROW, RADIUS = 24, 24, 10
CHART_HEIGHT, BAR, GAP = 150, 22, 6
LINE_LABEL = 92  # for the words at the right of a target's line


@dataclass(frozen=True)
class Mark:
    """One event in the picture: its centre, its number, how it looks."""

    x: float
    y: float
    number: int
    event: Event


@dataclass(frozen=True)
class LifeLine:
    """The picture of the events: lanes as (label, y of its first row), marks, the years' lines, today."""

    height: int
    lanes: tuple[tuple[str, float], ...]
    marks: tuple[Mark, ...]
    years: tuple[tuple[float, int], ...]
    today: float | None
    width: int = WIDTH
    left: int = LEFT
    radius: int = RADIUS


def life_line(events: Sequence[Event], today: date) -> LifeLine:
    """Place the events on one line of time; marks that would touch stand one below the other.

    Args:
        events: in the order of their days, at least one.
    """
    first = min(event.day for event in events).replace(day=1)
    last = max(*(event.day for event in events), today) + relativedelta(months=1)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (day - first).days / span * (WIDTH - LEFT - RIGHT), 1)

    lanes, marks, y = [], [], float(TOP + RADIUS)
    for lane in Lane:
        own = [(number, event) for number, event in enumerate(events, start=1) if event.lane == lane]
        if not own:
            continue
        lanes.append((lane.value, y))
        ends: list[float] = []  # of each row, where its last mark ends
        for number, event in own:
            at = x(event.day)
            row = next((n for n, end in enumerate(ends) if end <= at - RADIUS), len(ends))
            ends[row : row + 1] = [at + RADIUS + 2]
            marks.append(Mark(at, y + row * ROW, number, event))
        y += len(ends) * ROW + 10
    years = tuple((x(date(year, 1, 1)), year) for year in range(first.year + 1, last.year + 1))
    inside = first <= today <= last
    return LifeLine(round(y + 14), tuple(lanes), tuple(marks), years, x(today) if inside else None)


@dataclass(frozen=True)
class Bar:
    """One bar of the chart; ``kind`` is reported or audited."""

    x: float
    y: float
    height: float
    kind: str
    value: Decimal


@dataclass(frozen=True)
class Line:
    """A level across the chart: what was promised or aimed at. ``label_y``: where its words stand, apart from others."""

    y: float
    label_y: float
    label: str
    kind: str
    value: Decimal


@dataclass(frozen=True)
class Chart:
    """The chart of the main figure over the years."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    years: tuple[tuple[float, int], ...]
    base: float
    width: int = WIDTH
    left: int = LEFT
    height: int = TOP + CHART_HEIGHT + 40
    right: int = WIDTH - RIGHT - LINE_LABEL


def chart(series: Series) -> Chart | None:
    """Place the bars of each year and the levels of promise and target; None when there is nothing to draw."""
    values = [value for year in series.years for value in (year.reported, year.audited) if value is not None]
    levels = [
        (label, kind, value)
        for label, kind, value in (
            ("申报承诺", "promised", series.promised),
            ("目标", "targeted", series.targeted),
        )
        if value is not None
    ]
    most = max([*values, *(value for _, _, value in levels)], default=Decimal(0))
    if most <= 0:
        return None
    base = float(TOP + CHART_HEIGHT)

    def height(value: Decimal) -> float:
        return round(float(max(value, Decimal(0)) / most) * CHART_HEIGHT, 1)

    right = WIDTH - RIGHT - LINE_LABEL
    step = (right - LEFT) / max(len(series.years), 1)
    bars, years = [], []
    for position, year in enumerate(series.years):
        middle = LEFT + step * (position + 0.5)
        years.append((round(middle, 1), year.year))
        for kind, value, x in (
            ("reported", year.reported, middle - BAR - GAP / 2),
            ("audited", year.audited, middle + GAP / 2),
        ):
            if value is not None:
                bars.append(Bar(round(x, 1), base - height(value), height(value), kind, value))
    lines, taken = [], []
    for label, kind, value in levels:
        y = base - height(value)
        label_y = y + 4
        while any(abs(label_y - other) < 16 for other in taken):
            label_y += 16
        taken.append(label_y)
        lines.append(Line(y, label_y, label, kind, value))
    return Chart(tuple(bars), tuple(lines), tuple(years), base)
