"""The official wording stands in definition, screen, Word and PDF as the annexes print it."""

import hashlib
from pathlib import Path

import pytest
import yaml

from sheets.definitions import FOLDER, UnknownDefinition, definition, fill_year
from sheets.forms import PartForm
from sheets.grid import grid
from sheets.pdf.render import render_pdf
from sheets.word.render import render_word
from tests.sheets.pdf_text import pdf_text
from tests.sheets.strategies import SHEETS
from tests.sheets.word_text import word_text

WORDING = yaml.safe_load((Path(__file__).parent / "wording.yaml").read_text("utf-8"))
YEAR = 2026


def expected(form: str) -> list[str]:
    """The official wording of a form for the year, without white space."""
    texts = [WORDING[form]["title"], *WORDING[form]["wording"]]
    return ["".join(fill_year(text, YEAR).split()) for text in texts]


def test_newest_definition_not_after_the_year_holds():
    assert definition(2024).year == definition(2031).year == 2024
    with pytest.raises(UnknownDefinition, match="2023"):
        definition(2023)


def test_checksum_is_that_of_the_file():
    assert definition(YEAR).checksum == hashlib.sha256((FOLDER / "2024.yaml").read_bytes()).hexdigest()


def test_keys_are_ascii_and_name_one_place():
    for sheet in SHEETS.values():
        for part in sheet.parts:
            keys = [leaf.key for field in part.fields for leaf in (field, *field.items)]
            assert len(keys) == len(set(keys)) and all(key.isascii() and key.isidentifier() for key in keys)
        plain = [field.key for _, field in sheet.plain_fields()] + [
            part.key for part in sheet.repeatable_parts
        ]
        assert len(plain) == len(set(plain))


def test_declaration_only_where_the_form_has_one():
    assert [key for key, sheet in SHEETS.items() if sheet.declaration] == ["technology", "leader"]
    assert [part.key for part in SHEETS["technology"].applicant_parts] == [
        "applicant",
        "project",
        "technologies",
    ]
    assert all(sheet.recommender_part.key == "recommendation" for sheet in SHEETS.values())


@pytest.mark.parametrize("form", SHEETS)
def test_wording_is_verbatim_in_word(form):
    text = word_text(render_word(grid(SHEETS[form], {}, YEAR)))
    assert [wording for wording in expected(form) if wording not in text] == []


@pytest.mark.parametrize("form", SHEETS)
def test_wording_is_verbatim_in_pdf(form):
    text = pdf_text(render_pdf(grid(SHEETS[form], {}, YEAR)))
    assert [wording for wording in expected(form) if wording not in text] == []


@pytest.mark.parametrize("form", SHEETS)
def test_wording_of_the_fields_is_verbatim_on_screen(form):
    sheet = SHEETS[form]
    parts = [*sheet.applicant_parts, sheet.recommender_part]
    screen = "".join("".join(str(PartForm(sheet, part, YEAR)).split()) for part in parts)
    for part in parts:
        for field in part.answer_fields:
            texts = [field.label, field.group, field.hint, field.unit, field.detail, field.other_text]
            texts += [*field.choices, *field.aspects, *(item.label for item in field.items)]
            for text in texts:
                assert "".join(fill_year(text, YEAR).split()) in screen
