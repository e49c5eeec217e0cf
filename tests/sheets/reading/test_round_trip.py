"""What is written reads back equal, whatever program saved it in between, with tags and without."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets.answers import dump
from sheets.grid import grid
from sheets.reading.read import read_form, read_word
from sheets.word.render import render_word
from tests.sheets.rewriting import WAYS, rewritten
from tests.sheets.strategies import SHEETS, filled

FORMS = pytest.mark.parametrize("form", SHEETS)
few = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


@FORMS
@pytest.mark.parametrize("way", WAYS)
@few
@given(data=st.data())
def test_reads_equal_values_after_another_program_saved_it(form, way, data):
    sheet = SHEETS[form]
    answers = dump(sheet, data.draw(filled(sheet)))
    word = rewritten(render_word(grid(sheet, answers, 2026)), *WAYS[way])
    assert read_word(sheet, word) == answers


@FORMS
@pytest.mark.parametrize("way", WAYS)
def test_a_blank_form_is_recognised_and_nothing_is_left_over(form, way):
    word = rewritten(render_word(grid(SHEETS[form], {}, 2026)), *WAYS[way])
    reading = read_form(word, SHEETS)
    assert (reading.sheet.key, reading.year, reading.answers, reading.stray) == (form, 2026, {}, ())


@FORMS
@pytest.mark.parametrize("way", WAYS)
def test_a_line_of_punctuation_is_part_of_the_answer(form, way):
    answers = {"recommender_opinion": ":\n0"}
    word = rewritten(render_word(grid(SHEETS[form], answers, 2026)), *WAYS[way])
    assert read_word(SHEETS[form], word) == answers
