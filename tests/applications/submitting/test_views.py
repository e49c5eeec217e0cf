"""Applications as wholes: start, come back, withdraw."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from applications.filling.saving import save_draft
from applications.models import Application
from applications.recommending import actions as recommending
from applications.states import State
from journal import clock
from programme.cutoff import default_cutoff
from programme.notice import Sheet, form_of
from tests import factories
from tests.applications.filling.steps import again, at, correction, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


# Starting


@pytest.mark.parametrize("sheet", list(Sheet))
def test_each_of_the_four_forms_can_be_started(client, applicant, sheet):
    page = read(client, reverse("application_start"))
    assert all(condition.text in page for condition in form_of(sheet).conditions)
    form = {"sheet": sheet, "organisation": applicant.organisations.get().pk}
    answer = client.post(reverse("application_start"), form)
    made = Application.objects.get()
    assert (made.sheet, made.state, made.created_by) == (sheet, State.DRAFT, applicant)
    assert answer.url == at("basics", made)


def test_who_belongs_to_several_organisations_chooses_one_of_them(client, applicant):
    second, foreign = factories.organisation(), factories.organisation()
    Membership.objects.create(user=applicant, organisation=second)
    client.force_login(applicant)
    page = read(client, reverse("application_start"))
    assert second.name in page and foreign.name not in page
    client.post(reverse("application_start"), {"sheet": "leader", "organisation": foreign.pk})
    assert not Application.objects.exists()
    client.post(reverse("application_start"), {"sheet": "leader", "organisation": second.pk})
    assert Application.objects.get().organisation == second


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(client, applicant, count, django_assert_num_queries):
    for _ in range(count):
        factories.draft(by=applicant)
    with django_assert_num_queries(7):
        page = read(client, reverse("application_list"))
    assert page.count("尚未") == 0 and page.count("填写完整并提交申报") == count
    assert "2026 年度" in page and "2026年7月15日 24:00" in page


# Returned, declined, corrected, withdrawn


def test_rec_2_a_returned_application_shows_the_reasons_on_every_page(client, applicant):
    sent = factories.submitted(by=applicant, to=factories.bureau())
    recommending.return_to_applicant(sent.pk, actor=factories.recommender(), reasons="投资金额与附件不一致。")
    for url in (sent.get_absolute_url(), at("basics", sent), at("form", sent, "project"), at("check", sent)):
        assert "投资金额与附件不一致。" in read(client, url)
    assert "填报内容和附件与第 1 版相同" in read(client, at("check", sent))
    save_draft(sent.pk, actor=applicant, answers=again(sent).answers | {"project_name": "改后的名称"})
    page = read(client, at("check", sent))
    assert "与上一版相比的改动" in page and "改后的名称" in page
    client.post(at("check", sent), {"agreed": "on", "after": "1"})
    assert again(sent).state == State.AT_RECOMMENDER and again(sent).revisions.count() == 2


def test_rec_4_take_back_and_send_directly(client, applicant):
    sent = factories.submitted(by=applicant, to=factories.bureau())
    client.post(at("take_back", sent))
    assert again(sent).state == State.DRAFT
    form = {"field": "energy", "district": "haidian", "route": "direct", "continue": "1"}
    client.post(at("basics", sent), form)
    client.post(at("check", sent), {"agreed": "on", "after": "1"})
    assert again(sent).number == "2026-JS-0001"


def test_a_declined_application_is_reworked(client, applicant):
    sent = factories.submitted(by=applicant, to=factories.bureau())
    recommending.decline(sent.pk, actor=factories.recommender(), reasons="不在本区。")
    assert "不在本区。" in read(client, sent.get_absolute_url())
    client.post(at("rework", sent))
    assert again(sent).state == State.DRAFT


def test_cut_5_a_correction_shows_reasons_and_deadline_and_keeps_its_year(client, applicant):
    corrected = correction(applicant)
    page = read(client, at("check", corrected))
    for words in ("请补充核算说明。", "证照过期", "2026年5月11日 24:00", "提交补正", "按 2026 年度评选"):
        assert words in page
    client.post(
        at("form", corrected, "project"), {"project_name": "补正后的名称", "public_funding": ["市级", "区级"]}
    )
    page = client.post(at("check", corrected), {"agreed": "on", "after": "1"}, follow=True).content.decode()
    assert "已提交" in page and "与上一版相比，有 1 处不同" in page and "补正后的名称" in page
    done = again(corrected)
    assert done.entry.name == "补正后的名称"
    assert (done.state, done.number, done.cycle.year) == (State.RECEIVED, corrected.number, 2026)


def test_cut_5_after_deadline_and_cutoff_the_page_names_the_next_year(client, applicant, in_may):
    corrected = correction(applicant)
    answers = corrected.answers | {"project_name": "补正后的名称"}
    save_draft(corrected.pk, actor=applicant, answers=answers)
    with clock.set_to(default_cutoff(2026)):
        assert "按 2027 年度评选" in read(client, at("check", corrected))
        client.post(at("check", corrected), {"agreed": "on", "after": "1"})
    assert again(corrected).cycle.year == 2027


def test_withdrawing_needs_a_reason(client, applicant):
    received = factories.received(by=applicant)
    assert "请填写撤回原因" in client.post(at("withdraw", received), follow=True).content.decode()
    assert again(received).state == State.RECEIVED
    page = client.post(at("withdraw", received), {"reason": "项目暂缓。"}, follow=True).content.decode()
    assert "申报已撤回" in page and "项目暂缓。" in page
    assert again(received).state == State.WITHDRAWN


def test_a_long_name_is_cut_in_headings_and_lists_only(client, applicant):
    draft = factories.draft(by=applicant)
    name = "很长的项目名称" * 40
    save_draft(draft.pk, actor=applicant, answers=draft.answers | {"project_name": name})
    for url in (reverse("application_list"), draft.get_absolute_url(), at("basics", draft)):
        page = read(client, url).partition("<body")[2]
        assert name[:57] in page and f">{name}" not in page and f"「{name}" not in page
    assert f'value="{name}"' in read(client, at("form", draft, "project"))


def test_withdrawing_what_was_never_submitted_says_what_becomes_of_the_draft(client, applicant):
    assert "草稿不会删除，但不能再填写和提交" in read(
        client, factories.draft(by=applicant).get_absolute_url()
    )
    assert "草稿不会删除" not in read(client, factories.received(by=applicant).get_absolute_url())
