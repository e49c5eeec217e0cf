"""Panels, ranking, decisions on the pages of the city (REV-2, REV-3, REV-5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from applications.models import Application
from applications.states import State
from journal.models import Message, Record
from pilots.programme import Sheet
from reviews.models import Panel
from reviews.ranking import ranking_rows
from reviews.states import AssignmentState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def new_panel(application, members, **changes):
    return {
        "cycle": application.cycle_id,
        "pilot_type": application.pilot_type,
        "field": "",
        "name": "示例评审组",
        "reviewers": [member.pk for member in members],
        "due": "2030-08-20",
    } | changes


def test_rev_2_a_panel_is_formed_and_gets_what_fits_it(client, staff):
    application, other = factories.accepted(), factories.accepted(Sheet.LEADER)
    reviewers = [factories.reviewer() for _ in range(3)]
    form = text_of(client.get(reverse("panel_create")))
    assert f"{reviewers[0].name}（{reviewers[0].organisations.get().name}）" in form
    response = client.post(reverse("panel_create"), new_panel(application, reviewers), follow=True)
    text = text_of(response)
    assert application.number in text
    assert other.number not in text
    panel = Panel.objects.get()
    put = reverse("panel_put", args=[panel.pk])
    text = text_of(client.post(put, {"applications": [application.pk]}, follow=True))
    assert "已将 1 项申报提交评审组" in text
    assert text.count("待声明利益关系") == 3
    assert Application.objects.get(pk=application.pk).state == State.IN_REVIEW
    text_of(client.post(put, {"applications": [other.pk]}, follow=True))
    assert Application.objects.get(pk=other.pk).state == State.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"field": "hospital"}, "该领域不属于先进低碳技术试点"),
        ({"reviewers": []}, "评审专家"),
        ({"name": ""}, "评审组名称"),
        ({"due": "2020-01-01"}, "评分截止日期不能早于今天"),
    ],
)
def test_rev_2_a_panel_that_makes_no_sense_is_not_formed(client, staff, changes, message):
    reviewers = [factories.reviewer() for _ in range(3)]
    text = text_of(
        client.post(reverse("panel_create"), new_panel(factories.accepted(), reviewers, **changes))
    )
    assert "error-summary" in text
    assert message in text
    assert not Panel.objects.exists()


def test_rev_3_a_panel_has_at_least_three_reviewers(client, staff):
    reviewers = [factories.reviewer() for _ in range(2)]
    text = text_of(client.post(reverse("panel_create"), new_panel(factories.accepted(), reviewers)))
    assert "请至少选择 3 位专家" in text


def test_two_panels_of_a_cycle_do_not_share_a_name(client, staff):
    application = factories.in_review()
    panel = Panel.objects.get()
    reviewers = panel.reviewers.all()
    text = text_of(client.post(reverse("panel_create"), new_panel(application, reviewers, name=panel.name)))
    assert text.count("本年度已有同名的评审组") == 2


def test_rev_2_detected_conflicts_recuse_at_once(client, staff):
    application = factories.accepted(to=factories.bureau())
    near = factories.person(Role.REVIEWER, application.recommender)
    panel = factories.panel(application, [near, factories.reviewer(), factories.reviewer()])
    text = text_of(
        client.post(reverse("panel_put", args=[panel.pk]), {"applications": [application.pk]}, follow=True)
    )
    assert "本单位推荐：系统检测" in text
    assert not Message.objects.inbox(near.pk).exists()


def test_rev_3_the_ranking_shows_raw_and_trimmed_ties_and_no_result(client, staff):
    five = factories.scored(scores=[0, 8, 8, 8, 10])
    tied = factories.scored(scores=[8, 8, 8])
    low = factories.scored(scores=[3, 4, 5])
    none = factories.scored(scores=[9, 9])
    rows = ranking_rows(five.cycle, five.pilot_type)
    assert [(row.application.pk, row.place.rank, row.place.tied) for row in rows] == [
        (five.pk, 1, True),
        (tied.pk, 1, True),
        (low.pk, 3, False),
        (none.pk, None, False),
    ]
    text = text_of(client.get(reverse("ranking")))
    for words in ("80.00", "68.00", "100.00", "（并列）", "有效评分表不足 3 份"):
        assert words in text
    narrowed = client.get(reverse("ranking"), {"type": "leader"})
    assert "没有进入评审的申报" in text_of(narrowed)


def test_rev_3_ranking_takes_two_queries_however_many(staff):
    costs = []
    for _ in range(3):
        application = factories.scored()
        with CaptureQueriesContext(connection) as queries:
            rows = ranking_rows(application.cycle, application.pilot_type)
        costs.append(len(queries))
    assert len(rows) == 3
    assert costs == [2, 2, 2]


@pytest.mark.parametrize("name", ["panel_list", "ranking", "panel_detail"])
def test_lists_cost_the_same_for_one_and_three(client, staff, name):
    first = factories.scored()
    panel = Panel.objects.get()
    url = reverse(name, args=[panel.pk] if name == "panel_detail" else [])
    costs = [_cost(client, url)]
    for _ in range(2):
        other = factories.scored()
        other.assignments.update(panel=panel)
    assert first.cycle == other.cycle
    costs.append(_cost(client, url))
    assert costs[0] == costs[1]


def _cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        text_of(client.get(url))
    return len(queries)


def test_rev_3_selected_becomes_a_pilot(client, staff):
    application = factories.scored()
    url = reverse("decide", args=[application.pk])
    assert "作出决定" in text_of(client.get(url))
    decision = {"outcome": "selected", "reason": "排名靠前。", "remarks": "请补充监测方案。"}
    text_of(client.post(url, decision, follow=True))
    application = Application.objects.select_related("entry__pilot", "decision").get(pk=application.pk)
    assert application.state == State.SELECTED
    assert application.entry.pilot.remarks == "请补充监测方案。"
    assert "排名靠前。" in text_of(client.get(url))


def test_rev_3_without_a_result_nothing_is_selected_and_nothing_typed_is_lost(client, staff):
    application = factories.scored(scores=[9, 9])
    url = reverse("decide", args=[application.pk])
    text = text_of(client.post(url, {"outcome": "selected", "reason": "示例理由甲", "remarks": ""}))
    assert "有效评分表不足 3 份" in text
    assert "示例理由甲" in text
    assert Application.objects.get(pk=application.pk).state == State.IN_REVIEW


def test_rev_5_what_is_not_selected_is_kept(client, staff):
    application = factories.scored(scores=[9, 9])
    client.post(reverse("decide", args=[application.pk]), {"outcome": "kept", "reason": "得分偏低。"})
    application = Application.objects.select_related("entry").get(pk=application.pk)
    assert application.state == State.KEPT
    assert application.entry.standing == "kept"


def test_rev_3_reopening_a_sheet_is_recorded_with_its_reason_and_old_total(client, staff):
    application = factories.scored()
    sheet = application.assignments.first()
    url = reverse("sheet_reopen", args=[sheet.pk])
    assert "error-summary" in text_of(client.post(url, {"reason": ""}))
    text_of(client.post(url, {"reason": "指标误填。"}, follow=True))
    before, sheet = sheet, application.assignments.get(pk=sheet.pk)
    assert (sheet.state, sheet.total) == (AssignmentState.SCORING, None)
    row = Record.objects.about("reviews.assignment", sheet.pk).last()
    assert (row.summary, row.facts["total"]) == ("指标误填。", str(before.total))
    assert Message.objects.inbox(sheet.reviewer_id).filter(body__contains="指标误填。").exists()


def test_rev_3_after_the_decision_no_sheet_is_reopened(client, staff):
    application = factories.selected()
    sheet = application.assignments.first()
    text = text_of(client.post(reverse("sheet_reopen", args=[sheet.pk]), {"reason": "指标误填。"}))
    assert "不能退回" in text
    assert application.assignments.get(pk=sheet.pk).state == AssignmentState.SUBMITTED


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.RECOMMENDER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_the_evaluation_is_the_citys(client, role):
    application = factories.scored()
    client.force_login(factories.person(role))
    panel, sheet = Panel.objects.get(), application.assignments.first()
    for name, args in [
        ("panel_list", []),
        ("panel_create", []),
        ("panel_detail", [panel.pk]),
        ("ranking", []),
        ("decide", [application.pk]),
        ("sheet_reopen", [sheet.pk]),
    ]:
        assert client.get(reverse(name, args=args)).status_code == 404
    assert client.post(reverse("panel_put", args=[panel.pk])).status_code == 404
