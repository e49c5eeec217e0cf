"""A leader beside its sector: never fewer than five units, no names (A2 §二.2)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilots.figures import spread
from pilots.figures.spread import LEAST_UNITS, _spread

FIGURES = st.lists(st.none() | st.decimals(-100, 10**6, places=4), max_size=12)


@given(FIGURES, st.none() | st.decimals(-100, 10**6, places=4))
def test_fewer_than_five_units_are_never_shown(values, own):
    known = [value for value in values if value is not None]
    shown = _spread("示例", "%", own, values)
    assert (shown is None) == (own is None or len(known) < 5)
    if shown:
        assert shown.units == len(known)
        assert list(shown.marks) == sorted(shown.marks)
        assert (shown.marks[0], shown.marks[-1]) == (min(known), max(known))


def test_the_middle_is_the_middle():
    shown = _spread("示例", "%", Decimal(1), [Decimal(n) for n in (9, 1, 5, 3, 7)])
    assert shown.marks == (1, 3, 5, 7, 9) and LEAST_UNITS == 5


@pytest.mark.parametrize("missing", [{}, {"years": []}, {"years": [{"year": "2025"}]}])
def test_who_told_nothing_is_not_counted(missing):
    assert spread._told(missing).intensity is None
