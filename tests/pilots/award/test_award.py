"""After the end of a notice: the list is confirmed, another person awards, and the pilots begin (AWD-1, A2 §三.三)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.models import Application
from applications.states import State
from journal import clock
from journal.models import Message
from journal.workflow import Refused
from pilots.award import awarding
from pilots.award.awarding import award, award_items
from pilots.models import Pilot
from pilots.states import PilotState
from pilots.tasks import resume_awards
from programme.cutoff import GRACE
from programme.notice import Sheet
from reviews.models import PublicNotice, PublicNoticeItem
from reviews.objections.actions import (
    dismiss_objection,
    make_objection,
    note_objection,
    propose_upholding,
    take_objection,
    uphold_objection,
)
from reviews.results.actions import begin_award, confirm_list
from reviews.results.invariants import broken
from reviews.results.workdays import correct_day, drop_correction
from reviews.states import PublicNoticeState
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def running(*sheets) -> PublicNotice:
    return factories.publish(
        *[factories.decided(sheet) for sheet in sheets or [Sheet.LEADER, Sheet.TECHNOLOGY]]
    )


def over(notice: PublicNotice):
    return clock.set_to(notice.ends_at + GRACE)


def complaint(notice, **changes):
    said = {"name": "示例", "phone": "1", "email": "", "organisation": "", "grounds": "示例。"}
    return make_objection(notice.pk, item=changes.get("item"), **said)


def test_awd_1_from_the_end_of_the_notice_to_pilots_with_titles_and_certificates():
    notice = running()
    with over(notice):
        confirm_list(notice.pk, actor=notice.published_by)
        assert award(notice.pk, actor=factories.staff()) == 0
    leader, technology = Pilot.objects.order_by("entry__pilot_type")
    assert (leader.state, technology.state) == (PilotState.TITLED, PilotState.PLANNING)
    assert leader.certificate.title == leader.title
    assert not PublicNoticeItem.objects.waiting().exists()
    for item in notice.items.select_related("application"):
        assert item.application.state == State.SELECTED
        told = Message.objects.filter(
            recipient_id=item.application.created_by_id, subject__contains="入选试点"
        )
        assert told.count() == 1


def test_the_list_is_not_confirmed_before_the_end_and_two_minutes():
    notice = running()
    for early in (
        notice.ends_at - timedelta(microseconds=1),
        notice.ends_at + GRACE - timedelta(microseconds=1),
    ):
        with clock.set_to(early), pytest.raises(Refused, match="期满后才能确认名单"):
            confirm_list(notice.pk, actor=notice.published_by)
    with clock.set_to(notice.ends_at + GRACE):
        confirm_list(notice.pk, actor=notice.published_by)
    with over(notice), pytest.raises(Refused, match="名单已于"):
        confirm_list(notice.pk, actor=notice.published_by)


def test_every_objection_is_handled_before_the_list_is_confirmed():
    notice, clerk = running(), factories.staff()
    made = complaint(notice)
    with over(notice):
        with pytest.raises(Refused, match="还有 1 件异议没有办结"):
            confirm_list(notice.pk, actor=clerk)
        take_objection(made.pk, actor=clerk)
        with pytest.raises(Refused, match="还有 1 件异议没有办结"):
            confirm_list(notice.pk, actor=clerk)
        note_objection(made.pk, actor=clerk, text="示例核查记录。")
        dismiss_objection(made.pk, actor=clerk, reason="示例。", answer="示例。")
        confirm_list(notice.pk, actor=clerk)


def test_who_published_or_confirmed_does_not_award():
    notice, second, third = running(), factories.staff(), factories.staff()
    with over(notice):
        with pytest.raises(Refused, match="名单还没有确认"):
            award(notice.pk, actor=third)
        confirm_list(notice.pk, actor=second)
        for same in (notice.published_by, second):
            with pytest.raises(Refused, match="另一人办理"):
                award(notice.pk, actor=same)
        award(notice.pk, actor=third)
        with pytest.raises(Refused, match="已由"):
            award(notice.pk, actor=third)
    assert Pilot.objects.count() == 2


def test_the_database_itself_wants_another_person():
    notice = running()
    with over(notice):
        confirm_list(notice.pk, actor=notice.published_by)
    notice.refresh_from_db()
    notice.awarded_by, notice.awarded_at = notice.confirmed_by, notice.confirmed_at
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save()


def test_a_notice_goes_from_one_state_to_the_next_and_the_database_holds_it():
    notice = running()

    def holds(*wrong: str) -> None:
        for state in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                PublicNotice.objects.update(state=state)

    assert PublicNotice.objects.get().state == PublicNoticeState.RUNNING
    holds("confirmed", "awarding", "awarded")
    with over(notice):
        confirm_list(notice.pk, actor=notice.published_by)
        assert PublicNotice.objects.get().state == PublicNoticeState.CONFIRMED
        holds("running", "awarding", "awarded")
        begin_award(notice.pk, actor=factories.staff())
        assert PublicNotice.objects.get().state == PublicNoticeState.AWARDING
        holds("running", "confirmed")
        resume_awards()
    assert PublicNotice.objects.get().state == PublicNoticeState.AWARDED
    assert list(broken()) == []


def test_what_was_taken_off_is_not_awarded():
    notice, clerk = running(), factories.staff()
    item = notice.items.first()
    made = complaint(notice, item=item)
    take_objection(made.pk, actor=clerk)
    note_objection(made.pk, actor=clerk, text="示例核查记录。")
    propose_upholding(made.pk, actor=clerk, reason="属实。", answer="属实。", item=None, told="示例原因。")
    made.refresh_from_db()
    uphold_objection(made.pk, actor=factories.staff(), seen=made.mark)
    with over(notice):
        confirm_list(notice.pk, actor=clerk)
        award(notice.pk, actor=factories.staff())
    assert Application.objects.get(pk=item.application_id).state == State.KEPT
    assert Pilot.objects.count() == 1


def test_an_award_that_was_killed_between_two_lines_is_finished_by_the_sweep(monkeypatch):
    notice, awarder = running(Sheet.TECHNOLOGY, Sheet.TECHNOLOGY, Sheet.TECHNOLOGY), factories.staff()
    real, done = awarding.award_application, []

    def killed(*args, **kwargs):
        if done:
            raise KeyboardInterrupt
        done.append(real(*args, **kwargs))

    with over(notice):
        confirm_list(notice.pk, actor=notice.published_by)
        monkeypatch.setattr(awarding, "award_application", killed)
        with pytest.raises(KeyboardInterrupt):
            award(notice.pk, actor=awarder)
        assert (Pilot.objects.count(), PublicNoticeItem.objects.waiting().count()) == (1, 2)
        monkeypatch.setattr(awarding, "award_application", real)
        resume_awards()
        resume_awards()
    assert (Pilot.objects.count(), PublicNoticeItem.objects.waiting().count()) == (3, 0)
    assert Message.objects.filter(subject__contains="入选试点").count() == 3


def test_the_sweep_begins_nothing_by_itself():
    notice = running()
    with over(notice):
        resume_awards()
        confirm_list(notice.pk, actor=notice.published_by)
        resume_awards()
    assert not Pilot.objects.exists()


def test_staff_go_from_notice_to_award_on_its_page(client):
    notice = running()
    client.force_login(notice.published_by)
    page, confirm = (
        reverse(name, args=[notice.pk]) for name in ("public_notice_manage", "public_notice_confirm")
    )
    assert "期满后才能确认名单" in text_of(client.post(confirm, follow=True))
    with over(notice):
        client.post(confirm)
        assert "须由另一位工作人员认定" in text_of(client.get(page))
        client.force_login(factories.staff())
        assert "确认认定" in text_of(client.get(page))
        assert "已全部认定" in text_of(
            client.post(reverse("public_notice_award", args=[notice.pk]), follow=True)
        )


def test_an_interrupted_award_shows_its_progress_and_goes_on(client, staff):
    notice = running()
    with over(notice):
        confirm_list(notice.pk, actor=notice.published_by)
        begin_award(notice.pk, actor=factories.staff())
        assert "已办 0 项，共 2 项，还有 2 项" in text_of(
            client.get(reverse("public_notice_manage", args=[notice.pk]))
        )
        client.post(reverse("public_notice_award", args=[notice.pk]))
    assert award_items(notice) == 0 and Pilot.objects.count() == 2


def test_a_day_off_puts_a_running_notice_off_and_a_working_day_never_shortens_it():
    with clock.set_to(clock.now().replace(year=2026, month=7, day=31)):
        notice = factories.publish(factories.decided(), first_day=date(2026, 8, 3))
        staff, cycle = factories.staff(), notice.cycle
        assert notice.period == "2026年8月3日 至 8月10日 24:00（5 个工作日，首日不计）"
        made = correct_day(cycle.pk, actor=staff, day=date(2026, 8, 5), working=False, note="示例通知。")
        notice.refresh_from_db()
        assert notice.period == "2026年8月3日 至 8月11日 24:00（5 个工作日，首日不计）"
        correct_day(cycle.pk, actor=staff, day=date(2026, 8, 8), working=True, note="示例通知。")
        drop_correction(made.pk, actor=staff)
        notice.refresh_from_db()
        assert notice.last_day == date(2026, 8, 11)
        with pytest.raises(Refused, match="已经调整过"):
            correct_day(cycle.pk, actor=staff, day=date(2026, 8, 8), working=False, note="再次。")
    with clock.set_to(notice.ends_at):
        before = notice.ends_at
        correct_day(cycle.pk, actor=staff, day=date(2026, 8, 10), working=False, note="太晚。")
        notice.refresh_from_db()
        assert notice.ends_at == before


def test_the_calendar_shows_what_a_correction_would_do_before_it_is_saved(client, staff):
    notice = running()
    address = reverse("workdays", args=[notice.cycle.year])
    off = {"day": notice.last_day.isoformat(), "working": "0", "note": "示例通知。"}
    text = text_of(client.post(address, off | {"act": "preview"}))
    assert "顺延至" in text and not notice.cycle.corrected_days.exists()
    client.post(address, off | {"act": "save"})
    later = PublicNotice.objects.get()
    assert later.ends_at > notice.ends_at
    assert "示例通知。" in text_of(client.get(address))
    client.post(reverse("workday_drop", args=[notice.cycle.corrected_days.get().pk]))
    assert not notice.cycle.corrected_days.exists() and PublicNotice.objects.get().ends_at == later.ends_at
