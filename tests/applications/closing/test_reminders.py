"""What people are told around a cutoff (CUT-2, CUT-5, CUT-6, REC-4)."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from applications.closing import reminders
from applications.closing.close import close_due_cycles
from applications.closing.reminders import tell_what_is_due
from applications.recommending import actions as recommending
from applications.submitting import actions
from journal import clock
from journal.clock import BEIJING
from journal.models import Message
from programme.cutoff import default_cutoff
from programme.cycles import actions as cycles
from programme.models import CutoffChange, Cycle, Reminder
from programme.notice import Sheet
from reviews.screening.actions import screen
from tests import factories
from tests.applications.filling.steps import correction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]

CUTOFF = default_cutoff(2026)


def sweep(at: datetime) -> None:
    """One beat at that instant."""
    with clock.set_to(at):
        tell_what_is_due()


def before(days: float) -> datetime:
    """So many days before the cutoff of 2026."""
    return CUTOFF - timedelta(days=days)


def told(user) -> list[str]:
    """Subjects of what a person was told about cutoffs, oldest first."""
    messages = Message.objects.filter(recipient_id=user.pk, key__regex="^(reminder|cutoff|correction):")
    return list(messages.order_by("pk").values_list("subject", flat=True))


@pytest.mark.embedded
def test_cut_6_each_reminder_goes_out_once_at_30_7_and_1_days_before():
    person = factories.draft().created_by
    waiting = factories.submitted(Sheet.PARK)
    clerk = factories.recommender(waiting.recommender)
    expected = []
    for days in (30, 7, 1):
        sweep(before(days) - timedelta(microseconds=1))
        assert told(person) == told(clerk) == expected
        for minute in range(3):
            sweep(before(days) + timedelta(minutes=minute))
        expected.append(f"2026 年度申报还有 {days} 天 0 小时截止")
        assert told(person) == told(clerk) == expected
    assert told(waiting.created_by) == []
    body = Message.objects.filter(recipient_id=clerk.pk).last().body
    assert f"「{waiting.title}」（{waiting.organisation}）" in body and "共 1 项" in body
    assert [row.days for row in Reminder.objects.exclude(done_at=None).order_by("pk")] == [30, 7, 1]


def test_cut_6_a_person_with_several_drafts_gets_one_message_that_names_them():
    person = factories.draft().created_by
    leader = factories.draft(Sheet.LEADER, by=person)
    sweep(before(7))
    message = Message.objects.get(recipient_id=person.pk)
    assert message.body.count("（草稿）") == 2 and leader.title in message.body
    assert "2026年7月15日 24:00 截止，还有 7 天 0 小时" in message.body
    assert "未收到的转入 2027 年度" in message.body


def test_cut_6_after_days_without_a_beat_only_the_latest_goes_out_with_the_true_time_left():
    person = factories.draft().created_by
    sweep(before(5.5))
    sweep(before(5.4))
    assert told(person) == ["2026 年度申报还有 5 天 12 小时截止"]
    sweep(before(0.5))
    assert told(person)[1:] == ["2026 年度申报还有 12 小时 0 分钟截止"]
    assert not Reminder.objects.filter(days=30).exists()


def test_cut_6_not_to_drafts_begun_after_the_instant_of_the_reminder():
    with clock.set_to(before(6)):
        late = factories.draft().created_by
        sent = factories.submitted(Sheet.PARK)
        clerk = factories.recommender(sent.recommender)
    sweep(before(5.5))
    assert told(late) == told(clerk) == []
    sweep(before(1))
    assert len(told(late)) == len(told(clerk)) == 1


def test_cut_6_not_to_what_was_received_withdrawn_or_declined_but_to_what_was_returned():
    received = factories.received()
    gone = factories.draft()
    actions.withdraw(gone.pk, actor=gone.created_by, reason="示例原因。")
    returned, declined = (factories.submitted(to=factories.bureau()) for _ in range(2))
    clerk = factories.recommender()
    recommending.return_to_applicant(returned.pk, actor=clerk, reasons="示例理由。")
    recommending.decline(declined.pk, actor=clerk, reasons="示例理由。")
    sweep(before(1))
    people = [each.created_by for each in (received, gone, returned, declined)]
    assert [len(told(person)) for person in people] == [0, 0, 1, 0]
    assert told(clerk) == []


def test_cut_6_nothing_after_the_cutoff_and_the_next_year_is_reminded_anew():
    person = factories.draft().created_by
    sweep(CUTOFF)
    close_due_cycles(CUTOFF + timedelta(hours=1))
    sweep(CUTOFF + timedelta(hours=1))
    assert told(person) == []
    sweep(default_cutoff(2027) - timedelta(days=30))
    assert told(person) == ["2027 年度申报还有 30 天 0 小时截止"]


def test_cut_6_a_sweep_killed_half_way_goes_on_without_saying_anything_twice(monkeypatch):
    people = [factories.draft().created_by for _ in range(4)]
    tell_one, calls = reminders._tell, []

    def dies(*args):
        calls.append(args)
        if len(calls) == 3:
            raise SystemExit
        tell_one(*args)

    monkeypatch.setattr(reminders, "_tell", dies)
    with pytest.raises(SystemExit):
        sweep(before(7))
    assert [len(told(person)) for person in people] == [1, 1, 0, 0]
    assert not Reminder.objects.get().done_at
    monkeypatch.undo()
    sweep(before(6.9))
    assert [len(told(person)) for person in people] == [1, 1, 1, 1]
    assert (Reminder.objects.get().told, Reminder.objects.count()) == (4, 1)


def test_cut_6_a_minute_in_which_nothing_is_due_is_cheap(django_assert_max_num_queries):
    for _ in range(3):
        factories.draft()
    sweep(before(7))
    with django_assert_max_num_queries(6):
        sweep(before(6))


def test_cut_6_reconcile_sends_reminders_too():
    person = factories.draft().created_by
    with clock.set_to(before(7)):
        call_command("reconcile")
    assert len(told(person)) == 1


def test_rec_4_applicants_on_optional_routes_are_told_how_to_take_it_back_at_7_and_1_days():
    waiting = factories.submitted(to=factories.bureau())
    for days, count in ((30, 0), (7, 1), (1, 2)):
        sweep(before(days))
        assert len(told(waiting.created_by)) == count
    message = Message.objects.filter(recipient_id=waiting.created_by_id).last()
    assert "点「取回并改为自主申报」" in message.body and str(waiting.recommender) in message.body
    assert message.link == waiting.get_absolute_url()


def extend(days: int) -> None:
    cycle = Cycle.objects.get(year=2026)
    cycles.extend_cycle(
        cycle.pk, actor=factories.staff(), cutoff=cycle.cutoff + timedelta(days=days), reason="汛期影响。"
    )


def test_cut_2_an_extension_is_told_once_with_its_reason_to_drafts_and_recommenders():
    person = factories.draft().created_by
    waiting = factories.submitted(Sheet.PARK)
    clerk = factories.recommender(waiting.recommender)
    done = factories.received().created_by
    with clock.set_to(before(20)):
        extend(10)
    for minute in range(3):
        sweep(before(20) + timedelta(minutes=minute))
    subject = "2026 年度申报截止时刻延长至 2026年7月25日 24:00"
    assert told(person) == told(clerk) == told(waiting.created_by) == [subject]
    assert told(done) == []
    body = Message.objects.get(recipient_id=person.pk).body
    assert "由 2026年7月15日 24:00 延长至 2026年7月25日 24:00" in body and "理由：汛期影响。" in body
    assert CutoffChange.objects.get().done_at


def test_cut_2_every_change_of_the_cutoff_is_told_and_other_settings_are_not():
    person = factories.draft().created_by
    cycle = Cycle.objects.get(year=2026)
    staff = factories.staff()
    cycles.edit_cycle(cycle.pk, actor=staff, correction_days=7)
    tell_what_is_due()
    assert told(person) == []
    earlier = datetime(2026, 7, 10, tzinfo=BEIJING)
    cycles.edit_cycle(cycle.pk, actor=staff, cutoff=earlier, reason="评审提前。")
    tell_what_is_due()
    assert told(person) == ["2026 年度申报截止时刻提前至 2026年7月9日 24:00"]
    assert "理由：评审提前。" in Message.objects.get(recipient_id=person.pk).body


def test_cut_6_after_an_extension_the_announcement_stands_for_reminders_due_before_it_and_later_ones_follow():
    person = factories.draft().created_by
    sweep(before(30))
    sweep(before(7))
    with clock.set_to(before(1.5)):
        extend(4)
    for days in (1.5, 1.4, 1):
        sweep(before(days))
    assert told(person)[2:] == ["2026 年度申报截止时刻延长至 2026年7月19日 24:00"]
    sweep(before(1) + timedelta(days=4))
    assert told(person)[3:] == ["2026 年度申报还有 1 天 0 小时截止"]


def test_cut_5_a_correction_is_reminded_once_three_days_before_its_deadline():
    application = correction(factories.applicant())
    due = application.correction_due
    sweep(due - timedelta(days=3, microseconds=1))
    assert told(application.created_by) == []
    for hour in range(3):
        sweep(due - timedelta(days=3) + timedelta(hours=hour))
    assert told(application.created_by) == [f"补正还有 3 天 0 小时到期：{application.number}"]


def test_cut_5_a_correction_asked_for_within_three_days_is_not_reminded_at_once():
    application = factories.received()
    screen(
        application.pk,
        actor=factories.staff(),
        outcome="correction",
        findings={},
        remarks="请补充说明。",
        due=clock.now() + timedelta(days=2),
    )
    sweep(clock.now() + timedelta(minutes=1))
    assert told(application.created_by) == []
