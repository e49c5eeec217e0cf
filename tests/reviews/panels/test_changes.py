"""What takes two persons in a panel: members picked by hand, who leaves after submitting, a sheet that counted (REV-2)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from journal.chain import broken_chain
from journal.models import Message, Record
from journal.workflow import Refused
from reviews.models import PanelChange, ScoreSheetVersion
from reviews.panels.actions import form_panel, take_out
from reviews.panels.changes import (
    confirm_changes,
    propose_exclusion,
    propose_members,
    propose_taking_out,
    return_change,
    take_back_change,
)
from reviews.pool.actions import exclude_reviewer, save_profile
from reviews.ranking.ranked_rows import ranked_rows
from reviews.scoring.actions import reopen_sheet, submit_sheet
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def ranks(case) -> list[tuple]:
    """What the ranking says of the year and type of a case."""
    rows = ranked_rows(case.cycle, case.pilot_type)
    return [(row.pk, row.rank.number, row.sums.mean, row.sums.sheets) for row in rows]


@pytest.fixture
def case():
    """A scored application beside another, so that there is a rank to change."""
    factories.scored(scores=[7, 7, 7, 7])
    return factories.scored(scores=[10, 6, 6, 6])


@pytest.fixture
def best(case):
    """The sheet that lifts the case."""
    return case.score_sheets.order_by("-total").first()


def test_rev_2_hand_picked_members_need_a_reason_and_a_second_person(official):
    case, picked = factories.accepted(), [factories.reviewer() for _ in range(3)]
    values = {"cycle": case.cycle, "pilot_type": case.pilot_type, "field": "", "name": "示例评审组"}
    with pytest.raises(Refused, match="请写明理由"):
        form_panel(actor=official, reviewers=picked, **values)
    panel = form_panel(actor=official, reviewers=picked, reason="示例理由。", **values)
    waiting = list(panel.changes.waiting().values_list("pk", flat=True))
    assert len(waiting) == 3 and not panel.reviewers.exists() and not panel.seats.exists()
    second = factories.staff()
    with pytest.raises(Refused, match="须由另一人确认"):
        confirm_changes(panel.pk, waiting, actor=official)
    confirm_changes(panel.pk, waiting, actor=second)
    assert set(panel.reviewers.all()) == set(picked)
    assert sorted(panel.seats.values_list("number", flat=True)) == [1, 2, 3]
    told = Record.objects.filter(verb="confirm_panel_change", object_id=panel.pk)
    assert told.count() == 3 and broken_chain() == []
    with pytest.raises(Refused, match="已由他人办理"):
        confirm_changes(panel.pk, [0], actor=second)
    with pytest.raises(Refused, match="不能再办理"):
        confirm_changes(panel.pk, waiting, actor=second)


def test_rev_2_the_second_person_is_told_and_the_same_is_not_proposed_twice(official):
    second, case = factories.staff(), factories.in_review()
    panel, newcomer = case.score_sheets.first().panel, factories.reviewer()
    (change,) = propose_members(panel.pk, [newcomer], actor=official, reason="示例理由。")
    assert Message.objects.inbox(second.pk).filter(subject__contains="变动待确认").exists()
    with pytest.raises(Refused, match="已有人提议"):
        propose_members(panel.pk, [newcomer], actor=second, reason="示例理由。")
    assert not case.score_sheets.filter(reviewer=newcomer).exists()
    return_change(change.pk, actor=second, remark="另有合适人选。")
    assert Message.objects.inbox(official.pk).filter(body__contains="另有合适人选").exists()
    (again,) = propose_members(panel.pk, [newcomer], actor=official, reason="示例理由。")
    with pytest.raises(Refused, match="没有"):
        take_back_change(again.pk, actor=second)
    take_back_change(again.pk, actor=official)
    assert not panel.reviewers.filter(pk=newcomer.pk).exists()


def test_rev_2_a_submitted_sheet_is_excluded_by_two_and_ranks_stay_until_then(official, case, best):
    before = ranks(case)
    with pytest.raises(Refused, match="须由一人提议、另一人确认"):
        exclude_reviewer(case.pk, best.reviewer, actor=official, reason="示例原因。")
    change = propose_exclusion(best.panel_id, case, best.reviewer, actor=official, reason="示例原因。")
    assert ranks(case) == before and not case.exclusions.exists()
    with pytest.raises(Refused, match="须由另一人确认"):
        confirm_changes(best.panel_id, [change.pk], actor=official)
    confirm_changes(best.panel_id, [change.pk], actor=factories.staff())
    assert ranks(case) != before
    best.refresh_from_db()
    assert (best.state, best.conflict, best.total) == ("recused", "excluded", None)
    kept = ScoreSheetVersion.objects.get(score_sheet=best)
    assert (kept.total, kept.reason) == (100, "示例原因。")
    assert case.exclusions.get().reviewer == best.reviewer and broken_chain() == []


def test_rev_2_a_sheet_that_was_reopened_is_not_excluded_by_one(official, case, best):
    reopen_sheet(best.pk, actor=official, reason="示例原因。")
    with pytest.raises(Refused, match="须由一人提议、另一人确认"):
        exclude_reviewer(case.pk, best.reviewer, actor=official, reason="示例原因。")
    with pytest.raises(Refused, match="须由一人提议、另一人确认"):
        take_out(best.panel_id, best.reviewer, actor=official, reason="示例原因。")
    change = propose_exclusion(best.panel_id, case, best.reviewer, actor=official, reason="示例原因。")
    scores = dict.fromkeys(best.scores, 10)
    submit_sheet(best.pk, actor=best.reviewer, scores=scores, remarks="")
    best.refresh_from_db()
    assert best.state == "submitted"  # it counts again until another person confirms
    confirm_changes(best.panel_id, [change.pk], actor=factories.staff())
    best.refresh_from_db()
    assert best.state == "recused" and best.versions.count() == 2


def test_rev_2_nobody_ends_a_reopened_sheet_through_the_profile_of_the_reviewer(official, case, best):
    reopen_sheet(best.pk, actor=official, reason="示例原因。")
    save_profile(best.reviewer, actor=official, areas=[], organisation=case.organisation)
    best.refresh_from_db()
    assert best.state == "scoring"
    assert Message.objects.inbox(official.pk).filter(body__contains="请提议认定其不参加评审").exists()
    with pytest.raises(Refused, match="请申请回避"):
        submit_sheet(best.pk, actor=best.reviewer, scores=dict.fromkeys(best.scores, 9), remarks="")
    best.refresh_from_db()
    assert best.state == "scoring"


def test_rev_2_who_has_submitted_leaves_by_two_and_what_was_submitted_counts_on(official, case, best):
    before = ranks(case)
    with pytest.raises(Refused, match="须由一人提议、另一人确认"):
        take_out(best.panel_id, best.reviewer, actor=official, reason="示例原因。")
    change = propose_taking_out(best.panel_id, best.reviewer, actor=official, reason="示例原因。")
    assert best.panel.reviewers.filter(pk=best.reviewer_id).exists()
    confirm_changes(best.panel_id, [change.pk], actor=factories.staff())
    assert not best.panel.reviewers.filter(pk=best.reviewer_id).exists()
    best.refresh_from_db()
    assert best.state == "submitted" and ranks(case) == before


def test_rev_2_an_exclusion_that_waits_is_refused_once_the_decision_is_confirmed(official, case, best):
    change = propose_exclusion(best.panel_id, case, best.reviewer, actor=official, reason="示例原因。")
    factories.decide(case)
    with pytest.raises(Refused, match="评审已结束"):
        confirm_changes(best.panel_id, [change.pk], actor=factories.staff())
    best.refresh_from_db()
    assert best.state == "submitted"


def test_rev_2_on_the_page_an_exclusion_of_what_counts_waits_for_a_second_person(client, staff, case, best):
    exclude = reverse("panel_exclude", args=[best.panel_id])
    data = {"application": case.pk, "reviewer": best.reviewer_id, "reason": "示例认定。"}
    assert "须由另一人确认" in text_of(client.post(exclude, data))
    text = text_of(client.post(exclude, data | {"sure": "yes"}, follow=True))
    assert "已提议认定，待另一人确认" in text and "待另一人确认的变动（1 项）" in text
    taking = {"reviewer": best.reviewer_id, "reason": "示例原因。"}
    text = text_of(client.post(reverse("panel_take_out", args=[best.panel_id]), taking, follow=True))
    assert "待另一人确认的变动（2 项）" in text
    client.force_login(factories.staff())
    ids = list(best.panel.changes.waiting().values_list("pk", flat=True))
    confirm = reverse("panel_changes_confirm", args=[best.panel_id])
    assert "已确认 2 项变动" in text_of(client.post(confirm, {"changes": ids}, follow=True))


def test_rev_2_the_database_holds_that_a_change_takes_two(official, case, best):
    change = propose_taking_out(best.panel_id, best.reviewer, actor=official, reason="示例原因。")
    rows = PanelChange.objects.filter(pk=change.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="confirmed", settled_by=official)


def test_the_page_asks_as_many_questions_for_three_waiting_changes_as_for_one(
    client, staff, django_assert_max_num_queries
):
    case = factories.in_review()
    panel, counts = case.score_sheets.first().panel, []
    for number in (1, 2):
        newcomers = [factories.reviewer() for _ in range(number)]
        propose_members(panel.pk, newcomers, actor=factories.staff(), reason="示例理由。")
        with django_assert_max_num_queries(60) as asked:
            text_of(client.get(reverse("panel_detail", args=[panel.pk])))
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
