"""A recommender asks for more parks, the city answers (REC-3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.districts import District
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from programme.cycles.receiving import present_cycle, quota_of
from programme.models import Cycle, QuotaRequest
from programme.quotas.actions import ask_for_quota, grant_request, refuse_request, withdraw_request
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.bureau()


@pytest.fixture
def clerk(office):
    return factories.recommender(office)


@pytest.fixture
def official():
    return factories.staff()


@pytest.fixture
def asked(office, clerk, official):
    return ask_for_quota(office, actor=clerk, asked=5, reason="本区特色园区较多。")


def allowed(office):
    return quota_of(present_cycle(clock.now()), office).allowed


def test_rec_3_a_request_reaches_staff_and_changes_nothing_yet(asked, office, official):
    message = Message.objects.get(recipient_id=official.pk)
    assert "由 3 个增加到 5 个" in message.body
    assert "本区特色园区较多。" in message.body
    assert allowed(office) == 3
    assert Record.objects.get(verb="ask_quota").object_id == asked.pk


def test_rec_3_a_grant_raises_the_quota_and_is_told_and_journaled(asked, office, clerk, official):
    granted = grant_request(asked.pk, actor=official, allowed=4, answer="先增加一个。")
    assert (granted.state, granted.granted, granted.answered_by) == ("granted", 4, official)
    assert allowed(office) == 4
    assert "由 3 个调整为 4 个" in Message.objects.get(recipient_id=clerk.pk).body
    assert "先增加一个。" in Record.objects.get(verb="grant_quota").summary


def test_rec_3_a_refusal_needs_a_reason_and_reaches_the_recommender(asked, office, clerk, official):
    with pytest.raises(Refused, match="理由"):
        refuse_request(asked.pk, actor=official, answer=" ")
    refuse_request(asked.pk, actor=official, answer="请先用完现有名额。")
    assert allowed(office) == 3
    assert "请先用完现有名额。" in Message.objects.get(recipient_id=clerk.pk).body
    assert Record.objects.filter(verb="refuse_quota").exists()


def test_an_answered_request_is_not_answered_again_but_another_may_be_asked(asked, office, clerk, official):
    refuse_request(asked.pk, actor=official, answer="请先用完现有名额。")
    with pytest.raises(Refused, match="已经答复"):
        grant_request(asked.pk, actor=official, allowed=5)
    assert ask_for_quota(office, actor=clerk, asked=4, reason="已用完。").pk != asked.pk


def test_rec_3_a_request_is_taken_back_told_and_asked_anew(asked, office, clerk, official):
    withdraw_request(asked.pk, actor=factories.recommender(office))  # any clerk of the office
    assert Message.objects.filter(recipient_id=official.pk, subject__contains="已撤回").count() == 1
    assert "增加到 5 个名额" in Record.objects.get(verb="withdraw_quota").summary
    with pytest.raises(Refused, match="已经撤回"):
        grant_request(asked.pk, actor=official, allowed=5)
    with pytest.raises(Refused, match="已经撤回"):
        withdraw_request(asked.pk, actor=clerk)
    assert allowed(office) == 3
    assert ask_for_quota(office, actor=clerk, asked=4, reason="少要一个。").state == "open"


def test_an_answered_request_is_not_taken_back_nor_by_others(asked, office, clerk, official):
    for other in (official, factories.recommender(factories.bureau(District.YANQING))):
        with pytest.raises(Refused, match="权限"):
            withdraw_request(asked.pk, actor=other)
    grant_request(asked.pk, actor=official, allowed=4)
    with pytest.raises(Refused, match="已经答复"):
        withdraw_request(asked.pk, actor=clerk)
    assert allowed(office) == 4


def test_a_clerk_takes_a_request_back_on_the_page_and_staff_see_it_gone(
    client, asked, office, clerk, official
):
    client.force_login(clerk)
    page = reverse("recommender_parks")
    assert "正在等待市级工作人员答复" in client.get(page).text
    answer = client.post(reverse("quota_request_withdraw", args=[asked.pk]), follow=True)
    assert "名额申请已撤回" in answer.text and "提交申请" in answer.text
    client.force_login(official)
    assert str(office) not in client.get(reverse("quota_request_list")).text
    assert "推荐单位已经撤回这件申请" in client.get(reverse("quota_answer", args=[asked.pk])).text


@pytest.mark.parametrize(("number", "reason"), [(3, "理由"), (100, "理由"), (5, "  ")])
def test_a_request_asks_for_more_with_a_reason(office, clerk, number, reason):
    with pytest.raises(Refused):
        ask_for_quota(office, actor=clerk, asked=number, reason=reason)
    assert not QuotaRequest.objects.exists()


def test_one_request_waits_at_a_time(asked, office, clerk):
    with pytest.raises(Refused, match="等待答复"):
        ask_for_quota(office, actor=clerk, asked=6, reason="更多。")


def test_a_grant_is_more_than_there_is_not_more_than_was_asked_and_only_before_closing(asked, official):
    with pytest.raises(Refused, match="必须更多"):
        grant_request(asked.pk, actor=official, allowed=3)
    with pytest.raises(Refused, match="申请的总数是 5 个"):
        grant_request(asked.pk, actor=official, allowed=6)
    Cycle.objects.filter(pk=asked.cycle_id).update(
        closed_at=clock.now() - timedelta(days=1), frozen_count=0, frozen_checksum="0" * 64
    )
    with pytest.raises(Refused, match="已经截止"):
        grant_request(asked.pk, actor=official, allowed=5)


def test_only_the_recommender_asks_and_only_the_city_answers(asked, office, clerk):
    with pytest.raises(Refused):
        ask_for_quota(
            office, actor=factories.recommender(factories.bureau(District.YANQING)), asked=9, reason="。"
        )
    for act in (
        lambda: grant_request(asked.pk, actor=clerk, allowed=5),
        lambda: refuse_request(asked.pk, actor=clerk, answer="。"),
    ):
        with pytest.raises(Refused, match="权限"):
            act()


def test_requests_are_seen_by_their_recommender_and_the_city(asked, clerk, official):
    people = [
        clerk,
        official,
        factories.recommender(factories.bureau(District.YANQING)),
        factories.applicant(),
    ]
    assert [asked in QuotaRequest.objects.visible_to(person) for person in people] == [
        True,
        True,
        False,
        False,
    ]


def test_staff_answer_on_the_page_and_a_refusal_without_words_is_not_sent(client, asked, office, official):
    client.force_login(official)
    assert str(office) in client.get(reverse("quota_request_list")).text
    assert "1 件推荐单位的名额申请" in client.get(reverse("cycle_list")).text
    page = reverse("quota_answer", args=[asked.pk])
    assert "不同意的，请写明理由。" in client.post(page, {"outcome": "refused"}).text
    assert "请填写同意的名额总数。" in client.post(page, {"outcome": "granted"}).text
    answer = client.post(page, {"outcome": "granted", "allowed": "5"}, follow=True)
    assert "园区推荐名额调整为 5 个" in answer.text
    assert allowed(office) == 5


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, official, django_assert_max_num_queries):
    client.force_login(official)
    asked = set()
    for number, district in enumerate((District.HAIDIAN, District.YANQING, District.MIYUN)):
        office = factories.bureau(district)
        ask_for_quota(office, actor=factories.recommender(office), asked=5, reason="示例。")
        if number in (0, 2):
            with django_assert_max_num_queries(12) as queries:
                client.get(reverse("quota_request_list"))
            asked.add(len(queries))
    assert len(asked) == 1
