"""The reductions of pilots as Excel: as shown, with what is not in the sums and why."""

from collections.abc import Iterable

from pilots.figures.reductions import COLUMNS, UNIT, Column, why_left_out
from pilots.models import Pilot
from sheets.excel.tables import Page
from sheets.letters.letter import Column as Head
from sheets.letters.letter import Table

HEADS = (
    Head("序号", 14, "center"),
    Head("编号", 30, "center"),
    Head("名称", 70),
    Head("申报单位", 60),
    Head("类型", 36),
    Head("状态", 30, "center"),
    *(Head(f"{label}（{UNIT}/年）", 30, "right") for label in COLUMNS.values()),
    Head("不计入合计的原因", 90),
)


def reductions_page(pilots: Iterable[Pilot], columns: list[Column], year: int) -> Page:
    """The rows in the order given, with the sums under them."""
    rows = [
        (
            position,
            pilot.entry.number,
            pilot.entry.name,
            pilot.entry.organisation_name,
            pilot.entry.get_pilot_type_display(),
            pilot.standing,
            *(getattr(pilot, key) for key in COLUMNS),
            _reasons(pilot, year),
        )
        for position, pilot in enumerate(pilots, start=1)
    ]
    rows.append(("", "", "合计", "", "", "", *(column.total for column in columns), ""))
    lines = (
        f"进展报告和评估核定为 {year} 年数据。只合计单位为 {UNIT} 的年减排量。",
        *(
            f"{column.label}：计入 {column.counted} 个"
            + "".join(f"；{reason} {count} 个" for reason, count in column.left_out)
            + "。"
            for column in columns
        ),
    )
    return Page("减排量", f"试点减排量汇总（{year} 年）", Table(HEADS, tuple(rows)), lines=lines)


def _reasons(pilot: Pilot, year: int) -> str:
    """Why figures of a pilot are not in the sums, column by column."""
    reasons: dict[str, list[str]] = {}
    for key, label in COLUMNS.items():
        if why := why_left_out(pilot, key, year):
            reasons.setdefault(why, []).append(label)
    return "；".join(f"{'、'.join(labels)}：{why}" for why, labels in reasons.items())
