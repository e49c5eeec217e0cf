"""Pieces of Word: fonts of each run, breaks, text that XML cannot hold, and a file that is the same each time."""

import io
import zipfile

import docx
import pytest
from lxml import etree

from sheets.word.package import LETTER, NAMES, PICTURE, word_file
from sheets.word.wordml import (
    HEITI,
    cell,
    control,
    page_field,
    paragraph,
    picture_at_right,
    run,
    table,
    table_row,
)
from tests.sheets.stamps import STAMP

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parsed(piece: str) -> etree._Element:
    return etree.fromstring(f"<w:body {NAMES}>{piece}</w:body>")


def test_each_run_names_its_east_asian_font_and_no_theme():
    fonts = parsed(run("低碳 CO2", 16, HEITI, bold=True)).find(f".//{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "黑体" and fonts.get(f"{W}ascii") == "Times New Roman"
    assert not [name for name in fonts.attrib if "Theme" in name]


def test_newlines_and_tabs_become_breaks_and_tab_stops():
    pieces = [etree.QName(piece).localname for piece in parsed(run("甲\n\n乙\t丙\r\n"))[0]]
    assert pieces == ["rPr", "t", "br", "br", "t", "tab", "t", "br"]


@pytest.mark.parametrize("text", ["\x00甲\x1f乙", "甲\ud800乙", "甲\uffff乙", "甲\x08乙"])
def test_text_that_xml_cannot_hold_is_left_out(text):
    piece = parsed(run(text) + control(text, 1, run(""), title="栏"))
    assert [node.text for node in piece.iter(f"{W}t")] == ["甲乙"]
    assert piece.find(f".//{W}tag").get(f"{W}val") == "甲乙"


def test_marks_of_xml_are_text():
    assert parsed(run("<w:t>&\"']]>")).find(f".//{W}t").text == "<w:t>&\"']]>"


def test_lengths():
    piece = parsed(paragraph(run("正文", 16), "both", line_points=29, indent_first=32, indent_right=10))
    assert dict(piece.find(f".//{W}ind").attrib) == {f"{W}right": "567", f"{W}firstLine": "640"}
    spacing = piece.find(f".//{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("580", "exact")


def letter() -> bytes:
    cells = [cell(100, paragraph(run("单位")), span=2), cell(56, paragraph(run("年度")), align="top")]
    body = table((50, 50, 56), [table_row(cells, height=9, heading=True)]) + paragraph(run("附件"))
    code = picture_at_right(PICTURE, 14, "识别码")
    footer = paragraph(page_field("PAGE") + code, "center")
    return word_file(body, title="通知 <1>", page=LETTER, footer=footer, picture=STAMP.qr_png)


def test_a_file_opens_with_page_title_table_and_picture():
    made = docx.Document(io.BytesIO(letter()))
    assert made.core_properties.title == "通知 <1>"
    section = made.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert [round(side.mm) for side in (section.top_margin, section.left_margin)] == [37, 28]
    assert [entry.text for entry in made.tables[0].rows[0].cells] == ["单位", "单位", "年度"]
    assert section.footer.part.rels[PICTURE].target_part.blob == STAMP.qr_png


def test_equal_input_gives_equal_bytes():
    assert letter() == letter()
    with zipfile.ZipFile(io.BytesIO(letter())) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {(entry.date_time, entry.create_system) for entry in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0)
        }
