"""What a sheet keeps of a factor: chosen, typed over, own, and what became of it since."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.factors.kept import Kept, differing, differs, kept, lacks_source, settled
from programme.factors.register import OWN, factor

MAY = date(2026, 5, 20)
CHOSEN = kept(factor("grid-beijing-2023"))
EARLIER = kept(factor("grid-beijing-2022"))
OWN_ONE = Kept(OWN, "0.6", "tCO2/MWh", "2024", "示例报告")


def test_a_new_choice_brings_its_texts_along():
    assert settled(Kept("grid-beijing-2023", "9", "tCO2/t", "1999", "别的"), was=OWN) == CHOSEN
    assert settled(Kept("grid-beijing-2023", "", "", "", ""), was="grid-beijing-2022") == CHOSEN
    assert CHOSEN.value == "0.5554" and CHOSEN.year == "2023" and "公告2025年第47号" in CHOSEN.source


def test_a_choice_that_stands_stays_also_when_it_is_no_longer_valid():
    assert settled(CHOSEN, was=CHOSEN.key) == CHOSEN
    assert settled(EARLIER, was=EARLIER.key) == EARLIER


@pytest.mark.parametrize(
    "changed", [{"value": "0.6"}, {"unit": "tCO2/MWh"}, {"year": "2024"}, {"source": "别的"}]
)
def test_a_text_that_is_typed_over_makes_it_an_own_factor_and_keeps_the_texts(changed):
    typed = replace(CHOSEN, **changed)
    assert settled(typed, was=CHOSEN.key) == replace(typed, key=OWN)


def test_an_own_factor_and_a_key_that_nobody_knows_keep_their_texts():
    assert settled(OWN_ONE, was=OWN) == OWN_ONE
    assert settled(replace(CHOSEN, key=OWN), was=CHOSEN.key) == replace(CHOSEN, key=OWN)
    for was in (OWN, "invented"):
        assert settled(replace(OWN_ONE, key="invented"), was=was) == OWN_ONE


_texts = st.text(max_size=8) | st.sampled_from(["0.5554", "kgCO2/kWh", "2023", CHOSEN.source])
_keys = st.sampled_from([OWN, "invented", CHOSEN.key, EARLIER.key, "natural-gas-2024"])


@given(st.builds(Kept, _keys, _texts, _texts, _texts, _texts), _keys)
def test_whatever_is_sent_a_key_is_kept_only_with_the_texts_of_its_row(typed, was):
    result = settled(typed, was)
    assert result.key == OWN or result == kept(factor(result.key))
    assert settled(result, result.key) == result


def test_an_own_value_needs_its_source():
    assert lacks_source(replace(OWN_ONE, source=" ")).startswith("请填写因子来源：自填的因子须写明")
    assert lacks_source(OWN_ONE) == lacks_source(CHOSEN) == ""
    assert lacks_source(Kept(OWN, "", "", "", "")) == ""


def test_a_newer_value_is_told_and_only_then():
    change = differs(EARLIER, MAY)
    assert (change.before, change.now.key) == (EARLIER, "grid-beijing-2023")
    assert differs(EARLIER, date(2025, 6, 1)) is None
    assert differs(CHOSEN, MAY) is None and differs(OWN_ONE, MAY) is None
    assert differs(replace(EARLIER, value="0.5554"), MAY) is None, "the same value under an older key"
    assert differs(replace(EARLIER, value="0.00055540", unit="tCO2/kWh"), MAY) is None
    assert differs(replace(EARLIER, value="no number"), MAY) is not None
    assert list(differing({"a": EARLIER, "b": CHOSEN}, MAY)) == ["a"]
