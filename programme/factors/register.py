"""Emission factors with their published sources, as rows of data (``programme/factors/*.yaml``).

A row is never edited once it is released: sheets keep its key. A new value is a new row of the same ``series``; the row
before gets its last day (``until``). A file that says too little is refused when it is loaded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from programme.factors.units import denominator, power_of_ten

FOLDER = Path(__file__).resolve().parent
OWN = ""  # the choice of a factor that the person names, with its source
OWN_LABEL = "自填因子（须写明来源）"
VALUE = re.compile(r"[0-9]{1,8}(\.[0-9]{1,8})?")
TEXTS = ("key", "series", "group", "name", "unit", "region", "place")
SOURCE_TEXTS = ("issuer", "title", "number")
SOURCE_LIMIT = 200  # characters: what the field of a sheet takes


class FaultyRegister(ValueError):
    """A file of the register says too little or contradicts itself; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Source:
    """A published document: who issued it, its title and number, its day."""

    issuer: str
    title: str
    number: str
    date: date

    def __str__(self) -> str:
        return f"{self.issuer}《{self.title}》（{self.number}，{self.date.isoformat()}）"


@dataclass(frozen=True)
class Factor:
    """One row: so many kg or t of CO2 over a unit of activity.

    Attributes:
        series: rows of one series follow each other; at most one is valid on a day.
        value: as published, in plain digits.
        year: that the data are of.
        valid_from: first day on which it is offered.
        valid_until: last such day; None while nothing has followed.
        place: where in the source it stands.
    """

    key: str
    series: str
    group: str
    name: str
    value: str
    unit: str
    region: str
    year: int
    valid_from: date
    valid_until: date | None
    source: Source
    place: str
    note: str = ""

    @property
    def per_unit(self) -> str:
        """The unit of activity, by its listed name: kWh of kgCO2/kWh."""
        parts = denominator(self.unit)
        return parts[1] if parts else ""

    @property
    def source_text(self) -> str:
        """The source as a sheet keeps it, on one line."""
        return f"{self.source}{self.place}"

    @property
    def label(self) -> str:
        """The row as it stands in a list to choose from."""
        return f"{self.name}：{self.value} {self.unit}（{self.year} 年）"

    def valid_on(self, day: date) -> bool:
        """Whether the row is offered on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def factor(key: str) -> Factor | None:
    """Return the row with this key, valid or not; None when there is none."""
    return _rows().get(key)


def factors_for(on: date, unit: str = "") -> list[Factor]:
    """Return the rows that are valid on a day, in the order of the files.

    Args:
        unit: of activity data: only rows that go with it (万kWh: those over kWh or MWh).
    """
    return [
        row
        for row in _rows().values()
        if row.valid_on(on) and (not unit or power_of_ten(unit, row.unit) is not None)
    ]


def factors_since(day: date) -> list[Factor]:
    """Return the rows that are offered on a day or came after it, in the order of the files."""
    return [row for row in _rows().values() if row.valid_until is None or row.valid_until >= day]


def newer(key: str, on: date) -> Factor | None:
    """Return the row that followed the one with this key and is valid on a day; None when none has followed."""
    row = factor(key)
    if row is None:
        return None
    valid = (other for other in factors_for(on) if other.series == row.series)
    return next((other for other in valid if other.valid_from > row.valid_from), None)


def choices(on: date, chosen: str = OWN) -> list[tuple[str, Any]]:
    """Return the choices of a select: the own value first, then the rows valid on a day by their groups.

    Args:
        chosen: key that the sheet holds; it stays a choice although it is no longer valid.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = factors_for(on)
    for row in rows:
        groups.setdefault(row.group, []).append((row.key, row.label))
    if chosen and chosen not in {row.key for row in rows}:
        earlier = factor(chosen)
        groups["原来选用的因子"] = [(chosen, earlier.label if earlier else chosen)]
    return [(OWN, OWN_LABEL), *groups.items()]


@cache
def _rows() -> dict[str, Factor]:
    return read({path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))})


