"""Putting PDFs and images together into one PDF, in child processes with limits (facts "Merging").

``prepare`` turns one file into pages that will merge, or says why it cannot; ``merge`` binds the pages.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from files.children import sandbox

PREPARE_LIMITS = sandbox.Limits(memory=512 * 1024**2, cpu=60, wall=90)
MERGE_LIMITS = sandbox.Limits(memory=512 * 1024**2, cpu=90, wall=120)
KINDS = {"application/pdf": "pdf", "image/png": "image", "image/jpeg": "image"}
OTHERS = {"wordprocessingml": "Word 文档", "spreadsheetml": "Excel 表格"}


def unmergeable_kind(mime: str) -> str:
    """What a file is called that never becomes pages whatever its content; empty for one that may."""
    if mime in KINDS:
        return ""
    return next((name for part, name in OTHERS.items() if part in mime), "此类文件")


class Unmergeable(Exception):
    """The files cannot become pages. Its text is a plain Chinese sentence."""


@dataclass(frozen=True)
class Prepared:
    """A file as pages: a PDF, its number of pages, and a remark for the reader when something was lost."""

    path: Path
    pages: int
    remark: str = ""


@dataclass(frozen=True)
class Section:
    """Consecutive pages of the result: ``count`` pages of the PDF at ``path`` from page ``first`` (0-based).

    ``title`` is its bookmark; empty for none.
    """

    path: str
    first: int
    count: int
    title: str = ""


def prepare(source: Path, mime: str, target: Path) -> Prepared:
    """Write the pages of a PDF or image file to ``target``; images are fitted to A4 the right way up.

    Raises:
        Unmergeable: it is another kind of file, encrypted, damaged, or too much for the limits.
    """
    if kind := unmergeable_kind(mime):
        raise Unmergeable(f"{kind}不并入 PDF，请在压缩包中查看原件。")
    request = {"kind": KINDS[mime], "source": str(source), "target": str(target)}
    try:
        answer = sandbox.run(
            "files.children.prepare:prepare", request, PREPARE_LIMITS, reads=[source], writes=[target.parent]
        )
    except sandbox.ChildFailed:
        raise Unmergeable("文件过于复杂或已损坏，无法转换为页面，请在压缩包中查看原件。") from None
    if answer["refused"]:
        raise Unmergeable(answer["refused"])
    return Prepared(target, answer["pages"], answer["remark"])


def merge(
    base: Path,
    sections: Sequence[Section],
    target: Path,
    *,
    title: str,
    at: datetime,
    foot: str = "",
    alphabet: Path | str = "",
) -> None:
    """Bind sections into ``target``. The same input gives the same bytes.

    Args:
        base: one of the sections' files, once and whole; the result keeps its version, metadata and structure.
        foot: written at the foot of every page, with ``{page}`` and ``{pages}``; empty for none.
        alphabet: a PDF of one page that has all characters of ``foot`` and the digits.
        at: instant written as the date of the document, aware.

    Raises:
        Unmergeable: it could not be done within the limits.
    """
    request = {
        "base": str(base),
        "sections": [asdict(section) for section in sections],
        "target": str(target),
        "title": title,
        "foot": foot,
        "alphabet": str(alphabet),
        "date": at.strftime("D:%Y%m%d%H%M%S") + at.strftime("%z")[:3] + "'" + at.strftime("%z")[3:] + "'",
    }
    read = {str(base), *(section.path for section in sections), *([str(alphabet)] if alphabet else [])}
    try:
        sandbox.run(
            "files.children.merge:merge", request, MERGE_LIMITS, reads=sorted(read), writes=[target.parent]
        )
    except sandbox.ChildFailed:
        raise Unmergeable("附件合计过大或过于复杂，未能合并，请在压缩包中查看原件。") from None
