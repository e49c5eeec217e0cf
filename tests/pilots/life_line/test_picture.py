"""Where marks and bars of the life-line stand."""

from datetime import date
from decimal import Decimal
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from pilots.life_line.events import Event, Lane
from pilots.life_line.picture import RADIUS, chart, life_line
from pilots.life_line.series import Series, Year

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
EVENTS = st.lists(st.builds(Event, DAYS, st.sampled_from(Lane), st.just("示例")), min_size=1, max_size=30)
AMOUNTS = st.none() | st.decimals(0, 10**12, places=4)


@given(EVENTS, DAYS)
def test_marks_lie_inside_the_picture_and_none_covers_another(events, today):
    events = sorted(events, key=lambda event: event.day)
    picture = life_line(events, today)
    assert [mark.number for mark in sorted(picture.marks, key=lambda mark: mark.number)] == list(
        range(1, len(events) + 1)
    )
    for mark in picture.marks:
        assert RADIUS <= mark.x <= picture.width - RADIUS
        assert RADIUS <= mark.y <= picture.height - RADIUS
    for one in picture.marks:
        for other in picture.marks:
            if one.number < other.number:
                assert hypot(one.x - other.x, one.y - other.y) >= 2 * RADIUS - 1


@given(EVENTS, DAYS)
def test_later_events_never_stand_left_of_earlier_ones(events, today):
    events = sorted(events, key=lambda event: event.day)
    marks = sorted(life_line(events, today).marks, key=lambda mark: mark.number)
    places = [mark.x for mark in marks]
    assert places == sorted(places)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=8), AMOUNTS, AMOUNTS)
def test_bars_are_as_high_as_their_figures_and_words_do_not_cover_each_other(told, promised, targeted):
    years = tuple(Year(2024 + n, reported, found) for n, (reported, found) in enumerate(told))
    drawn = chart(Series("年减排量", "tCO2e", promised, targeted, years))
    values = [value for pair in told for value in pair if value is not None]
    most = max([*values, *(value for value in (promised, targeted) if value is not None)], default=Decimal(0))
    assert (drawn is None) == (most <= 0)
    if drawn is None:
        return
    assert [bar.value for bar in drawn.bars] == values
    for bar in drawn.bars:
        assert abs(bar.y + bar.height - drawn.base) < 0.2
        assert 0 <= bar.height <= drawn.base
        assert abs(bar.height / 150 - float(bar.value / most)) < 0.01
    labels = [line.label_y for line in drawn.lines]
    assert all(abs(a - b) >= 16 for n, a in enumerate(labels) for b in labels[n + 1 :])
    assert all(label <= drawn.height for label in labels)
