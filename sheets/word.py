"""The paper as Word: a real table with merged cells; each answer in a content control with its key path,
so that ``sheets.word_read`` finds it again (MAT-W: 申报表需为 word 版).
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm

from sheets.grid import Cell, Grid, Line, Row, Run
from sheets.stamp import Stamp

BODY, HEI, TITLE, LATIN = "仿宋_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
FIXED = datetime(2024, 1, 1)  # in place of the time of rendering: equal input gives equal bytes
TWIPS = 56.6929  # twentieths of a point in a millimetre
BLANK = "\u2003" * 3  # room to click into where an answer is blank
FOOTER_SIZE = 15


def render_word(grid: Grid, stamp: Stamp | None = None) -> bytes:
    """Return a form as a Word file (A4); equal input gives equal bytes."""
    document = Document()
    _set_defaults(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(20), Mm(26), Mm(9)
    body = document.element.body
    for xml in (_title(grid), _table(grid), _footnote(grid)):
        body.insert(len(body) - 1, parse_xml(xml))
    _footer(section, stamp)
    _set_properties(document, grid)
    return _fixed_zip(document)


def _run(text: str, size: int = 21, font: str = BODY, bold: bool = False, extra: str = "") -> str:
    """Return runs of XML; ``size`` is in half points."""
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}" w:hint="eastAsia"/>'
    weight = "<w:b/>" if bold else ""
    properties = f'<w:rPr>{fonts}{weight}{extra}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    pieces = []
    for position, line in enumerate(text.split("\n")):
        pieces.append("<w:br/>" if position else "")
        for tab, word in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if tab else "")
            pieces.append(f'<w:t xml:space="preserve">{escape(word)}</w:t>' if word else "")
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def _paragraph(
    runs: str, align: str = "left", before: float = 0, keep: bool = False, indent: str = ""
) -> str:
    """Return a paragraph; ``before`` is the space above in mm."""
    held = "<w:keepNext/><w:keepLines/>" if keep else ""
    spacing = f'<w:spacing w:before="{before * TWIPS:.0f}" w:after="0" w:line="300" w:lineRule="auto"/>'
    return f'<w:p><w:pPr>{held}{spacing}{indent}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _title(grid: Grid) -> str:
    xml = _paragraph(_run("\n".join(grid.title_lines), 36, TITLE), "center", keep=True)
    return _rooted(xml.replace('w:after="0"', 'w:after="240"', 1))


def _footnote(grid: Grid) -> str:
    if grid.footnote:
        return _rooted(_paragraph(_run(grid.footnote), before=2))
    # Word wants a paragraph after a table; this one must not start a page of its own.
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return _rooted(f"<w:p><w:pPr>{spacing}</w:pPr>{_run('', 2)}</w:p>")


def _rooted(xml: str) -> str:
    tag = xml[1 : xml.index(">")]
    return xml.replace(f"<{tag}>", f"<{tag} {nsdecls('w')}>", 1)


def _table(grid: Grid) -> str:
    widths = [round(width * TWIPS) for width in grid.columns]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(grid.rows, widths))
    return _rooted(f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")


def _rows(rows: tuple[Row, ...], widths: list[int]) -> Iterator[str]:
    numbers = count(1001)
    spanning: tuple[Cell, int] | None = None  # the cell of the first column that reaches down, rows left
    for row in rows:
        cells, column = [], 0
        if spanning:
            cells.append(_cell(spanning[0], widths[:1], "continue", row, numbers))
            spanning, column = (spanning[0], spanning[1] - 1) if spanning[1] > 1 else None, 1
        for cell in row.cells:
            merge = "restart" if cell.rowspan > 1 else ""
            if merge:
                spanning = (cell, cell.rowspan - 1)
            cells.append(_cell(cell, widths[column : column + cell.colspan], merge, row, numbers))
            column += cell.colspan
        whole = "<w:cantSplit/>" if row.keep else ""
        height = f'<w:trHeight w:val="{row.height * TWIPS:.0f}" w:hRule="atLeast"/>'
        yield f"<w:tr><w:trPr>{whole}{height}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, widths: list[int], merge: str, row: Row, numbers: Iterator[int]) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    align = "top" if cell.top else "center"
    properties = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{down}<w:vAlign w:val="{align}"/>'
    if merge == "continue":
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p/></w:tc>"
    paragraphs = []
    for lines in cell.blocks:
        for position, line in enumerate(lines):
            paragraphs.append(_line(line, row, position, position == len(lines) - 1, numbers))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def _line(line: Line, row: Row, position: int, last: bool, numbers: Iterator[int]) -> str:
    if line.role == "signature":
        indent = f'<w:ind w:right="{18 * TWIPS:.0f}"/>'
        gap = 14 if position == 0 else 1
        return _paragraph(_signature_runs(line.runs[0].text), line.align, gap, keep=not last, indent=indent)
    answer = line.sole_answer
    if answer and (answer.kind == "longtext" or "\n" in answer.text):
        paragraphs = (_paragraph(_run(text)) for text in (answer.text or BLANK).split("\n"))
        return _control(answer, "".join(paragraphs), numbers)
    runs = "".join(_grid_run(run, row, numbers) for run in line.runs)
    return _paragraph(runs, line.align, keep=row.is_heading)


def _control(answer: Run, content: str, numbers: Iterator[int], plain: str = "") -> str:
    properties = f'<w:tag w:val={quoteattr(answer.path)}/><w:id w:val="{next(numbers)}"/>{plain}'
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _signature_runs(text: str) -> str:
    # Wide gaps for writing the day by hand, while the wording stays as it is.
    words = text.split(" ")
    gap = _run(" ", extra='<w:spacing w:val="240"/>')
    return gap.join(_run(word) for word in words)


def _grid_run(run: Run, row: Row, numbers: Iterator[int]) -> str:
    if run.role == "hint":
        return _run(run.text, 17, extra='<w:color w:val="444444"/>')
    if run.role == "answer":
        return _control(run, _run(run.text or BLANK), numbers, "<w:text/>")
    return _run(run.text, 22, HEI, bold=True) if row.is_heading else _run(run.text)


def _footer(section: Section, stamp: Stamp | None) -> None:
    footer = section.footer
    footer.is_linked_to_previous = False
    pages = (
        f"{_run('第 ', FOOTER_SIZE)}{_number_field('PAGE')}{_run(' 页 共 ', FOOTER_SIZE)}"
        f"{_number_field('NUMPAGES')}{_run(' 页', FOOTER_SIZE)}"
    )
    element = footer._element
    for child in list(element):
        element.remove(child)
    if stamp:
        element.append(parse_xml(_rooted(_paragraph(_run(" · ".join(stamp.words), FOOTER_SIZE), "center"))))
    element.append(parse_xml(_rooted(_paragraph(pages, "center"))))
    if stamp:
        last = footer.paragraphs[0]
        picture = last.add_run().add_picture(io.BytesIO(stamp.qr_png), width=Mm(14))
        _float_right(picture._inline, f"识别码 {stamp.code}")


def _number_field(name: str) -> str:
    return f'<w:fldSimple w:instr="{name}">{_run("1", FOOTER_SIZE)}</w:fldSimple>'


def _float_right(inline, words: str) -> None:
    """Turn an inline picture into one that stands at the right margin, beside the lines of the footer."""
    xml = (
        f'<wp:anchor {nsdecls("wp", "a")} distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        ' relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{Mm(14)}" cy="{Mm(14)}"/><wp:wrapNone/>'
        f'<wp:docPr id="1" name="QR" descr={quoteattr(words)}/>'
        "</wp:anchor>"
    )
    anchor = parse_xml(xml)
    anchor.append(inline.graphic)
    inline.getparent().replace(inline, anchor)


def _set_defaults(document) -> None:
    """Give the defaults of the document our fonts; a theme attribute would win over them in Word."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[name]
        fonts.set(qn("w:ascii"), LATIN)
        fonts.set(qn("w:hAnsi"), LATIN)
        fonts.set(qn("w:eastAsia"), BODY)
    for size in document.styles.element.find(qn("w:docDefaults")).iter(qn("w:sz"), qn("w:szCs")):
        size.set(qn("w:val"), "21")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)


def _set_properties(document, grid: Grid) -> None:
    properties = document.core_properties
    properties.title = grid.title
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = FIXED
    properties.revision = 1


def _fixed_zip(document) -> bytes:
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            member = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            target.writestr(member, source.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
