"""Units: which go together, by laws; a cubic metre and one at standard state only where somebody says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.factors.units import ALIASES, MASSES, UNITS, canonical, power_of_ten, states_missing

units = st.sampled_from(list(UNITS))
written = st.sampled_from([*UNITS, *ALIASES])
masses = st.sampled_from(list(MASSES))


@given(units, masses)
def test_a_unit_goes_with_a_factor_over_itself_by_the_power_of_the_mass(unit, mass):
    assert power_of_ten(unit, f"{mass}CO2/{unit}") == MASSES[mass]


@given(units, units)
def test_two_units_go_together_exactly_when_they_are_of_one_kind(one, other):
    there, back = power_of_ten(one, f"tCO2/{other}"), power_of_ten(other, f"tCO2/{one}")
    assert (there is None) == (back is None) == (UNITS[one][0] != UNITS[other][0])
    assert there is None or there + back == 0


@given(units, units, units)
def test_going_over_a_third_unit_changes_nothing(one, two, three):
    steps = [power_of_ten(one, f"tCO2/{two}"), power_of_ten(two, f"tCO2/{three}")]
    if None not in steps:
        assert power_of_ten(one, f"tCO2/{three}") == sum(steps)


@given(written, written)
def test_however_a_unit_is_written_it_is_the_same(one, other):
    plain = power_of_ten(canonical(one), f"kgCO2e/{canonical(other)}")
    assert power_of_ten(one, f"kgCO2e/{other}") == plain
    assert canonical(canonical(one)) == canonical(one) and canonical(one) in UNITS


@given(written)
def test_full_width_letters_are_the_same_unit(unit):
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in unit)
    assert canonical(wide) == canonical(unit)


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("m³（标准状态）", "Nm³"),
        ("m3(标准状态)", "Nm³"),
        ("标方", "Nm³"),
        ("标准立方米", "Nm³"),
        ("Ｎｍ³", "Nm³"),
        ("万标方", "万Nm³"),
        ("万m³（标准状态）", "万Nm³"),
        ("10^4 Nm3", "万Nm³"),
        ("万吉焦", "万GJ"),
        ("亿度", "亿kWh"),
        ("吨标煤", "tce"),
    ],
)
def test_units_as_they_are_used(written, listed):
    assert canonical(written) == listed


def test_a_cubic_metre_goes_with_a_factor_at_standard_state_only_when_that_is_said():
    assert power_of_ten("万m³（标准状态）", "tCO2/万Nm³") == 0
    assert power_of_ten("万m³", "tCO2/万Nm³") is None and states_missing("万m³", "tCO2/万Nm³")
    assert states_missing("Nm³", "kgCO2/m³")
    assert not states_missing("Nm³", "tCO2/万Nm³") and not states_missing("m³", "tCO2/t")
    assert not states_missing("", "tCO2/万Nm³") and not states_missing("m³", "")


def test_large_units_by_their_power_of_ten():
    assert power_of_ten("万GJ", "tCO2/GJ") == 4
    assert power_of_ten("亿kWh", "kgCO2/kWh") == 5
    assert power_of_ten("万Nm³", "kgCO2/Nm³") == 1
    assert power_of_ten("万MWh", "tCO2/MWh") == 4
