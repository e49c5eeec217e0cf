"""Screening in the browser's eyes (REV-1, CUT-5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.models import Application
from applications.states import State
from journal import clock
from pilots.cutoff import BEIJING, correction_due
from pilots.programme import CONDITIONS, Sheet
from reviews.models import Screening
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


def day(days):
    return f"{(clock.now() + timedelta(days=days)).astimezone(BEIJING):%Y-%m-%d}"


def sheet(application, outcome, **changes):
    met = {f"{c.key}_met": "yes" for c in CONDITIONS[Sheet(application.sheet)]}
    return met | {"outcome": outcome, "due_day": day(10)} | changes


def post(client, application, outcome, **changes):
    return client.post(
        reverse("screening", args=[application.pk]), sheet(application, outcome, **changes), follow=True
    )


def test_list_filters_and_counts_by_state(client, staff):
    leader, technology = factories.received(Sheet.LEADER), factories.accepted()
    url = reverse("screening_list")
    text = client.get(url).content.decode()
    assert leader.number in text
    assert technology.number in text
    assert "0 / 5" in text
    text = client.get(url, {"state": State.RECEIVED}).content.decode()
    assert leader.number in text
    assert technology.number not in text
    text = client.get(url, {"sheet": Sheet.LEADER, "q": leader.number}).content.decode()
    assert leader.number in text
    assert technology.number not in text
    assert f"sheet=leader&amp;q={leader.number}&amp;state=received" in text


def test_list_is_sorted_by_the_url(client, staff):
    first, second = factories.received(), factories.received()
    for sort, numbers in [
        ("number", [first.number, second.number]),
        ("-number", [second.number, first.number]),
    ]:
        text = client.get(reverse("screening_list"), {"sort": sort}).content.decode()
        assert text.index(numbers[0]) < text.index(numbers[1])


def test_list_shows_only_what_the_city_received(client, staff):
    waiting = factories.submitted(to=factories.bureau())
    assert waiting.organisation.name not in client.get(reverse("screening_list")).content.decode()
    assert client.get(reverse("screening", args=[waiting.pk])).status_code == 404


def test_rev_1_accept_needs_every_condition(client, staff):
    application = factories.received()
    text = post(client, application, "accepted", mature_met="no").content.decode()
    assert "有不符合的条件" in text
    assert 'href="#id_mature_met"' in text
    assert "逐项确认符合后才能通过" in post(client, application, "accepted", mature_met="").content.decode()
    assert Screening.objects.count() == 0
    post(client, application, "accepted", mature_remark="有检测报告。")
    application.refresh_from_db()
    assert application.state == State.ACCEPTED
    assert Screening.objects.get().findings["mature"] == {"met": True, "remark": "有检测报告。"}


def test_cut_5_correction_has_remarks_and_a_deadline(client, staff):
    application = factories.received()
    shown = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert f'value="{day(10)}"' in shown
    assert "请写明需要补正的内容" in post(client, application, "correction").content.decode()
    text = post(client, application, "correction", remarks="请补充。", due_day=day(-1)).content.decode()
    assert "补正期限不能早于今天" in text
    post(client, application, "correction", remarks="请补充核算说明。", due_day=day(5), mature_met="")
    application.refresh_from_db()
    assert application.state == State.CORRECTION
    assert application.correction_due == correction_due(clock.now(), 5)


def test_rev_1_not_eligible_needs_a_failed_condition_or_a_reason(client, staff):
    application = factories.received()
    assert "请指出不符合的条件" in post(client, application, "not_eligible").content.decode()
    post(client, application, "not_eligible", inside_city_met="no", inside_city_remark="项目在外地。")
    assert Screening.objects.get().remarks.endswith("」：项目在外地。")
    application.refresh_from_db()
    assert application.state == State.NOT_ELIGIBLE


def test_a_second_revision_shows_earlier_screening_and_changes(client, staff):
    application = factories.received()
    post(client, application, "correction", remarks="请改项目名称。")
    answers = application.answers | {"project_name": "示例二期项目"}
    actions.save_draft(application.pk, actor=application.created_by, answers=answers)
    actions.resubmit(application.pk, actor=application.created_by)
    text = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert "与上一版本的差异" in text
    assert "示例二期项目" in text
    assert "请改项目名称。" in text
    post(client, Application.objects.get(pk=application.pk), "accepted")
    assert Screening.objects.count() == 2


def test_what_was_screened_cannot_be_screened_again(client, staff):
    application = factories.accepted()
    shown = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert "提交审查结论" not in shown
    assert "不能通过形式审查" in post(client, application, "accepted").content.decode()


def test_the_recommendation_stands_beside_the_conditions(client, staff):
    application = factories.received(Sheet.PARK)
    text = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert factories.OPINION["recommender_opinion"] in text
    assert "登记纸质材料" in text


@pytest.mark.parametrize("who", [factories.applicant, factories.recommender, factories.reviewer])
def test_only_staff_screen(client, who):
    application = factories.received()
    client.force_login(who())
    assert client.get(reverse("screening_list")).status_code == 404
    assert client.get(reverse("screening", args=[application.pk])).status_code == 404
    assert client.post(reverse("screening", args=[application.pk])).status_code == 404


def test_list_takes_as_many_queries_for_three_as_for_one(client, staff):
    counts = []
    for extra in (1, 2):
        for _ in range(extra):
            factories.received(to=factories.bureau())
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("screening_list"))
        counts.append(len(found))
    assert counts[0] == counts[1]
