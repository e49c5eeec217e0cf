"""Asking for paper that is missing, and putting mistaken registrations right (MAT-W)."""

from datetime import timedelta

import pytest

from applications.models import Application, PaperReceipt, PaperReminder
from applications.paper.actions import copies_of
from applications.paper.desk.actions import correct_receipt, register_paper, remind_of_paper
from applications.paper.reminders import remind_of_late_paper
from face.fields import today
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from tests import factories
from tests.applications.paper.steps import corrected

pytestmark = pytest.mark.django_db

ASKED = "请报送纸质材料"


def asked():
    return Message.objects.filter(subject__startswith=ASKED).count()


def later(**span):
    return clock.now() + timedelta(**span)


def deliver(application, copies, staff):
    return register_paper(
        application.current_revision,
        actor=staff,
        copies=copies,
        received_on=today(),
        note="",
    )


def test_mat_w_a_person_asks_once_a_day(db):
    staff, application = factories.staff(), factories.received()
    deliver(application, 2, staff)
    reminder = remind_of_paper(application.pk, actor=staff)
    assert (reminder.copies, reminder.automatic, reminder.by) == (2, False, staff)
    with pytest.raises(Refused, match="今天已经提醒过"):
        remind_of_paper(application.pk, actor=staff)
    assert asked() == 1
    message = Message.objects.get(subject__startswith=ASKED)
    assert message.recipient_id == application.created_by_id
    assert "还差 3 份" in message.body
    remind_of_paper(application.pk, actor=staff, at=later(days=1))
    assert asked() == 2


def test_mat_w_nobody_is_asked_for_what_is_there_or_not_wanted(db):
    staff, done, waiting = (
        factories.staff(),
        factories.received(),
        corrected(factories.staff(), resubmit=False),
    )
    deliver(done, 5, staff)
    with pytest.raises(Refused, match="已经收齐"):
        remind_of_paper(done.pk, actor=staff)
    with pytest.raises(Refused, match="不能再办理「催交"):
        remind_of_paper(waiting.application_id, actor=staff)
    with pytest.raises(Refused, match="权限"):
        remind_of_paper(factories.received().pk, actor=factories.recommender())
    assert asked() == 0


def test_mat_w_the_portal_asks_exactly_once_per_revision(db):
    application = factories.received()
    cycle = application.cycle
    cycle.paper_reminder_days = 4
    cycle.save()
    assert remind_of_late_paper(later(days=3)) == 0
    assert remind_of_late_paper(later(days=4, minutes=1)) == 1
    assert remind_of_late_paper(later(days=4, minutes=2)) == 0
    assert remind_of_late_paper(later(days=40)) == 0
    reminder = PaperReminder.objects.get()
    assert (reminder.automatic, reminder.by) == (True, None)
    assert asked() == 1


def test_mat_w_a_new_revision_is_asked_for_anew_from_its_own_day(db):
    revision = corrected(factories.staff())
    application = revision.application
    PaperReminder.objects.create(
        application=application, revision=revision, day="2020-01-01", copies=0, automatic=True, at=clock.now()
    )
    assert remind_of_late_paper(later(days=10, minutes=1)) == 1
    newest = PaperReminder.objects.latest("pk")
    assert newest.revision_id == Application.objects.get(pk=application.pk).current_revision_id


def test_mat_w_who_was_asked_today_is_asked_by_the_portal_the_day_after(db):
    application, due = factories.received(), later(days=10, minutes=1)
    remind_of_paper(application.pk, actor=factories.staff(), at=due)
    assert remind_of_late_paper(due) == 0
    assert remind_of_late_paper(due + timedelta(days=1)) == 1


def test_mat_w_zero_days_means_never_and_what_is_complete_is_left_alone(db):
    complete, silent = factories.received(), factories.received()
    deliver(complete, 5, factories.staff())
    assert remind_of_late_paper(later(days=99)) == 1
    cycle = silent.cycle
    cycle.paper_reminder_days = 0
    cycle.save()
    factories.received()
    assert remind_of_late_paper(later(days=200)) == 0


def test_mat_w_a_mistaken_registration_is_voided_with_a_reason_and_replaced(db):
    staff, application = factories.staff(), factories.received()
    wrong = deliver(application, 5, staff)
    right = correct_receipt(wrong, actor=staff, copies=3, received_on=wrong.received_on, reason="数错了。")
    wrong.refresh_from_db()
    assert (wrong.voided_by, wrong.void_reason) == (staff, "数错了。")
    assert right.copies == copies_of(application.current_revision) == 3
    with pytest.raises(Refused, match="已经更正过"):
        correct_receipt(wrong, actor=staff, copies=1, received_on=wrong.received_on, reason="再改。")
    with pytest.raises(Refused, match="没有变化"):
        correct_receipt(right, actor=staff, copies=3, received_on=right.received_on, reason="再改。")
    assert (
        correct_receipt(right, actor=staff, copies=0, received_on=right.received_on, reason="误登。") is None
    )
    assert copies_of(application.current_revision) == 0
    assert PaperReceipt.objects.count() == 2
    row = Record.objects.about("applications.application", application.pk).last()
    assert "误登。" in row.summary
