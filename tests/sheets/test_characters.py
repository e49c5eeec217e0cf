"""Characters that the fonts of the forms lack: named at the field, and on the paper where they may stay."""

import pytest

from sheets.answers import problems
from sheets.grid import grid
from sheets.html import paper
from sheets.kinds import characters, kind_of
from sheets.kinds.characters import lacking, rare, rare_on_paper, unprintable
from sheets.pdf.render import render_pdf
from sheets.reading.read import read_form
from sheets.word.render import render_word
from tests.sheets.pdf_text import pdf_text
from tests.sheets.strategies import AWKWARD, SHEETS, leaves

MISSING = "\U0002a6a5"  # four dragons
RARE_BUT_THERE = "𠮷㛃䶮喆堃𰻞"
EMOJI = "\U0001f600"


def test_what_the_fonts_have_passes():
    assert lacking(RARE_BUT_THERE + AWKWARD + "①㎡℃☑₂—… 　\u200d\ufe0f") == []


def test_an_emoji_is_named_with_where_it_stands_and_what_to_do():
    assert unprintable(f"年减排很多{EMOJI}，可推广") == (
        f"“{EMOJI}”（第 6 个字，“年减排很多{EMOJI}，可推广”处）印不到申报表上。请删去，或改写为文字。"
    )
    assert "第 2 段" in unprintable(f"一\n二{EMOJI}")


def test_a_character_for_private_use_is_named_by_its_number():
    assert "U+E863" in unprintable("李\ue863") and "拆字" in unprintable("李\ue863")


def test_a_chinese_character_without_font_is_no_fault_but_told():
    assert unprintable(f"王{MISSING}") == "" and f"“{MISSING}”字库未收" in rare(f"王{MISSING}")


@pytest.mark.parametrize("form", SHEETS)
def test_every_place_for_words_names_the_character(form):
    for leaf in leaves(SHEETS[form]):
        raw = {
            "text": EMOJI,
            "longtext": f"一\n{EMOJI}",
            "choice": leaf.other_text and {leaf.choices[-1]: EMOJI},
            "yesno": leaf.detail and {"answer": True, "detail": EMOJI},
        }.get(leaf.kind)
        if raw:
            kind = kind_of(leaf)
            assert any(EMOJI in message for _, message in kind.faults(leaf, kind.clean(leaf, raw))), leaf.key


def test_it_stands_in_the_way_of_submission_and_is_not_called_too_long():
    faults = problems(SHEETS["park"], {"applicant_name": f"园区{EMOJI}"})
    fault = next(fault for fault in faults if fault.field_key == "applicant_name")
    assert EMOJI in fault.message and fault.trouble.name == "MALFORMED"


def test_the_form_says_which_character_it_lacks_in_word_pdf_and_on_screen_and_reads_back_without():
    answers = {"legal_representative": f"王{MISSING}"}
    made = grid(SHEETS["park"], answers, 2026)
    note = rare_on_paper(f"王{MISSING}")
    assert note == f"（“{MISSING}”（U+2A6A5）字库未收，请在打印件上手写）"
    assert note in paper(made)
    assert "U+2A6A5" in "".join(pdf_text(render_pdf(made)).split())
    reading = read_form(render_word(made), SHEETS)
    assert (reading.answers, reading.stray) == (answers, ())


def test_without_fonts_to_ask_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(characters, "printable", frozenset)
    assert lacking(EMOJI) == []
