"""Letters and tables in the habits of 公文 (GB/T 9704): the same words in Word and PDF, on A4, in 22 lines of 28."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from sheets.letters.letter import (
    DAY_TO_FILL,
    Annex,
    Column,
    Letter,
    Signature,
    Table,
    Text,
    reference_to_fill,
)
from sheets.letters.pdf import render_letter_pdf
from sheets.letters.word import render_letter_word
from tests.sheets.pdf_text import pdf_lines, pdf_text
from tests.sheets.word_rules import faults
from tests.sheets.word_text import word_text

COLUMNS = (Column("序号", 16, "center"), Column("试点名称", 70), Column("申报单位", 70))


def squeezed(text: str) -> str:
    return "".join(text.split())


def pdf_pages(data: bytes) -> list[str]:
    return [squeezed("".join(lines)) for lines in pdf_lines(data)]


LONG = "北京市示例经济技术开发区绿色低碳循环发展产业园区综合能源管理与气候适应能力提升示范项目" * 3
TABLE = Table(COLUMNS, tuple((n, f"第{n}号<示例>项目", LONG if n == 7 else "示例公司") for n in range(1, 41)))
LETTER = Letter(
    title="示例局\n关于示例事项的通知",
    mark="待盖章",
    reference=reference_to_fill(2026),
    addressee="示例公司",
    parts=(Text("一、缘由", "heading"), Text("正文第一段。\n正文第二行。")),
    signature=Signature("示例局", "2026年7月20日"),
    annex=Annex("示例名单", (TABLE,)),
)


def words_of(letter: Letter) -> list[str]:
    body = ["一、缘由", "正文第一段。", "附件：示例名单", "试点名称"]
    rows = [text for row in TABLE.texts for text, _ in row]
    return [letter.mark, "关于示例事项的通知", "〔2026〕", "示例公司：", *body, "2026年7月20日", *rows]


def test_word_and_pdf_hold_every_word():
    word, pdf = word_text(render_letter_word(LETTER)), pdf_text(render_letter_pdf(LETTER))
    missing = [text for text in words_of(LETTER) if squeezed(text) not in word or squeezed(text) not in pdf]
    assert missing == []


@pytest.mark.parametrize("render", [render_letter_word, render_letter_pdf])
def test_equal_letters_give_equal_bytes(render):
    assert render(LETTER) == render(replace(LETTER))


def test_a_page_of_the_pdf_holds_22_lines_of_28_characters():
    text = "低碳" * (22 * 14 * 2)
    second = pdf_lines(render_letter_pdf(Letter("通知", (Text(text, "plain"),))))[1]
    lines = [line for line in second if "低碳" in line]
    assert (len(lines), {len(line) for line in lines}) == (22, {28})


def test_a_page_of_the_word_has_the_measures_of_the_standard():
    document = Document(io.BytesIO(render_letter_word(LETTER)))
    section = document.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(measure / Mm(1)) for measure in measures] == [210, 297, 37, 28]
    body = next(paragraph for paragraph in document.paragraphs if "正文第一段" in paragraph.text)
    run = body.runs[0]._element.rPr
    assert run.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert (body.runs[0].font.size.pt, body.paragraph_format.line_spacing.pt) == (16, 28.95)
    title = next(paragraph for paragraph in document.paragraphs if "关于示例事项" in paragraph.text)
    assert title.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert title.runs[0].font.size.pt == 22
    assert section.footer.paragraphs[0].text.startswith("— ")


def test_the_head_of_a_long_table_stands_on_every_page():
    pages = pdf_pages(render_letter_pdf(LETTER))
    assert len(pages) == 3
    assert all("试点名称" in page for page in pages[1:])
    table = Document(io.BytesIO(render_letter_word(LETTER))).tables[0]
    assert len(table.rows) == 41
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def listed(before: int, rows: int) -> Letter:
    table = Table(COLUMNS, tuple((n, f"第{n}号项目", "示例公司") for n in range(1, rows + 1)))
    return Letter("名单", (Text("低碳" * 14 * before, "plain"), Text("一、示例", "heading"), table))


def rows_on(page: str) -> int:
    return page.count("示例公司")


@pytest.mark.parametrize("before", range(8, 20))
def test_a_short_table_stays_with_its_heading(before):
    pages = pdf_pages(render_letter_pdf(listed(before, 6)))
    assert [rows_on(page) for page in pages if rows_on(page)] == [6]
    assert ["一、示例" in page for page in pages] == [rows_on(page) > 0 for page in pages]


@pytest.mark.parametrize("before", range(3, 20))
def test_no_row_of_a_long_table_stands_alone(before):
    for rows in (7, 12):
        pages = pdf_pages(render_letter_pdf(listed(before, rows)))
        counts = [rows_on(page) for page in pages if "试点名称" in page]
        assert sum(counts) == rows
        assert min(counts) > 1
        assert "试点名称" in next(page for page in pages if "一、示例" in page)


@pytest.mark.parametrize(
    ("rows", "kept"), [(1, [1, 0]), (6, [1, 1, 1, 1, 1, 1, 0]), (8, [1, 1, 0, 0, 0, 0, 0, 1, 0])]
)
def test_the_word_keeps_rows_together_like_the_pdf(rows, kept):
    table = Document(io.BytesIO(render_letter_word(listed(1, rows)))).tables[0]
    held = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows]
    assert held == [bool(each) for each in kept]


def test_an_empty_table_says_so_and_keeps_the_place_for_the_seal():
    blanks = ("推荐单位（盖章）：", f"日期：{DAY_TO_FILL}")
    letter = Letter("汇总表", (Table(COLUMNS, (), "本年度没有推荐"),), blanks=blanks, landscape=True)
    for text in (word_text(render_letter_word(letter)), pdf_text(render_letter_pdf(letter))):
        assert "本年度没有推荐" in text
        assert "推荐单位（盖章）" in text
    section = Document(io.BytesIO(render_letter_word(letter))).sections[0]
    assert section.page_width > section.page_height


def test_a_page_number_stands_on_each_page():
    pages = pdf_pages(render_letter_pdf(LETTER))
    assert [f"—{number}—" in page for number, page in enumerate(pages, start=1)] == [True] * len(pages)


def test_the_signature_never_stands_alone_on_a_page():
    for lines in range(10, 24):
        letter = Letter(
            "通知", (Text("低碳" * 14 * lines, "plain"), Text("特此通知。")), signature=LETTER.signature
        )
        last = pdf_pages(render_letter_pdf(letter))[-1]
        assert "特此通知" in last or "低碳" in last
        paragraphs = Document(io.BytesIO(render_letter_word(letter))).paragraphs
        closing = next(paragraph for paragraph in paragraphs if paragraph.text == "特此通知。")
        assert closing.paragraph_format.keep_with_next


HARMFUL = "甲\x00\x0b\x1f\ud800\ufffe<script>&\"']]>\r\n乙\t\u2028丙"
ODD = Letter(
    title=HARMFUL,
    addressee=HARMFUL,
    parts=(Text(HARMFUL), Text(HARMFUL, "note"), Table(COLUMNS, ((1, HARMFUL, None),))),
    blanks=(HARMFUL,),
    landscape=True,
)


@pytest.mark.parametrize("letter", [LETTER, ODD, replace(ODD, landscape=False)])
def test_word_opens_without_repair(letter):
    assert faults(render_letter_word(letter)) == []


def test_what_no_paper_can_hold_is_left_out():
    for text in (word_text(render_letter_word(ODD)), pdf_text(render_letter_pdf(ODD))):
        assert text.count("甲<script>&\"']]>乙丙") == 6
