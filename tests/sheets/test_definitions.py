"""The definitions of the forms: which holds, what they must say, and that the screen says it (the notice: test_annexes)."""

import hashlib

import pytest

from sheets.definitions import fill_year
from sheets.forms import PartForm
from sheets.loading import FOLDER, UnknownDefinition, definition
from tests.sheets.strategies import SHEETS

YEAR = 2026


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
def test_wording_of_the_fields_is_verbatim_on_screen(form):
    sheet = SHEETS[form]
    parts = [*sheet.applicant_parts, sheet.recommender_part]
    screen = "".join("".join(str(PartForm(sheet, part, YEAR)).split()) for part in parts)
    for part in parts:
        for field in part.answer_fields:
            texts = [
                field.label,
                field.group,
                field.hint,
                field.sample,
                field.unit,
                field.detail,
                field.other_text,
            ]
            texts += [*field.choices, *field.aspects, *(item.label for item in field.items)]
            for text in texts:
                assert "".join(fill_year(text, YEAR).split()) in screen
