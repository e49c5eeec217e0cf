"""What is printed in an empty place leaves when the place is filled, on screen, in Word and in PDF, and never is an answer."""

import io

import docx
import pytest

from sheets.definitions import Field
from sheets.forms import PartForm
from sheets.grid import grid
from sheets.html import paper
from sheets.kinds import kind_of
from sheets.pdf.render import render_pdf
from sheets.reading.read import read_form
from sheets.word.render import render_word
from tests.sheets.official import official, saved
from tests.sheets.pdf_text import pdf_text
from tests.sheets.strategies import SHEETS

FILLED = {
    "project_location": ("海淀区", "海淀区"),
    "construction_period": (["2025-03", "2026-06"], "2025年3月至2026年6月"),
    "applicant_name": ("海淀区示例街道", "海淀区示例街道"),
}
SAMPLES = [
    (form, part.key, field)
    for form, sheet in SHEETS.items()
    for part in sheet.parts
    for field in part.fields
    if field.sample or field.format
]
EVERY = pytest.mark.parametrize(("form", "part", "field"), SAMPLES)


def sample(field: Field) -> str:
    return squeezed(field.sample or field.format)


def squeezed(text: str) -> str:
    return "".join(text.split())


def word_text(data: bytes) -> str:
    return squeezed("".join(docx.Document(io.BytesIO(data)).element.body.itertext()))


def shown(form: str, part: str, answers: dict) -> dict[str, str]:
    """What the form says in each way of showing it."""
    made = grid(SHEETS[form], answers, 2026)
    return {
        "word": word_text(render_word(made)),
        "pdf": squeezed(pdf_text(render_pdf(made))),
        "preview": squeezed(paper(made)),
        "page": squeezed(str(PartForm(SHEETS[form], SHEETS[form].part(part), 2026, answers))),
    }


def test_the_samples_of_the_notice():
    assert [(form, field.key) for form, _, field in SAMPLES] == [
        ("technology", "project_location"),
        ("technology", "construction_period"),
        ("community", "applicant_name"),
    ]


@EVERY
def test_a_sample_stands_in_the_empty_place_and_leaves_when_it_is_filled(form, part, field):
    blank, filled = shown(form, part, {}), shown(form, part, {field.key: FILLED[field.key][0]})
    if field.format:  # on the page two inputs for months stand in its place
        del blank["page"], filled["page"]
    assert [way for way, text in blank.items() if sample(field) not in text] == []
    assert [way for way, text in filled.items() if sample(field) in text] == []


@EVERY
def test_a_filled_place_reads_back_with_the_sample_left_in_or_taken_out(form, part, field):
    data, written = FILLED[field.key]
    expected = {field.key: data}
    assert read_form(render_word(grid(SHEETS[form], expected, 2026)), SHEETS).answers == expected
    ways = (
        [written] if field.format else [written, f"{written}\n{field.sample}", f"{field.sample}\n{written}"]
    )
    for typed in ways:
        reading = read_form(saved(official(form, {field.key: typed})), SHEETS)
        assert (reading.answers, reading.stray) == (expected, ())


@EVERY
@pytest.mark.parametrize("spaced", [lambda text: text, squeezed, lambda text: f" {text.lower()}  "])
def test_a_sample_that_nobody_touched_is_no_answer(form, part, field, spaced):
    printed = spaced(field.sample or field.format)
    assert kind_of(field).parse(field, "") is None
    for made in (official(form, {}), official(form, {field.key: printed})):
        reading = read_form(saved(made), SHEETS)
        assert (reading.answers, reading.stray) == ({}, ())
    assert read_form(render_word(grid(SHEETS[form], {}, 2026)), SHEETS).answers == {}
