"""The pages of a draft: basics, parts of the form, conditions."""

import re

import pytest
from django.urls import reverse

from accounts.districts import District
from accounts.models import Organisation
from applications.filling import saving
from applications.states import Route
from programme.notice import Sheet, form_of
from tests import factories
from tests.applications.filling.steps import again, at, begin, correction, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


# Basics (REC-1)


def test_rec_1_recommenders_follow_the_district_without_javascript(client, applicant):
    haidian, chaoyang = factories.bureau(), factories.bureau(District.CHAOYANG)
    draft = begin(applicant, Sheet.PARK)
    assert haidian.name in read(client, at("basics", draft))
    answer = client.post(at("basics", draft), {"field": "park", "district": "chaoyang", "refresh": "1"})
    assert answer.url == at("basics", draft)
    page = read(client, answer.url)
    assert chaoyang.name in page and haidian.name not in page
    assert "id_route" not in page


def test_rec_1_a_recommender_of_another_district_is_not_kept(client, applicant):
    haidian = factories.bureau()
    draft = begin(applicant, Sheet.COMMUNITY)
    form = {"field": "street", "district": "chaoyang", "recommender": haidian.pk, "continue": "1"}
    answer = client.post(at("basics", draft), form)
    assert answer.url == at("basics", draft)
    assert again(draft).recommender is None and again(draft).district == "chaoyang"
    assert "请选择推荐单位" in read(client, answer.url)


def test_basics_are_saved_and_lead_to_the_first_part(client, applicant):
    draft = begin(applicant)
    form = {"field": "energy", "district": "haidian", "route": "direct", "continue": "1"}
    assert client.post(at("basics", draft), form).url == at("form", draft, "applicant")
    assert (again(draft).field, again(draft).route) == ("energy", Route.DIRECT)


def test_rec_1_what_was_received_keeps_route_and_recommender(client, applicant):
    corrected = correction(applicant, Sheet.PARK)
    before = corrected.recommender
    other = factories.organisation(Organisation.Kind.AUTHORITY)
    form = {"field": "park", "district": "chaoyang", "route": "direct", "recommender": other.pk, "save": "1"}
    client.post(at("basics", corrected), form)
    kept = again(corrected)
    assert (kept.recommender, kept.route, kept.district) == (before, Route.RECOMMENDED, District.HAIDIAN)


# Parts of the form


def test_a_draft_is_saved_incomplete_and_says_it_is_not_submitted(client, applicant):
    draft = begin(applicant)
    answer = client.post(at("form", draft, "project"), {"project_name": "示例项目", "continue": "1"})
    assert answer.url == at("form", draft, "technologies")
    assert again(draft).answers["project_name"] == "示例项目"
    page = read(client, at("form", draft, "project"))
    assert "草稿已保存，尚未提交" in page and "已提交" not in page
    assert "2026 年度" in page and "2026年7月15日 24:00" in page


def test_malformed_entries_are_kept_and_flagged_with_a_link_to_the_field(client, applicant):
    draft = begin(applicant)
    answer = client.post(at("form", draft, "project"), {"total_investment": "大约两千万", "continue": "1"})
    assert answer.url == at("form", draft, "project")
    page = read(client, answer.url)
    assert "大约两千万" in page and 'href="#id_total_investment"' in page


def test_a_page_says_what_is_missing_only_once_it_was_visited(client, applicant):
    draft = begin(applicant)
    assert "data-error-summary" not in read(client, at("form", draft, "project"))
    assert 'href="#id_project_name"' in read(client, at("form", draft, "project") + "?check=1")
    client.post(at("form", draft, "project"), {"project_goal": "示例目标", "save": "1"})
    assert 'href="#id_project_name"' in read(client, at("form", draft, "project"))


@pytest.mark.parametrize("sheet", Sheet)
def test_a3_2_the_contents_of_the_work_stand_beside_the_zone_forms(client, applicant, sheet):
    draft = begin(applicant, sheet)
    work = form_of(sheet).work
    for part in draft.form.applicant_parts:
        page = read(client, at("form", draft, part.key))
        assert ('href="#work-guide"' in page) is (work is not None)
        for title, text in work.items if work else ():
            assert title in page and text in page


@pytest.mark.parametrize(
    ("sheet", "part", "name", "sample"),
    [
        (Sheet.TECHNOLOGY, "project", "project_location", "xx 区"),
        (Sheet.COMMUNITY, "applicant", "applicant_name", "XX 区 XX 街道/乡镇、社区/村"),
    ],
)
def test_a_hint_printed_in_an_empty_place_leaves_on_screen_when_it_is_filled(
    client, applicant, sheet, part, name, sample
):
    draft = begin(applicant, sheet)
    saving.save_draft(draft.pk, actor=applicant, answers=draft.answers | {name: None})
    assert read(client, at("form", draft, part)).count(sample) == 2, "beside the field and on the paper"
    client.post(at("form", draft, part), {name: "海淀区示例街道", "save": "1"})
    assert sample not in read(client, at("form", draft, part))


