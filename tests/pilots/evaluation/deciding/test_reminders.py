"""Conditions of an evaluation are reminded of 30, 7 and 1 days before their day, and once when overdue (A1 §三.3)."""

from datetime import datetime, time, timedelta

import pytest

from journal import clock
from journal.clock import BEIJING, day_of
from journal.models import Message
from pilots.evaluation.deciding.conditions import meet_condition
from pilots.evaluation.deciding.reminders import remind_of_conditions
from pilots.models import EvaluationCondition, Pilot
from pilots.states import EvaluationOutcome
from pilots.tasks import remind_of_conditions as sweep
from tests import factories

pytestmark = pytest.mark.django_db
DAYS = 60


def with_condition() -> Pilot:
    due = day_of(clock.now()) + timedelta(days=DAYS)
    said = {"condition_1_text": "补装两块电表。", "condition_1_due": due.isoformat()}
    return factories.confirmed_evaluation(factories.under_audit(), EvaluationOutcome.EXCELLENT, **said)


def subjects(user) -> list[str]:
    told = Message.objects.filter(recipient_id=user.pk, subject__startswith="附带条件").order_by("pk")
    return [message.subject.partition("：")[0] for message in told]


def sweep_days(first: int, last: int) -> None:
    due = EvaluationCondition.objects.get().due_on
    for day in range(first, last):
        instant = datetime.combine(due + timedelta(days=day), time(0), BEIJING)
        remind_of_conditions(instant)
        remind_of_conditions(instant + timedelta(hours=23))


def test_the_organisation_is_reminded_at_30_7_and_1_days_and_both_sides_when_it_is_overdue():
    pilot, clerk = with_condition(), factories.staff()
    sweep_days(-40, 5)
    assert subjects(factories.submitter(pilot)) == [
        "附带条件还有 30 天",
        "附带条件还有 7 天",
        "附带条件还有 1 天",
        "附带条件已逾期",
    ]
    assert subjects(clerk) == ["附带条件逾期未完成"]


def test_on_the_last_day_it_is_not_overdue():
    pilot = with_condition()
    sweep_days(0, 1)
    assert "附带条件已逾期" not in subjects(factories.submitter(pilot))


def test_a_condition_that_is_met_is_not_reminded_of():
    pilot = with_condition()
    meet_condition(EvaluationCondition.objects.get().pk, actor=factories.staff(), note="已核对。")
    sweep()
    sweep_days(-31, 3)
    assert subjects(factories.submitter(pilot)) == []


def test_a_pilot_that_has_ended_is_not_reminded_of():
    due = day_of(clock.now()) + timedelta(days=DAYS)
    said = {"condition_1_text": "补装两块电表。", "condition_1_due": due.isoformat()}
    pilot = factories.confirmed_evaluation(factories.under_audit(), EvaluationOutcome.GOOD_ENOUGH, **said)
    sweep_days(-31, 3)
    assert subjects(factories.submitter(pilot)) == []
