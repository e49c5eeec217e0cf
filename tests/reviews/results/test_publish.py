"""Deciding now, publishing later: what is previewed is what is sent, to exactly those concerned, once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import Membership
from applications.models import Application
from applications.states import State
from applications.submitting import actions
from face.wording import masked_email
from journal import clock
from journal.clock import BEIJING
from journal.models import Message, Record
from journal.workflow import Refused
from programme.models import Cycle
from programme.notice import Sheet
from programme.states import LibraryState
from reviews.models import PublicNotice, PublicNoticeItem
from reviews.results.actions import AlreadyPublished, Changed, publish
from reviews.results.forms import PublishForm
from reviews.results.publication import APPLICANTS, CITY, RECOMMENDERS, compose, ready_decisions
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def season():
    """A park that is to be selected, recommended; a technology that is kept, direct."""
    park = factories.decided(Sheet.PARK)
    kept = factories.decided(outcome="kept")
    return [park, kept]


def press(seen, actor, **changes):
    said = {"terms": seen.terms, "introduction": seen.introduction, "checksum": seen.checksum} | changes
    return publish(seen.cycle.pk, actor=actor, decisions=[decision.pk for decision in seen.decisions], **said)


def sent_since(before: int) -> set[tuple]:
    rows = Message.objects.filter(pk__gt=before)
    return {(row.recipient_id, row.email, row.subject, row.body, row.link) for row in rows}


def last() -> int:
    return max(Message.objects.values_list("pk", flat=True), default=0)


def test_nothing_is_sent_and_nothing_changes_before_it_is_published(season, client, staff):
    before = last()
    seen = factories.publication(*season)
    text_of(client.post(reverse("publish", args=[seen.cycle.year]), asked(seen, "preview")))
    assert last() == before
    assert {a.state for a in Application.objects.filter(pk__in=[a.pk for a in season])} == {State.IN_REVIEW}


def test_what_is_sent_is_what_was_previewed_text_by_text_and_person_by_person(season):
    for application in season:
        colleague = factories.person()
        Membership.objects.create(user=colleague, organisation=application.organisation)
    gone = factories.person(is_active=False)
    Membership.objects.create(user=gone, organisation=season[0].organisation)
    staff, before = factories.staff(), last()
    seen = factories.publication(*season, introduction="感谢贵单位参加。")
    notice = press(seen, staff)
    expected = {
        (person.pk, person.email, message.subject, message.body, message.link)
        for message in seen.messages
        for person in message.people
    }
    assert sent_since(before) == expected
    assert gone.pk not in {row[0] for row in expected}
    assert notice.items.count() == 1


def test_addressees_are_the_applicants_the_recommender_that_recommended_and_the_city_and_nobody_else(season):
    bystanders = [
        factories.applicant(),
        factories.reviewer(),
        factories.recommender(factories.bureau("yanqing")),
    ]
    seen = factories.publication(*season)
    kinds = {kind: (texts, people) for kind, texts, people in seen.counts}
    park, kept = season
    clerks = set(park.recommender.members.values_list("pk", flat=True))
    told = {
        kind: {person.pk for message in seen.messages if message.kind == kind for person in message.people}
        for kind in kinds
    }
    assert told[APPLICANTS] == {park.created_by_id, kept.created_by_id}
    assert told[RECOMMENDERS] == clerks
    assert all(
        Capability.READ_RECEIVED in person.capabilities
        for message in seen.messages
        if message.kind == CITY
        for person in message.people
    )
    assert not {person.pk for person in bystanders} & set.union(*told.values())
    (message,) = [message for message in seen.messages if message.kind == RECOMMENDERS]
    assert park.number in message.body and kept.number not in message.body


def test_the_period_and_the_opening_sentence_stand_in_the_messages(season):
    with clock.set_to(clock.now().replace(year=2026, month=8, day=1)):
        seen = factories.publication(*season, introduction="感谢贵单位参加。", first_day=date(2026, 8, 3))
    period = "2026年8月3日 至 8月10日 24:00（5 个工作日，首日不计）"
    assert seen.period == period
    bodies = [message.body for message in seen.messages if message.kind == APPLICANTS]
    assert all(body.startswith("感谢贵单位参加。") for body in bodies)
    assert [period in body for body in bodies] == [False, True]  # by number: the technology, the park


def test_publishing_moves_states_and_keeps_the_list_as_it_was(season):
    park, kept = season
    notice = factories.publish(*season)
    park.refresh_from_db()
    kept.refresh_from_db()
    assert (park.state, park.entry.state) == (State.PROPOSED, LibraryState.PROPOSED)
    assert (kept.state, kept.entry.state) == (State.KEPT, LibraryState.KEPT)
    (item,) = notice.items.all()
    assert (item.number, item.name, item.district) == (park.number, park.entry.name, park.entry.district)
    assert Record.objects.filter(verb="publish_results").get().audience == "city"


def test_only_kept_ones_make_no_notice():
    assert factories.publish(factories.decided(outcome="kept")) is None
    assert not PublicNotice.objects.exists()


def test_a_second_press_says_so_and_says_nothing_twice(season):
    staff = factories.staff()
    seen = factories.publication(*season)
    press(seen, staff)
    before = last()
    with pytest.raises(AlreadyPublished, match="没有重复发送"):
        press(seen, staff)
    assert last() == before
    assert PublicNotice.objects.count() == 1


def change_member(season):
    Membership.objects.create(user=factories.person(), organisation=season[0].organisation)


def change_address(season):
    person = season[1].created_by
    person.email = "other@example.org"
    person.save()


def change_withdrawn(season):
    actions.withdraw(season[1].pk, actor=season[1].created_by, reason="示例。")


def change_staff(season):
    factories.staff()


def change_name(season):
    season[0].entry.name = "改名后的园区"
    season[0].entry.save()


@pytest.mark.parametrize(
    "change", [change_member, change_address, change_withdrawn, change_staff, change_name]
)
def test_what_changed_after_the_preview_is_refused_and_shown_anew(season, change, client, staff):
    seen = factories.publication(*season)
    change(season)
    before = last()
    with pytest.raises(Changed):
        press(seen, staff)
    answer = client.post(reverse("publish", args=[seen.cycle.year]), asked(seen, "publish"))
    assert "预览之后内容有变动，没有发布" in text_of(answer)
    assert last() == before and not PublicNotice.objects.exists()
    assert Application.objects.get(pk=season[0].pk).state == State.IN_REVIEW


def test_a_notice_does_not_begin_in_the_past(season):
    yesterday = (clock.now() - timedelta(days=1)).astimezone(BEIJING).date()
    staff = factories.staff()
    with pytest.raises(Refused, match="已经过去"):
        press(factories.publication(*season, first_day=yesterday), staff)


def test_an_applicant_sees_nothing_of_a_ready_decision_and_cannot_publish(season, client):
    park = season[0]
    client.force_login(park.created_by)
    page = text_of(client.get(park.get_absolute_url()))
    assert "评审中" in page and "拟" not in page
    assert client.get(reverse("publish", args=[park.cycle.year])).status_code == 404
    with pytest.raises(Refused, match="权限"):
        press(factories.publication(*season), park.created_by)


def asked(seen, act: str) -> dict:
    """What the page sends."""
    terms = seen.terms
    return {
        "act": act,
        "decisions": [decision.pk for decision in seen.decisions],
        "introduction": seen.introduction,
        "first_day": terms.first_day.isoformat(),
        "working_days": terms.working_days,
        "phone": terms.phone,
        "email": terms.email,
        "checksum": seen.checksum,
    }


def test_the_page_from_choosing_to_publishing(season, client, staff):
    year = season[0].cycle.year
    address = reverse("publish", args=[year])
    page = text_of(client.get(address))
    assert all(application.number in page for application in season)
    seen = factories.publication(*season, introduction="感谢。")
    preview = text_of(client.post(address, asked(seen, "preview")))
    assert seen.checksum in preview
    for message in seen.messages:
        assert message.subject in preview
        assert all(masked_email(person.email) in preview for person in message.people)
        assert message.kind == CITY or not any(person.email in preview for person in message.people)
    answer = client.post(address, asked(seen, "publish"))
    assert answer.url == reverse("public_notice_manage", args=[PublicNotice.objects.get().pk])
    assert "公示中" in text_of(client.get(answer.url))
    again = client.post(address, asked(seen, "publish"), follow=True)
    assert "没有重复发送" in text_of(again)


def test_the_phone_of_a_notice_can_be_dialled(season, client, staff):
    form = PublishForm({"phone": "abc"}, cycle=Cycle.objects.get())
    assert "请填写正确的电话号码" in form.errors["phone"][0]


def test_going_back_keeps_what_was_ticked_and_typed(season, client, staff):
    seen = factories.publication(season[1], introduction="改过的开头语。")
    page = text_of(client.post(reverse("publish", args=[seen.cycle.year]), asked(seen, "edit")))
    assert "改过的开头语。" in page and page.count(" checked>") == 1
    assert Application.objects.get(pk=season[1].pk).state == State.IN_REVIEW


def test_only_what_is_ticked_is_published(season, client, staff):
    seen = factories.publication(season[1])
    client.post(reverse("publish", args=[seen.cycle.year]), asked(seen, "publish"))
    assert Application.objects.get(pk=season[0].pk).state == State.IN_REVIEW
    assert Application.objects.get(pk=season[1].pk).state == State.KEPT
    assert not PublicNoticeItem.objects.exists()


def test_a_second_list_of_a_year_says_which_it_is(season):
    factories.publish(season[0])
    other = factories.publish(factories.decided())
    assert other.batch == 2 and other.title.endswith("公示（第2批）")


@pytest.mark.parametrize("count", [1, 3])
def test_composing_takes_the_same_queries_however_many(count, django_assert_num_queries):
    made = [factories.decided(Sheet.PARK) for _ in range(count)]
    terms, cycle = factories.publication(made[0]).terms, made[0].cycle
    with django_assert_num_queries(4):  # decisions, the corrected days, people of organisations, staff
        compose(cycle, ready_decisions(cycle), terms, "").checksum  # noqa: B018


def test_a_first_day_far_ahead_is_refused(season, client, staff):
    seen = factories.publication(*season)
    address = reverse("publish", args=[seen.cycle.year])
    today = clock.now().astimezone(BEIJING).date()
    far = (today + timedelta(days=61)).isoformat()
    assert "公示首日最晚为" in text_of(client.post(address, asked(seen, "preview") | {"first_day": far}))
