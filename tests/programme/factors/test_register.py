"""The register of factors: every row with its whole source, none valid beside another of its series, faulty files refused."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import yaml

from programme.factors import register
from programme.factors.register import FOLDER, OWN, FaultyRegister, choices, factor, factors_for, newer, read
from programme.factors.units import UNITS, power_of_ten

FILES = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))}
ROWS = read(FILES)
MAY = date(2026, 5, 20)
SOURCE = {"issuer": "示例机关", "title": "示例公告", "number": "公告2025年第1号", "date": date(2025, 1, 2)}
ROW = {
    "key": "grid-2023",
    "series": "grid",
    "group": "电力",
    "name": "示例电力",
    "value": "0.5",
    "unit": "kgCO2/kWh",
    "region": "北京",
    "year": 2023,
    "from": date(2025, 1, 2),
    "source": "one",
    "place": "附件表1",
}


def file(*rows: dict, source: dict | None = None) -> dict[str, bytes]:
    held = {"sources": {"one": source or SOURCE}, "factors": list(rows)}
    return {"example.yaml": yaml.safe_dump(held, allow_unicode=True).encode()}


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_every_row_names_its_source_and_its_unit_is_known(row):
    assert row.source.issuer and row.source.title and row.source.number and row.place
    assert row.source.date <= row.valid_from
    assert row.per_unit in UNITS
    assert len(row.source_text) <= 200 and row.source.number in row.source_text
    assert 1990 <= row.year <= row.source.date.year
    assert factor(row.key) is not None


def test_the_rows_of_a_series_follow_each_other_without_a_gap():
    for series in {row.series for row in ROWS.values()}:
        rows = sorted((row for row in ROWS.values() if row.series == series), key=lambda row: row.valid_from)
        for before, after in pairwise(rows):
            assert before.valid_until + timedelta(days=1) == after.valid_from
        assert rows[-1].valid_until is None


def test_what_is_calculated_from_parameters_is_their_product():
    """389.31 GJ/万Nm³ × 0.0153 tC/GJ × 99 % × 44/12, in whole numbers: 38931 × 153 × 99 × 44 / 12 in 1e-8."""
    assert ROWS["natural-gas-2024"].value == f"{38931 * 153 * 99 * 44 // 12 / 10**8:.8f}"


def test_on_a_day_the_rows_of_that_day_are_offered():
    assert factor("grid-beijing-2023").value == "0.5554"
    on_day = {row.key for row in factors_for(date(2025, 12, 30), "kWh")}
    assert "grid-beijing-2022" in on_day and "grid-beijing-2023" not in on_day
    next_day = {row.key for row in factors_for(date(2025, 12, 31), "万千瓦时")}
    assert "grid-beijing-2023" in next_day and "grid-beijing-2022" not in next_day
    assert factors_for(date(2020, 1, 1)) == []


def test_only_rows_that_go_with_a_unit_are_offered_for_it():
    assert {row.key for row in factors_for(MAY, "万Nm³")} == {"natural-gas-2024"}
    assert factors_for(MAY, "万m³") == [], "a cubic metre as billed is not one at standard state"
    assert all(power_of_ten("t", row.unit) is not None for row in factors_for(MAY, "t"))
    assert factors_for(MAY, "车公里") == []


def test_the_row_that_followed_is_found_and_none_before_it_came():
    assert newer("grid-national-2021", MAY).key == "grid-national-2023"
    assert newer("grid-national-2021", date(2025, 1, 1)).key == "grid-national-2022"
    assert newer("grid-national-2023", MAY) is None
    assert newer("grid-national-2023", date(2025, 1, 1)) is None, "an older row never takes its place"
    assert newer("no-such-row", MAY) is None


def test_the_choices_begin_with_the_own_value_and_keep_what_was_chosen():
    first, *groups = choices(MAY)
    assert first == (OWN, "自填因子（须写明来源）")
    assert groups[0][0] == "电力"
    keys = [key for _, rows in groups for key, _ in rows]
    assert "grid-beijing-2023" in keys and "grid-beijing-2022" not in keys
    *_, (name, rows) = choices(MAY, "grid-beijing-2022")
    assert name == "原来选用的因子" and rows == [
        ("grid-beijing-2022", "北京市电力平均：0.5580 kgCO2/kWh（2022 年）")
    ]
    assert choices(MAY, "grid-beijing-2023") == choices(MAY)


@pytest.mark.parametrize(
    "lacking", ["key", "series", "name", "unit", "region", "place", "value", "year", "from", "source"]
)
def test_a_row_that_lacks_something_is_refused(lacking):
    with pytest.raises(FaultyRegister, match=r"example\.yaml"):
        read(file({key: value for key, value in ROW.items() if key != lacking}))


@pytest.mark.parametrize("lacking", list(SOURCE))
def test_a_source_that_lacks_something_is_refused(lacking):
    with pytest.raises(FaultyRegister, match=lacking):
        read(file(ROW, source={key: value for key, value in SOURCE.items() if key != lacking}))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": 0.5}, "带引号"),
        ({"value": "0.123456789"}, "最多 8 位"),
        ({"value": "-1"}, "带引号"),
        ({"value": "0.00"}, "不能是 0"),
        ({"unit": "kWh"}, "二氧化碳质量"),
        ({"until": date(2024, 1, 1)}, "早于 from"),
        ({"source": "two"}, "sources"),
        ({"colour": "green"}, "不认识的项 colour"),
        ({"place": "很长" * 100}, "超过 200"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_in_plain_chinese(changed, said):
    with pytest.raises(FaultyRegister, match=said):
        read(file(ROW | changed))


def test_rows_of_a_series_that_overlap_or_change_their_kind_are_refused():
    later = ROW | {"key": "grid-2024", "from": date(2026, 1, 1)}
    with pytest.raises(FaultyRegister, match="重叠"):
        read(file(ROW, later))
    ended = ROW | {"until": date(2025, 12, 31)}
    assert list(read(file(ended, later))) == ["grid-2023", "grid-2024"]
    with pytest.raises(FaultyRegister, match="同类"):
        read(file(ended, later | {"unit": "kgCO2/GJ"}))
    with pytest.raises(FaultyRegister, match="重复"):
        read(file(ROW, ROW))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"- 1",
        b"sources: {}",
        b"sources: {}\nfactors: [1]",
        b"\x00",
        b"a: [",
        b"sources: [1]\nfactors: []",
    ],
)
def test_a_file_of_another_shape_is_refused(data):
    with pytest.raises(FaultyRegister):
        read({"example.yaml": data})


def test_the_register_is_read_once():
    assert register._rows() is register._rows()
