"""Answers typed into the cell of a label, as the notice leaves no other room (第二部分 项目投资, lines 116 and 124)."""

import re

import docx
import pytest

from sheets.grid import grid
from sheets.reading.read import Reading, read_form
from sheets.word.render import render_word
from tests.sheets.official import official, saved
from tests.sheets.rewriting import W, rewritten
from tests.sheets.strategies import SHEETS

PROPOSAL, FINANCE = "是否提供项目建议书\n或可行性研究报告", "是否有意愿被推荐至金融机构\n获取金融政策支持"


def with_row(*texts: str) -> Reading:
    """The annex for technologies, one row of which says this in place of its own (the one with the same label)."""
    document = official("technology", {"project_name": "示例项目"})
    table = document.tables[0]
    old = next(row for row in table.rows if any(begins_alike(cell.text, texts) for cell in row.cells))
    new = docx.Document().add_table(1, len(texts))
    for cell, text in zip(new.rows[0].cells, texts, strict=True):
        cell.text = text
    old._tr.addnext(new.rows[0]._tr)
    old._tr.getparent().remove(old._tr)
    return read_form(saved(document), SHEETS)


def begins_alike(cell: str, texts: tuple[str, ...]) -> bool:
    labels = {re.split("[：:（(\n ]", text)[0] for text in texts[:2]} - {
        "",
        "项目",
        "项目投资",
        "项目主要内容",
    }
    return "".join(cell.split()).startswith(tuple(labels))


def answers(*texts: str) -> dict:
    """What is read from the row; nothing is left over."""
    reading = with_row(*texts)
    assert reading.stray == ()
    return {key: value for key, value in reading.answers.items() if key != "project_name"}


BOTH = {"total_investment": "5000.00", "fixed_investment": "3100.00"}


@pytest.mark.parametrize(
    "texts",
    [
        ("项目\n投资", "项目总投资\n(万元)：5000", "固定资产投资\n(万元)：3100", ""),
        ("项目\n投资", "项目总投资（万元）5000", "固定资产投资（万元）3100"),
        ("项目\n投资", "项目总投资 (万元)\n5000", "固定资产投资 (万元)\n3100", ""),
        ("项目\n投资", "项目总投资：5000万元", "固定资产投资: 3100 万元"),
        ("项目\n投资", "项目总投资（单位：万元）：5000", "固定资产投资（万元）", "3100"),
        ("项目\n投资", "项目总投资（万元）：5000　固定资产投资（万元）：3100"),
    ],
)
def test_the_row_of_the_investment_as_the_notice_prints_it(texts):
    assert answers(*texts) == BOTH


@pytest.mark.parametrize(
    "texts",
    [
        (f"{PROPOSAL}：是", "", f"{FINANCE}：否", ""),
        (f"{PROPOSAL} 是", f"{FINANCE} 否"),
        (f"{PROPOSAL}：√是 □否", f"{FINANCE}：□是 √否"),
        (f"{PROPOSAL}是", f"{FINANCE}否"),
    ],
)
def test_yes_and_no_behind_their_questions(texts):
    assert answers(*texts) == {"has_proposal": True, "wants_finance": False}


def test_an_answer_of_words_stands_behind_a_colon():
    assert answers("法定代表人：示例法人", "", "申报联系人：示例联系人", "") == {
        "legal_representative": "示例法人",
        "contact_name": "示例联系人",
    }


def test_what_is_not_understood_is_kept_as_it_is_written():
    assert answers("项目投资", "项目总投资（万元）：约五千", "固定资产投资（万元）：3100")[
        "total_investment"
    ] == {"raw": "约五千"}


def test_beside_an_answer_the_words_in_the_cell_of_the_label_are_told():
    reading = with_row("法定代表人：王某", "示例法人", "申报联系人（必填）", "示例联系人")
    assert reading.answers["legal_representative"] == "示例法人"
    assert reading.answers["contact_name"] == "示例联系人"
    assert reading.stray == (("法定代表人", "王某"), ("申报联系人", "（必填）"))


def test_a_remark_in_brackets_behind_a_label_is_no_answer():
    reading = with_row("申报单位名称（盖章）", "")
    assert "applicant_name" not in reading.answers and reading.stray == (("申报单位名称", "（盖章）"),)


def test_an_answer_that_begins_like_another_label_stays_an_answer():
    text = "项目建设目标：三年建成。"
    reading = with_row("项目主要内容", "项目建设内容", text)
    assert reading.answers["project_content"] == text and reading.stray == ()


def test_a_number_without_a_label_is_told():
    document = official("technology", {"project_name": "示例项目"})
    document.tables[0].add_row().cells[0].text = "31"
    assert [text for _, text in read_form(saved(document), SHEETS).stray] == ["31"]


@pytest.mark.parametrize("form", SHEETS)
def test_a_label_and_its_answer_in_our_own_word(form):
    """Somebody typed behind the label and left the control empty."""
    word = render_word(grid(SHEETS[form], {}, 2026))

    def fill(tree):
        label = next(words for words in tree.iter(f"{W}t") if words.text == "法定代表人")
        label.text = "法定代表人：示例法人"

    reading = read_form(rewritten(word, fill), SHEETS)
    assert (reading.answers, reading.stray) == ({"legal_representative": "示例法人"}, ())
