"""Targets as tables of a letter: a set by itself, and what a change does to one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from face.wording import chinese_date
from pilots.models import Target
from pilots.targets.compare import Difference, told
from pilots.targets.rows import place_name, plain
from sheets.letters.letter import Column, Part, Table, Text

FIGURES = (
    Column("序号", 14, "center"),
    Column("目标", 40),
    Column("单位", 20, "center"),
    Column("基准值", 23, "right"),
    Column("目标值", 23, "right"),
    Column("完成日期", 36, "center"),
)
PROOFS = (Column("序号", 14, "center"), Column("计量方法", 62), Column("证明材料", 40), Column("来源", 40))
CHANGES = (
    Column("序号", 14, "center"),
    Column("目标", 34),
    Column("原目标", 35),
    Column("调整后", 35),
    Column("对该目标的影响", 38),
)
OWN = "方案提出"


def target_tables(targets: Sequence[Target]) -> Iterator[Part]:
    """A set in two tables: its figures and days, then how each is measured, proved and where it comes from."""
    yield Table(FIGURES, tuple(_figures(target) for target in targets))
    yield Text("各项目标的计量方法、证明材料和来源如下：")
    rows = ((target.key, target.method, target.evidence, target.source or OWN) for target in targets)
    yield Table(PROOFS, tuple(rows))


def _figures(target: Target) -> tuple[str | int, ...]:
    label = target.get_kind_display()
    name = target.name if label == target.name else f"{target.name}\n（{label}）"
    numbers = (plain(target.baseline), plain(target.value))
    return (target.key, name, target.unit, *numbers, chinese_date(target.due_on))


def change_table(differences: Iterable[Difference], content: Mapping[str, str]) -> Table:
    """What a change does, target by target; those that stay are listed too, so that the whole set is read."""
    return Table(
        CHANGES,
        tuple(
            (
                difference.key,
                _name_of(difference),
                told(difference.before) or "（新增）",
                (told(difference.after) if difference.any else "不变")
                if difference.after
                else "不再列为目标",
                content.get(place_name(difference.key, "why"), "") if difference.any else "",
            )
            for difference in differences
        ),
    )


def _name_of(difference: Difference) -> str:
    goal = difference.after or difference.before
    return goal.name if goal else ""
