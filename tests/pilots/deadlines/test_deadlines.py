"""One list of everything that is due in the life of pilots: what is over first; the organisation sees its own."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from journal import clock
from journal.clock import day_of
from pilots.deadlines.rows import DeadlineKind, deadlines
from pilots.models import Evaluation, EvaluationCondition, Pilot, Submission, Withdrawal
from pilots.states import PilotState
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def due_of(pilot: Pilot) -> dict[str, date | None]:
    return {row.kind: row.day or row.since for row in deadlines(Pilot.objects.filter(pk=pilot.pk))}


@pytest.fixture
def city():
    """The browser of city staff."""
    browser = Client()
    browser.force_login(factories.staff())
    return browser


def test_a_plan_and_the_end_of_its_period_are_due():
    assert due_of(factories.planning()) == {DeadlineKind.WRITE: None}
    assert DeadlineKind.ANSWER in due_of(factories.plan_submitted())
    pilot = factories.implementing()
    assert due_of(pilot) == {DeadlineKind.IMPLEMENT: pilot.implementing_until}


def test_a_report_is_due_with_its_days_and_over_on_the_day_after():
    pilot = factories.implementing()
    report = factories.next_report(pilot)
    row = next(row for row in deadlines(Pilot.objects.all()) if row.day == report.due_on)
    assert not row.is_over(report.due_on) and row.left(report.due_on) == "今天截止"
    late = report.due_on + timedelta(days=12)
    assert row.is_over(late) and row.left(late) == "逾期 12 天"


def test_a_self_evaluation_has_the_day_from_which_it_is_possible():
    pilot = factories.implementing()
    begun = day_of(clock.now())
    Pilot.objects.filter(pk=pilot.pk).update(state=PilotState.TRIAL, trial_from=begun)
    [row] = [row for row in deadlines(Pilot.objects.all()) if row.kind == DeadlineKind.SELF_EVALUATION]
    assert row.since and row.since.day == begun.day and row.day is None
    assert row.left(row.since - timedelta(days=3)) == "3 天后可提交"
    assert row.left(row.since) == "已可提交" and not row.is_over(row.since + timedelta(days=900))


def test_repairs_conditions_statements_and_evaluations_are_due():
    zone, clerk, now = factories.implementing(Sheet.PARK), factories.staff(), clock.now()
    other, day = factories.staff(), day_of(clock.now()) + timedelta(days=20)
    Pilot.objects.filter(pk=zone.pk).update(state=PilotState.REPAIR, repair_until=day)
    said = {"findings": "示例。", "outcome": "keeps", "proposed_by": clerk, "proposed_at": now}
    confirmed = {"state": "confirmed", "confirmed_by": other, "confirmed_at": now}
    began = {"pilot": zone, "kind": "tracking", "state_since": now, "opened_at": now}
    done = Evaluation.objects.create(number=1, **began, **said, **confirmed)
    EvaluationCondition.objects.create(evaluation=done, text="补装电表", due_on=day)
    Evaluation.objects.create(number=2, due_on=day, **began)
    end = noon(day + timedelta(days=1)) - timedelta(hours=12)  # 00:00 of the day after, in Beijing
    Withdrawal.objects.create(
        pilot=zone, state_since=now, reasons="示例。", intended_by=clerk, intended_at=now, statement_until=end
    )
    kinds = DeadlineKind.REPAIR, DeadlineKind.CONDITION, DeadlineKind.EVALUATE, DeadlineKind.STATEMENT
    assert due_of(zone) == dict.fromkeys(kinds, day)


def test_what_is_over_comes_first_and_is_counted(city):
    pilot = factories.implementing()
    report = factories.next_report(pilot)
    with clock.set_to(noon(report.due_on + timedelta(days=5))):
        page = city.get(reverse("deadline_list"))
        only = city.get(reverse("deadline_list"), {"when": "over"})
        none = city.get(reverse("deadline_list"), {"kind": "condition"})
    text = page.content.decode()
    days = [row.day for row, _, over in page.context["rows"] if over]
    assert days == sorted(days) and report.due_on in days and page.context["rows"][0][2]
    assert "逾期 5 天" in text and "项已逾期" in text
    assert all(over for _, _, over in only.context["rows"])
    assert "没有符合条件的事项" in none.content.decode()


def test_the_list_is_an_excel_as_filtered(city):
    pilot = factories.implementing()
    factories.planning()
    book = load_workbook(io.BytesIO(city.get(reverse("deadline_file"), {"kind": "implement"}).content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert pilot.entry.number in cells and "完成实施" in cells and cells.count("完成实施") == 1


def test_an_organisation_sees_what_is_due_of_its_own_pilots_only():
    own, other = factories.planning(), factories.planning()
    browser = Client()
    browser.force_login(factories.submitter(own))
    text = browser.get(reverse("pilot_list")).content.decode()
    assert "要办理的事项" in text and factories.plan_of(own).get_absolute_url() in text
    assert factories.plan_of(other).get_absolute_url() not in text


def test_the_list_costs_the_same_for_one_and_three(city):
    costs = []
    for _ in range(3):
        Submission.objects.filter(pk=factories.next_report(factories.implementing()).pk).exists()
        with CaptureQueriesContext(connection) as queries:
            city.get(reverse("deadline_list"))
        costs.append(len(queries))
    assert costs[0] == costs[2]
