"""Saving a draft while others work on it too: plain POSTs, and the answers that the script of the page gets."""

import json
import re
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Membership, UserSession
from applications.filling import saving
from applications.states import State
from programme.notice import Sheet, form_of
from tests import factories
from tests.applications.filling.steps import again, at, begin, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


@pytest.fixture
def colleague(applicant):
    """Another person of the same organisation, signed in in a browser of their own."""
    person = factories.person(organisation=applicant.organisations.get(), name="示例同事")
    browser = Client()
    browser.force_login(person)
    return browser


def sent(page: str, **typed: str) -> dict:
    """What a browser would send of the form of a page, with what was typed over it."""
    form = page[page.index("<form id=") if "<form id=" in page else 0 :]
    form = form[: form.index("</form>")]
    values = dict(re.findall(r'<input type="(?:hidden|text|tel|email)" name="([^"]+)" value="([^"]*)"', form))
    values |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form))
    for name in re.findall(r'<input type="(?:text|tel|email)" name="([^"]+)"(?! value)', form):
        values.setdefault(name, "")
    return {name: unescape(value) for name, value in values.items()} | typed


def saved(client, draft, key: str, data: dict):
    """The answer of the autosave."""
    return client.post(at("autosave", draft, key), data)


# Two people


def test_two_people_on_different_fields_of_one_part_both_keep_theirs(client, applicant, colleague):
    draft = begin(applicant)
    here, there = (read(each, at("form", draft, "project")) for each in (client, colleague))
    client.post(at("form", draft, "project"), sent(here, project_name="甲项目"))
    answer = saved(colleague, draft, "project", sent(there, project_goal="乙目标"))
    assert (answer.status_code, answer.json()["newer"]) == (200, ["项目名称"])
    answers = again(draft).answers
    assert (answers["project_name"], answers["project_goal"]) == ("甲项目", "乙目标")


def test_a_page_that_shows_an_old_value_does_not_bring_it_back(client, applicant, colleague):
    draft = begin(applicant)
    page = read(client, at("form", draft, "project"))
    colleague.post(at("form", draft, "project"), {"project_name": "同事的"})
    first = saved(client, draft, "project", sent(page, project_goal="一"))
    second = saved(
        client, draft, "project", sent(page, project_goal="二") | {"copy": json.dumps(first.json()["copy"])}
    )
    assert second.status_code == 200
    assert (again(draft).answers["project_name"], again(draft).answers["project_goal"]) == ("同事的", "二")


