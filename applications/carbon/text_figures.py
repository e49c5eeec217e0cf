"""Figures that people wrote into free text: tonnes of CO2, tonnes of standard coal, PUE. Only what is plain is found."""

import re
import unicodedata
from decimal import Decimal

_NUMBER = r"([0-9][0-9,]{0,17}(?:\.[0-9]{1,8})?)"
_CARBON = r"(?:吨|t)\s{0,2}(?:二氧化碳|co2)(?!(?:e|当量)?\s{0,2}[/每])"  # no factor: tCO2/MWh
CO2 = re.compile(rf"{_NUMBER}\s{{0,2}}(万?)\s{{0,2}}{_CARBON}")
CO2_BEFORE = re.compile(
    rf"(?:二氧化碳|co2|碳排放|碳减排|减碳)[^0-9。；;，,\n]{{0,10}}{_NUMBER}\s{{0,2}}(万?)\s{{0,2}}(?:吨|t\b)(?!\s{{0,2}}(?:标|二氧化碳|co2))"
)
TCE = re.compile(rf"{_NUMBER}\s{{0,2}}(万?)\s{{0,2}}(?:吨\s{{0,2}}标准?煤|tce)")
TCE_BEFORE = re.compile(
    rf"标准?煤[^0-9。；;，,\n]{{0,8}}{_NUMBER}\s{{0,2}}(万?)\s{{0,2}}吨(?!\s{{0,2}}(?:标|二氧化碳|co2))"
)
NOT_YEARLY = re.compile(
    r"累计|生命周期|寿命|期内|推广|全市|全国|行业|预测|远期|每(?:台|套|辆|户|吨|平方米|万元|千瓦)|单位|[0-9]\s{0,2}年(?:内|间|共|合计|总)"
)
PUE = re.compile(r"pue[^。；;\n]{0,40}")
PUE_VALUE = re.compile(r"(?<![0-9.])([1-4]\.[0-9]{1,3})(?!\s{0,2}[0-9%万吨亿千兆个倍mk])")
USE = re.compile(
    rf"(?:能源消费量|能源消费总量|综合能耗|年能耗|总能耗|年用能)[^0-9。；;，,\n]{{0,10}}{_NUMBER}\s{{0,2}}(万?)\s{{0,2}}(?:吨\s{{0,2}}标准?煤|tce)"
)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _tonnes(match: re.Match) -> Decimal:
    value = Decimal(match[1].replace(",", ""))
    return value * 10000 if match[2] else value


def co2(text: str) -> tuple[list[Decimal], list[Decimal]]:
    """Return the amounts of CO2 in tonnes: (baselines, all others). A baseline has 基准 before it in its clause."""
    baselines, others = [], []
    for before, tonnes in _co2_with_clause(text):
        (baselines if "基准" in before else others).append(tonnes)
    return baselines, others


def yearly_co2(text: str) -> list[Decimal]:
    """Return the amounts of CO2 in tonnes that can only be the reduction of a year: no baseline, sum of years, outlook."""
    found = _co2_with_clause(text)
    return [tonnes for before, tonnes in found if "基准" not in before and not NOT_YEARLY.search(before)]


def _co2_with_clause(text: str) -> list[tuple[str, Decimal]]:
    """What stands before an amount in its clause, and the amount in tonnes."""
    text = _folded(text)
    spans = {match.start(1): match for pattern in (CO2, CO2_BEFORE) for match in pattern.finditer(text)}
    return [
        (re.split(r"[。；;，,\n]", text[:start])[-1], _tonnes(match))
        for start, match in sorted(spans.items())
    ]


def coal(text: str) -> list[Decimal]:
    """Return the amounts of standard coal in tonnes."""
    text = _folded(text)
    spans = {match.start(1): match for pattern in (TCE, TCE_BEFORE) for match in pattern.finditer(text)}
    return [_tonnes(match) for _, match in sorted(spans.items())]


def energy_use(text: str) -> list[Decimal]:
    """Return what is called the yearly use of energy, in tonnes of standard coal."""
    return [_tonnes(match) for match in USE.finditer(_folded(text))]


def pue(text: str) -> list[Decimal]:
    """Return the PUE values, of 由 1.45 降至 1.25 both."""
    clauses = PUE.findall(_folded(text))
    return [Decimal(value) for clause in clauses for value in PUE_VALUE.findall(clause)]
