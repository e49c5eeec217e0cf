"""A leader's yearly figures: intensity, mean of 2016-2018, drops, and the sentences for the form (A2)."""

from decimal import Decimal

import pytest

from applications.carbon.history import read, stored
from applications.carbon.sentences import of_allowances, of_figures


def years(**totals) -> list[dict]:
    """``y2016="900/10"``: total and output of a year."""
    rows = []
    for key, text in totals.items():
        emissions, _, output = text.partition("/")
        rows.append({"year": key[1:], "emissions": emissions, "output": output})
    return rows


FULL = years(y2016="900/10", y2017="1000/10", y2018="1100/10", y2025="750/15")


def test_drops_against_the_mean_of_2016_to_2018():
    figures = read({"years": FULL, "output_unit": "万元"})
    assert figures.by_year[2025].intensity == Decimal("50.0000")
    assert (figures.base("emissions"), figures.base("ratio")) == (1000, 100)
    assert (figures.drop(2025, "emissions"), figures.drop(2025, "ratio")) == (
        Decimal("25.00"),
        Decimal("50.00"),
    )


@pytest.mark.parametrize(
    ("total", "drop"),
    [("1000", "0.00"), ("1100", "-10.00"), ("0", "100.00"), ("666.66", "33.33"), ("666.65", "33.34")],
)
def test_drop_rounds_half_up_to_two_places(total, drop):
    figures = read({"years": [*FULL[:3], *years(y2025=f"{total}/1")]})
    assert figures.drop(2025, "emissions") == Decimal(drop)


def test_a_mean_that_does_not_end_is_not_rounded_before_the_drop():
    figures = read({"years": years(y2016="1/3", y2017="1/3", y2018="2/3", y2025="1/3")})
    assert figures.drop(2025, "emissions") == Decimal("25.00")
    assert figures.drop(2025, "ratio") == Decimal("25.00")


def test_without_one_of_the_three_years_there_is_no_drop_and_it_is_named():
    figures = read({"years": [FULL[0], FULL[2], FULL[3]]})
    assert figures.drop(2025, "emissions") is None
    assert figures.missing_base == [2017]
    assert (
        of_figures(figures, 2025)
        == "碳排放情况：2025 年度碳排放总量 750 tCO2；碳排放强度 50.0000 tCO2/单位产出。"
    )


def test_a_year_that_stands_twice_is_said_at_the_second_row_of_either_table():
    again = {"year": "2025", "emissions": "700", "output": "15"}
    blank = {"year": "2025"}  # a year alone is no row yet
    figures = read({"years": [blank, *FULL, again], "allowances": [{"year": "2024", "allocated": "1"}] * 2})
    said = [[fault.message for fault in row.faults] for row in figures.years]
    assert said[:-1] == [[]] * 5 and "2025 年在上面已有一行" in said[-1][0]
    assert [len(row.faults) for row in figures.allowances] == [0, 1]
    assert figures.by_year[2025].value("emissions") == 750


def test_no_division_by_zero():
    figures = read({"years": years(y2016="0/0", y2017="0/0", y2018="0/0", y2025="5/0")})
    assert figures.by_year[2025].intensity is None
    assert figures.drop(2025, "emissions") is None


def test_the_sentence_tells_total_intensity_drops_and_standing():
    figures = read({"years": FULL, "output_unit": "万元产值", "standing": "位于行业前 5%。"})
    assert of_figures(figures, 2025) == (
        "碳排放情况：2025 年度碳排放总量 750 tCO2，较历史基准年（2016-2018 平均值）下降 25.00%；"
        "碳排放强度 50.0000 tCO2/万元产值，较历史基准年（2016-2018 平均值）下降 50.00%；行业所处水平：位于行业前 5%。"
    )
    risen = read({"years": [*FULL[:3], *years(y2025="1100")]})
    assert "上升 10.00%" in of_figures(risen, 2025)
    assert of_figures(figures, 2024) == ""


def test_the_history_of_allowances_in_order_of_the_years():
    rows = [
        {"year": "2025", "verified": "750", "surrendered": "750", "on_time": "是"},
        {"year": "2024", "allocated": "800", "verified": "790", "on_time": "否"},
        {"year": "2023"},
    ]
    assert of_allowances(read({"allowances": rows})) == (
        "配额清缴情况：2024 年度配额量 800 tCO2、核查排放量 790 tCO2、未按时完成清缴；"
        "2025 年度核查排放量 750 tCO2、清缴量 750 tCO2、按时完成清缴。"
    )


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"year": "2025", "emissions": "多"}, "emissions"),
        ({"emissions": "5"}, "year"),
        ({"year": "20"}, "year"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_entry(row, field):
    assert [fault.field for fault in read({"years": [row]}).years[0].faults] == [field]


def test_storage_keeps_what_was_typed_and_nothing_of_mere_years():
    data = {"years": [{"year": "2016"}, {"year": "2025", "emissions": "abc"}], "standing": "示例"}
    assert stored(read(data)) == data
    assert stored(read({"years": [{"year": "2016"}], "allowances": [{"year": "2023"}]})) == {}
    assert stored(read({"years": 5, "allowances": [None], "standing": []})) == {}
