"""Whether a change needs approval: weighty if and only if one of the bounds is crossed (A3 §三.三)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pilots.change.weight import Aim, Bounds, weighty_because
from pilots.targets.rows import TargetRow

DAY = date(2027, 6, 30)
BOUNDS = Bounds(Decimal("10.00"), 90)

numbers = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False)
days = st.integers(-200, 200).map(lambda count: DAY + timedelta(days=count))


def row(key: int, **changes) -> TargetRow:
    usual = {
        "kind": "reduction",
        "name": "每年减少温室气体排放",
        "unit": "tCO2e",
        "baseline": Decimal(5000),
        "value": Decimal(1000),
        "due_on": DAY,
        "method": "按电表核算。",
        "evidence": "",
        "source": "",
    }
    return TargetRow(key=key, **(usual | changes))


def because(
    before: list[TargetRow], after: list[TargetRow], bounds: Bounds = BOUNDS, until: date = DAY
) -> list[str]:
    return weighty_because(Aim(tuple(before), DAY), Aim(tuple(after), until), bounds)


@st.composite
def rows(draw) -> TargetRow:
    milestone = draw(st.booleans())
    if milestone:
        return row(1, kind="milestone", unit="", baseline=None, value=None, due_on=draw(days))
    unit = draw(st.sampled_from(["tCO2e", "吨"]))
    return row(1, unit=unit, baseline=draw(st.none() | numbers), value=draw(numbers), due_on=draw(days))


def crossed(old: Decimal | None, new: Decimal | None, percent: Fraction) -> bool:
    """The bound recomputed with fractions."""
    if old is None or new is None:
        return old is not None
    if old == 0:
        return new != 0
    return abs(Fraction(new) - Fraction(old)) / abs(Fraction(old)) > percent / 100


@given(
    before=st.lists(rows(), max_size=4),
    after=st.lists(rows(), max_size=4),
    until=days,
    percent=st.decimals(min_value=0, max_value=100, places=2),
    bound=st.integers(0, 200),
)
def test_a3_3_a_change_is_weighty_exactly_when_a_bound_is_crossed(before, after, until, percent, bound):
    old = dict(enumerate(before))
    new = dict(enumerate(after))
    same = old.keys() & new.keys()
    expected = (
        old.keys() != new.keys()
        or any((old[key].kind, old[key].unit) != (new[key].kind, new[key].unit) for key in same)
        or any(crossed(old[key].value, new[key].value, Fraction(percent)) for key in same)
        or any(crossed(old[key].baseline, new[key].baseline, Fraction(percent)) for key in same)
        or any(abs((new[key].due_on - old[key].due_on).days) > bound for key in same)
        or abs((until - DAY).days) > bound
    )
    keyed = [
        [
            row(
                key, **{name: getattr(goal, name) for name in ("kind", "unit", "baseline", "value", "due_on")}
            )
            for key, goal in rows.items()
        ]
        for rows in (old, new)
    ]
    assert bool(because(*keyed, Bounds(percent, bound), until)) is expected


@given(st.lists(rows(), max_size=4))
def test_the_same_targets_are_never_weighty(listed):
    assert because(listed[:1], listed[:1], Bounds(Decimal(0), 0)) == []


def test_the_bound_itself_is_not_crossed():
    assert because([row(1)], [row(1, value=Decimal(1100), due_on=DAY + timedelta(days=90))]) == []


def test_each_bound_that_is_crossed_is_said_with_its_figures():
    later = DAY + timedelta(days=91)
    said = because([row(1), row(2)], [row(1, value=Decimal(800), due_on=later), row(3)], until=later)
    assert said == [
        "目标 1「每年减少温室气体排放」的目标值由 1000 改为 800，变化 20%，超过 10%",
        "目标 1「每年减少温室气体排放」的完成日期由2027年6月30日改为2027年9月29日，推迟 91 天，超过 90 天",
        "目标 2「每年减少温室气体排放」不再列为目标",
        "新增目标 3「每年减少温室气体排放」：1000 tCO2e，2027年6月30日前",
        "方案完成日期由2027年6月30日改为2027年9月29日，推迟 91 天，超过 90 天",
    ]
