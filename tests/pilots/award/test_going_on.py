"""An award that was begun is finished: by another person when the first has left, whatever one line does (AWD-1)."""

import pytest
from django.urls import reverse

from applications.models import Application
from applications.states import State
from applications.submitting import actions
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from pilots.award import awarding
from pilots.award.awarding import award, go_on
from pilots.models import Pilot
from pilots.tasks import resume_awards
from programme.cutoff import GRACE
from programme.notice import Sheet
from reviews.models import PublicNotice, PublicNoticeItem
from reviews.results.actions import begin_award, confirm_list, take_over_award
from reviews.results.invariants import broken
from reviews.states import PublicNoticeState
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun():
    """A confirmed list of three whose award was begun; the clock stands after the end of its notice."""
    notice = factories.publish(*[factories.decided(Sheet.LEADER) for _ in range(3)])
    with clock.set_to(notice.ends_at + GRACE):
        confirm_list(notice.pk, actor=factories.staff())
        yield begin_award(notice.pk, actor=factories.staff())


def leave(person, how: str) -> None:
    """The person cannot award any more."""
    if how == "deactivated":
        person.is_active = False
        person.save()
    else:
        person.grants.all().delete()


@pytest.mark.parametrize("how", ["deactivated", "without the right"])
def test_awd_1_another_person_finishes_when_the_first_has_left(begun, how):
    first, second = begun.awarded_by, factories.staff()
    leave(first, how)
    resume_awards()
    resume_awards()
    assert Pilot.objects.count() == 0 and begun.items.waiting().count() == 3
    assert Message.objects.filter(recipient_id=second.pk, subject__startswith="认定受阻").count() == 1
    for same in (begun.published_by, begun.confirmed_by):
        with pytest.raises(Refused, match="发布人、确认人以外的另一人"):
            go_on(begun.pk, actor=same)
    assert go_on(begun.pk, actor=second) == 0
    notice = PublicNotice.objects.get()
    assert (notice.state, notice.awarded_by) == (PublicNoticeState.AWARDED, second)
    assert Pilot.objects.count() == 3 and not notice.items.exclude(obstacle="").exists()
    assert "接续" in Record.objects.get(verb="take_over_award").summary
    assert list(broken()) == []


def test_awd_1_nobody_takes_over_from_who_can_go_on(begun):
    with pytest.raises(Refused, match="不需要接续"):
        take_over_award(begun.pk, actor=factories.staff())
    assert go_on(begun.pk, actor=begun.published_by) == 0  # carries on what the first person decided
    assert PublicNotice.objects.get().awarded_by == begun.awarded_by
    with pytest.raises(Refused, match="当前状态为「已认定」"):
        take_over_award(begun.pk, actor=factories.staff())


def test_awd_1_the_page_offers_to_take_over_to_who_may(begun, client):
    leave(begun.awarded_by, "deactivated")
    page = reverse("public_notice_manage", args=[begun.pk])
    client.force_login(begun.published_by)
    assert "接续认定" in text_of(client.get(page)) and "确认接续" not in text_of(client.get(page))
    client.force_login(factories.staff())
    assert "确认接续" in text_of(client.get(page))
    assert "认定办理中" in text_of(client.get(reverse("public_notice_desk")))
    answer = client.post(reverse("public_notice_award", args=[begun.pk]), follow=True)
    assert "已全部认定" in text_of(answer)


@pytest.mark.parametrize(
    ("error", "why"), [(Refused("示例原因。"), "示例原因。"), (RuntimeError("boom"), "办理时出错")]
)
def test_awd_1_a_line_that_is_stuck_holds_up_no_other(begun, client, monkeypatch, error, why):
    stuck, real, watcher = begun.items.order_by("pk")[1], awarding.award_application, factories.staff()

    def award_or_fail(application_id, **kwargs):
        if application_id == stuck.application_id:
            raise error
        return real(application_id, **kwargs)

    monkeypatch.setattr(awarding, "award_application", award_or_fail)
    resume_awards()
    resume_awards()
    assert Pilot.objects.count() == 2
    stuck.refresh_from_db()
    assert stuck.obstacle.startswith(why) and stuck.awarded_at is None
    assert Message.objects.filter(recipient_id=watcher.pk, subject__startswith="认定受阻").count() == 1
    client.force_login(watcher)
    assert why in text_of(client.get(reverse("public_notice_manage", args=[begun.pk])))
    monkeypatch.setattr(awarding, "award_application", real)
    resume_awards()
    stuck.refresh_from_db()
    assert Pilot.objects.count() == 3 and stuck.obstacle == ""
    assert PublicNotice.objects.get().state == PublicNoticeState.AWARDED


def test_awd_1_a_stuck_notice_holds_up_no_other_notice(begun):
    leave(begun.awarded_by, "deactivated")
    other = factories.publish(factories.decided(Sheet.LEADER))
    with clock.set_to(other.ends_at + GRACE):
        confirm_list(other.pk, actor=other.published_by)
        begin_award(other.pk, actor=factories.staff())
        resume_awards()
    assert PublicNotice.objects.get(pk=other.pk).state == PublicNoticeState.AWARDED


def test_awd_1_a_line_that_waits_may_be_withdrawn_and_the_award_ends_without_it(begun, monkeypatch):
    gone = begun.items.order_by("pk").last().application
    real = awarding.award_application

    def award_or_fail(application_id, **kwargs):
        if application_id == gone.pk:
            raise RuntimeError("boom")
        return real(application_id, **kwargs)

    monkeypatch.setattr(awarding, "award_application", award_or_fail)
    resume_awards()
    actions.withdraw(gone.pk, actor=gone.created_by, reason="示例原因。")
    assert list(broken()) == []
    resume_awards()
    assert PublicNotice.objects.get().state == PublicNoticeState.AWARDED
    assert Application.objects.get(pk=gone.pk).state == State.WITHDRAWN and Pilot.objects.count() == 2
    assert list(broken()) == []


def test_awd_1_a_list_whose_lines_were_all_withdrawn_is_not_awarded(client):
    notice = factories.publish(factories.decided(Sheet.LEADER))
    item = PublicNoticeItem.objects.select_related("application__created_by").get()
    with clock.set_to(notice.ends_at + GRACE):
        confirm_list(notice.pk, actor=notice.published_by)
        actions.withdraw(item.application_id, actor=item.application.created_by, reason="示例原因。")
        with pytest.raises(Refused, match="没有可以认定的项目"):
            award(notice.pk, actor=factories.staff())
        client.force_login(factories.staff())
        page = text_of(client.get(reverse("public_notice_manage", args=[notice.pk])))
    assert "名单上已没有项目" in page and reverse("public_notice_award", args=[notice.pk]) not in page