def test_one_field_changed_by_both_is_refused_with_both_versions_and_who_and_when(
    client, applicant, colleague
):
    draft = begin(applicant)
    page = read(client, at("form", draft, "project"))
    colleague.post(at("form", draft, "project"), {"project_name": "同事的名称"})
    answer = client.post(
        at("form", draft, "project"), sent(page, project_name="我的名称", project_goal="目标", continue_="1")
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "我的名称" in shown and "同事的名称" in shown
    assert "示例同事，2026年5月1日 10:00 保存" in shown and 'href="#clash-project_name"' in shown
    assert (again(draft).answers["project_name"], again(draft).answers["project_goal"]) == (
        "同事的名称",
        "目标",
    )
    once_more = client.post(at("form", draft, "project"), sent(shown, project_name="我的名称"))
    assert once_more.status_code == 409, "without a choice nothing is overwritten, however often it is sent"


@pytest.mark.parametrize(
    ("pick", "typed", "stored"),
    [
        ("mine", "我的名称", "我的名称"),
        ("theirs", "我的名称", "同事的名称"),
        ("merged", "两个名称", "两个名称"),
    ],
)
def test_the_person_picks_per_field_without_javascript(client, applicant, colleague, pick, typed, stored):
    draft = begin(applicant)
    page = read(client, at("form", draft, "project"))
    colleague.post(at("form", draft, "project"), {"project_name": "同事的名称"})
    shown = client.post(at("form", draft, "project"), sent(page, project_name="我的名称")).content.decode()
    decision = sent(shown, project_name=typed) | {"pick-project_name": pick, "decide": "1"}
    assert client.post(at("form", draft, "project"), decision).url == at("form", draft, "project")
    assert again(draft).answers["project_name"] == stored


def test_a_choice_covers_only_the_version_that_was_shown(client, applicant, colleague):
    draft = begin(applicant)
    page = read(client, at("form", draft, "project"))
    colleague.post(at("form", draft, "project"), {"project_name": "第一"})
    shown = client.post(at("form", draft, "project"), sent(page, project_name="我的")).content.decode()
    colleague.post(at("form", draft, "project"), {"project_name": "第二"})
    answer = client.post(
        at("form", draft, "project"), sent(shown) | {"pick-project_name": "mine", "decide": "1"}
    )
    assert answer.status_code == 409 and "第二" in answer.content.decode()
    assert again(draft).answers["project_name"] == "第二"


def test_two_windows_of_one_person_are_told_apart_from_others(client, applicant):
    draft = begin(applicant)
    page = read(client, at("form", draft, "project"))
    client.post(at("form", draft, "project"), {"project_name": "另一个窗口"})
    answer = saved(client, draft, "project", sent(page, project_name="这个窗口"))
    assert answer.status_code == 409 and "您本人（在另一个窗口）" in answer.json()["clashes"][0]["html"]


def test_basics_and_conditions_are_put_together_field_by_field(client, applicant, colleague):
    draft = begin(applicant)
    pages = {key: read(client, at(key, draft)) for key in ("basics", "conditions")}
    marks = {key: sent(page)["copy"] for key, page in pages.items()}
    saved(colleague, draft, "basics", {"field": "energy", "district": "chaoyang"})
    saved(colleague, draft, "conditions", {"condition_registered": "on"})
    answer = saved(
        client, draft, "basics", {"copy": marks["basics"], "district": "haidian", "route": "direct"}
    )
    assert answer.status_code == 200, "what was not touched here does not clash"
    assert (again(draft).field, again(draft).district, again(draft).route) == ("energy", "chaoyang", "direct")
    answer = saved(client, draft, "basics", {"copy": marks["basics"], "district": "yanqing"})
    assert [clash["name"] for clash in answer.json()["clashes"]] == ["district"]
    assert "朝阳区" in answer.json()["clashes"][0]["html"] and "延庆区" in answer.json()["clashes"][0]["html"]
    saved(client, draft, "conditions", {"copy": marks["conditions"], "condition_mature": "on"})
    assert set(again(draft).confirmed_conditions) == {"registered", "mature"}


def test_a_clash_on_the_basics_is_decided_without_javascript(client, applicant, colleague):
    draft = begin(applicant)
    marks = sent(read(client, at("basics", draft)))["copy"]
    saved(colleague, draft, "basics", {"field": "energy"})
    shown = client.post(at("basics", draft), {"copy": marks, "field": "building"})
    assert shown.status_code == 409 and "用另一版" in shown.content.decode()
    fields = sent(shown.content.decode())
    client.post(at("basics", draft), fields | {"field": "building", "pick-field": "mine", "decide": "1"})
    assert again(draft).field == "building"


# Blocks


def with_technologies(person, *names: str):
    draft = begin(person)
    saving.save_draft(
        draft.pk, actor=person, answers=draft.answers | {"technologies": [{"name": n} for n in names]}
    )
    return again(draft)


def technologies(draft) -> list:
    return [answer.get("name") for answer in again(draft).answers["technologies"]]


def test_an_edit_follows_its_block_when_a_colleague_removed_another(client, applicant, colleague):
    draft = with_technologies(applicant, "甲", "乙")
    page = read(client, at("form", draft, "technologies"))
    colleague.post(at("form", draft, "technologies"), sent(page) | {"remove-0": "1"})
    answer = saved(client, draft, "technologies", sent(page, **{"technologies-1-scope": "全市"}))
    assert answer.status_code == 200
    assert again(draft).answers["technologies"] == [{"name": "乙", "scope": "全市"}]


@pytest.mark.parametrize(("pick", "names"), [("mine", ["甲", "乙二"]), ("theirs", ["甲"])])
def test_an_edit_of_a_block_that_a_colleague_removed_is_asked_about(
    client, applicant, colleague, pick, names
):
    draft = with_technologies(applicant, "甲", "乙")
    url, page = at("form", draft, "technologies"), read(client, at("form", draft, "technologies"))
    colleague.post(url, sent(page) | {"remove-1": "1"})
    answer = client.post(url, sent(page, **{"technologies-1-name": "乙二"}))
    shown = answer.content.decode()
    assert answer.status_code == 409 and "删除了这一项" in shown and "技术名称：乙二" in shown
    assert technologies(draft) == ["甲"]
    answer = client.post(url, sent(shown) | {"pick-technologies-1": pick, "decide": "1"})
    assert answer.status_code == 302 and technologies(draft) == names


def test_a_block_that_a_colleague_changed_is_not_removed_unseen(client, applicant, colleague):
    draft = with_technologies(applicant, "甲", "乙")
    url, page = at("form", draft, "technologies"), read(client, at("form", draft, "technologies"))
    colleague.post(url, sent(page, **{"technologies-1-scope": "同事补充的范围"}))
    answer = client.post(url, sent(page) | {"remove-1": "1"}, follow=True)
    shown = answer.content.decode()
    assert "没有删除技术 2：示例同事在" in shown and "同事补充的范围" in shown
    client.post(url, sent(shown) | {"remove-1": "1"})
    assert technologies(draft) == ["甲"]


def test_two_added_blocks_are_two(client, applicant, colleague):
    draft = with_technologies(applicant, "甲")
    page = read(client, at("form", draft, "technologies"))
    for browser in (client, colleague):
        browser.post(at("form", draft, "technologies"), sent(page) | {"add": "1"})
    assert len(technologies(draft)) == 3


# The answers of the autosave


def test_the_autosave_says_when_in_beijing_and_changes_nothing_without_a_change(client, applicant):
    draft = begin(applicant)
    page = read(client, at("form", draft, "project"))
    assert saved(client, draft, "project", sent(page, project_name="甲")).json()["at"] == "10:00:00"
    stored = again(draft)
    assert (
        saved(client, draft, "project", sent(read(client, at("form", draft, "project")))).status_code == 200
    )
    assert again(draft).saved_at == stored.saved_at
    call_command("audit_invariants")


def test_an_ended_session_is_told_and_nothing_is_stored(client, applicant):
    draft = begin(applicant)
    UserSession.objects.all().delete()
    assert saved(client, draft, "project", {"project_name": "甲"}).status_code == 401
    other = factories.person(organisation=applicant.organisations.get())
    client.force_login(other)
    answer = saved(client, draft, "project", {"project_name": "甲", "who": str(applicant.pk)})
    assert (answer.status_code, answer.json()["other"]) == (401, str(other))
    assert "project_name" not in again(draft).answers


def test_what_was_submitted_meanwhile_is_not_changed(client, applicant):
    draft = factories.received(by=applicant)
    answer = saved(client, draft, "project", {"project_name": "晚了"})
    assert answer.status_code == 423 and "不能修改" in answer.json()["message"]
    assert again(draft).answers["project_name"] != "晚了" and again(draft).state == State.RECEIVED


def test_parts_of_others_and_unknown_parts_are_not_there(client, applicant):
    draft = begin(applicant)
    assert saved(client, draft, "recommendation", {}).status_code == 404
    client.force_login(factories.applicant())
    assert saved(client, draft, "project", {}).status_code == 404
    assert Membership.objects.filter(organisation=draft.organisation).count() == 1


def test_marks_that_make_no_sense_are_passed_over(client, applicant):
    draft = begin(applicant)
    for nonsense in ("{", "[1]", '{"nothing": "x"}', '{"project_name": 7}'):
        assert (
            saved(client, draft, "project", {"copy": nonsense, "project_goal": nonsense}).status_code == 200
        )
    assert again(draft).answers["project_goal"] == '{"project_name": 7}'


def test_beside_the_fields_stand_steps_strip_and_paper(client, applicant):
    draft = begin(applicant, Sheet.LEADER)
    saved(client, draft, "applicant", {"legal_representative": "示例法人"})
    page = read(client, at("beside", draft, "applicant") + "?paper")
    assert "示例法人" in page and 'id="draft-steps"' in page and 'id="draft-strip"' in page
    assert "paper-preview" not in read(client, at("beside", draft, "applicant"))
    assert 'id="recommender"' in read(client, at("beside", draft, "basics"))
    assert 'name="reason_market"' in read(client, at("beside", draft, "conditions"))
    assert client.get(at("beside", draft, "check")).status_code == 404


def test_an_autosave_makes_at_most_eight_queries(applicant, django_assert_max_num_queries):
    draft = factories.draft(by=applicant)
    browser = Client()
    browser.force_login(applicant)
    page = read(browser, at("form", draft, "technologies"))
    for names in ("甲", "乙"):
        with django_assert_max_num_queries(8) as queries:
            assert saved(
                browser, draft, "technologies", sent(page, **{"technologies-0-name": names})
            ).status_code in (200, 409)
    assert not [query for query in queries if "journal_message" in query["sql"]]


def test_the_answer_names_the_faults_of_the_page_and_only_those(client, applicant):
    draft = begin(applicant)
    page = read(client, at("form", draft, "project"))
    told = saved(
        client, draft, "project", sent(page, project_name="甲", total_investment="一千二百万")
    ).json()
    faults = {each["anchor"]: each for each in told["faults"]}
    assert not faults["id_total_investment"]["missing"] and faults["id_project_goal"]["missing"]
    assert faults["id_total_investment"]["message"] in faults["id_total_investment"]["said"]
    assert "id_project_name" not in faults and "id_legal_representative" not in faults
    assert saved(client, draft, "basics", {"field": draft.field}).json()["faults"]
    boxes = {f"condition_{condition.key}": "on" for condition in form_of(Sheet.TECHNOLOGY).conditions}
    assert saved(client, draft, "conditions", boxes).json()["faults"] == []
