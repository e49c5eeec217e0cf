"""A public notice runs five whole working days, its first day not counted: page, letter and act agree (Notice 公示)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from journal import clock
from journal.clock import BEIJING
from journal.workflow import Refused
from programme.cutoff import GRACE
from programme.cycles.actions import edit_cycle
from programme.notice import Sheet
from reviews.models import PublicNotice
from reviews.results.actions import confirm_list
from reviews.results.forms import PublishForm
from reviews.results.paper import published_letter
from reviews.results.workdays import correct_day
from sheets.letters.pdf import render_letter_pdf
from tests import factories
from tests.reviews.results.test_publish import press
from tests.reviews.steps import text_of
from tests.sheets.pdf_text import pdf_text

pytestmark = pytest.mark.django_db


def at(*parts):
    return clock.set_to(datetime(*parts, tzinfo=BEIJING))


@pytest.mark.parametrize(
    ("published", "last", "words"),
    [
        ((2026, 8, 6, 10), date(2026, 8, 13), "2026年8月6日 至 8月13日"),  # a Thursday
        ((2026, 8, 7, 10), date(2026, 8, 14), "2026年8月7日 至 8月14日"),  # before a weekend
        ((2026, 8, 7, 23, 59, 59), date(2026, 8, 14), "2026年8月7日 至 8月14日"),
        ((2026, 8, 8, 0, 0), date(2026, 8, 14), "2026年8月8日 至 8月14日"),  # on a Saturday
        ((2026, 8, 9, 23, 59), date(2026, 8, 14), "2026年8月9日 至 8月14日"),  # on a Sunday
        ((2026, 9, 24, 16), date(2026, 10, 9), "2026年9月24日 至 10月9日"),  # over 中秋 and 国庆
        (
            (2026, 9, 30, 23, 59),
            date(2026, 10, 13),
            "2026年9月30日 至 10月13日",
        ),  # over 国庆, a Saturday is worked
        ((2026, 10, 3, 9), date(2026, 10, 13), "2026年10月3日 至 10月13日"),  # within 国庆
    ],
)
def test_five_whole_working_days_follow_the_day_of_publishing(client, published, last, words):
    leader = factories.decided(Sheet.LEADER)
    with at(*published):
        notice = factories.publish(leader)
        page = text_of(client.get(notice.get_absolute_url()))
    assert notice.last_day == last
    assert notice.ends_at == datetime(last.year, last.month, last.day, tzinfo=BEIJING) + timedelta(days=1)
    assert notice.period == f"{words} 24:00（5 个工作日，首日不计）" and notice.period in page
    paper = "".join(pdf_text(render_letter_pdf(published_letter(notice))).split())
    first, until = words.split(" 至 ")
    assert f"自{first}至2026年{until}24:00（5个工作日，首日不计）" in paper
    with (
        clock.set_to(notice.ends_at + GRACE - timedelta(microseconds=1)),
        pytest.raises(Refused, match="期满后"),
    ):
        confirm_list(notice.pk, actor=notice.published_by)
    with clock.set_to(notice.ends_at + GRACE):
        confirm_list(notice.pk, actor=notice.published_by)


def test_a_first_day_chosen_ahead_is_not_counted_either():
    leader = factories.decided(Sheet.LEADER)
    with at(2026, 8, 6, 10):
        notice = factories.publish(leader, first_day=date(2026, 8, 10))
    assert notice.last_day == date(2026, 8, 17)


def test_what_is_previewed_before_midnight_and_pressed_after_it_is_looked_at_again():
    leader, staff = factories.decided(Sheet.LEADER), factories.staff()
    with at(2026, 8, 6, 23, 59, 59):
        seen = factories.publication(leader)
    with at(2026, 8, 7, 0, 0), pytest.raises(Refused, match="公示首日 2026年8月6日 已经过去"):
        press(seen, staff)
    assert not PublicNotice.objects.exists()


@pytest.mark.parametrize("days", [0, 1, 4])
def test_fewer_than_five_days_are_refused_everywhere(client, days):
    leader, staff = factories.decided(Sheet.LEADER), factories.staff()
    with pytest.raises(Refused, match="公示不少于 5 个工作日"):
        press(factories.publication(leader, working_days=days), staff)
    with pytest.raises(Refused, match="公示不少于 5 个工作日"):
        edit_cycle(leader.cycle_id, actor=staff, public_notice_days=days)
    form = PublishForm({"working_days": days}, cycle=leader.cycle)
    assert form.errors["working_days"] == ["公示不少于 5 个工作日。"]
    notice = factories.publish(leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicNotice.objects.filter(pk=notice.pk).update(working_days=4)


def test_the_usual_first_day_is_today_and_the_calendar_page_ends_the_same(client):
    leader, staff = factories.decided(Sheet.LEADER), factories.staff()
    client.force_login(staff)
    with at(2026, 9, 30, 12):
        assert PublishForm(cycle=leader.cycle).initial["first_day"] == date(2026, 9, 30)
        page = text_of(client.get(reverse("workdays", args=[leader.cycle.year])))
        assert "10月13日 24:00" in page
        assert factories.publish(leader).last_day == date(2026, 10, 13)


def test_a_notice_that_1_0_0_published_keeps_its_way_of_counting():
    leader, staff = factories.decided(Sheet.LEADER), factories.staff()
    with at(2026, 7, 31, 10):
        notice = factories.publish(leader, first_day=date(2026, 8, 3))
        PublicNotice.objects.update(counts_first_day=True, ends_at=datetime(2026, 8, 8, tzinfo=BEIJING))
        correct_day(notice.cycle_id, actor=staff, day=date(2026, 8, 5), working=False, note="示例通知。")
    notice.refresh_from_db()
    assert notice.period == "2026年8月3日 至 8月10日 24:00（5 个工作日）"
