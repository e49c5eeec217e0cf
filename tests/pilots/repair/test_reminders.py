"""Repair reports are reminded of 30, 7 and 1 days before their day, and once when overdue (A1 §三.3, A3 §三.四)."""

from datetime import datetime, time, timedelta

import pytest

from journal.clock import BEIJING
from journal.models import Message
from pilots.repair.reminders import remind_of_repairs
from pilots.tasks import remind_of_repairs as sweep
from tests import factories

pytestmark = pytest.mark.django_db


def subjects(user) -> list[str]:
    told = Message.objects.filter(recipient_id=user.pk, subject__startswith="整改报告").order_by("pk")
    return [message.subject.partition("：")[0] for message in told]


def sweep_days(pilot, first: int, last: int) -> None:
    for day in range(first, last):
        instant = datetime.combine(pilot.repair_until + timedelta(days=day), time(0), BEIJING)
        remind_of_repairs(instant)
        remind_of_repairs(instant + timedelta(hours=23))


def test_the_organisation_is_reminded_at_30_7_and_1_days_and_when_it_is_overdue():
    pilot, clerk = factories.in_repair(), factories.staff()
    sweep_days(pilot, -40, 5)
    assert subjects(factories.submitter(pilot)) == [
        "整改报告还有 30 天",
        "整改报告还有 7 天",
        "整改报告还有 1 天",
        "整改报告已逾期",
    ]
    assert subjects(clerk) == ["整改报告逾期未提交"]
    told = Message.objects.get(recipient_id=clerk.pk, subject__startswith="整改报告逾期")
    assert "可以取消试点资格" in told.body


def test_on_the_last_day_it_is_not_overdue():
    pilot = factories.in_repair()
    sweep_days(pilot, 0, 1)
    assert "整改报告已逾期" not in subjects(factories.submitter(pilot))


def test_a_report_that_was_handed_in_is_not_reminded_of():
    pilot = factories.repaired()
    sweep()
    sweep_days(pilot, -31, 3)
    assert subjects(factories.submitter(pilot)) == []
