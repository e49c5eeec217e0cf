"""The record of each pilot type: complete, consistent with the official forms, and asked instead of members."""

from collections import Counter
from dataclasses import fields

import pytest

from programme.notice import FORMS, PROGRAMMES, Field, PilotType, Sheet, Support, form_of, programme_of
from sheets.answers import slots
from sheets.loading import definition

MAY_BE_EMPTY = {
    "work",
    "area_km2",
    "project_months",
    "carbon",
    "evaluated",
}  # facts that a form may lack; booleans say so by False


def test_every_type_has_its_record():
    assert list(PROGRAMMES) == list(PilotType)
    assert all(programme_of(kind).type == kind for kind in PilotType)


def test_every_form_belongs_to_exactly_one_type():
    listed = Counter(sheet for programme in PROGRAMMES.values() for sheet in programme.sheets)
    assert listed == Counter(Sheet)
    assert set(FORMS) == set(Sheet)
    assert all(sheet in programme_of(sheet.pilot_type).sheets for sheet in Sheet)


def test_every_field_belongs_to_exactly_one_form():
    assert Counter(field for form in FORMS.values() for field in form.fields) == Counter(Field)


@pytest.mark.parametrize("kind", PilotType)
def test_a_record_of_a_type_is_complete(kind):
    programme = programme_of(kind)
    assert programme.number_code
    assert "{year}" in programme.title
    assert programme.routes
    assert Support.PLAQUE in programme.support
    assert len(set(programme.support)) == len(programme.support)
    assert sum(criterion.weight for criterion in programme.rubric) == 100
    texts = [getattr(criterion, field.name) for criterion in programme.rubric for field in fields(criterion)]
    assert all(texts)


@pytest.mark.parametrize("kind", PilotType)
def test_the_life_of_a_pilot_is_told_whole(kind):
    life = programme_of(kind).life
    assert bool(life.plan) == bool(life.implementing) == bool(life.evaluation)
    assert life.plan is None or life.plan.name


def test_number_codes_and_titles_differ():
    for name in ("number_code", "title"):
        assert len({getattr(programme, name) for programme in PROGRAMMES.values()}) == len(PROGRAMMES)


@pytest.mark.parametrize("sheet", Sheet)
def test_a_record_of_a_form_is_complete(sheet):
    form = form_of(sheet)
    empty = {field.name for field in fields(form) if getattr(form, field.name) in (None, "", ())}
    assert empty <= MAY_BE_EMPTY
    call = form.call
    assert call.who
    assert call.summary
    assert call.route
    assert call.after
    assert call.support
    for rows in (form.conditions, form.materials, form.checklist):
        assert len({row.key for row in rows}) == len(rows)


@pytest.mark.parametrize("sheet", Sheet)
def test_a_site_visit_holds_answers_of_the_form_against_the_place(sheet):
    form = definition(2026).sheets[sheet]
    paths = {slot.path for slot, _ in slots(form, {})}
    assert set(form_of(sheet).figures) <= paths


def test_a_place_of_the_quota_is_used_only_by_what_must_be_recommended():
    for form in FORMS.values():
        if form.counts_for_quota:
            assert programme_of(form.sheet.pilot_type).must_be_recommended
