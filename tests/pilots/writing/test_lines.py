"""A text of several points, point by point."""

import pytest

from pilots.writing.lines import points_in


@pytest.mark.parametrize("text", ["1. 甲\n2、乙", "（一）甲\n\n（二） 乙", "甲\n  乙  "])
def test_numbering_and_blank_lines_are_left_out(text):
    assert points_in(text) == ["甲", "乙"]


def test_a_number_that_belongs_to_the_point_stays():
    assert points_in("2026 年完成\n\n") == ["2026 年完成"]
