"""Targets as tables of a letter: a set by itself, and what a change does to one."""

from collections.abc import Iterable, Iterator, Mapping

from face.wording import chinese_date
from pilots.states import TargetKind
from pilots.targets.compare import Difference, told
from pilots.targets.rows import TargetRow, place_name, plain
from sheets.letters.letter import Column, Part, Table, Text

FIGURES = (
    Column("序号", 11, "center"),
    Column("目标", 47),
    Column("单位", 22, "center"),
    Column("基准值", 23, "right"),
    Column("目标值", 23, "right"),
    Column("完成日期", 30, "center"),
)
PROOFS = (Column("序号", 11, "center"), Column("计量方法", 60), Column("证明材料", 42), Column("来源", 43))
CHANGES = (
    Column("序号", 11, "center"),
    Column("目标", 37),
    Column("原目标", 33),
    Column("调整后", 33),
    Column("对该目标的影响", 42),
)
OWN = "方案新增"


def target_tables(rows: Iterable[TargetRow], content: Mapping[str, str]) -> Iterator[Part]:
    """A set in two tables: its figures and days, then how each is measured, proved and where it comes from."""
    listed = list(rows)
    yield Table(FIGURES, tuple(_figures(row) for row in listed))
    yield Text("计量方法、证明材料和来源", "heading")
    yield Table(PROOFS, tuple((row.key, row.method, row.evidence, row.source or OWN) for row in listed))
    reasons = [f"目标 {key}：{text}" for key, text in _whys(content) if text]
    if reasons:
        yield Text("与申报承诺不同的理由", "heading")
        yield from (Text(reason) for reason in reasons)


def _figures(row: TargetRow) -> tuple[str | int, ...]:
    label = TargetKind(row.kind).label if row.kind else ""
    name = f"{row.name}\n（{label}）" if label and label != row.name else row.name
    return (row.key, name, row.unit, plain(row.baseline), plain(row.value), chinese_date(row.due_on))


def _whys(content: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    keys = sorted(
        int(name.split("_")[1]) for name in content if name.startswith("target_") and name.endswith("_why")
    )
    return ((key, content[place_name(key, "why")]) for key in keys)


def change_table(differences: Iterable[Difference], content: Mapping[str, str]) -> Table:
    """What a change does, target by target; those that stay are listed too, so that the whole set is read."""
    return Table(
        CHANGES,
        tuple(
            (
                each.key,
                _name_of(each),
                told(each.before) or "（新增）",
                (told(each.after) if each.any else "不变") if each.after else "不再列为目标",
                content.get(place_name(each.key, "why"), ""),
            )
            for each in differences
        ),
    )


def _name_of(difference: Difference) -> str:
    goal = difference.after or difference.before
    return goal.name if goal else ""
