"""The check page of a draft, and what its button submits (CUT-2, CUT-3, NUM-1)."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Membership
from applications.filling.saving import save_draft
from applications.states import State
from journal import clock
from journal.clock import BEIJING
from programme.cycles.receiving import cycle_at
from tests import factories
from tests.applications.filling.steps import again, at, begin, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def test_submission_says_what_is_missing_each_linked_to_its_field(client, applicant):
    draft = begin(applicant)
    answer = client.post(at("check", draft), {"agreed": "on", "after": "0"})
    page = answer.content.decode()
    assert "尚不能提交" in page
    assert at("form", draft, "project") + "?check=1#id_project_name" in page
    assert at("basics", draft) + "?check=1#id_field" in page
    assert at("materials", draft) + "?check=1#material-licence" in page
    assert again(draft).state == State.DRAFT


def test_the_commitment_stands_verbatim_and_must_be_ticked(client, applicant):
    draft = factories.draft(by=applicant)
    assert draft.form.declaration.text in read(client, at("check", draft))
    page = client.post(at("check", draft), {"after": "0"}).content.decode()
    assert 'href="#id_agreed"' in page
    assert again(draft).state == State.DRAFT


@pytest.mark.parametrize(
    ("instant", "year"),
    [
        (datetime(2026, 7, 15, 23, 59, 59, tzinfo=BEIJING), 2026),
        (datetime(2026, 7, 16, 0, 0, 0, tzinfo=BEIJING), 2027),
    ],
)
def test_cut_3_submission_is_received_for_the_year_that_the_page_named(client, applicant, instant, year):
    draft = factories.draft(by=applicant)
    with clock.set_to(instant):
        assert f"参加 {year} 年度评选" in read(client, at("check", draft))
        answer = client.post(at("check", draft), {"agreed": "on", "after": "0"}, follow=True)
    page = answer.content.decode()
    assert f"已提交，市生态环境局已接收，编号 {year}-JS-0001，参加 {year} 年度评选" in page
    assert "草稿已保存" not in page
    assert again(draft).number == f"{year}-JS-0001"


def test_a_second_equal_submission_says_the_same_and_does_nothing(client, applicant):
    draft = factories.draft(by=applicant)
    form = {"agreed": "on", "after": "0"}
    first = client.post(at("check", draft), form, follow=True)
    second = client.post(at("check", draft), form, follow=True)
    for answer in (first, second):
        assert answer.redirect_chain == [(draft.get_absolute_url(), 302)]
        assert "已提交，市生态环境局已接收，编号 2026-JS-0001" in answer.content.decode()
    assert again(draft).revisions.count() == 1


def test_what_a_colleague_changed_since_the_page_was_opened_is_shown_before_it_is_submitted(
    client, applicant
):
    draft = factories.draft(by=applicant)
    seen = client.get(at("check", draft)).context["form"]["seen"].value()
    with clock.set_to(clock.now() + timedelta(seconds=5)):
        save_draft(draft.pk, actor=applicant, answers=draft.answers | {"project_name": "同事改的名称"})
    answer = client.post(at("check", draft), {"agreed": "on", "after": "0", "seen": seen}, follow=True)
    page = answer.content.decode()
    assert "草稿有改动" in page and "同事改的名称" in page
    assert again(draft).state == State.DRAFT
    seen = answer.context["form"]["seen"].value()
    client.post(at("check", draft), {"agreed": "on", "after": "0", "seen": seen})
    assert again(draft).number == "2026-JS-0001"


def test_a_press_without_the_commitment_says_what_changed_meanwhile_too(client, applicant):
    draft = factories.draft(by=applicant)
    seen = client.get(at("check", draft)).context["form"]["seen"].value()
    with clock.set_to(clock.now() + timedelta(seconds=5)):
        save_draft(draft.pk, actor=applicant, answers=draft.answers | {"project_name": "同事改的名称"})
    page = client.post(at("check", draft), {"after": "0", "seen": seen}, follow=True).content.decode()
    assert "草稿有改动" in page and "同事改的名称" in page


def test_only_members_with_the_right_submit_and_others_see_who_can(client, applicant):
    draft = factories.draft(by=applicant)
    helper = factories.person(organisation=draft.organisation)
    Membership.objects.filter(user=helper).update(can_submit=False)
    client.force_login(helper)
    page = read(client, at("check", draft))
    assert "没有提交权限" in page and applicant.email in page and 'name="agreed"' not in page
    assert "已填写完整" in page.partition("基本信息</h2>")[0] and "去确认并提交" not in page
    refused = client.post(at("check", draft), {"agreed": "on", "after": "0"}).content.decode()
    assert "您没有提交申报的权限" in refused
    assert again(draft).state == State.DRAFT


def test_after_submission_the_pages_of_the_draft_lead_back(client, applicant):
    sent = factories.submitted(by=applicant)
    pages = [at(name, sent) for name in ("basics", "conditions", "materials", "check")]
    for url in [*pages, at("form", sent, "project")]:
        assert client.get(url).url == sent.get_absolute_url()
    assert client.post(at("form", sent, "project"), {"project_name": "改"}).url == sent.get_absolute_url()
    assert again(sent).answers["project_name"] != "改"


def test_cut_2_the_page_after_a_cutoff_says_what_is_different_and_shows_the_commitment(client, applicant):
    draft = factories.draft(by=applicant)
    sent = {"after": "0", "year": "2026"}
    with clock.set_to(datetime(2026, 7, 16, tzinfo=BEIJING)):
        page = client.post(at("check", draft), sent | {"agreed": "on"}).content.decode()
        assert "评选年度已有变化，尚未提交" in page and "现在提交，参加 2027 年度评选" in page
        assert draft.form.declaration.text in page and f'href="{at("check", draft)}"' in page
        assert "提交申报，参加 2027 年度评选</button>" in page
        unticked = client.post(at("check", draft), sent | {"year": "2027"}).content.decode()
    assert 'href="#id_agreed"' in unticked
    assert again(draft).state == State.DRAFT


def test_before_a_submission_is_refused_for_its_year_little_is_read(
    client, applicant, django_assert_max_num_queries
):
    draft = factories.draft(by=applicant)
    with clock.set_to(datetime(2026, 7, 16, tzinfo=BEIJING)):
        cycle_at(clock.now())  # the next cycle exists
        with django_assert_max_num_queries(14):
            client.post(at("check", draft), {"agreed": "on", "after": "0", "year": "2026"})


def test_in_the_last_minute_a_submission_takes_few_statements(
    client, applicant, django_assert_max_num_queries
):
    draft = factories.draft(by=applicant)
    year = cycle_at(clock.now()).year
    with django_assert_max_num_queries(28):
        client.post(at("check", draft), {"agreed": "on", "after": "0", "year": year})
    assert again(draft).number == f"{year}-JS-0001"
