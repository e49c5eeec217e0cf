"""Units of activity data and of factors: which go together, and by which power of ten.

A factor is a mass of CO2 over a unit of activity. MWh go with tCO2/MWh, also with kgCO2/kWh; MWh with tCO2/t is flagged.
A unit that is not listed goes only with itself, letter by letter (车公里 with kgCO2/车公里).

**m³ and Nm³.** A factor over Nm³ means gas at 0 °C and 101.325 kPa. The m³ of a gas bill is at 20 °C, about 7 %
less gas. So m³ goes with Nm³ only where the person says it is the standard state: Nm³ = m³（标准状态） = 标方.
"""

import re
import unicodedata

# unit → (what it measures, power of ten of the first unit of that kind)
UNITS = {
    "MWh": ("电量", 0),
    "kWh": ("电量", -3),
    "万kWh": ("电量", 1),
    "GWh": ("电量", 3),
    "万MWh": ("电量", 4),
    "亿kWh": ("电量", 5),
    "GJ": ("热量", 0),
    "万GJ": ("热量", 4),
    "MJ": ("热量", -3),
    "TJ": ("热量", 3),
    "t": ("质量", 0),
    "kg": ("质量", -3),
    "万t": ("质量", 4),
    "m³": ("体积", 0),
    "万m³": ("体积", 4),
    "L": ("体积", -3),
    "Nm³": ("标准状态体积", 0),
    "万Nm³": ("标准状态体积", 4),
    "tce": ("标准煤", 0),
    "kgce": ("标准煤", -3),
    "万tce": ("标准煤", 4),
    "km": ("里程", 0),
    "万km": ("里程", 4),
}
ALIASES = {
    "兆瓦时": "MWh",
    "千瓦时": "kWh",
    "度": "kWh",
    "万千瓦时": "万kWh",
    "万度": "万kWh",
    "万兆瓦时": "万MWh",
    "吉瓦时": "GWh",
    "亿千瓦时": "亿kWh",
    "亿度": "亿kWh",
    "吉焦": "GJ",
    "万吉焦": "万GJ",
    "兆焦": "MJ",
    "太焦": "TJ",
    "吨": "t",
    "千克": "kg",
    "公斤": "kg",
    "万吨": "万t",
    "立方米": "m³",
    "m^3": "m³",
    "方": "m³",
    "万立方米": "万m³",
    "万方": "万m³",
    "10^4m3": "万m³",
    "10^4m^3": "万m³",
    "Nm^3": "Nm³",
    "标方": "Nm³",
    "标立方米": "Nm³",
    "标准立方米": "Nm³",
    "m³(标准状态)": "Nm³",
    "立方米(标准状态)": "Nm³",
    "万标方": "万Nm³",
    "万标立方米": "万Nm³",
    "万标准立方米": "万Nm³",
    "万m³(标准状态)": "万Nm³",
    "万立方米(标准状态)": "万Nm³",
    "10^4Nm3": "万Nm³",
    "10^4Nm^3": "万Nm³",
    "升": "L",
    "吨标准煤": "tce",
    "吨标煤": "tce",
    "千克标准煤": "kgce",
    "万吨标准煤": "万tce",
    "公里": "km",
    "千米": "km",
    "万公里": "万km",
}
# how a factor begins → power of ten of a tonne
MASSES = {"t": 0, "吨": 0, "kg": -3, "千克": -3, "公斤": -3, "g": -6, "克": -6}
GASES = ("co2e", "co2当量", "co2", "二氧化碳当量", "二氧化碳")
FACTOR_EXAMPLES = ("tCO2/MWh", "tCO2/GJ", "tCO2/t", "tCO2/万m³", "tCO2/万Nm³", "tCO2/tce", "kgCO2/km")


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


_KNOWN = {_folded(name): name for name in UNITS} | {_folded(alias): name for alias, name in ALIASES.items()}


def canonical(text: str) -> str:
    """Return the unit by its listed name, or as it was typed, without spaces and in small letters."""
    folded = _folded(text)
    return _KNOWN.get(folded, folded)


def denominator(factor_unit: str) -> tuple[int, str] | None:
    """Return (power of ten of a tonne, unit of activity) of a factor's unit; None when it is no mass of CO2 over a unit."""
    mass, slash, unit = _folded(factor_unit).partition("/")
    if not slash or not unit:
        return None
    gas = next((gas for gas in GASES if mass.endswith(gas)), None)
    power = MASSES.get(mass.removesuffix(gas)) if gas else None
    return None if power is None else (power, canonical(unit))


def power_of_ten(unit: str, factor_unit: str) -> int | None:
    """Return n so that quantity × factor × 10ⁿ is in tonnes; None when the two units do not go together."""
    parts = denominator(factor_unit)
    if not parts or not canonical(unit):
        return None
    mass, under = parts
    above = canonical(unit)
    kind, power = UNITS.get(above, (above, 0))
    other, less = UNITS.get(under, (under, 0))
    return mass + power - less if kind == other else None


def states_missing(unit: str, factor_unit: str) -> bool:
    """Whether one is a volume as measured and the other at standard state, so that only a word on the state is missing."""
    parts = denominator(factor_unit)
    kinds = {UNITS.get(name, ("", 0))[0] for name in (canonical(unit), parts[1] if parts else "")}
    return kinds == {"体积", "标准状态体积"}


def for_browser() -> dict:
    """Return the tables as the script takes them, so that they are written once."""
    return {"units": UNITS, "known": _KNOWN, "masses": MASSES, "gases": GASES}
