"""Titles and tables of what is written about a pilot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilots.submissions.kinds import kind_of
from pilots.targets.rows import place_name
from pilots.writing.official import TITLE_LINE, over_lines
from pilots.writing.reading import sections_of
from tests import factories


@given(st.text("甲乙丙", min_size=1, max_size=100))
def test_a_long_title_is_broken_into_even_lines(title):
    lines = over_lines(title).split("\n")
    assert "".join(lines) == title
    assert all(len(line) <= TITLE_LINE for line in lines)
    assert len(lines) == 1 or min(map(len, lines)) > TITLE_LINE // 3


def test_lines_of_a_title_stay_lines():
    assert over_lines("示例项目\n自评报告") == "示例项目\n自评报告"
    report = "2026年12月1日至12月31日试点进展报告"  # digits are narrow
    assert over_lines(report) == report


@pytest.mark.django_db
def test_a_target_without_a_unit_is_read_with_the_usual_one_of_its_kind():
    plan = factories.write_plan(factories.planning())
    plan.content |= {place_name(key, "unit"): "" for key in range(1, 9)}
    sections = [
        section
        for section in sections_of(kind_of(plan).layout_of(plan), plan.content)
        if "单位" in section.heads
    ]
    units = {
        row[section.heads.index("种类")]: row[section.heads.index("单位")]
        for section in sections
        for row in section.rows
    }
    assert units["年减排量"] == "tCO2e"
    assert units["里程碑"] == "—"


@pytest.mark.django_db
def test_a_group_that_may_stay_empty_and_does_is_not_read():
    plan = factories.write_plan(factories.planning())
    layout = kind_of(plan).layout_of(plan)
    titles = [section.title for section in sections_of(layout, plan.content)]
    assert "实施安排" in titles and "采用的排放因子" not in titles
    chosen = plan.content | {"own_factors": "示例因子 0.5 tCO2/MWh"}
    assert "采用的排放因子" in [section.title for section in sections_of(layout, chosen)]
