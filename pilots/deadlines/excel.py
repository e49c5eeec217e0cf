"""What is due in the life of pilots as Excel: organisations, no person."""

from collections.abc import Iterable
from datetime import date

from face.wording import chinese_date
from pilots.deadlines.rows import Deadline
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table

COLUMNS = (
    Column("序号", 14, "center"),
    Column("编号", 30, "center"),
    Column("名称", 70),
    Column("单位", 60),
    Column("类型", 36),
    Column("事项", 80),
    Column("办理单位", 50),
    Column("期限", 32, "center"),
    Column("剩余或逾期", 30, "center"),
)


def deadline_page(rows: Iterable[Deadline], today: date) -> Page:
    """The list in the order given, as it stands on this day."""
    cells = tuple(
        (
            position,
            row.pilot.entry.number,
            row.pilot.entry.name,
            row.pilot.entry.organisation_name,
            row.pilot.entry.get_pilot_type_display(),
            row.what,
            row.whose,
            chinese_date(row.day or row.since),
            row.left(today),
        )
        for position, row in enumerate(rows, start=1)
    )
    title = f"试点办理期限（{chinese_date(today)}）"
    return Page("办理期限", title, Table(COLUMNS, cells))
