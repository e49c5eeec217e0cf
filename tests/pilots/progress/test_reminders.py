"""Reminders of reports at 30, 7 and 1 days before the deadline and on the day after it, each once, however time goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from journal import clock
from journal.models import Message
from pilots.models import LifeTerms, Pilot, Submission
from pilots.progress.actions import answer_report
from pilots.progress.opening import open_due_reports
from pilots.progress.reminders import remind_of_reports, stage_of
from pilots.states import Outcome, PilotState
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(day, hour=4) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def pilot() -> Pilot:
    """A pilot whose reports are due 60 days after their periods."""
    pilot = factories.implementing()
    terms = {"cycle": pilot.entry.cycle, "pilot_type": pilot.entry.pilot_type}
    LifeTerms.objects.create(**terms, report_days=60)
    return pilot


@pytest.fixture
def report(pilot) -> Submission:
    """Its first report, opened on the day after its period."""
    start = timezone.localtime(clock.now()).date()
    day = start
    while not pilot.submissions.filter(kind="progress").exists():
        day += DAY * 30
        open_due_reports(at(day.replace(day=1)))
    return pilot.submissions.get(kind="progress")


def told(report) -> list[str]:
    """Stages of which its organisation was told, in order."""
    keys = Message.objects.filter(key__startswith=f"report:{report.pk}:").order_by("pk")
    return [key.split(":")[3] for key in keys.values_list("key", flat=True)]


def test_day_by_day_each_word_is_said_once(report):
    day = report.due_on - 40 * DAY
    seen = {}
    while day <= report.due_on + 10 * DAY:
        before = told(report)
        for hour in (0, 4, 15):
            remind_of_reports(at(day, hour))
        new = told(report)[len(before) :]
        if new:
            seen[(report.due_on - day).days] = new
        day += DAY
    assert seen == {30: ["30"], 7: ["7"], 1: ["1"], -1: ["-1"]}


def test_after_a_pause_only_the_most_urgent_word_is_said(report):
    remind_of_reports(at(report.due_on - 5 * DAY))
    remind_of_reports(at(report.due_on - 4 * DAY))
    assert told(report) == ["7"]


def test_the_words_say_the_deadline_and_the_days(report):
    remind_of_reports(at(report.due_on - 7 * DAY))
    remind_of_reports(at(report.due_on + 3 * DAY))
    first, second = Message.objects.filter(key__startswith=f"report:{report.pk}:").order_by("pk")
    assert "还有 7 天" in first.subject and "24:00" in first.body
    assert "逾期 3 天" in second.subject and first.link == report.get_absolute_url()


def test_on_the_last_day_nobody_is_late(report):
    assert stage_of(report.due_on, report.due_on) == 1
    remind_of_reports(at(report.due_on, 15))
    assert told(report) == ["1"]


def test_nobody_is_reminded_of_what_is_handed_in_or_of_a_pilot_that_ended(report, pilot):
    with clock.set_to(at(report.due_on - 20 * DAY)):
        factories.report_handed_in(report)
    remind_of_reports(at(report.due_on + DAY))
    assert told(report) == []
    Submission.objects.filter(pk=report.pk).update(state="returned")
    Pilot.objects.filter(pk=pilot.pk).update(state=PilotState.WITHDRAWN, ended_at=clock.now())
    remind_of_reports(at(report.due_on + DAY))
    assert told(report) == []


def test_who_was_just_told_of_a_return_is_not_reminded_at_once(report):
    with clock.set_to(at(report.due_on - 10 * DAY)):
        factories.report_handed_in(report)
    with clock.set_to(at(report.due_on - 5 * DAY)):
        answer_report(report.pk, Outcome.RETURNED, actor=factories.staff(), remarks="请补充。")
    remind_of_reports(at(report.due_on - 5 * DAY))
    assert told(report) == []
    remind_of_reports(at(report.due_on - DAY))
    assert told(report) == ["1"]


def test_with_the_usual_term_the_opening_is_the_first_word():
    pilot = factories.implementing()
    report = factories.next_report(pilot)
    Message.objects.all().delete()
    remind_of_reports(at(report.period_to + DAY))
    assert told(report) == []
