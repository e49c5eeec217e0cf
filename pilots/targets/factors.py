"""The emission factors that a plan, a report or a self-evaluation reckons with: rows of the register, or own ones with source.

A row of the register is never edited, so its key says what was reckoned with; a newer row is told and changes nothing
(``programme.factors``).
"""

from collections.abc import Iterator, Mapping
from datetime import date

from face.wording import chinese_date
from pilots.writing.layout import Group, Place, PlaceKind
from programme.factors.kept import LACKS_SOURCE
from programme.factors.register import Factor, factor, factors_since, newer
from sheets.letters.letter import Column, Part, Table

NUMBERS = (1, 2, 3)
OWN, OWN_SOURCE = "own_factors", "own_factors_source"
LIMIT = 1000  # characters
COLUMNS = (Column("排放因子", 50), Column("数值和单位", 40), Column("年份", 14, "center"), Column("来源", 52))


def place_name(number: int) -> str:
    """The name of the place of a chosen row."""
    return f"factor_{number}"


def factor_group(content: Mapping[str, str], opened: date) -> Group:
    """The group of a page on which the factors are chosen, or told.

    Args:
        opened: the day on which the page was begun; rows that have been valid since are offered.
    """
    return Group(
        "factors",
        "采用的排放因子",
        (
            *(_choice(number, content, opened) for number in NUMBERS),
            Place(
                OWN,
                "登记表中没有的因子",
                PlaceKind.LONG,
                hint="写明名称、数值、单位和适用年份；没有的不填",
                limit=LIMIT,
            ),
            Place(
                OWN_SOURCE,
                "这些因子的来源",
                PlaceKind.LONG,
                hint="写明发布机构、文件名称、文号和日期",
                limit=LIMIT,
            ),
        ),
        lead="核算减排量用到的排放因子从登记表中选择；登记表没有的自己填写，并写明来源。没有用到的不填。",
        facts=tuple(_facts(content, opened)),
    )


def _choice(number: int, content: Mapping[str, str], opened: date) -> Place:
    rows = factors_since(opened)
    held = factor(content.get(place_name(number), ""))
    if held and held not in rows:
        rows = [held, *rows]
    choices = tuple((row.key, f"{row.group} · {row.label}") for row in rows)
    return Place(place_name(number), f"排放因子 {number}", PlaceKind.CHOICE, choices=choices)


def chosen(content: Mapping[str, str]) -> Iterator[tuple[int, Factor]]:
    """(number, row) of every place that holds a row of the register."""
    for number in NUMBERS:
        if row := factor(content.get(place_name(number), "")):
            yield number, row


def _facts(content: Mapping[str, str], opened: date) -> Iterator[tuple[str, str]]:
    for number, row in chosen(content):
        yield f"因子 {number} 的来源", f"{row.source_text}，{row.region}"
        later = newer(row.key, opened)
        if later:
            since = chinese_date(later.valid_from)
            yield f"因子 {number} 的新值", f"{later.label}，自{since}起；已填写的数值不会自动改变。"


def factor_faults(content: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(name, sentence) of what cannot be right: a row chosen twice, an own factor without its source."""
    seen: set[str] = set()
    for number, row in chosen(content):
        if row.key in seen:
            yield place_name(number), "这个因子已经选过，请改选或清空。"
        seen.add(row.key)
    if content.get(OWN) and not content.get(OWN_SOURCE):
        yield OWN_SOURCE, LACKS_SOURCE
    elif content.get(OWN_SOURCE) and not content.get(OWN):
        yield OWN, "写了来源，请写明因子的名称、数值、单位和适用年份；没有的请清空来源。"


def factor_parts(content: Mapping[str, str]) -> Iterator[Part]:
    """The factors as a table of a letter; nothing where none is told."""
    rows = [
        (row.name, f"{row.value} {row.unit}", str(row.year), row.source_text) for _, row in chosen(content)
    ]
    if content.get(OWN):
        rows.append((content[OWN], "", "", content.get(OWN_SOURCE, "")))
    if rows:
        yield Table(COLUMNS, tuple(rows))
