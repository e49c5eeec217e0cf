"""Pieces of the official papers of a pilot: its head, numbered sections, paragraphs, files, the city's answer."""

from collections.abc import Iterable, Iterator
from math import ceil

from face.wording import chinese_date
from pilots.models import SubmissionVersion
from pilots.states import Outcome
from sheets.letters.letter import DAY_TO_FILL, Column, Letter, Part, Signature, Table, Text

NUMERALS = "一二三四五六七八九十"
PAIR = (Column("事项", 36, "center"), Column("内容", 120))
FILES = (Column("序号", 14, "center"), Column("文件", 104), Column("校验码", 38, "center"))
TITLE_LINE = 20  # Chinese characters of a title in one line on A4
NARROW = 0.5  # width of a digit or Latin letter
NOT_WRITTEN = "（未填写）"

Sections = Iterable[tuple[str, Iterable[Part]]]


def official_letter(version: SubmissionVersion, title: str, sections: Sections) -> Letter:
    """A version as a paper that its organisation stamps and dates.

    Args:
        title: may hold line breaks. sections: heading and parts; one without parts is left out.
    """
    whole = (
        ("基本情况", [head_of(version)]),
        *sections,
        ("附件", _files(version)),
        ("审核情况", _answer(version)),
    )
    entry = version.submission.pilot.entry
    return Letter(
        title=over_lines(title),
        parts=tuple(_in_order(whole)),
        signature=Signature(f"{entry.organisation_name}（盖章）", DAY_TO_FILL),
    )


def over_lines(title: str) -> str:
    """A title whose long lines are broken into even ones, so that no character is left alone on a line."""
    lines = []
    for line in title.split("\n"):
        width = sum(NARROW if char.isascii() else 1 for char in line)
        size = ceil(len(line) / max(1, ceil(width / TITLE_LINE)))
        lines += [line[start : start + size] for start in range(0, len(line), size or 1)]
    return "\n".join(lines)


def _in_order(sections: Sections) -> Iterator[Part]:
    kept = [
        (heading, parts) for heading, parts in ((title, list(parts)) for title, parts in sections) if parts
    ]
    for numeral, (heading, parts) in zip(NUMERALS, kept, strict=False):
        yield Text(f"{numeral}、{heading}", "heading")
        yield from parts


def head_of(version: SubmissionVersion) -> Table:
    """Whose paper it is, of which pilot, and which version."""
    entry = version.submission.pilot.entry
    rows = [
        ("试点编号", entry.number or ""),
        ("试点名称", entry.name),
        ("试点类型", entry.get_pilot_type_display()),
        ("领域", entry.get_field_display() or ""),
        ("单位", entry.organisation_name),
        ("所在区", entry.get_district_display() or ""),
        ("版本", f"第 {version.version} 版，{chinese_date(version.submitted_at)}提交"),
    ]
    return Table(PAIR, tuple(row for row in rows if row[1]))


def paragraphs(text: str) -> Iterator[Text]:
    """What was typed, each line a paragraph."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (Text(line) for line in lines or [NOT_WRITTEN])


def _files(version: SubmissionVersion) -> Iterator[Part]:
    if version.files:
        rows = enumerate(version.files, start=1)
        yield Table(FILES, tuple((at, file["name"], file["sha256"][:12]) for at, file in rows))


def _answer(version: SubmissionVersion) -> Iterator[Part]:
    if version.outcome != Outcome.WAITING:
        yield Text(f"{chinese_date(version.decided_at)}，{version.get_outcome_display()}。")
        if version.remarks:
            yield from paragraphs(version.remarks)
