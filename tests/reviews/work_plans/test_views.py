"""Pages of the work plan: the zone's own, the city's list, beside the form of a reviewer (REV-4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from face.fields import today
from journal import clock
from programme.notice import Sheet
from reviews.models import WorkPlan
from reviews.scoring.actions import declare_no_conflict
from reviews.states import WorkPlanState
from tests import factories
from tests.files.samples import pdf, upload
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def zone():
    """A park in review."""
    return factories.in_review(Sheet.PARK)


def mark(client, zones, **changes):
    data = {
        "zones": [z.pk for z in zones],
        "due_day": today() + timedelta(days=9),
        "requirements": "示例要求。",
    }
    return client.post(reverse("work_plan_list"), data | changes, follow=True)


def test_rev_4_the_city_marks_zones_together_and_sees_who_is_missing(client, staff, zone):
    other = factories.in_review(Sheet.COMMUNITY)
    leader = factories.in_review(Sheet.LEADER)
    before = text_of(client.get(reverse("work_plan_list")))
    assert zone.number in before
    assert leader.number not in before
    text = text_of(mark(client, [zone, other]))
    assert "2 个区域进入最终评审" in text
    with clock.set_to(zone.work_plan.due + timedelta(minutes=1)):
        late = text_of(client.get(reverse("work_plan_list"), {"state": "late"}))
    assert zone.number in late
    assert other.number in late
    assert zone.number not in text_of(client.get(reverse("work_plan_list"), {"state": "late"}))


def test_rev_4_marking_says_what_is_lacking(client, staff, zone):
    text = text_of(mark(client, [], requirements=""))
    for sentence in ("请至少选择一个区域。", "请写明编写要求。"):
        assert sentence in text
    text = text_of(mark(client, [zone], due_day=today() - timedelta(days=1)))
    assert "提交期限不能早于今天。" in text
    assert not WorkPlan.objects.exists()


def test_rev_4_the_zone_hands_in_the_city_returns_the_zone_hands_in_again(client, staff, zone):
    plan = factories.asked_for_plan(zone)
    owner = signed_in(zone.created_by)
    page = text_of(owner.get(plan.get_absolute_url()))
    assert "示例要求。" in page
    post = reverse("work_plan_hand_in", args=[plan.pk])
    refused = text_of(owner.post(post, {"file": upload("方案.pdf", b"nothing"), "note": ""}))
    assert "方案文件：" in refused
    sent = pdf(2)
    text = text_of(owner.post(post, {"file": upload("方案.pdf", sent), "note": "示例说明"}, follow=True))
    assert "第 1 版已提交" in text
    back = {"remarks": "请补充指标。", "due_day": today() + timedelta(days=3)}
    assert "已退回" in text_of(client.post(reverse("work_plan_return", args=[plan.pk]), back, follow=True))
    assert "请补充指标。" in text_of(owner.get(plan.get_absolute_url()))
    owner.post(post, {"file": upload("方案.pdf", pdf(3))})
    plan.refresh_from_db()
    assert plan.state == WorkPlanState.HANDED_IN
    first = plan.versions.first()
    response = owner.get(reverse("work_plan_file", args=[first.pk]))
    assert response.getvalue() == sent


def test_rev_4_the_deadline_is_moved_by_the_city_only(client, staff, zone):
    plan = factories.asked_for_plan(zone)
    post, later = reverse("work_plan_postpone", args=[plan.pk]), today() + timedelta(days=30)
    assert signed_in(zone.created_by).post(post, {"due_day": later}).status_code == 404
    assert "已调整" in text_of(client.post(post, {"due_day": later}, follow=True))
    assert "请填写提交期限。" in text_of(client.post(post, {"due_day": ""}))


def test_rev_4_reviewers_read_the_latest_plan_beside_the_form_once_declared(zone):
    plan = factories.work_plan(zone)
    first, second, _ = zone.score_sheets.all()
    declare_no_conflict(first.pk, actor=first.reviewer)
    file = reverse("work_plan_file", args=[plan.versions.get().pk])
    page = text_of(signed_in(first.reviewer).get(reverse("reviewer_sheet", args=[first.pk])))
    assert file in page
    assert signed_in(first.reviewer).get(file).getvalue() == factories.PDF
    undeclared = signed_in(second.reviewer)
    assert "试点工作方案.pdf" not in text_of(undeclared.get(reverse("reviewer_sheet", args=[second.pk])))
    for person in (second.reviewer, factories.applicant(), factories.recommender(zone.recommender)):
        assert signed_in(person).get(file).status_code == 404
        assert signed_in(person).get(plan.get_absolute_url()).status_code == 404


def test_the_list_asks_as_often_for_three_zones_as_for_one(client, staff):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("work_plan_list"))
        return len(queries)

    factories.work_plan(factories.in_review(Sheet.COMMUNITY))
    factories.in_review(Sheet.COMMUNITY)
    one = cost()
    for _ in range(2):
        factories.work_plan(factories.in_review(Sheet.COMMUNITY))
        factories.in_review(Sheet.COMMUNITY)
    assert cost() == one
