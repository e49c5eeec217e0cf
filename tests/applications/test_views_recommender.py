"""The recommender's desk in the browser's eyes (REC-2, REC-3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation
from applications import actions, actions_recommender
from applications.models import Opinion
from applications.states import State
from journal import clock
from pilots.models import ParkQuota
from pilots.programme import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    """A signed-in person of the bureau of 海淀区."""
    user = factories.recommender()
    client.force_login(user)
    return user


def page(application):
    return reverse("recommender_form", args=[application.pk])


def opinion(**changes):
    today = f"{clock.now().astimezone():%Y-%m-%d}"
    return {"act": "forward", "dated": today} | factories.OPINION | changes


def test_rec_2_pending_list_shows_waiting_days_and_cutoff(client, clerk):
    application = factories.submitted(to=factories.bureau())
    application.state_since = clock.now() - timedelta(days=3, hours=1)
    application.save()
    text = client.get(reverse("recommender_list")).content.decode()
    assert application.title in text
    assert "3 天" in text
    assert "data-countdown" in text
    assert "共 3 个，已用 0 个" in text


def test_rec_2_a_recommender_sees_only_what_was_sent_to_it(client, clerk):
    other = factories.submitted(to=factories.organisation(Organisation.Kind.AUTHORITY))
    assert client.get(page(other)).status_code == 404
    assert other.organisation.name not in client.get(reverse("recommender_list")).content.decode()


def test_in_district_elsewhere_shows_titles_and_types_only(client, clerk):
    elsewhere = factories.received()
    text = client.get(reverse("recommender_list"), {"tab": "district"}).content.decode()
    assert elsewhere.title in text
    assert elsewhere.organisation.name not in text
    assert elsewhere.number not in text
    assert f"/{elsewhere.pk}/" not in text


def test_an_authority_has_no_district_list(client):
    client.force_login(
        factories.recommender(factories.organisation(Organisation.Kind.AUTHORITY, district=""))
    )
    text = client.get(reverse("recommender_list"), {"tab": "district"}).content.decode()
    assert "本区其他申报" not in text


def test_rec_2_contact_is_prefilled_from_the_person(client, clerk):
    clerk.phone = "010-11112222"
    clerk.save()
    text = client.get(page(factories.submitted(to=factories.bureau()))).content.decode()
    assert f'value="{clerk.name}"' in text
    assert 'value="010-11112222"' in text


def test_rec_2_forward_gives_a_number_and_keeps_the_opinion(client, clerk):
    application = factories.submitted(to=factories.bureau())
    answer = client.post(page(application), opinion(), follow=True)
    application.refresh_from_db()
    assert application.state == State.RECEIVED
    assert application.number in answer.content.decode()
    given = Opinion.objects.get(revision=application.current_revision)
    assert given.answers == factories.OPINION
    assert "同意推荐。" in client.get(page(application)).content.decode()


def test_rec_2_forward_without_opinion_keeps_what_was_typed(client, clerk):
    application = factories.submitted(to=factories.bureau())
    answer = client.post(page(application), opinion(recommender_opinion="", recommender_contact="示例经办"))
    text = answer.content.decode()
    assert 'href="#id_recommender_opinion"' in text
    assert 'value="示例经办"' in text
    application.refresh_from_db()
    assert application.state == State.AT_RECOMMENDER


def test_rec_2_an_opinion_is_not_dated_ahead(client, clerk):
    application = factories.submitted(to=factories.bureau())
    ahead = f"{clock.now().astimezone() + timedelta(days=2):%Y-%m-%d}"
    assert "日期不能晚于今天" in client.post(page(application), opinion(dated=ahead)).content.decode()


def test_preview_shows_the_opinion_in_the_form_and_changes_nothing(client, clerk):
    application = factories.submitted(to=factories.bureau())
    answer = client.post(page(application), opinion(act="preview", recommender_opinion="先看一看效果。"))
    paper = answer.content.decode().split('id="paper"')[1]
    assert "先看一看效果。" in paper
    application.refresh_from_db()
    assert application.state == State.AT_RECOMMENDER


def test_rec_3_a_used_up_quota_is_said_and_nothing_is_lost(client, clerk):
    application = factories.submitted(Sheet.PARK)
    ParkQuota.objects.create(cycle=application.cycle, recommender=factories.bureau(), allowed=3, used=3)
    text = client.post(page(application), opinion(recommender_opinion="建议支持该园区。")).content.decode()
    assert "名额（3 个）已用完" in text
    assert text.count("建议支持该园区。") >= 2
    application.refresh_from_db()
    assert application.number is None


@pytest.mark.parametrize(("act", "state"), [("return", State.RETURNED), ("decline", State.DECLINED)])
def test_rec_2_return_and_decline_need_reasons(client, clerk, act, state):
    application = factories.submitted(to=factories.bureau())
    assert "请写明理由" in client.post(page(application), {"act": act, "reasons": " "}).content.decode()
    client.post(page(application), {"act": act, "reasons": "缺少核算说明。"})
    application.refresh_from_db()
    assert application.state == state
    tab = "returned" if act == "return" else "declined"
    assert application.title in client.get(reverse("recommender_list"), {"tab": tab}).content.decode()
    assert "缺少核算说明。" in client.get(page(application)).content.decode()


def test_a_second_click_is_told_the_truth(client, clerk):
    application = factories.submitted(to=factories.bureau())
    actions_recommender.decline(application.pk, actor=clerk, reasons="示例理由。")
    text = client.post(page(application), {"act": "return", "reasons": "再退一次。"}).content.decode()
    assert "不能退回修改" in text


def test_the_reason_outside_a_norm_is_shown(client, clerk):
    application = factories.draft(Sheet.PARK)
    answers = application.answers | {"area_km2": "30"}
    actions.save_draft(
        application.pk,
        actor=application.created_by,
        answers=answers,
        norm_reasons={"park_area": "整体规划不可分割。"},
    )
    actions.submit(application.pk, actor=application.created_by)
    text = client.get(page(application)).content.decode()
    assert "整体规划不可分割。" in text
    assert "申报面积为 30 平方公里" in text


def test_summary_lists_what_is_recommended_this_year(client, clerk):
    mine = factories.received(to=factories.bureau())
    waiting = factories.submitted(Sheet.LEADER, to=factories.bureau())
    text = client.get(reverse("recommender_summary")).content.decode()
    assert mine.number in text
    assert waiting.organisation.name not in text
    assert "data-print" in text
    assert "推荐单位（盖章）" in text


@pytest.mark.parametrize("name", ["recommender_list", "recommender_summary"])
@pytest.mark.parametrize("who", [factories.applicant, factories.staff, factories.reviewer])
def test_only_recommenders_have_the_desk(client, name, who):
    client.force_login(who())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["recommender_list", "recommender_summary"])
def test_lists_take_as_many_queries_for_three_as_for_one(client, clerk, name):
    counts = []
    for extra in (1, 2):
        for _ in range(extra):
            factories.received(to=factories.bureau())
            factories.submitted(to=factories.bureau())
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name))
        counts.append(len(found))
    assert counts[0] == counts[1]
