"""Answers as data: laws over whole forms, problems, drafts, differences, official labels."""

import json
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets.answers import cells, diff, dump, load, problems, slots, tidy, without_persons
from sheets.kinds import Raw
from sheets.labels import AnswersError, from_labels, to_labels
from tests.sheets.strategies import SHEETS, filled

TECHNOLOGY, PARK = SHEETS["technology"], SHEETS["park"]
FORMS = pytest.mark.parametrize("form", SHEETS)


@FORMS
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_laws_of_whole_forms(form, data):
    sheet = SHEETS[form]
    values = data.draw(filled(sheet))
    answers = dump(sheet, values)
    stored = json.loads(json.dumps(answers))
    assert load(sheet, stored) == values
    assert dump(sheet, load(sheet, stored)) == answers
    assert all("限" not in problem.message for problem in problems(sheet, answers))


@FORMS
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_labels_lead_back_to_the_same_answers(form, data):
    sheet = SHEETS[form]
    answers = dump(sheet, data.draw(filled(sheet, all_fields=True)))
    if isinstance(answers.get("existing_title"), dict) and answers["existing_title"]["answer"] is None:
        answers["existing_title"]["answer"] = True
    assert from_labels(sheet, to_labels(sheet, answers)) == answers
    written = yaml.safe_load(yaml.safe_dump(to_labels(sheet, answers), allow_unicode=True))
    assert from_labels(sheet, written) == answers


@FORMS
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_a_full_form_has_no_problems_but_open_choices(form, data):
    sheet = SHEETS[form]
    answers = dump(sheet, data.draw(filled(sheet, all_fields=True)))
    open_choices = {"pilot_type", "existing_title"}
    assert {problem.field_key for problem in problems(sheet, answers)} <= open_choices
    assert problems(sheet, answers, by="recommender") == []


@FORMS
def test_an_empty_form_misses_every_required_field(form):
    sheet = SHEETS[form]
    found = problems(sheet, {})
    places = {(problem.part_key, problem.field_key, problem.item) for problem in found}
    assert places == {
        (part.key, field.key, leaf.key if field.items else None)
        for part in sheet.applicant_parts
        for field in part.answer_fields
        for leaf in field.leaves
    }
    assert {problem.field_key for problem in problems(sheet, {}, by="recommender")} == {
        "recommender_contact",
        "recommender_phone",
        "recommender_opinion",
    }


def test_problems_lead_to_their_web_field():
    answers = {
        "construction_period": {"raw": "2025-03—"},
        "total_investment": {"raw": "约两千"},
        "applicant_nature": "民营企业",
        "performance": {"emission_benefit": "甲"},
        "technologies": [{"name": "甲", "scope": "乙", "content": "丙"}, {"content": "碳" * 801}],
    }
    anchors = {problem.anchor: problem for problem in problems(TECHNOLOGY, answers)}
    assert "id_applicant_nature_0" not in anchors and "id_emission_benefit" not in anchors
    assert anchors["id_construction_period_0"].message.startswith("请填写起止年月")
    assert "最多两位小数" in anchors["id_total_investment"].message
    assert anchors["id_social_benefit"].item == "social_benefit"
    over = anchors["id_technologies-1-content"]
    assert (over.part_key, over.index, over.field_key) == ("technologies", 1, "content")
    assert over.label == "技术 2 · 低碳技术内容" and "请删减 1 字" in over.message
    assert anchors["id_technologies-1-name"].message == "请填写技术名称。"


def test_malformed_drafts_are_kept_and_shown():
    answers = {"area_km2": {"raw": "约三"}, "contact_phone": "010-12345678"}
    values = load(PARK, answers)
    assert values == {"area_km2": Raw("约三"), "contact_phone": Raw("010-12345678")}
    assert dump(PARK, values)["area_km2"] == {"raw": "约三"}


def test_eli_r_carries_over_only_what_the_form_knows():
    assert tidy(TECHNOLOGY, {"applicant_name": "甲", "area_km2": "3", "technologies": [{}]}) == {
        "applicant_name": "甲"
    }


