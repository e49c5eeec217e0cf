"""Who is told when a self-evaluation is possible, and that the end of the plan comes near (A1 §三.3)."""

from datetime import datetime, time, timedelta

import pytest

from journal.clock import BEIJING
from journal.models import Message
from pilots.models import Pilot
from pilots.self_evaluation.reminders import remind_of_self_evaluations
from pilots.tasks import remind_of_self_evaluations as sweep
from tests import factories

pytestmark = pytest.mark.django_db


def told(pilot: Pilot, words: str) -> list[Message]:
    return list(Message.objects.filter(recipient_id=factories.submitter(pilot).pk, subject__contains=words))


def on(day, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), BEIJING)


def test_the_first_possible_day_is_told_once():
    pilot = factories.in_trial()
    day = factories.self_evaluation_of(pilot).not_before
    remind_of_self_evaluations(on(day) - timedelta(microseconds=1))
    assert not told(pilot, "可以提交自评报告")
    remind_of_self_evaluations(on(day))
    remind_of_self_evaluations(on(day, 9))
    remind_of_self_evaluations(on(day + timedelta(days=3)))
    assert len(told(pilot, "可以提交自评报告")) == 1


def test_nothing_is_said_of_a_self_evaluation_that_was_handed_in():
    pilot = factories.self_evaluated()
    sweep()
    remind_of_self_evaluations(on(pilot.implementing_until))
    assert not told(pilot, "可以提交") and not told(pilot, "实施截止日期")


@pytest.mark.parametrize("make", [factories.implementing, factories.in_trial])
def test_the_end_of_the_plan_is_told_at_30_7_and_1_days(make):
    pilot = make()
    until = pilot.implementing_until
    for before in range(40, -3, -1):
        for hour in (0, 12):
            remind_of_self_evaluations(on(until - timedelta(days=before), hour))
    subjects = [message.subject for message in told(pilot, "实施截止日期")]
    assert [subject.partition("：")[0] for subject in subjects] == [
        "实施截止日期还有 30 天",
        "实施截止日期还有 7 天",
        "实施截止日期还有 1 天",
    ]


def test_a_sweep_that_comes_late_tells_the_latest_notice_only():
    pilot = factories.in_trial()
    until = pilot.implementing_until
    remind_of_self_evaluations(on(until - timedelta(days=5)))
    assert [message.subject.partition("：")[0] for message in told(pilot, "实施截止日期")] == [
        "实施截止日期还有 5 天"
    ]


def test_who_has_no_trial_yet_hears_of_it_and_who_has_one_hears_its_day():
    lacking, begun = factories.implementing(), factories.in_trial()
    for pilot in (lacking, begun):
        remind_of_self_evaluations(on(pilot.implementing_until - timedelta(days=7)))
    assert "还没有登记试运行" in told(lacking, "实施截止日期")[0].body
    assert "最早可于" in told(begun, "实施截止日期")[0].body


def test_a_zone_has_no_self_evaluation_to_be_reminded_of():
    pilot = factories.implementing("park")
    remind_of_self_evaluations(on(pilot.implementing_until - timedelta(days=7)))
    assert not told(pilot, "实施截止日期")
