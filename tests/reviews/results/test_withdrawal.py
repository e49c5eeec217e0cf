"""An applicant withdraws while the public notice runs: its line stays, marked, and nothing is awarded to it (AWD-1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.capabilities import Role
from applications.models import Application
from applications.states import State
from applications.submitting import actions
from journal import clock
from journal.models import Message
from journal.workflow import Refused
from pilots.award.awarding import award
from pilots.models import Pilot
from programme.cutoff import GRACE
from programme.notice import Sheet
from programme.states import LibraryState
from reviews import invariants as of_reviews
from reviews.objections.actions import (
    make_objection,
    note_objection,
    propose_upholding,
    take_objection,
    uphold_objection,
)
from reviews.results import invariants
from reviews.results.actions import confirm_list, strike
from reviews.results.paper import published_letter
from reviews.states import ObjectionState
from sheets.letters.pdf import render_letter_pdf
from tests import factories
from tests.reviews.steps import text_of
from tests.sheets.pdf_text import pdf_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    """A park and a leader on a notice that runs."""
    return factories.publish(factories.decided(Sheet.PARK), factories.decided(Sheet.LEADER))


def line(notice, sheet):
    return notice.items.select_related("application__created_by").get(application__sheet=sheet)


def withdraw(item) -> None:
    actions.withdraw(item.application_id, actor=item.application.created_by, reason="示例撤回原因。")


def paper_of(notice) -> str:
    return "".join(pdf_text(render_letter_pdf(published_letter(notice))).split())


def test_awd_1_the_line_stays_marked_on_the_page_and_in_the_letter(notice, client):
    gone, left = line(notice, Sheet.PARK), line(notice, Sheet.LEADER)
    withdraw(gone)
    page, paper = text_of(client.get(notice.get_absolute_url())), paper_of(notice)
    assert gone.number in page and left.number in page and page.count("申报单位撤回") == 2
    assert "低碳试点 1 项，现予公示" in page and "示例撤回原因" not in page + paper
    assert "公示期间申报单位撤回1个" in paper and gone.number in paper and "低碳试点1个" in paper
    assert f'value="{gone.pk}"' not in client.get(reverse("objection_make", args=[notice.pk])).text
    with pytest.raises(Refused, match="已不在公示名单中"):
        make_objection(notice.pk, item=gone, name="示例", phone="13911112222", grounds="示例。")
    withdraw(left)
    page, paper = text_of(client.get(notice.get_absolute_url())), paper_of(notice)
    assert "本次公示的 2 项已由申报单位全部撤回" in page and "2个项目已由申报单位全部撤回" in paper
    assert gone.number in page and gone.number in paper and "提出异议</a>" not in page
    assert "名单上的项目已全部移出或撤回" in text_of(client.get(reverse("public_notices")))


def test_awd_1_a_line_taken_off_and_one_withdrawn_are_told_apart(notice, client):
    strike(line(notice, Sheet.LEADER), actor=factories.staff(), at=clock.now(), reason="示例移出原因。")
    withdraw(line(notice, Sheet.PARK))
    page = text_of(client.get(notice.get_absolute_url()))
    assert "经核查移出 1 项，申报单位撤回 1 项，公示终止" in page


def test_awd_1_nothing_is_awarded_to_who_withdrew(notice):
    gone = line(notice, Sheet.PARK)
    with clock.set_to(notice.ends_at + GRACE):
        confirm_list(notice.pk, actor=notice.published_by)
        withdraw(gone)
    with clock.set_to(notice.ends_at + GRACE + timedelta(minutes=1)):
        notice.refresh_from_db()
        award(notice.pk, actor=factories.staff())
    application = Application.objects.get(pk=gone.application_id)
    assert (application.state, application.entry.state) == (State.WITHDRAWN, LibraryState.WITHDRAWN)
    assert [pilot.entry.sheet for pilot in Pilot.objects.all()] == [Sheet.LEADER]
    assert list(invariants.broken()) == [] and list(of_reviews.broken()) == []


def test_awd_1_who_is_concerned_is_told(notice):
    gone, staff = line(notice, Sheet.PARK), factories.staff()
    application = gone.application
    colleague = factories.person(Role.APPLICANT, application.organisation)
    clerk = factories.recommender(application.recommender)
    withdraw(gone)
    for person in (staff, colleague, clerk):
        message = Message.objects.get(recipient_id=person.pk, subject__startswith="公示期间撤回申报")
        assert "示例撤回原因。" in message.body and gone.number in message.body
    assert not Message.objects.filter(
        recipient_id=application.created_by_id, subject__startswith="公示期间撤回申报"
    )


def test_awd_1_after_the_award_nobody_withdraws_and_never_without_a_reason(notice):
    gone = line(notice, Sheet.LEADER)
    with pytest.raises(Refused, match="必须写明原因"):
        actions.withdraw(gone.application_id, actor=gone.application.created_by, reason="  ")
    with clock.set_to(notice.ends_at + GRACE):
        factories.award(notice)
        with pytest.raises(Refused, match="入选试点"):
            withdraw(gone)


def test_awd_1_the_applicant_withdraws_from_the_page_of_the_application(notice, client):
    gone = line(notice, Sheet.LEADER)
    client.force_login(gone.application.created_by)
    page = text_of(client.get(gone.application.get_absolute_url()))
    assert "公示页面保留这一项" in page
    client.post(reverse("application_withdraw", args=[gone.application_id]), {"reason": "示例撤回原因。"})
    client.force_login(notice.published_by)
    page = text_of(client.get(reverse("public_notice_manage", args=[notice.pk])))
    assert "申报单位撤回" in page and "示例撤回原因。" in page


@pytest.mark.parametrize("when", ["before the proposal", "after the proposal"])
def test_awd_1_an_objection_to_a_withdrawn_line_is_upheld_without_taking_it_off(notice, client, when):
    gone, clerk, second = line(notice, Sheet.LEADER), factories.staff(), factories.staff()
    made = make_objection(notice.pk, item=gone, name="示例", phone="13911112222", email="", grounds="示例。")
    take_objection(made.pk, actor=clerk)
    note_objection(made.pk, actor=clerk, text="示例核查记录。")
    if when.startswith("before"):
        withdraw(gone)
        client.force_login(clerk)
        assert "移出原因" not in text_of(client.get(made.get_absolute_url()))
    told = "" if when.startswith("before") else "示例原因。"
    propose_upholding(made.pk, actor=clerk, reason="属实。", answer="属实。", item=None, told=told)
    if when.startswith("after"):
        withdraw(gone)
        client.force_login(second)
        assert "已由申报单位撤回，名单不再变动" in text_of(client.get(made.get_absolute_url()))
    made.refresh_from_db()
    uphold_objection(made.pk, actor=second, seen=made.mark)
    made.refresh_from_db()
    gone.refresh_from_db()
    assert made.state == ObjectionState.UPHELD and gone.struck_at is None
    assert Application.objects.get(pk=gone.application_id).state == State.WITHDRAWN
