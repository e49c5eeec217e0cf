"""The calculation sheet: exact arithmetic, one rule of rounding, units guarded, nothing lost of what was typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.carbon import reduction
from applications.carbon.numbers import NotANumber, number, rounded, shown
from applications.carbon.reduction import LABELS, read, stored
from applications.carbon.sentences import REDUCTION, merged, of_reduction
from programme.factors.units import power_of_ten
from tests.applications.carbon.vectors import vectors

LINE = {
    "measure": "光伏替代外购电",
    "activity": "外购电",
    "unit": "MWh",
    "baseline": "1000",
    "project": "400",
    "factor": "0.5",
    "factor_unit": "tCO2/MWh",
    "source": "示例来源",
    "year": "2024",
}
HEAD = {"boundary": "示例边界。", "method": "示例方法。"}


def sheet(*lines: dict, **head) -> reduction.Calculation:
    return read(HEAD | head | {"lines": list(lines)})


@pytest.mark.parametrize(("entries", "sums"), vectors())
def test_vectors(entries, sums):
    line = sheet(LINE | entries).lines[0]
    found = line.sums and {
        "baseline": shown(line.sums.baseline),
        "project": shown(line.sums.project),
        "reduction": shown(line.sums.reduction),
    }
    assert found == sums


def test_there_are_enough_vectors():
    assert len(vectors()) >= 50


def test_measures_are_summed_over_their_rows_and_the_total_over_the_measures():
    found = sheet(
        LINE | {"measure": "锅炉改热泵", "baseline": "100.01", "project": "0"},
        LINE,
        LINE | {"measure": "锅炉改热泵", "baseline": "0", "project": "30.01"},
    )
    assert {name: (s.baseline, s.project, s.reduction) for name, s in found.measures.items()} == {
        "锅炉改热泵": (Decimal("50.01"), Decimal("15.01"), Decimal("35.00")),
        "光伏替代外购电": (Decimal("500.00"), Decimal("200.00"), Decimal("300.00")),
    }
    assert found.total.reduction == found.figure == Decimal("335.00")


@pytest.mark.parametrize("key", list(LABELS))
def test_a_row_without_one_of_its_entries_gives_no_figure_for_the_form(key):
    found = sheet(LINE, LINE | {key: ""})
    assert found.figure is None
    assert [fault.field for fault in found.lines[1].gaps] == [key]


@pytest.mark.parametrize("key", ["boundary", "method"])
def test_boundary_and_method_are_needed_for_a_figure(key):
    assert sheet(LINE, **{key: " "}).figure is None


def test_blank_rows_do_not_count_and_a_sheet_without_rows_gives_nothing():
    assert sheet(LINE, {}).figure == Decimal("300.00")
    assert sheet().figure is None and sheet({}).figure is None


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"factor_unit": "tCO2/t"}, "factor_unit"),
        ({"factor_unit": "kg"}, "factor_unit"),
        ({"baseline": "-1"}, "baseline"),
        ({"project": "约 3"}, "project"),
        ({"factor": "0.123456789"}, "factor"),
        ({"year": "24"}, "year"),
        ({"year": "二〇二四"}, "year"),
        ({"source": "字" * 201}, "source"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_entry_and_gives_no_figure(entries, field):
    found = sheet(LINE | entries)
    assert [fault.field for fault in found.lines[0].faults] == [field]
    assert found.figure is None


def test_units_of_one_kind_go_together_by_a_power_of_ten():
    assert power_of_ten("万千瓦时", "kgCO2/MWh") == -2
    assert power_of_ten("MWh", "tCO2/GJ") is None


@pytest.mark.parametrize("text", ["1 000", "1,000", "１０００", " 1000 "])
def test_numbers_as_people_type_them(text):
    assert number(text) == 1000


@pytest.mark.parametrize("text", ["1..2", "--1", "+1", "∞", "NaN", "٣", "0x10", "1/2"])
def test_what_is_no_number(text):
    with pytest.raises(NotANumber):
        number(text, signed=True)


def test_half_goes_up_away_from_zero():
    assert [str(rounded(Decimal(text))) for text in ("0.005", "-0.005", "0.004999", "-0.001")] == [
        "0.01",
        "-0.01",
        "0.00",
        "0.00",
    ]


_texts = st.text(max_size=12) | st.sampled_from([*LINE.values()])


@given(
    st.fixed_dictionaries(
        {
            "boundary": _texts,
            "lines": st.lists(st.dictionaries(st.sampled_from([*LABELS]), _texts), max_size=4),
        }
    )
)
def test_what_was_typed_comes_back_from_storage(data):
    once = read(data)
    assert stored(read(stored(once))) == stored(once)
    assert read(stored(once)).total == once.total


@pytest.mark.parametrize(
    "data", [None, [], 3, {"lines": 4}, {"lines": [3, None, {"unit": 5}]}, {"boundary": {}}]
)
def test_storage_of_any_shape_is_read(data):
    assert read(data).figure is None


def test_an_empty_sheet_is_stored_as_nothing():
    assert stored(read({"boundary": " ", "lines": [{}, {"unit": ""}]})) == {}


def test_the_sentence_for_the_form_takes_the_place_of_the_one_before():
    first = of_reduction(sheet(LINE))
    assert "每年减少温室气体排放 300.00 tCO2e" in first
    text = merged("另可减少氮氧化物 2 吨。", first, REDUCTION)
    assert text == f"{first}\n另可减少氮氧化物 2 吨。"
    second = of_reduction(sheet(LINE | {"project": "0"}))
    assert merged(text, second, REDUCTION) == f"{second}\n另可减少氮氧化物 2 吨。"
    assert of_reduction(sheet(LINE | {"source": ""})) == ""


def test_a_volume_whose_state_is_not_said_is_a_fault_of_its_unit():
    gas = LINE | {"unit": "万m³", "factor": "21.62188809", "factor_unit": "tCO2/万Nm³"}
    (fault,) = sheet(gas).lines[0].faults
    assert fault.field == "unit" and "已是标准状态的写成 Nm³" in fault.message
    assert sheet(gas | {"unit": "万m³（标准状态）"}).figure is not None


def test_full_width_years_are_years():
    assert sheet(LINE | {"year": "２０２４"}).figure == Decimal("300.00")
