"""A version that was handed in as a paper: what is written about pilots has one form, Word and PDF."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from face.wording import chinese_date, chinese_datetime
from pilots.models import SubmissionVersion
from pilots.states import Outcome
from pilots.writing.layout import Layout
from pilots.writing.official import over_lines
from pilots.writing.reading import Section, sections_of
from sheets.letters.letter import Column, Letter, Part, Table, Text

LINE = 156  # mm, of the text on paper
LABEL = 36
NUMERALS = "一二三四五六七八九十"
ACROSS = 5  # columns: a wider table needs the paper across


def paper_of(
    version: SubmissionVersion,
    title: str,
    layout: Layout,
    first: Sequence[tuple[str, Sequence[Part]]] = (),
) -> Letter:
    """The paper of a version: facts, its tables, its files, the city's answer.

    Args:
        title: may hold line breaks. layout: of the version's content. first: (heading, parts) of what the kind itself
            makes of its figures, before the tables of the layout.
    """
    sections = sections_of(layout, version.content)
    across = any(len(section.heads) > ACROSS for section in sections)
    return Letter(title=over_lines(title), parts=tuple(_parts(version, sections, first)), landscape=across)


def _parts(
    version: SubmissionVersion, sections: list[Section], first: Sequence[tuple[str, Sequence[Part]]]
) -> Iterator[Part]:
    yield Table(_pair_columns(), _facts(version))
    number = 0
    titled = groupby(sections, key=lambda section: section.title)
    told = [*first, *((title, [table_of(section) for section in alike]) for title, alike in titled)]
    for number, (title, parts) in enumerate(told, start=1):
        yield Text(f"{_numeral(number)}、{title}", "heading")
        yield from parts
    if version.files:
        yield Text(f"{_numeral(number + 1)}、附件", "heading")
        columns = Column("序号", 14, "center"), Column("文件", 106), Column("校验码", 36)
        rows = ((at, file["name"], file["sha256"][:12]) for at, file in enumerate(version.files, start=1))
        yield Table(columns, tuple(rows))


def table_of(section: Section) -> Table:
    """A section as a table on paper."""
    if not section.heads:
        return Table(_pair_columns(), section.rows)
    widths = [max(len(text) for text in column) for column in zip(section.heads, *section.rows, strict=True)]
    bounded = [min(max(width, 4), 24) for width in widths]
    total = sum(bounded)
    columns = (
        Column(head, max(12, round(LINE * width / total)))
        for head, width in zip(section.heads, bounded, strict=True)
    )
    return Table(tuple(columns), section.rows)


def _pair_columns() -> tuple[Column, Column]:
    return Column("事项", LABEL), Column("内容", LINE - LABEL)


def _facts(version: SubmissionVersion) -> tuple[tuple[str, str], ...]:
    entry = version.submission.pilot.entry
    facts = [
        ("编号", entry.number),
        ("名称", entry.name),
        ("单位", entry.organisation_name),
        ("版本", f"第 {version.version} 版"),
        ("提交", chinese_datetime(version.submitted_at) + ("（逾期）" if version.late else "")),
        ("说明", version.note),
    ]
    if version.outcome != Outcome.WAITING:
        facts.append(("审核结果", f"{version.get_outcome_display()}（{chinese_date(version.decided_at)}）"))
        facts.append(("审核意见", version.remarks))
    return tuple((term, text) for term, text in facts if text)


def _numeral(number: int) -> str:
    """1 to 19 in Chinese, as headings are counted."""
    return NUMERALS[number - 1] if number <= len(NUMERALS) else f"十{NUMERALS[number - len(NUMERALS) - 1]}"
