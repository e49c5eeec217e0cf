"""Tables that people rearranged: merged cells, rows of labels, labels retyped or lost. Nothing is lost in silence."""

import io
import zipfile

import pytest
from docx import Document
from docx.table import _Row
from PIL import Image

from sheets.grid import grid
from sheets.reading.read import UnreadableWord, read_form
from sheets.word.render import render_word
from tests.sheets.official import official, saved
from tests.sheets.rewriting import W, rewritten
from tests.sheets.strategies import SHEETS


@pytest.fixture
def park() -> Document:
    """The official form of a park with its name."""
    return official("park", {"applicant_name": "示例园区"})


def row(document: Document, label: str) -> _Row:
    """The row that begins with a label."""
    return next(row for row in document.tables[0].rows if row.cells[0].text.startswith(label))


def read(document: Document) -> tuple[dict, tuple]:
    """What is read of a document beside the name, and what has no place."""
    reading = read_form(saved(document), SHEETS)
    answers = reading.answers
    assert reading.sheet.key == "park" and answers.pop("applicant_name") == "示例园区"
    return answers, reading.stray


@pytest.mark.parametrize("text", ["所处位置：昌平区", "所处位置:昌平区", "所处位置\n昌平区"])
def test_label_and_answer_in_one_cell(park, text):
    cells = row(park, "所处位置").cells
    cells[0].merge(cells[-1]).text = text
    assert read(park) == ({"location": "昌平区"}, ())


def test_a_label_with_a_row_to_itself_has_its_answer_below(park):
    cells = row(park, "区域组织架构").cells
    label = cells[0].merge(cells[-1])
    label.text = "区域组织架构"
    below = park.tables[0].add_row()
    below.cells[0].merge(below.cells[-1]).text = "管委会下设低碳办。"
    label._tc.getparent().addnext(below._tr)
    assert read(park) == ({"organisation_structure": "管委会下设低碳办。"}, ())


def test_a_label_that_reaches_over_two_rows_has_both_answers(park):
    table, first = park.tables[0], row(park, "区域组织架构")
    first.cells[1].text = "第一格"
    second = table.add_row()
    second.cells[1].merge(second.cells[-1]).text = "第二格"
    first._tr.addnext(second._tr)
    position = next(i for i, each in enumerate(table.rows) if each.cells[0].text == "区域组织架构")
    table.cell(position, 0).merge(table.cell(position + 1, 0))
    assert read(park) == ({"organisation_structure": "第一格\n第二格"}, ())


@pytest.mark.parametrize("label", ["* 申报联系人手机：", "申报 联系人\n手机", "申报联系人的手机"])
def test_a_label_that_was_retyped(park, label):
    cells = row(park, "申报联系人手机").cells
    cells[0].text, cells[1].text = label, "１３８ ００００ ００００"
    assert read(park) == ({"contact_phone": "13800000000"}, ())


def test_an_answer_split_over_several_cells(park):
    table = park.tables[0]
    extra = table.add_row()
    for cell, text in zip(extra.cells, ["所处位置", "昌平区", "回龙观", "示例路", "", ""], strict=True):
        cell.text = text
    old = row(park, "所处位置")._tr
    old.addnext(extra._tr)
    old.getparent().remove(old)
    assert read(park) == ({"location": "昌平区 回龙观 示例路"}, ())


def test_a_picture_among_answers_is_told(park):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    cell = row(park, "区域现状").cells[1]
    cell.text = "现状正文"
    cell.paragraphs[0].add_run().add_picture(picture)
    assert read(park) == ({"current_state": "现状正文"}, (("区域现状", "（图片）"),))


def test_without_a_title_the_labels_tell_the_form(park):
    for paragraph in park.paragraphs:
        paragraph.text = ""
    assert read(park) == ({}, ()) and read_form(saved(park), SHEETS).year is None


def test_where_labels_are_gone_the_tags_tell():
    word = render_word(grid(SHEETS["park"], {"location": "昌平区", "area_km2": "3.2"}, 2026))

    def spoil(tree):
        for text in tree.iter(f"{W}t"):
            if text.text in ("所处位置", "申报区域面积"):
                text.text = "（标签被改掉了）"

    reading = read_form(rewritten(word, spoil), SHEETS)
    assert reading.answers == {"location": "昌平区", "area_km2": "3.2"}


def test_a_document_with_one_like_label_is_no_form():
    other = Document()
    table = other.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "联系电话", "010-12345678"
    with pytest.raises(UnreadableWord, match="没有在文件中找到申报表"):
        read_form(saved(other), SHEETS)


def test_a_figure_without_a_place_is_told_too(park):
    park.tables[0].add_row().cells[0].text = "2350.50"
    assert read(park) == ({}, (("第三部分 推荐单位意见", "2350.50"),))


def test_a_file_saved_as_strict_open_xml_is_read():
    word = render_word(grid(SHEETS["park"], {"location": "昌平区"}, 2026))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as source, zipfile.ZipFile(strict, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            target.writestr(name, data)
    assert read_form(strict.getvalue(), SHEETS).answers == {"location": "昌平区"}
