"""The laws of the kinds over every field of all four forms, and what each kind understands (design §2)."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.answers import dump_field, load_field, read_entry
from sheets.definitions import Field
from sheets.kinds import Answered, Malformed, MonthRange, Picked, Raw, kind_of
from sheets.kinds.base import scrub
from tests.sheets.strategies import SHEETS, leaves, values

FIELDS = [
    pytest.param(leaf, id=f"{key}-{leaf.key}") for key, sheet in SHEETS.items() for leaf in leaves(sheet)
]


def field(kind: str, **options) -> Field:
    return Field("key", kind, label="标签", **options)


@pytest.mark.parametrize("leaf", FIELDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_laws_of_every_field(leaf, data):
    value = data.draw(values(leaf))
    kind = kind_of(leaf)
    assert load_field(leaf, dump_field(leaf, value)) == value
    assert kind.parse(leaf, kind.text(leaf, value)) == value
    assert kind.clean(leaf, value) == value
    assert kind.clean(leaf, kind.labelled(leaf, value)) == value or value == Answered(None, "称号")


@pytest.mark.parametrize("leaf", FIELDS)
def test_blank_stays_blank(leaf):
    kind = kind_of(leaf)
    assert kind.parse(leaf, kind.text(leaf, None)) is None
    for blank in (None, "", "  ", "\u3000"):
        assert kind.clean(leaf, blank) is None
    assert kind.display(leaf, None) == ""
    assert kind.cell(leaf, None) is None
    assert kind.gaps(leaf, None)


@settings(max_examples=60, deadline=None)
@given(typed=st.text())
def test_a_draft_never_loses_what_was_typed(typed):
    for kind in ("phone", "mobile", "email", "money_wan", "area_km2", "count"):
        value = read_entry(field(kind), typed)
        if isinstance(value, Raw):
            assert load_field(field(kind), dump_field(field(kind), value)) == value
            assert set("".join(value.text.split())) <= set(typed)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("money_wan", "２，３５０.5 万元", Decimal("2350.50")),
        ("money_wan", 2100, Decimal("2100.00")),
        ("money_wan", "0", Decimal("0.00")),
        ("area_km2", "3.2平方公里", Decimal("3.2")),
        ("count", "1,200", 1200),
        ("count", " ２００ 家", 200),
        ("phone", "（010）1234 5678", "010-12345678"),
        ("phone", "010—12345678-801", "010-12345678-801"),
        ("phone", "010-12345678转801", "010-12345678-801"),
        ("phone", 13800000000, "13800000000"),
        ("phone", "400-000-0000", "400-000-0000"),
        ("mobile", "138 0000 0000", "13800000000"),
        ("email", " Contact＠example.org ", "Contact@example.org"),
        ("text", " 一 \n 二\u3000三 ", "一 二 三"),
        ("longtext", "\r\n\n　　一  \r二\x00\u202e\n\n", "　　一\n二"),
    ],
)
def test_entries_are_brought_into_one_form(kind, typed, value):
    unit = {"count": "家", "area_km2": "平方公里"}.get(kind, "")
    assert kind_of(field(kind)).clean(field(kind, unit=unit), typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("mobile", "1380000000", "11 位手机号码"),
        ("mobile", "010-12345678", "11 位手机号码"),
        ("phone", "12345", "010-12345678"),
        ("email", "nobody", "name@example.org"),
        ("money_wan", "-1", "最多两位小数"),
        ("money_wan", "1.234", "最多两位小数"),
        ("money_wan", True, "最多两位小数"),
        ("money_wan", "1" * 10, "数值过大"),
        ("money_wan", "约 200", "最多两位小数"),
        ("area_km2", "1.23456", "最多四位小数"),
        ("count", "1.5", "请填写整数"),
        ("text", ["a"], "请填写文字"),
        ("longtext", {"a": 1}, "请填写文字"),
        ("yesno", "也许", "“是”或“否”"),
        ("month_range", ["2025-13", "2026-01"], "起止年月"),
        ("month_range", ["2025-03"], "起止年月"),
        ("month_range", ["2025-03", ""], "起止年月"),
        ("month_range", "2025年3月", "起止年月"),
        ("month_range", [2025.10, 2026.3], "起止年月"),
    ],
)
def test_malformed_entries_say_what_to_write(kind, typed, says):
    with pytest.raises(Malformed, match=says):
        kind_of(field(kind)).clean(field(kind), typed)


@pytest.mark.parametrize(
    "typed",
    [
        ["2025-03", "2026-06"],
        "2025年3月—2026年6月",
        "2025.03 至 2026.06",
        ["2025-03-01", "2026/6"],
        "2025-03~2026-06",
    ],
)
def test_months_are_read_in_the_ways_people_write_them(typed):
    months = kind_of(field("month_range"))
    value = months.clean(field("month_range"), typed)
    assert isinstance(value, MonthRange)
    assert months.dump(field("month_range"), value) == ["2025-03", "2026-06"]


def test_months_must_not_run_backwards():
    months, period = kind_of(field("month_range")), field("month_range")
    assert months.faults(period, months.clean(period, ["2026-06", "2025-03"]))


CHOICE = field("choice", choices=("甲", "乙", "其他"), other_text="类型")
CHOICES = field("choices", choices=("中央", "市级", "否"), exclusive="否")
TITLE = field("yesno", detail="称号")


def test_choices_exclude_no():
    kind = kind_of(CHOICES)
    assert kind.faults(CHOICES, ("市级", "否")) and not kind.faults(CHOICES, ("中央", "市级"))
    assert kind.parse(CHOICES, "市级、中央") == ("中央", "市级")
    with pytest.raises(Malformed, match="街道"):
        kind.clean(CHOICES, ["街道"])


def test_other_needs_its_text_and_only_other_has_one():
    kind = kind_of(CHOICE)
    assert kind.gaps(CHOICE, Picked("其他")) and not kind.gaps(CHOICE, Picked("其他", "丙"))
    assert kind.faults(CHOICE, Picked("甲", "丙")) and not kind.faults(CHOICE, Picked("其他", "丙"))
    assert kind.parse(CHOICE, "□甲 √乙 □其他（类型：_____）") == Picked("乙")
    with pytest.raises(Malformed, match="只能选择一项"):
        kind.parse(CHOICE, "☑ 甲　☑ 乙　☐ 其他（类型：_____）")


def test_yes_needs_its_detail_and_no_has_none():
    kind = kind_of(TITLE)
    assert kind.gaps(TITLE, Answered(True)) and not kind.gaps(TITLE, Answered(False))
    assert kind.faults(TITLE, Answered(False, "称号")) and kind.gaps(TITLE, Answered(None, "称号"))
    with pytest.raises(Malformed, match="只能选择一项"):
        kind.parse(TITLE, "☑ 是（称号：甲）　☑ 否")
    assert kind.parse(TITLE, "☑ 是（称号：甲）　☐ 否）　☐ 否") == Answered(
        True, "甲）　☐ 否".replace("　", " ")
    )


@pytest.mark.parametrize(("written", "wrong"), [(1000, False), (1001, True)])
def test_limits_count_characters_as_word_does(written, wrong):
    content = field("longtext", limit=1000)
    faults = kind_of(content).faults(content, "碳" * (written - 1) + " tCO2e")
    assert bool(faults) is wrong
    assert not faults or "请删减 1 字" in faults[0][1]


def test_scrub_takes_out_what_no_file_holds_and_nothing_else():
    breaks, directions = (
        "\r\v\f\x85\u2028\u2029",
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
    )
    for code in range(0x110000):
        char = chr(code)
        unfit = unicodedata.category(char) in ("Cc", "Cs") or code & 0xFFFE == 0xFFFE
        if char in breaks:
            expected = "甲\n乙"
        elif char in directions or (unfit and char not in "\n\t"):
            expected = "甲乙"
        else:
            expected = f"甲{char}乙"
        assert scrub(f"甲{char}乙") == expected, hex(code)
