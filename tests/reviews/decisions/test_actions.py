"""Two persons decide, and nobody outside the city learns of it before it is published (REV-3, REV-5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from applications.models import Application
from applications.states import State
from applications.submitting import actions
from journal import clock
from journal.models import Audience, Message, Record
from journal.workflow import Refused
from pilots.award.awarding import award_application
from pilots.models import Pilot
from programme.states import LibraryState
from reviews.decisions.actions import (
    Proposal,
    confirm_decisions,
    propose_decisions,
    return_decisions,
    take_back_decision,
)
from reviews.decisions.meeting import decided_in
from reviews.models import Decision, ScoreSheet
from reviews.results.outcome import apply_decision
from reviews.scoring.actions import reopen_sheet, submit_sheet
from reviews.states import DecisionState, Stage
from reviews.workflow import DECISION
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return factories.staff()


@pytest.fixture
def second():
    return factories.staff()


def propose(application, actor, outcome="selected", **fields):
    (made,) = propose_decisions(
        [Proposal(application.pk, outcome, fields.pop("reason", "示例理由。"), **fields)], actor=actor
    )
    return made


def confirm(decision, actor):
    return confirm_decisions({decision.pk: decision.mark}, actor=actor)


@pytest.mark.embedded
def test_awd_1_from_two_persons_to_a_pilot(first, second):
    application = factories.scored()
    decision = propose(application, first, remarks="请补充监测方案。")
    assert list(Decision.objects.ready(application.cycle)) == []
    confirm(decision, second)
    assert list(Decision.objects.ready(application.cycle)) == [decision]
    apply_decision(application.pk, actor=first)
    application.refresh_from_db()
    assert (application.state, application.entry.state) == (State.PROPOSED, LibraryState.PROPOSED)
    assert not Pilot.objects.exists() and not Decision.objects.ready(application.cycle).exists()
    award_application(application.pk, actor=first)
    application.refresh_from_db()
    assert (application.state, application.entry.pilot.remarks) == (State.SELECTED, "请补充监测方案。")


def test_who_proposed_cannot_confirm(first):
    decision = propose(factories.scored(), first)
    with pytest.raises(Refused, match="另一人"):
        confirm(decision, first)
    with pytest.raises(Refused, match="不能由您退回"):
        return_decisions({decision.pk: decision.mark}, {decision.pk: "示例。"}, actor=first)
    with pytest.raises(IntegrityError, match="decision_takes_two"), transaction.atomic():
        Decision.objects.update(confirmed_by=first, confirmed_at=clock.now())


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"published_at": clock.now}, "published_is_confirmed"),
        ({"score": lambda: None}, "selected_has_score"),
        ({"return_remark": lambda: "示例。"}, "decision_returned_with_remark"),
    ],
)
def test_the_database_holds_the_rules_of_a_decision(first, fields, name):
    propose(factories.scored(), first)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Decision.objects.update(**{key: value() for key, value in fields.items()})


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (DecisionState.CONFIRMED, "decision_takes_two"),
        (DecisionState.RETURNED, "decision_returned_with_remark"),
        ("unknown", "decision_takes_two"),
    ],
)
def test_a_state_of_a_decision_rests_on_who_acted(first, state, name):
    propose(factories.scored(), first)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Decision.objects.update(state=state)


def test_a_confirmed_decision_is_published_with_its_day(first):
    factories.decided()
    assert Decision.objects.get().state == DecisionState.CONFIRMED
    with pytest.raises(IntegrityError, match="published_is_confirmed"), transaction.atomic():
        Decision.objects.update(state=DecisionState.PUBLISHED)


def test_buttons_ask_the_table_who_decides(first, second):
    decision = propose(factories.scored(), first)
    assert DECISION.available(decision, first) == ["propose_decision", "take_back_decision"]
    assert set(DECISION.available(decision, second)) == {
        "propose_decision",
        "confirm_decision",
        "return_decision",
        "take_back_decision",
    }
    assert DECISION.available(decision, decision.application.created_by) == []


def test_rev_3_without_three_sheets_nothing_is_selected_but_the_library_is_open(first):
    thin, sound = factories.scored(scores=[9, 9]), factories.scored()
    both = [Proposal(each.pk, "selected", "示例。") for each in (sound, thin)]
    with pytest.raises(Refused, match="有效评分表不足 3 份"):
        propose_decisions(both, actor=first)
    assert not Decision.objects.exists(), "all or none"
    assert propose(thin, first, "kept").score is None


def test_who_proposes_second_is_told_and_nothing_is_lost(first, second):
    application = factories.scored()
    propose(application, first)
    with pytest.raises(Refused, match=f"已由 {first} 提议列为试点"):
        propose(application, second, "kept")
    seen = Decision.objects.get().mark
    assert propose(application, second, "kept", seen=seen).proposed_by == second
    assert Decision.objects.get().outcome == "kept"
    with pytest.raises(Refused, match="有变动"):
        confirm_decisions({application.decision.pk: seen}, actor=first)


def test_a_sheet_reopened_after_proposing_makes_confirming_wait_for_a_new_proposal(first, second):
    application = factories.scored()
    decision = propose(application, first)
    sheet = application.score_sheets.first()
    reopen_sheet(sheet.pk, actor=second, reason="示例原因。")
    with pytest.raises(Refused, match="评分表有变动"):
        confirm(decision, second)
    sheet.refresh_from_db()
    submit_sheet(sheet.pk, actor=sheet.reviewer, scores=sheet.scores, remarks="示例。")
    with pytest.raises(Refused, match="评分表有变动"):
        confirm(decision, second)
    confirm(propose(application, first, seen=decision.mark), second)


def test_a_confirmed_decision_closes_the_sheets_and_taking_it_back_opens_them(first, second):
    application = factories.scored()
    confirm(propose(application, first), second)
    sheet, decision = application.score_sheets.first(), Decision.objects.get()
    with pytest.raises(Refused, match="评审已结束"):
        reopen_sheet(sheet.pk, actor=second, reason="示例原因。")
    with pytest.raises(Refused, match="已经确认"):
        propose(application, first, seen=decision.mark)
    with pytest.raises(Refused, match="原因"):
        take_back_decision(decision.pk, actor=first, reason=" ", seen=decision.mark)
    take_back_decision(decision.pk, actor=first, reason="发现新的材料。", seen=decision.mark)
    reopen_sheet(sheet.pk, actor=second, reason="示例原因。")
    row = Record.objects.get(verb="take_back_decision")
    assert row.facts["reason"] == "示例理由。" and "发现新的材料" in row.summary


def test_the_second_person_returns_some_with_a_remark_and_the_first_is_told(first, second):
    one, other = factories.scored(), factories.scored()
    made = propose_decisions([Proposal(each.pk, "selected", "示例。") for each in (one, other)], actor=first)
    back = made[0]
    with pytest.raises(Refused, match="请写明退回"):
        return_decisions({back.pk: back.mark}, {}, actor=second)
    return_decisions({back.pk: back.mark}, {back.pk: "理由请写具体。"}, actor=second)
    back.refresh_from_db()
    assert (back.stage, back.return_remark) == (Stage.RETURNED, "理由请写具体。")
    assert "理由请写具体" in Message.objects.inbox(first.pk).first().body
    with pytest.raises(Refused, match="有变动"):
        confirm(back, second)
    confirm(made[1], second)
    confirm(propose(one, first, seen=back.mark), second)


def test_rev_5_withdrawing_before_publication_lapses_the_decision(first):
    application = factories.decided()
    actions.withdraw(application.pk, actor=application.created_by, reason="示例。")
    decision = Decision.objects.get()
    assert decision.stage == decided_in([application.cycle_id])[application.pk].stage == Stage.LAPSED
    assert decision.state == DecisionState.CONFIRMED
    assert not Decision.objects.ready(application.cycle).exists()
    with pytest.raises(Refused):
        apply_decision(application.pk, actor=first)
    with pytest.raises(Refused, match="公布或失效"):
        take_back_decision(decision.pk, actor=first, reason="示例。", seen=decision.mark)


def test_what_is_not_confirmed_is_not_published_and_nothing_is_published_twice(first):
    application = factories.scored()
    with pytest.raises(Refused):
        apply_decision(application.pk, actor=first)
    propose(application, first)
    with pytest.raises(Refused, match="没有已确认"):
        apply_decision(application.pk, actor=first)
    published = factories.proposed()
    with pytest.raises(Refused):
        apply_decision(published.pk, actor=first)


@pytest.mark.parametrize("maker", ["applicant", "recommender", "reviewer"])
def test_only_city_staff_decide(maker):
    application = factories.scored()
    with pytest.raises(Refused, match="权限"):
        propose(application, getattr(factories, maker)())


def test_a_decision_is_recorded_for_the_city_and_told_to_the_city_only(first, second):
    application = factories.scored()
    before = set(Message.objects.values_list("pk", flat=True))
    confirm(propose(application, first), second)
    rows = Record.objects.filter(verb__in=["propose_decision", "confirm_decision"])
    assert {row.audience for row in rows} == {Audience.CITY} and len(rows) == 2
    told = Message.objects.exclude(pk__in=before).values_list("recipient_id", flat=True)
    roles = {person.roles for person in type(first).objects.filter(pk__in=told)}
    assert roles == {first.roles}
    application.refresh_from_db()
    assert (application.state, application.closing_remarks) == (State.IN_REVIEW, "")
    assert application.state_since < clock.now() - timedelta(0)
    assert Application.objects.get(pk=application.pk).entry.state == LibraryState.ELIGIBLE
    assert ScoreSheet.objects.valid().count() == 3
