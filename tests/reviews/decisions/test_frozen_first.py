"""A year is decided only once its list is frozen, and only what stands on it (CUT-2, CUT-4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.models import Application
from applications.states import State
from journal import clock
from journal.workflow import Refused
from pilots.award.awarding import award_application
from programme.models import Cycle, FrozenLine
from reviews.decisions.actions import (
    Proposal,
    confirm_decisions,
    propose_decisions,
    return_decisions,
    take_back_decision,
)
from reviews.models import Decision, PublicNotice
from reviews.results.actions import begin_award, confirm_list, publish
from reviews.results.outcome import apply_decision
from reviews.states import PublicNoticeState
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db
OPEN = {"closed_at": None, "frozen_count": None, "frozen_checksum": ""}


def thaw(application: Application) -> None:
    """As it stands before the cutoff: no list of the year is frozen."""
    FrozenLine.objects.filter(cycle=application.cycle).delete()
    Cycle.objects.filter(pk=application.cycle_id).update(**OPEN)
    application.refresh_from_db()


@pytest.mark.parametrize("outcome", Decision.Outcome.values)
def test_cut_2_nothing_is_proposed_before_the_list_is_frozen(outcome):
    application = factories.scored()
    thaw(application)
    proposal = [Proposal(application.pk, outcome, "示例。")]
    with pytest.raises(Refused, match=r"年度的申报到 .*7月15日 24:00 截止.*冻结以后才能提议"):
        propose_decisions(proposal, actor=factories.staff())
    assert not Decision.objects.exists()
    factories.freeze(application)
    assert propose_decisions(proposal, actor=factories.staff())


def test_cut_2_nothing_is_confirmed_before_the_list_is_frozen_but_it_is_returned_and_taken_back():
    one, other = factories.scored(), factories.scored()
    proposals = [Proposal(case.pk, "selected", "示例。") for case in (one, other)]
    first, second = propose_decisions(proposals, actor=factories.staff())
    thaw(one)
    with pytest.raises(Refused, match="冻结以后"):
        confirm_decisions({first.pk: first.mark}, actor=factories.staff())
    return_decisions({first.pk: first.mark}, {first.pk: "等名单。"}, actor=factories.staff())
    take_back_decision(second.pk, actor=factories.staff(), reason="等名单。", seen=second.mark)


@pytest.mark.parametrize("outcome", Decision.Outcome.values)
def test_cut_2_nothing_is_published_before_the_list_is_frozen(outcome):
    application = factories.decided(outcome=outcome)
    seen = factories.publication(application)
    thaw(application)
    with pytest.raises(Refused, match="冻结以后"):
        publish(
            seen.cycle.pk,
            actor=factories.staff(),
            decisions=[decision.pk for decision in seen.decisions],
            terms=seen.terms,
            introduction=seen.introduction,
            checksum=seen.checksum,
        )
    with pytest.raises(Refused, match="冻结以后"):
        apply_decision(application.pk, actor=factories.staff())
    application.refresh_from_db()
    assert application.state == State.IN_REVIEW and not PublicNotice.objects.exists()


def test_cut_2_nothing_is_awarded_before_the_list_is_frozen():
    application = factories.proposed()
    notice = PublicNotice.objects.get()
    thaw(application)
    with clock.set_to(notice.ends_at + timedelta(days=1)):
        with pytest.raises(Refused, match="冻结"):
            confirm_list(notice.pk, actor=notice.published_by)
        PublicNotice.objects.update(
            state=PublicNoticeState.CONFIRMED, confirmed_by=notice.published_by, confirmed_at=clock.now()
        )
        with pytest.raises(Refused, match="冻结"):
            begin_award(notice.pk, actor=factories.staff())
        with pytest.raises(Refused, match="冻结"):
            award_application(application.pk, actor=factories.staff())


def test_cut_4_what_is_not_on_the_frozen_list_is_not_decided():
    inside, outside = factories.scored(), factories.scored()
    FrozenLine.objects.filter(number=outside.number).delete()
    both = [Proposal(case.pk, "selected", "示例。") for case in (inside, outside)]
    with pytest.raises(Refused, match=f"{outside.number} 不在 {outside.cycle.year} 年度的截止名单上"):
        propose_decisions(both, actor=factories.staff())
    assert propose_decisions(both[:1], actor=factories.staff())


@pytest.mark.parametrize("count", [1, 3])
def test_cut_2_pages_say_until_when_and_offer_no_button(count, client, staff):
    made = [factories.scored() for _ in range(count)]
    meeting = f"{reverse('decision_meeting')}?cycle={made[0].cycle.year}"
    assert ">提议列为试点</button>" in text_of(client.get(meeting))
    for application in made:
        thaw(application)
    page = text_of(client.get(meeting))
    assert "现在还不能提议决定" in page and "7月15日 24:00" in page
    assert ">提议列为试点</button>" not in page and 'name="pick"' not in page
    page = text_of(client.get(reverse("decide", args=[made[0].pk])))
    assert "冻结以后才能提议" in page and "作出决定" not in page
    answer = client.get(f"{reverse('decision_propose')}?pick={made[0].pk}", follow=True)
    assert "冻结以后才能提议" in text_of(answer)


def test_cut_2_the_page_of_confirming_offers_to_return_only(client):
    application = factories.scored()
    propose_decisions([Proposal(application.pk, "selected", "示例。")], actor=factories.staff())
    thaw(application)
    client.force_login(factories.staff())
    page = text_of(client.get(f"{reverse('decision_confirm')}?cycle={application.cycle.year}"))
    assert "冻结以后" in page and 'value="return"' in page and 'value="confirm"' not in page


def test_cut_2_the_pages_of_publishing_say_until_when(client, staff):
    application = factories.decided()
    address = reverse("publish", args=[application.cycle.year])
    assert "预览消息" in text_of(client.get(address))
    thaw(application)
    page = text_of(client.get(address))
    assert "现在还不能发布结果" in page and "预览消息" not in page
    assert f"{application.cycle.year} 年度结果（1 项）" not in text_of(
        client.get(reverse("public_notice_desk"))
    )
    assert "1 项已确认，截止名单冻结以后才能发布" in text_of(client.get(reverse("public_notice_desk")))
