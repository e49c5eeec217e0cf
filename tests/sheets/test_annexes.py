"""The blank Word is the table of the annex, row by row and cell by cell (A1, A2, A3 附表)."""

import io
from pathlib import Path

import docx
import pytest
import yaml
from docx.oxml.ns import qn

from sheets.grid import grid
from sheets.word.render import render_word
from tests.sheets.fillings import FILLINGS
from tests.sheets.strategies import SHEETS

ANNEXES = yaml.safe_load(Path(__file__).with_name("annexes.yaml").read_text("utf-8"))
FORMS = pytest.mark.parametrize("form", SHEETS)


def squeezed(text: str) -> str:
    return "".join(text.split())


def cells(row) -> list[str]:
    """Texts of the cells, their paragraphs with a slash between; ^ is a cell that belongs to the one above."""
    found = []
    for cell in row.findall(qn("w:tc")):
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        texts = (
            squeezed("".join(t.text or "" for t in node.iter(qn("w:t")))) for node in cell.iter(qn("w:p"))
        )
        text = "/".join(text.replace("/", "|") for text in texts if text)
        found.append("^" if merge is not None and merge.get(qn("w:val")) == "continue" else text)
    return found


@FORMS
def test_blank_word_is_the_table_of_the_annex(form):
    word = docx.Document(io.BytesIO(render_word(grid(SHEETS[form], {}, 2024))))
    annex = ANNEXES[form]
    first, *rest = [squeezed(entry.text) for entry in word.paragraphs]
    assert first == annex["title"]
    assert "".join(rest) == annex["footnote"]
    assert [cells(row) for row in word.tables[0]._tbl.tr_lst] == annex["rows"]


@FORMS
def test_a_full_word_keeps_every_row_and_label_of_the_annex(form):
    word = docx.Document(io.BytesIO(render_word(grid(SHEETS[form], FILLINGS["full"](SHEETS[form]), 2024))))
    rows = [cells(row) for row in word.tables[0]._tbl.tr_lst]
    printed = [cell for row in rows for cell in row]
    # A blank value grows into an answer; what the annex prints stays, though answers stand around it.
    for annex in ANNEXES[form]["rows"]:
        for words in annex:
            for line in words.replace("^", "").split("/"):
                kept = line if "☐" not in line and "20XX" not in line else ""
                assert any(contains(cell, kept) for cell in printed), line


def contains(cell: str, words: str) -> bool:
    """Whether the words stand in the cell in their order, numbers filled in between (可容纳入驻企业：… 家)."""
    place = 0
    for word in words.partition("：") if words.endswith(("家", "人")) else (words,):
        place = cell.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True
