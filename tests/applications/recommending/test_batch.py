"""Forwarding several in one act: the question lists them, each is a transaction of its own (REC-2, REC-3)."""

import pytest
from django.urls import reverse

from accounts.districts import District
from applications.models import Application
from applications.recommending import actions as recommending
from applications.recommending.parks.actions import move_park
from applications.states import State
from programme.models import ParkQuota
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def ready(clerk, sheet=Sheet.TECHNOLOGY):
    application = factories.submitted(sheet, to=clerk.organisations.get())
    factories.checked(application, by=clerk)
    return application


def picked(*applications):
    return {"pick": [application.pk for application in applications]}


def forward_all(client, *applications):
    sent = picked(*applications) | {"go": [application.pk for application in applications]}
    sent |= {f"title-{application.pk}": application.title for application in applications}
    return client.post(reverse("recommender_batch"), sent, follow=True).text


def states(*applications):
    return [Application.objects.get(pk=application.pk).state for application in applications]


def test_rec_2_the_question_lists_what_goes_and_what_does_not_and_changes_nothing(client, clerk):
    whole, bare = ready(clerk), factories.submitted(Sheet.LEADER, to=clerk.organisations.get())
    text = client.get(reverse("recommender_batch"), picked(whole, bare)).text
    assert "推荐并报送 1 项" in text
    assert "不报送：未填完整" in text
    assert "初审表还有 6 项没有选择是或否" in text
    assert states(whole, bare) == [State.AT_RECOMMENDER] * 2


def test_rec_2_each_is_its_own_act_and_one_refusal_holds_up_nobody(client, clerk):
    first, gone, last = ready(clerk), ready(clerk), ready(clerk)
    client.get(reverse("recommender_batch"), picked(first, gone, last))
    kept = gone.current_revision.precheck
    kept.findings.pop("mature")
    kept.save()
    text = forward_all(client, first, gone, last)
    assert states(first, gone, last) == [State.RECEIVED, State.AT_RECOMMENDER, State.RECEIVED]
    assert "已报送 2 项，未报送 1 项" in text
    assert Application.objects.get(pk=first.pk).number in text
    assert "初审表还有 1 项没有选择是或否" in text


def test_rec_4_what_its_applicant_took_back_before_the_answer_is_named_among_what_did_not_go(client, clerk):
    stays, gone = ready(clerk), ready(clerk)
    client.get(reverse("recommender_batch"), picked(stays, gone))
    factories.actions.take_back(gone.pk, actor=gone.created_by)
    text = forward_all(client, stays, gone)
    assert "已报送 1 项，未报送 1 项" in text
    assert f"{gone.title}<span" in text and "申报单位已从贵单位取回，这次没有报送" in text
    assert states(stays, gone) == [State.RECEIVED, State.DRAFT]


def test_rec_3_the_order_of_preference_says_which_three_are_in(client, clerk):
    office = clerk.organisations.get()
    parks = [ready(clerk, Sheet.PARK) for _ in range(5)]
    for _ in range(4):
        move_park(parks[4].pk, recommender=office, actor=clerk, direction="up")
    text = client.get(reverse("recommender_batch"), picked(*parks)).text
    assert "推荐并报送 3 项" in text
    assert text.count("不报送：超出名额") == 2
    forward_all(client, *parks)
    assert states(*parks) == [
        State.RECEIVED,
        State.RECEIVED,
        State.AT_RECOMMENDER,
        State.AT_RECOMMENDER,
        State.RECEIVED,
    ]
    assert ParkQuota.objects.get().used == 3


def test_rec_3_parks_over_the_quota_do_not_hold_up_other_types(client, clerk):
    office = clerk.organisations.get()
    parks = [ready(clerk, Sheet.PARK) for _ in range(4)]
    project = ready(clerk)
    assert parks[0].cycle_id == project.cycle_id
    text = forward_all(client, *parks, project)
    assert states(project) == [State.RECEIVED]
    assert "贵单位的园区推荐名额（3 个）已用完" in text
    assert ParkQuota.objects.get(recommender=office).used == 3


def test_what_the_page_did_not_promise_is_not_forwarded(client, clerk):
    whole = ready(clerk)
    client.post(reverse("recommender_batch"), picked(whole))
    assert states(whole) == [State.AT_RECOMMENDER]


def test_what_is_not_at_this_recommender_is_not_even_named(client, clerk):
    other = factories.submitted(to=factories.bureau(District.YANQING))
    done = ready(clerk)
    recommending.forward_prepared(done.pk, actor=clerk)
    answer = client.get(reverse("recommender_batch"), {"pick": [other.pk, done.pk, "x"]}, follow=True)
    assert answer.redirect_chain == [(reverse("recommender_list"), 302)]
    assert other.organisation.name not in answer.text
    number = Application.objects.get(pk=done.pk).number
    assert f"「{done.title}」此前已推荐报送，编号 {number}，不再重复报送。" in answer.text


def test_with_nothing_picked_the_list_says_what_to_do(client, clerk):
    answer = client.get(reverse("recommender_batch"), follow=True)
    assert "请先勾选要报送的申报" in answer.text


def test_what_another_window_forwarded_is_named(client, clerk):
    done, waiting = ready(clerk), ready(clerk)
    recommending.forward_prepared(done.pk, actor=clerk)
    number = Application.objects.get(pk=done.pk).number
    assert (
        f"」此前已推荐报送，编号 {number}"
        in client.get(reverse("recommender_batch"), picked(done, waiting)).text
    )
    text = forward_all(client, done)
    assert "已报送 0 项，未报送 1 项" in text and f"此前已推荐报送，编号 {number}" in text


def test_the_question_takes_as_many_queries_for_three_as_for_one(
    client, clerk, django_assert_max_num_queries
):
    chosen = [ready(clerk, Sheet.PARK) for _ in range(3)]
    asked = set()
    for some in (chosen[:1], chosen):
        with django_assert_max_num_queries(12) as queries:
            text = client.get(reverse("recommender_batch"), picked(*some)).text
        asked.add(len(queries))
        assert f"推荐并报送 {len(some)} 项" in text
    assert len(asked) == 1
