"""Panels and reopened sheets on the pages of the city (REV-2, REV-3)."""

import pytest
from django.urls import reverse

from accounts.capabilities import Role
from applications.models import Application
from applications.states import State
from journal import clock
from journal.models import Message, Record
from programme.notice import Sheet
from reviews.models import Panel
from reviews.states import ScoreSheetState
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def new_panel(application, members, **changes):
    return {
        "cycle": application.cycle_id,
        "pilot_type": application.pilot_type,
        "field": "",
        "name": "示例评审组",
        "reviewers": [member.pk for member in members],
        "reason": "示例理由。" if members else "",
        "due": "2030-08-20",
    } | changes


def test_rev_2_a_panel_is_formed_and_gets_what_fits_it(client, staff):
    application, other = factories.accepted(), factories.accepted(Sheet.LEADER)
    reviewers = [factories.reviewer() for _ in range(3)]
    form = text_of(client.get(reverse("panel_create")))
    assert f"{reviewers[0].name}（{reviewers[0].organisations.get().name}）" in form
    response = client.post(reverse("panel_create"), new_panel(application, reviewers), follow=True)
    assert "待另一人确认的变动（3 项）" in text_of(response)
    panel = Panel.objects.get()
    assert not panel.reviewers.exists()
    factories.confirm_waiting(panel)
    text = text_of(client.get(reverse("panel_detail", args=[panel.pk])))
    assert application.number in text
    assert other.number not in text
    put = reverse("panel_put", args=[panel.pk])
    text = text_of(client.post(put, {"applications": [application.pk]}, follow=True))
    assert "已将 1 项申报提交评审组" in text
    assert text.count("待声明利益关系") == 3
    assert Application.objects.get(pk=application.pk).state == State.IN_REVIEW
    text_of(client.post(put, {"applications": [other.pk]}, follow=True))
    assert Application.objects.get(pk=other.pk).state == State.ACCEPTED


def test_rev_2_a_panel_is_dissolved_on_its_page_as_long_as_nothing_was_before_it(client, staff):
    application = factories.accepted()
    panel = factories.panel(application, [factories.reviewer() for _ in range(3)])
    assert "解散这个评审组" in text_of(client.get(reverse("panel_detail", args=[panel.pk])))
    answer = client.post(reverse("panel_dissolve", args=[panel.pk]), follow=True)
    assert f"评审组「{panel.name}」已解散。" in text_of(answer)
    at_work = factories.in_review().score_sheets.first().panel
    assert "解散这个评审组" not in text_of(client.get(reverse("panel_detail", args=[at_work.pk])))
    answer = client.post(reverse("panel_dissolve", args=[at_work.pk]), follow=True)
    assert "不能解散" in text_of(answer)
    assert Panel.objects.get() == at_work


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"field": "hospital"}, "该领域不属于先进低碳技术试点"),
        ({"name": ""}, "评审组名称"),
        ({"reason": ""}, "请写明选定这些专家的理由"),
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


def test_rev_3_reopening_a_sheet_is_recorded_with_its_reason_and_old_total(client, staff):
    application = factories.scored()
    sheet = application.score_sheets.first()
    url = reverse("sheet_reopen", args=[sheet.pk])
    assert "error-summary" in text_of(client.post(url, {"reason": ""}))
    text_of(client.post(url, {"reason": "指标误填。"}, follow=True))
    before, sheet = sheet, application.score_sheets.get(pk=sheet.pk)
    assert (sheet.state, sheet.total) == (ScoreSheetState.SCORING, None)
    row = Record.objects.about("reviews.scoresheet", sheet.pk).last()
    assert (row.summary, row.facts["total"]) == ("指标误填。", str(before.total))
    assert Message.objects.inbox(sheet.reviewer_id).filter(body__contains="指标误填。").exists()


def test_rev_3_after_the_decision_no_sheet_is_reopened(client, staff):
    application = factories.selected()
    sheet = application.score_sheets.first()
    text = text_of(client.post(reverse("sheet_reopen", args=[sheet.pk]), {"reason": "指标误填。"}))
    assert "评审已经结束，评分表不能再退回" in text
    assert application.score_sheets.get(pk=sheet.pk).state == ScoreSheetState.SUBMITTED


def test_rev_2_a_closed_year_needs_something_to_review(client, staff):
    application = factories.accepted()
    cycle = application.cycle
    cycle.closed_at, cycle.frozen_count, cycle.frozen_checksum = clock.now(), 1, "0" * 64
    cycle.save()
    sent = new_panel(application, [], pilot_type="leader")
    text = text_of(client.post(reverse("panel_create"), sent))
    assert "低碳领跑者试点没有待评审的申报，不能组建评审组" in text and not Panel.objects.exists()
    client.post(reverse("panel_create"), new_panel(application, []))
    assert Panel.objects.exists()
