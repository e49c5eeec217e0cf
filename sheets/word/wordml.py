"""WordprocessingML, the language inside a Word file, as pieces of text: runs with East-Asian fonts, paragraphs,
tables, content controls, page numbers, a picture in the footer.

Every piece is well-formed XML in the prefixes that ``sheets.word.package`` declares, its elements in the order
of the schema, its text free of what XML cannot hold. Pieces are put together by joining strings, which is many
times quicker than a tree. Lengths are in mm, sizes of type and exact distances of lines in points.

    body = paragraph(run("通知", 22, XIAOBIAOSONG), "center") + paragraph(run("正文", 16), line_points=29)
    data = word_file(body, title="通知")          # sheets.word.package
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

FANGSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
XIAOBIAOSONG, LATIN = "方正小标宋简体", "Times New Roman"
BODY_POINTS = 10.5  # 五号
TWIPS = 1440 / 25.4  # twentieths of a point in a millimetre
EMU = 36000  # drawing units in a millimetre
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PIECES = re.compile("([\n\t])")
MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>", "": ""}


def twips(length: float) -> int:
    """Return a length in mm as Word counts it."""
    return round(length * TWIPS)


def clean(text: str) -> str:
    """Return a text without what XML cannot hold; every kind of line break becomes a newline."""
    return UNPRINTABLE.sub("", BREAKS.sub("\n", text))


def attribute(text: str) -> str:
    """Return a text quoted, as the value of an attribute."""
    return quoteattr(clean(text))


@lru_cache(maxsize=256)
def run_properties(
    size: float = BODY_POINTS, font: str = FANGSONG, bold: bool = False, color: str = "", spacing: float = 0
) -> str:
    """Return what makes a run look as it does; the font of the theme never wins over ``font``."""
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}" w:cs="{LATIN}" w:hint="eastAsia"/>'
    weight = "<w:b/><w:bCs/>" if bold else ""
    shade = f'<w:color w:val="{color}"/>' if color else ""
    apart = f'<w:spacing w:val="{round(spacing * 20)}"/>' if spacing else ""
    half = round(size * 2)
    return f'<w:rPr>{fonts}{weight}{shade}{apart}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'


def run(
    text: str,
    size: float = BODY_POINTS,
    font: str = FANGSONG,
    bold: bool = False,
    color: str = "",
    spacing: float = 0,
) -> str:
    """Return a stretch of text; newlines and tabs in it become line breaks and tab stops.

    ``font`` is the East-Asian one (``FANGSONG``, ``HEITI``, ``KAITI``, ``SONGTI``, ``XIAOBIAOSONG``); Latin letters stand
    in ``LATIN``. ``color`` is six hex digits, ``spacing`` the points that are added between the characters.
    """
    properties = run_properties(size, font, bold, color, spacing)
    return f"<w:r>{properties}{_text(text)}</w:r>"


def _text(text: str) -> str:
    text = clean(text)
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
    return "".join(
        MARKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in PIECES.split(text)
        if piece
    )


def page_field(name: str, size: float = BODY_POINTS, font: str = FANGSONG) -> str:
    """Return a number that Word counts: ``PAGE`` or ``NUMPAGES``."""
    return f'<w:fldSimple w:instr="{name}">{run("1", size, font)}</w:fldSimple>'


def paragraph(
    runs: str = "",
    align: str = "left",
    *,
    before: float = 0,
    after: float = 0,
    line: float = 1.25,
    line_points: float = 0,
    indent_first: float = 0,
    indent_right: float = 0,
    keep_next: bool = False,
    keep_lines: bool = False,
) -> str:
    """Return a paragraph.

    Args:
        align: left, center, right or both.
        before, after: space above and below, mm.
        line: distance of lines in multiples of a single line; ``line_points`` sets it exactly instead.
        indent_first: indent of the first line, in points (two characters of 16 points are 32).
        indent_right: distance from the right margin, mm.
        keep_next: stays on the page of the paragraph that follows (in a table: of the next row).
        keep_lines: does not break over pages.
    """
    properties = paragraph_properties(
        align,
        before,
        after,
        line,
        line_points,
        indent_first,
        indent_right,
        keep_next,
        keep_lines,
    )
    return f"<w:p>{properties}{runs}</w:p>"


@lru_cache(maxsize=256)
def paragraph_properties(
    align: str,
    before: float,
    after: float,
    line: float,
    line_points: float,
    indent_first: float,
    indent_right: float,
    keep_next: bool,
    keep_lines: bool,
) -> str:
    """Return what ``paragraph`` puts in front of the runs."""
    held = ("<w:keepNext/>" if keep_next else "") + ("<w:keepLines/>" if keep_lines else "")
    distance, rule = (round(line_points * 20), "exact") if line_points else (round(line * 240), "auto")
    spacing = f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}" w:line="{distance}" w:lineRule="{rule}"/>'
    right = f' w:right="{twips(indent_right)}"' if indent_right else ""
    first = f' w:firstLine="{round(indent_first * 20)}"' if indent_first else ""
    indent = f"<w:ind{right}{first}/>" if right or first else ""
    return f'<w:pPr>{held}{spacing}{indent}<w:jc w:val="{align}"/></w:pPr>'


def control(tag: str, number: int, content: str, *, title: str = "") -> str:
    """Return a content control around runs or paragraphs, where people write and programs find it again.

    It is not marked as one for plain text: LibreOffice 7.4 writes the text of such a control several times.

    Args:
        tag: what programs look for.
        number: unique in the document.
        title: what people see on the control.
    """
    alias = f"<w:alias w:val={attribute(title)}/>" if title else ""
    return (
        f'<w:sdt><w:sdtPr>{alias}<w:tag w:val={attribute(tag)}/><w:id w:val="{number}"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def cell(width: float, paragraphs: str, *, span: int = 1, merge: str = "", align: str = "center") -> str:
    """Return a cell of a table.

    Args:
        width: mm, over all its columns.
        paragraphs: at least one; Word refuses a cell that does not end in a paragraph.
        span: how many columns it takes.
        merge: restart in the first cell of those merged downwards, continue in those below.
        align: top, center or bottom.
    """
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    size = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    return f'<w:tc><w:tcPr>{size}{across}{down}<w:vAlign w:val="{align}"/></w:tcPr>{paragraphs}</w:tc>'


def table_row(cells: Iterable[str], *, height: float = 0, keep: bool = True, heading: bool = False) -> str:
    """Return a row: ``height`` is its least height in mm, ``keep`` forbids a page break in it, ``heading``
    repeats it at the top of each page (only the first rows of a table).
    """
    whole = "<w:cantSplit/>" if keep else ""
    least = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    again = "<w:tblHeader/>" if heading else ""
    properties = f"<w:trPr>{whole}{least}{again}</w:trPr>" if whole or least or again else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
INNER_MARGINS = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 40), ("left", 100), ("bottom", 40), ("right", 100))
)


def table(columns: Sequence[float], rows: Iterable[str]) -> str:
    """Return a table with thin black lines, centred, of fixed ``columns`` (mm).

    Word wants a paragraph behind a table: put one there.
    """
    widths = [twips(width) for width in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{INNER_MARGINS}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def picture_at_right(relation: str, width: float, words: str) -> str:
    """Return a square picture that stands at the right margin beside the lines of its paragraph.

    Args:
        relation: id of the picture in the part of the file where it stands (``word_package.PICTURE``).
        width: mm.
        words: what is read out to people who do not see it.
    """
    size = round(width * EMU)
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{size}" cy="{size}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="1" name="QR" descr={attribute(words)}/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="QR"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{size}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
