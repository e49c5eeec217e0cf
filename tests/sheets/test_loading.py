"""What a new year's definition must say, and what the code takes for granted of it, is asked when it is loaded."""

import pytest
import yaml

from sheets import loading, required_keys
from sheets.kinds import KINDS
from sheets.loading import FOLDER, FaultyDefinition, UnknownDefinition, definition, read_definition, years
from sheets.required_keys import REPEATED, REQUIRED

NEW_YEAR = 2027
KINDS_OF_WORDS = ["text", "longtext"]


@pytest.fixture
def forms() -> dict:
    """The newest definition as data, to be changed as somebody would for a new year."""
    return yaml.safe_load((FOLDER / f"{max(years())}.yaml").read_bytes())


def loaded(forms: dict):
    return read_definition(NEW_YEAR, yaml.safe_dump(forms, allow_unicode=True).encode())


def refused(forms: dict) -> str:
    with pytest.raises(FaultyDefinition) as refusal:
        loaded(forms)
    assert str(refusal.value).startswith("申报表定义 2027.yaml：") and str(refusal.value).endswith("。")
    return str(refusal.value)


def part(forms: dict, form: str, key: str) -> dict:
    return next(part for part in forms[form]["parts"] if part["key"] == key)


def field(forms: dict, form: str, key: str) -> dict:
    return next(field for part in forms[form]["parts"] for field in part["fields"] if field["key"] == key)


def leader(**changes) -> dict:
    return {"key": "project_leader", "label": "项目负责人姓名", "kind": "text"} | changes


def test_every_definition_that_there_is_can_be_loaded():
    assert [definition(year).year for year in years()] == years()


def test_the_newest_file_not_after_the_year_is_read(tmp_path, monkeypatch, forms):
    for year in (2024, NEW_YEAR):
        (tmp_path / f"{year}.yaml").write_text(yaml.safe_dump(forms, allow_unicode=True), "utf-8")
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    assert [definition(year).year for year in (2024, 2026, NEW_YEAR, 2030)] == [
        2024,
        2024,
        NEW_YEAR,
        NEW_YEAR,
    ]
    with pytest.raises(UnknownDefinition):
        definition(2023)


# Persons (REV-2)


@pytest.mark.parametrize(
    "changes",
    [
        *({"kind": kind} for kind in KINDS_OF_WORDS),
        {"kind": "choice", "choices": ["本单位", "其他"], "other_text": "姓名"},
        {"kind": "yesno", "detail": "姓名"},
        {"person": "是"},
    ],
)
def test_rev_2_a_field_of_free_words_must_say_whether_it_names_a_person(forms, changes):
    part(forms, "technology", "project")["fields"].append(leader(**changes))
    sentence = refused(forms)
    assert "technology 表的“项目负责人姓名”（project_leader）没有写明是否涉及个人" in sentence
    assert "person: true" in sentence and "person: false" in sentence


def test_rev_2_the_same_holds_in_a_repeated_part_and_for_items(forms):
    part(forms, "technology", "technologies")["fields"].append(leader())
    assert "project_leader" in refused(forms)
    forms["technology"]["parts"][2]["fields"].pop()
    del field(forms, "technology", "performance")["person"]
    assert "emission_benefit" in refused(forms)


@pytest.mark.parametrize("person", [True, False])
def test_rev_2_what_the_definition_says_holds_also_against_the_kind(forms, person):
    fields = part(forms, "technology", "project")["fields"]
    fields.append(leader(person=person))
    fields.append(leader(key="hotline", kind="phone", person=person))
    sheet = loaded(forms).sheets["technology"]
    marked = {field.key for _, field in sheet.plain_fields() if field.person}
    assert ({"project_leader", "hotline"} <= marked) is person
    assert {"contact_name", "legal_representative", "recommender_contact"} <= marked


def test_rev_2_an_item_is_what_its_field_says_unless_it_says_otherwise(forms):
    items = field(forms, "technology", "performance")["items"]
    items[1]["person"] = True
    performance = next(
        field for _, field in loaded(forms).sheets["technology"].plain_fields() if field.key == "performance"
    )
    assert [item.person for item in performance.items] == [False, True, False] and performance.person


def test_rev_2_ways_to_reach_somebody_are_personal_without_a_word_and_figures_are_not():
    silent = {name: kind.person for name, kind in KINDS.items()}
    assert {name for name, person in silent.items() if person} == {"phone", "mobile", "email"}
    assert {name for name, person in silent.items() if person is None} == set(KINDS_OF_WORDS)


# Keys that code relies on


ALL_KEYS = [(form, key) for form, keys in REQUIRED.items() for key in keys]


@pytest.mark.parametrize(("form", "key"), ALL_KEYS, ids=lambda each: getattr(each, "path", each))
def test_a_definition_that_renames_a_key_on_which_code_relies_is_refused(forms, form, key):
    if key.kinds == (REPEATED,):
        part(forms, form, key.path)["key"] = "renamed"
    else:
        name, _, item = key.path.partition("/")
        renamed = field(forms, form, name)
        renamed = next(each for each in renamed["items"] if each["key"] == item) if item else renamed
        renamed["key"] = "renamed"
    sentence = refused(forms)
    assert f"{form} 表的 {key.path} 不存在或改了名，程序仍在使用（{key.why}）。" in sentence


def test_what_code_takes_for_granted_of_a_key_is_asked_too(forms):
    changes = (
        (
            "technology",
            "construction_period",
            {"kind": "text", "person": False},
            "的类型是 text，应为 month_range",
        ),
        ("park", "contact_phone", {"kind": "text", "person": True}, "的类型是 text，应为 phone或 mobile"),
        ("leader", "applicant_name", {"required": False}, "不是必填项"),
        (
            "community",
            "pilot_type",
            {"choices": ["气候友好型街道"]},
            "缺少选项气候友好型乡镇、气候友好型社区",
        ),
    )
    for form, key, change, _ in changes:
        field(forms, form, key).update(change)
    opinion = part(forms, "leader", "recommendation")["fields"].pop(2)
    part(forms, "leader", "pilot")["fields"].append(opinion)
    sentence = refused(forms)
    for form, key, _, told in changes:
        assert f"{form} 表的 {key} {told}" in sentence
    assert "leader 表的 recommender_opinion 由 applicant 填写，应由 recommender 填写" in sentence


def test_a_definition_without_one_of_the_forms_or_with_an_unknown_kind_is_refused(forms):
    del forms["park"]
    assert "缺少 park 表" in refused(forms)
    field(forms, "leader", "profile")["kind"] = "essay"
    assert "leader 表的“单位简介”（profile）类型是 essay，没有这种类型。" in refused(forms)


def test_a_form_is_asked_for_only_from_the_year_on_in_which_it_begins(forms, monkeypatch):
    del forms["park"]
    monkeypatch.setattr(required_keys, "BEGINS", required_keys.BEGINS | {"park": NEW_YEAR + 1})
    assert "park" not in loaded(forms).sheets
    monkeypatch.setattr(required_keys, "BEGINS", required_keys.BEGINS | {"park": NEW_YEAR})
    assert "缺少 park 表" in refused(forms)


def test_every_form_says_in_which_year_it_begins():
    assert required_keys.BEGINS.keys() == REQUIRED.keys()


def test_fields_may_be_added_and_others_taken_away(forms):
    part(forms, "technology", "project")["fields"].append(leader(person=True))
    fields = part(forms, "park", "area")["fields"]
    fields.remove(field(forms, "park", "organisation_structure"))
    assert loaded(forms).year == NEW_YEAR
