"""Numbers that Word puts before paragraphs by itself are part of what people wrote."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from sheets.reading.numbering import chinese
from sheets.reading.read import read_form
from tests.sheets.official import official, saved
from tests.sheets.strategies import SHEETS


def with_list(lines: list[tuple[int, str]], *levels: tuple[str, str]) -> Document:
    """A park's form whose 区域组织架构 is a list; a line is (level, text), a level (format, text of the number)."""
    document = official("park", {"applicant_name": "示例园区"})
    numbering = document.part.numbering_part.element
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{written}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "区域组织架构")
    for position, (depth, text) in enumerate(lines):
        cell = row.cells[1]
        paragraph = cell.paragraphs[0] if not position else cell.add_paragraph()
        paragraph.text = text
        mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(mark))
    assert document.element.find(f".//{qn('w:numPr')}") is not None
    return document


@pytest.mark.parametrize(
    ("lines", "levels", "text"),
    [
        ([(0, "甲"), (0, "乙")], [("chineseCounting", "%1、")], "一、甲\n二、乙"),
        (
            [(0, "甲"), (1, "子"), (1, "丑"), (0, "乙"), (1, "寅")],
            [("decimal", "%1."), ("decimal", "%1.%2")],
            "1.甲\n1.1 子\n1.2 丑\n2.乙\n2.1 寅",
        ),
        ([(0, "甲"), (0, "乙")], [("decimal", "（%1）")], "（1）甲\n（2）乙"),
        ([(0, "甲")], [("bullet", "")], "• 甲"),
        ([(0, "甲"), (0, "乙")], [("decimalEnclosedCircle", "%1")], "① 甲\n② 乙"),
        ([(0, "甲"), (0, "乙")], [("upperRoman", "%1.")], "I.甲\nII.乙"),
    ],
)
def test_automatic_numbers_are_read(lines, levels, text):
    found = read_form(saved(with_list(lines, *levels)), SHEETS)
    assert found.answers["organisation_structure"] == text and found.stray == ()


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_numbers_in_chinese(number, word):
    assert chinese(number) == word
