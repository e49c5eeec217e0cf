"""Rows of targets: what is wrong in them, and when a reason is asked for (A1 §三.2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from pilots.targets.compare import Difference, worse
from pilots.targets.page import Held, row_faults, target_groups

TODAY, END = date(2027, 1, 1), date(2027, 12, 31)
GOOD = {
    "target_1_kind": "reduction",
    "target_1_name": "每年减少温室气体排放",
    "target_1_baseline": "5000",
    "target_1_value": "1200",
    "target_1_due": "2027-12-31",
    "target_1_method": "按电表核算。",
}
PROMISED = SimpleNamespace(
    key=1,
    kind="reduction",
    name="减排",
    unit="tCO2e",
    baseline=None,
    value=Decimal(1200),
    due_on=None,
    source="申报材料",
)


def held(**targets) -> Held:
    def asks(difference: Difference) -> str:
        return worse(difference.before, difference.after) if difference.before else ""

    return Held("申报承诺", "理由", "", asks, targets or {1: PROMISED}, highest=1, promised=True)


def faults(changes: dict[str, str], against: Held | None = None) -> dict[str, str]:
    against = against or held()
    return dict(row_faults(GOOD | changes, against, first=TODAY, last=END))


@pytest.mark.parametrize(("promised", "told"), [(True, "1200 tCO2e（申报材料）"), (False, "1200 tCO2e")])
def test_only_what_was_promised_says_where_it_comes_from(promised, told):
    first, *_ = target_groups(GOOD, replace(held(), promised=promised))
    assert first.facts == (("申报承诺", told),)


def test_a_row_that_keeps_the_promise_needs_nothing_more():
    assert faults({}) == {}
    assert faults({"target_1_value": "1500"}) == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"target_1_value": "1199"}, "目标值低于申报承诺（1200 tCO2e）"),
        ({"target_1_unit": "千克"}, "种类或单位与申报承诺（1200 tCO2e）不同"),
        ({"target_1_keep": "given_up", "target_2_kind": "milestone"}, "申报承诺（1200 tCO2e）不再列为目标"),
    ],
)
def test_a_row_that_falls_behind_the_promise_needs_a_reason(changes, said):
    assert faults(changes)["target_1_why"] == said
    assert "target_1_why" not in faults(changes | {"target_1_why": "按评审意见调整。"})


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"target_1_baseline": ""}, "baseline", "请填写基准值：改造前的年排放量。"),
        ({"target_1_value": "5001"}, "value", "目标值不能大于基准值，请核对两个数和单位。"),
        ({"target_1_due": "2026-12-31"}, "due", "完成日期不能早于今天。"),
        ({"target_1_due": "2028-01-01"}, "due", "完成日期不能晚于方案的完成日期（2027年12月31日）。"),
        ({"target_1_kind": "milestone"}, "value", "里程碑没有数值：请清空，或改选其他种类。"),
        ({"target_1_kind": "intensity"}, "unit", "请填写单位。"),
        ({"target_1_method": ""}, "method", "请写明怎样计量。"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_place(changes, place, said):
    assert faults(changes)[f"target_1_{place}"] == said


def test_a_new_row_takes_a_key_that_was_never_used():
    groups = target_groups({}, Held("现行目标", "影响", "", lambda difference: "", {}, highest=7))
    assert [group.key for group in groups] == ["target_8", "target_9", "target_10"]


def test_only_rows_of_the_earlier_set_may_be_given_up():
    own, new = target_groups(GOOD, held())[:2]
    assert own.facts == (("申报承诺", "1200 tCO2e（申报材料）"),)
    assert "target_1_keep" in [place.name for place in own.places]
    assert "target_2_keep" not in [place.name for place in new.places]


def test_the_unit_left_empty_is_the_usual_one_of_the_kind():
    hints = {place.name: place.hint for place in target_groups(GOOD, held())[0].places}
    assert hints["target_1_unit"] == "留空时为 tCO2e"
    assert hints["target_1_baseline"] == "改造前的年排放量"