def test_differences_are_told_by_label_with_units():
    old = {"total_investment": "10.00", "technologies": [{"name": "甲"}, {"name": "乙"}]}
    new = {"total_investment": "12.50", "technologies": [{"name": "甲"}], "address": "示例路 1 号"}
    found = [(slot.label, before, after) for slot, before, after in diff(TECHNOLOGY, old, new)]
    assert found == [
        ("单位地址", "", "示例路 1 号"),
        ("项目总投资（万元）", "10.00 万元", "12.50 万元"),
        ("技术 2 · 技术名称", "乙", ""),
    ]
    assert diff(TECHNOLOGY, old, old) == []


def test_cells_are_numbers_where_the_answer_is_one():
    found = dict(
        cells(PARK, {"area_km2": "3.2", "enterprises": {"enterprises_settled": 150}, "location": "昌平区"})
    )
    assert found["申报区域面积"] == Decimal("3.2") and found["企业数量 · 已入驻企业"] == 150
    assert found["所处位置"] == "昌平区" and found["主体名称"] is None


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("文字", "标签: 答案"),
        ({"没有的": 1}, "“没有的”"),
        ({"申报单位性质": "国企"}, "“申报单位性质”.*国有企业"),
        ({"申报单位性质": {"其他": "甲"}}, "“申报单位性质”"),
        ({"单位地址": ["甲"]}, "“单位地址”.*请填写文字"),
        ({"项目总投资（万元）": "很多"}, "“项目总投资（万元）”"),
        ({"项目总投资（万元）": True}, "“项目总投资（万元）”"),
        ({"项目建设内容": "碳" * 1001}, "“项目建设内容”.*请删减 1 字"),
        ({"建设周期": ["2026-06", "2025-03"]}, "“建设周期”.*不能早于"),
        ({"是否获得财政资金或政府固定资产投资支持": ["市级", "否"]}, "不能与其他选项同时"),
        ({"技术": {"技术名称": "甲"}}, "“技术”.*列表"),
        ({"技术": [{"技术名称": "甲"}, {"名称": "乙"}]}, "“技术 2 · 名称”"),
        ({"技术": [{"低碳技术内容": "碳" * 801}]}, "“技术 1 · 低碳技术内容”"),
        ({"技术": [{}] * 11}, "“技术”.*最多 10 项"),
        ({"电子邮箱": "nobody"}, "“电子邮箱”"),
        ({1: "甲"}, "“1”"),
    ],
)
def test_errors_name_the_official_label(mapping, says):
    with pytest.raises(AnswersError, match=says):
        from_labels(TECHNOLOGY, mapping)


def test_opinion_stands_for_whatever_it_is_called_on_the_form():
    for sheet in SHEETS.values():
        official = sheet.recommender_part.fields[2].label
        assert from_labels(sheet, {"推荐意见": "同意。"}) == from_labels(sheet, {official: "同意。"})
        assert to_labels(sheet, {"recommender_opinion": "同意。"}) == {"推荐意见": "同意。"}


def test_what_is_left_out_stays_blank():
    assert from_labels(TECHNOLOGY, {"申报单位名称": None, "技术": []}) == {}


@FORMS
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_rev_2_without_persons_everything_else_stays(form, data):
    sheet = SHEETS[form]
    answers = dump(sheet, data.draw(filled(sheet, all_fields=True)))
    shown = load(sheet, without_persons(sheet, answers))
    kept = {slot.path: value for slot, value in slots(sheet, answers) if not slot.leaf.person}
    assert shown == kept and len(shown) < len(load(sheet, answers))


def test_rev_2_without_persons_what_the_form_does_not_know_and_unreadable_entries_are_handled():
    sheet = SHEETS["technology"]
    answers = {
        "contact_phone": {"raw": "张三的电话"},
        "unknown": "张三",
        "total_investment": {"raw": "约两千"},
    }
    assert without_persons(sheet, answers) == {"total_investment": {"raw": "约两千"}}
