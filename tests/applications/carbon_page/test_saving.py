"""The page of the carbon figures: kept with the draft as typed, taken over by the person only."""

import json

import pytest

from applications.carbon_page import actions as carbon_page
from applications.carbon_page.actions import digest
from applications.filling.lacks import lacks
from programme.notice import Sheet
from tests import factories
from tests.applications.carbon_page.figures import HEAD, LINE, copy, form
from tests.applications.filling.steps import again, at, begin, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]
SENTENCE = "示范项目应用该项技术，每年减少温室气体排放 1200.00 tCO2e，核算过程见附件《碳减排量核算说明》。"


def test_a_sheet_is_saved_incomplete_and_malformed_as_it_was_typed(client, applicant):
    draft = begin(applicant)
    typed = {"measure": "光伏", "unit": "MWh", "baseline": "很多", "factor_unit": "tCO2/t"}
    assert client.post(at("carbon", draft), form(draft, typed)).url == at("carbon", draft)
    assert again(draft).carbon == HEAD | {"lines": [typed]}
    page = read(client, at("carbon", draft))
    assert 'value="很多"' in page and "请填写数字" in page and "与活动数据单位「MWh」不一致" in page
    assert "请填写因子来源" not in page
    assert "请填写因子来源" in read(client, f"{at('carbon', draft)}?check=1")


def test_rows_are_added_and_removed_and_the_others_keep_what_was_typed(client, applicant):
    draft = begin(applicant)
    first, second = LINE | {"measure": "甲"}, LINE | {"measure": "乙"}
    client.post(at("carbon", draft), form(draft, first, second, **{"add-lines": "1"}))
    assert again(draft).carbon["lines"] == [first, second, {}]
    client.post(at("carbon", draft), form(draft, first, second, {}, **{"remove-lines-0": "1"}))
    assert again(draft).carbon["lines"] == [second, {}]


def test_saving_leads_on_to_the_conditions(client, draft):
    answer = client.post(at("carbon", draft), form(draft, LINE, **{"continue": "1"}))
    assert answer.url == at("conditions", draft)


def test_nothing_reaches_the_form_before_the_person_takes_it_over(client, draft):
    page = read(client, at("carbon", draft))
    assert SENTENCE in page and "年减排 1200 tCO2。" in page
    assert again(draft).answers == draft.answers
    take = page.partition('name="take" value="')[2].partition('"')[0]
    client.post(at("carbon", draft), form(draft, LINE, take=take))
    taken = again(draft).answers["performance"]
    assert taken["emission_benefit"] == f"{SENTENCE}\n年减排 1200 tCO2。"
    assert taken["social_benefit"] == draft.answers["performance"]["social_benefit"]
    assert "已带入" in read(client, at("carbon", draft))


def test_another_text_than_the_one_shown_is_not_taken_over(client, draft):
    take = read(client, at("carbon", draft)).partition('name="take" value="')[2].partition('"')[0]
    answer = client.post(
        at("carbon", draft), form(draft, LINE | {"project": "0"}, take=take), follow=True
    ).content.decode()
    assert "请对照新的文字后再带入" in answer and "1500.00 tCO2e" in answer
    assert again(draft).answers == draft.answers


