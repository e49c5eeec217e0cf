"""推荐汇总表: what a recommender recommends in a year, to be sealed and handed in (programme §2.2)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Organisation
from applications.models import Application, Opinion
from face.wording import chinese_date
from programme.notice import Sheet
from sheets.excel.tables import Page
from sheets.letters.letter import DAY_TO_FILL, Column, Letter, Table, Text

COLUMNS = (
    Column("序号", 12, "center"),
    Column("编号", 31, "center"),
    Column("名称", 38),
    Column("申报单位", 36),
    Column("试点类型", 24, "center"),
    Column("领域", 19, "center"),
    Column("所在区", 17, "center"),
    Column("推荐日期", 38, "center"),
    Column("推荐意见", 38),
)
BLANKS = ("推荐单位（盖章）：", "负责人签字：", f"日期：{DAY_TO_FILL}")
NONE = "本年度没有推荐的申报"
SHOWN = 150  # characters of an opinion in the Word: a dozen lines of its column


@dataclass(frozen=True)
class Summary:
    """The table of one recommender and year.

    Attributes:
        rows: (application with its entry, the recommendation that brought it in), in the order of ``in_order``.
        parks_allowed: how many parks it may recommend in the year (REC-3).
    """

    recommender: Organisation
    year: int
    rows: tuple[tuple[Application, Opinion | None], ...]
    parks_allowed: int

    @property
    def title(self) -> str:
        """What the table is called."""
        return f"{self.year}年度北京市低碳试点推荐汇总表"

    @property
    def parks(self) -> int:
        """How many parks stand in it."""
        return sum(application.programme_form.counts_for_quota for application, _ in self.rows)

    @property
    def kinds(self) -> str:
        """How many of each form, in the order of the table; nothing when there is one form only."""
        found = Counter(application.sheet for application, _ in self.rows)
        parts = [f"{form.label} {found[form]} 项" for form in Sheet if found[form]]
        return f"（{'，'.join(parts)}）" if len(parts) > 1 else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Who recommends, and how many; parks stand in the order in which they were recommended."""
        parks = (
            f"，其中园区 {self.parks} 个（名额 {self.parks_allowed} 个，按推荐先后排列）"
            if self.parks
            else ""
        )
        return (f"推荐单位：{self.recommender.name}", f"推荐项目：共 {len(self.rows)} 项{self.kinds}{parks}")


def in_order(applications: Sequence[Application]) -> list[Application]:
    """Form by form as in the notice; within a form by number, which is the order of the recommendations."""
    forms = list(Sheet)
    return sorted(applications, key=lambda each: (forms.index(Sheet(each.sheet)), each.number))


def letter(summary: Summary) -> Letter:
    """The table for Word, with the place for seal and signature; a long opinion is cut, so that it stays readable."""
    parts = (*(Text(line, "plain") for line in summary.lines), _table(summary, most=SHOWN))
    return Letter(summary.title, parts, blanks=BLANKS, landscape=True)


def pages(summary: Summary) -> list[Page]:
    """The table for Excel."""
    return [Page("推荐汇总表", summary.title, _table(summary), summary.lines, ("　　　　".join(BLANKS),))]


def _table(summary: Summary, most: int | None = None) -> Table:
    rows = enumerate(summary.rows, start=1)
    return Table(COLUMNS, tuple(_row(position, *row, most) for position, row in rows), NONE)


def _row(position: int, application: Application, opinion: Opinion | None, most: int | None) -> tuple:
    entry = application.entry
    wording = opinion.answers.get("recommender_opinion", "") if opinion else ""
    if most and len(wording) > most:
        wording = f"{wording[:most].rstrip()}……（全文见申报表）"
    return (
        position,
        entry.number,
        entry.name,
        entry.organisation_name,
        entry.get_sheet_display(),
        entry.get_field_display(),
        entry.get_district_display(),
        chinese_date(opinion and opinion.dated),
        wording,
    )
