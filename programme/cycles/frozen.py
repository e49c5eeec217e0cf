"""The list of a cycle as it was frozen at closing, and the checksum over it (CUT-4).

The text of the list has one line "number checksum-of-the-revision" for each received application, ordered by number,
separated by newlines (none at the end). The checksum of the cycle is the SHA-256 of that text in UTF-8, so
``sha256sum`` of the downloaded text gives it again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from face.journal_head import head_before, head_line
from face.wording import chinese_datetime
from programme.models import ClosingReport, Cycle, FrozenLine
from programme.notice import PilotType

COLUMNS = (
    ("编号", 16),
    ("试点类型", 22),
    ("名称", 44),
    ("申报单位", 36),
    ("接收时间", 22),
    ("版本校验值（SHA-256）", 70),
)


def list_text(lines: Iterable[FrozenLine]) -> str:
    """The text that the checksum is over; ``lines`` are ordered by number."""
    return "\n".join(f"{line.number} {line.revision_sha256}" for line in lines)


def checksum(text: str) -> str:
    """SHA-256 of the text of a list."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_text(cycle: Cycle) -> bytes:
    """The frozen list, byte for byte what the checksum is over."""
    return list_text(cycle.frozen_lines.order_by("number")).encode()


def as_workbook(cycle: Cycle) -> bytes:
    """The frozen list for reading, as an Excel workbook; the second sheet says how to check it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("截止名单")
    for position, (_, width) in enumerate(COLUMNS):
        sheet.column_dimensions["ABCDEF"[position]].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, title, bold=True) for title, _ in COLUMNS])
    for line in cycle.frozen_lines.order_by("number"):
        row = (
            line.number,
            line.get_pilot_type_display(),
            line.name,
            line.organisation_name,
            chinese_datetime(line.received_at),
            line.revision_sha256,
        )
        sheet.append([_cell(sheet, value) for value in row])
    _explain(book.create_sheet("校验"), cycle)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Worksheet, value: str, bold: bool = False) -> Cell:
    """A cell that is text whatever it looks like, so that no name becomes a formula."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.font = Font(bold=bold)
    return cell


def _explain(sheet: Worksheet, cycle: Cycle) -> None:
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 90
    rows = (
        ("年度", str(cycle.year)),
        ("截止处理完成", chinese_datetime(cycle.closed_at)),
        ("申报数", f"{cycle.frozen_count} 项"),
        ("名单校验值", cycle.frozen_checksum),
        (
            "计算方法",
            "每项一行「编号 版本校验值」（中间一个空格），按编号排列，以换行符分隔，末行不换行，取 UTF-8 文本的 SHA-256。",
        ),
        ("日志链头", head_line(head_before(cycle.closed_at)) or "截止前没有公布"),
    )
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


@dataclass(frozen=True)
class Closing:
    """What closing did, for the page of a closed cycle.

    Attributes:
        types: (name of the type, how many were received). rolled: (state, how many moved on), by state.
        holds: whether the lines that are kept still give the checksum.
        head: the head of the journal that was published last before, in a line; "" without one.
    """

    types: list[tuple[str, int]]
    rolled: list[tuple[str, int]]
    moved: int
    applicants: int
    recommenders: int
    people: int
    holds: bool
    head: str


def closing_of(cycle: Cycle) -> Closing:
    """What closing did, from the frozen lines and its report."""
    lines = list(cycle.frozen_lines.order_by("number"))
    counts = Counter(line.pilot_type for line in lines)
    report = ClosingReport.objects.filter(cycle=cycle).first() or ClosingReport(cycle=cycle)
    return Closing(
        types=[(kind.label, counts[kind]) for kind in PilotType],
        rolled=list(report.rolled_over.items()),
        moved=sum(report.rolled_over.values()),
        applicants=report.applicants,
        recommenders=report.recommenders,
        people=report.people,
        holds=checksum(list_text(lines)) == cycle.frozen_checksum,
        head=head_line(head_before(cycle.closed_at)),
    )