def test_a_later_save_of_a_stale_page_overwrites_nothing_and_shows_both(client, draft):
    stale = form(draft, LINE | {"measure": "我填写的措施"})
    other = factories.person(organisation=draft.organisation)
    theirs = factories.CARBON | {"lines": [LINE | {"measure": "同事填写的措施"}]}
    carbon_page.save_carbon(draft.pk, actor=other, carbon=theirs)
    answer = client.post(at("carbon", draft), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert other.name in page and "我填写的措施" in page and "同事填写的措施" in page
    assert again(draft).carbon == theirs
    chosen = stale | {"overwrite": page.partition('name="overwrite"')[2].split('"')[1]}
    third = theirs | {"method": "第三版。"}
    carbon_page.save_carbon(draft.pk, actor=other, carbon=third)
    assert "第三版。" in client.post(at("carbon", draft), chosen).content.decode()
    assert again(draft).carbon == third, "only the version that was seen is overwritten"
    client.post(at("carbon", draft), chosen | {"overwrite": digest(third)})
    assert again(draft).carbon["lines"][0]["measure"] == "我填写的措施"


def test_the_same_sheet_sent_twice_is_no_conflict(client, draft):
    sent = form(draft, LINE | {"measure": "新名称"})
    for _ in range(2):
        assert client.post(at("carbon", draft), sent).status_code == 302


def test_the_autosave_says_when_in_beijing_and_the_results_follow(client, draft):
    answer = client.post(at("autosave", draft, "carbon"), form(draft, LINE | {"project": "0"}))
    assert answer.status_code == 200
    expected = {"at": "10:00:00", "copy": json.loads(copy(draft)), "newer": [], "clashes": []}
    assert answer.json() == expected
    beside = read(client, at("beside", draft, "carbon"))
    assert "1500.00 tCO2e" in beside and 'id="draft-strip"' in beside and 'id="carbon-results"' in beside


def test_an_autosave_of_a_stale_sheet_is_refused_with_the_other_version(client, draft):
    stale = form(draft, LINE | {"measure": "我填写的措施"})
    theirs = factories.CARBON | {"method": "同事的方法。"}
    other = factories.person(organisation=draft.organisation)
    carbon_page.save_carbon(draft.pk, actor=other, carbon=theirs)
    for _ in range(2):
        answer = client.post(at("autosave", draft, "carbon"), stale)
        stale["copy"] = json.dumps(answer.json()["copy"])
        (clash,) = answer.json()["clashes"]
        assert answer.status_code == 409 and clash["name"] == "whole"
        assert "同事的方法。" in clash["html"] and digest(theirs) in clash["html"]
    assert again(draft).carbon == theirs


def test_an_autosave_of_figures_needs_the_person_who_typed_a_draft_of_hers_and_a_sheet(client, draft):
    url, sent = at("autosave", draft, "carbon"), form(draft, LINE | {"measure": "不该保存"})
    assert client.post(url, sent | {"who": "0"}).status_code == 401
    stranger = factories.applicant()
    client.force_login(stranger)
    assert client.post(url, sent).status_code == 404
    park = begin(stranger, Sheet.PARK)
    assert client.post(at("autosave", park, "carbon"), sent).status_code == 404
    assert client.get(at("beside", park, "carbon")).status_code == 404
    client.logout()
    assert client.post(url, sent).status_code == 401
    assert again(draft).carbon == draft.carbon


def test_a_form_that_names_another_figure_than_the_sheet_is_told_on_every_page_and_may_be_submitted(
    client, draft
):
    key = client.get(at("carbon", draft)).context["offers"][0]
    client.post(at("carbon", draft), form(draft, LINE, take=f"{key.key}-{key.seen}"))
    client.post(at("carbon", draft), form(draft, LINE, LINE, annex="1", **{"remove-lines-0": "1"}))
    assert "核算表合计" not in read(client, at("check", draft))
    client.post(at("carbon", draft), form(draft, LINE | {"project": "0"}, save="1"))
    said = "申报表写的是 1200.00 吨，核算表合计 1500.00 吨，请核对。"
    field = f"{at('form', draft, 'project')}#id_emission_benefit"
    check, carbon = read(client, at("check", draft)), read(client, at("carbon", draft))
    assert said in carbon and f'href="{field}"' in check and f'href="{field}"' in carbon
    part = read(client, at("form", draft, "project"))
    assert said in part and f'href="{at("carbon", draft)}#offers"' in part
    assert lacks(again(draft)) == []


def test_a_row_is_deleted_only_after_a_second_question(client, draft):
    client.post(at("carbon", draft), form(draft, LINE, LINE, save="1"))
    page = read(client, at("carbon", draft))
    question, button = page.index("删除第 2 行？"), page.index('name="remove-lines-1"')
    assert page.rindex("<details", 0, button) < question < button
    assert "删除后不能恢复" in page[question:button]


def test_zones_have_no_carbon_page(client, applicant):
    draft = begin(applicant, Sheet.PARK)
    assert client.get(at("carbon", draft)).status_code == 404
