"""Reminders of open sheets: three days and one day before they are due, each once (REV-3)."""

from datetime import date, datetime, timedelta

import pytest

from journal import clock
from journal.clock import BEIJING
from journal.models import Message
from reviews.models import Panel
from reviews.panels.actions import change_due
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict, recuse, submit_sheet
from reviews.scoring.reminders import remind_of_sheets
from reviews.states import Conflict
from tests import factories

pytestmark = pytest.mark.django_db


def beijing(day: int, hour: int = 12) -> datetime:
    return datetime(2031, 8, day, hour, tzinfo=BEIJING)


@pytest.fixture
def sheets():
    """Three sheets of a panel due on 2031-08-20, handed out on 2031-08-01."""
    with clock.set_to(beijing(1)):
        application = factories.in_review()
        change_due(Panel.objects.get().pk, actor=factories.staff(), due=date(2031, 8, 20))
        return list(application.score_sheets.order_by("pk"))


def reminded(reviewer) -> list[str]:
    found = Message.objects.inbox(reviewer.pk).filter(key__startswith="sheets:").order_by("pk")
    return [message.subject for message in found]


def test_rev_3_open_sheets_are_reminded_of_three_days_and_one_day_before_once_each(sheets):
    start = beijing(17, 0) + timedelta(days=0)
    for hours in range(0, 24 * 6):
        for _ in range(2):
            remind_of_sheets(start + timedelta(hours=hours))
    for sheet in sheets:
        subjects = reminded(sheet.reviewer)
        assert len(subjects) == 2
        assert "3 天" in subjects[0] and all("评分" in subject and "截止" in subject for subject in subjects)
    first = Message.objects.filter(key__startswith="sheets:").order_by("pk").first()
    assert first.created_at == beijing(18, 0)
    assert "8月20日 24:00" in first.body and sheets[0].application.number in first.body


def test_rev_3_nobody_is_reminded_of_what_is_submitted_recused_or_just_handed_out(sheets):
    done, gone, waiting = sheets
    declare_no_conflict(done.pk, actor=done.reviewer)
    scores = {str(each.pk): 8 for each in rubric_of(done.panel.cycle, done.panel.pilot_type)}
    submit_sheet(done.pk, actor=done.reviewer, scores=scores, remarks="示例意见。")
    recuse(gone.pk, actor=gone.reviewer, conflict=Conflict.FAMILY, note="")
    newcomer = factories.reviewer()
    with clock.set_to(beijing(19)):
        factories.add_reviewer(done.panel, newcomer)
        remind_of_sheets()
    assert [len(reminded(each)) for each in (done.reviewer, gone.reviewer, newcomer)] == [0, 0, 0]
    assert len(reminded(waiting.reviewer)) == 1
    remind_of_sheets(beijing(20))
    assert len(reminded(newcomer)) == 1 and len(reminded(waiting.reviewer)) == 2


def test_rev_3_a_day_that_was_moved_is_reminded_of_anew_and_after_it_nothing_is_sent(sheets):
    remind_of_sheets(beijing(18))
    change_due(sheets[0].panel_id, actor=factories.staff(), due=date(2031, 8, 25))
    remind_of_sheets(beijing(20))
    assert len(reminded(sheets[0].reviewer)) == 1
    remind_of_sheets(beijing(23))
    assert len(reminded(sheets[0].reviewer)) == 2
    remind_of_sheets(beijing(26, 0))
    assert len(reminded(sheets[0].reviewer)) == 2