def read(files: dict[str, bytes]) -> dict[str, Factor]:
    """Return the rows of the files by key, in their order.

    Raises:
        FaultyRegister: a row lacks something, a key stands twice, or two rows of a series are valid on one day.
    """
    rows: dict[str, Factor] = {}
    for name, data in files.items():
        for row in _file(name, data):
            if row.key in rows:
                raise FaultyRegister(f"因子库 {name}：{row.key} 重复。")
            rows[row.key] = row
    _refuse_overlaps(list(rows.values()))
    return rows


def _file(name: str, data: bytes) -> Iterator[Factor]:
    try:
        held = yaml.safe_load(data)
        sources = {key: _source(key, raw) for key, raw in held["sources"].items()}
        listed = held["factors"]
        for raw in listed:
            yield _factor(raw, sources)
    except FaultyRegister as error:
        raise FaultyRegister(f"因子库 {name}：{error}") from error
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise FaultyRegister(f"因子库 {name} 应包含 sources 和 factors 两部分，每条写全各项。") from error


def _source(key: str, raw: dict[str, Any]) -> Source:
    for name in SOURCE_TEXTS:
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            raise FaultyRegister(f"来源 {key} 缺少 {name}。")
    if not isinstance(raw.get("date"), date):
        raise FaultyRegister(f"来源 {key} 的 date 应写成 2025-12-31 这样的日期。")
    return Source(raw["issuer"], raw["title"], raw["number"], raw["date"])


def _factor(raw: dict[str, Any], sources: dict[str, Source]) -> Factor:
    key = raw.get("key", "")
    for name in TEXTS:
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            raise FaultyRegister(f"{key} 缺少 {name}。")
    unknown = raw.keys() - {*TEXTS, "value", "year", "from", "until", "source", "note"}
    if unknown:
        raise FaultyRegister(f"{key} 有不认识的项 {'、'.join(sorted(unknown))}。")
    if not isinstance(raw.get("value"), str) or not VALUE.fullmatch(raw["value"]):
        raise FaultyRegister(f'{key} 的 value 应是带引号的数，例如 "0.5554"，小数最多 8 位。')
    if not Decimal(raw["value"]):
        raise FaultyRegister(f"{key} 的 value 不能是 0。")
    if denominator(raw["unit"]) is None:
        raise FaultyRegister(f"{key} 的 unit 应写成「二氧化碳质量/活动数据单位」，例如 kgCO2/kWh。")
    if raw.get("source") not in sources:
        raise FaultyRegister(f"{key} 的 source 不在本文件的 sources 中。")
    return _complete(raw, sources[raw["source"]])


def _complete(raw: dict[str, Any], source: Source) -> Factor:
    """The row, once its texts are known to be there."""
    key, first, last = raw["key"], raw.get("from"), raw.get("until")
    if not isinstance(raw.get("year"), int):
        raise FaultyRegister(f"{key} 的 year 应是四位年份。")
    if not isinstance(first, date) or not (last is None or isinstance(last, date)):
        raise FaultyRegister(f"{key} 的 from 和 until 应写成 2025-12-31 这样的日期。")
    if last is not None and last < first:
        raise FaultyRegister(f"{key} 的 until 早于 from。")
    texts = {name: raw[name] for name in TEXTS}
    row = Factor(
        **texts,
        value=raw["value"],
        year=raw["year"],
        valid_from=first,
        valid_until=last,
        source=source,
        note=raw.get("note", ""),
    )
    if len(row.source_text) > SOURCE_LIMIT:
        raise FaultyRegister(f"{key} 的来源超过 {SOURCE_LIMIT} 个字符。")
    return row


def _refuse_overlaps(rows: list[Factor]) -> None:
    for series in dict.fromkeys(row.series for row in rows):
        ordered = sorted((row for row in rows if row.series == series), key=lambda row: row.valid_from)
        for before, after in pairwise(ordered):
            if before.valid_until is None or before.valid_until >= after.valid_from:
                raise FaultyRegister(f"因子库：{before.key} 与 {after.key} 的有效期重叠。")
            if power_of_ten(before.per_unit, after.unit) is None:
                raise FaultyRegister(f"因子库：{before.key} 与 {after.key} 的单位不是同类。")