def test_technologies_repeat(client, applicant):
    draft = factories.draft(by=applicant)
    form = {f"technologies-{n}-name": f"技术甲{n}" for n in range(2)} | {
        "technologies-count": "2",
        "add": "1",
    }
    answer = client.post(at("form", draft, "technologies"), form)
    assert answer.url == at("form", draft, "technologies") + "?added=1#part"
    assert "需要修改" not in read(client, answer.url)
    assert [each.get("name") for each in again(draft).answers["technologies"]] == ["技术甲0", "技术甲1", None]
    gone = client.post(answer.url, {"technologies-count": "3", "remove-0": "1"})
    assert gone.url == at("form", draft, "technologies") + "?removed=1#part"
    assert [each.get("name") for each in again(draft).answers["technologies"]] == ["技术甲1", None]


def test_saving_one_part_keeps_the_others(client, applicant):
    draft = begin(applicant)
    client.post(at("form", draft, "project"), {"project_name": "示例项目"})
    client.post(at("form", draft, "applicant"), {"legal_representative": "示例法人"})
    answers = again(draft).answers
    assert (answers["project_name"], answers["legal_representative"]) == ("示例项目", "示例法人")


def test_a_part_that_the_applicant_does_not_fill_in_is_not_a_page(client, applicant):
    draft = begin(applicant)
    for part in ("recommendation", "declaration", "nothing"):
        assert client.get(at("form", draft, part)).status_code == 404


# Conditions


def test_conditions_are_confirmed_one_by_one(client, applicant):
    draft = begin(applicant)
    client.post(at("conditions", draft), {"condition_registered": "on", "save": "1"})
    assert again(draft).confirmed_conditions == ["registered"]
    page = read(client, at("conditions", draft))
    assert 'href="#id_condition_mature"' in page and 'href="#id_condition_registered"' not in page


def test_eli_p_area_outside_the_norm_asks_for_a_reason_but_does_not_block(client, applicant):
    draft = factories.draft(Sheet.PARK, by=applicant)
    saving.save_draft(draft.pk, actor=applicant, answers=draft.answers | {"area_km2": "22"})
    assert "原则上区域面积应在 1 平方公里以上，15 平方公里以内；申报面积为 22 平方公里" in read(
        client, at("check", draft)
    )
    form = {f"condition_{c.key}": "on" for c in form_of(Sheet.PARK).conditions} | {"continue": "1"}
    client.post(at("conditions", draft), form | {"reason_park_area": "园区整体规划为一个单元。"})
    assert again(draft).norm_reasons["park_area"] == "园区整体规划为一个单元。"
    assert "尚不能提交" not in read(client, at("check", draft))


def test_eli_l_outside_the_carbon_market_a_leader_gives_a_reason(client, applicant):
    draft = factories.draft(Sheet.LEADER, by=applicant)
    boxes = {f"condition_{c.key}": "on" for c in form_of(Sheet.LEADER).conditions}
    client.post(at("conditions", draft), boxes | {"condition_in_market": "on", "continue": "1"})
    assert "in_market" in again(draft).confirmed_conditions
    assert "id_reason_market" not in read(client, at("conditions", draft))
    answer = client.post(at("conditions", draft), boxes | {"continue": "1"})
    assert answer.url == at("conditions", draft)
    assert "id_reason_market" in read(client, answer.url)


# In the browser


@pytest.mark.django_db(transaction=True)
def test_the_paper_grows_while_one_types_and_recommenders_follow_the_district(page, axe):
    person = factories.applicant()
    chaoyang = factories.bureau(District.CHAOYANG)
    draft = begin(person, Sheet.PARK)
    page.goto(reverse("account_login"))
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", "mima-12345")
    page.click("main button[type=submit]")
    page.goto(at("basics", draft))
    page.select_option("#id_district", "chaoyang")
    page.wait_for_selector(f"#id_recommender option[value='{chaoyang.pk}']", state="attached")
    assert axe(page) == []
    page.goto(at("form", draft, "applicant"))
    page.fill("#id_legal_representative", "示例法人甲")
    page.press("#id_legal_representative", "Tab")
    page.wait_for_selector("#paper-preview >> text=示例法人甲")
    assert axe(page) == []
    page.goto(at("check", draft))
    assert axe(page) == []


def test_the_only_field_of_a_park_is_chosen_already(client, applicant):
    page = read(client, at("basics", begin(applicant, Sheet.PARK)))
    assert re.search(r'<input[^>]*name="field"[^>]*\schecked', page)
