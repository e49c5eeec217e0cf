"""One person proposes a title on an evaluation that says excellent, another grants it (AWD-1)."""

import threading
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, connection, transaction

from accounts.models import Membership
from accounts.rules import OWN_MATTER
from journal import clock
from journal.clock import day_of
from journal.models import Message
from journal.workflow import Refused
from pilots.models import Certificate, EvaluationCondition, Pilot, TitleProposal
from pilots.states import PilotState, TitleState
from pilots.title.actions import grant_title, propose_title, return_title
from pilots.title.rules import title_from
from programme.cutoff import day_end
from programme.models import Cycle
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def proposed(pilot: Pilot | None = None) -> TitleProposal:
    """A proposed title."""
    return propose_title((pilot or factories.excellent()).pk, actor=factories.staff(), remarks="指标先进。")


def condition(pilot: Pilot, due_on: date) -> EvaluationCondition:
    """A condition of the evaluation that says excellent."""
    return EvaluationCondition.objects.create(
        evaluation=pilot.evaluations.confirmed().get(), text="补齐计量器具", due_on=due_on
    )


def test_awd_1_another_person_grants_the_title_with_its_certificate_and_tells_the_organisation():
    proposal = proposed()
    pilot = grant_title(proposal.pk, actor=factories.staff(), seen=proposal.mark)
    pilot.refresh_from_db()
    year = pilot.entry.cycle.year
    assert (pilot.state, pilot.title) == (
        PilotState.TITLED,
        f"北京市低碳试点—{year}年度先进低碳技术试点优秀项目",
    )
    assert pilot.certificate.title == pilot.title
    assert TitleProposal.objects.get().state == TitleState.GRANTED
    told = Message.objects.get(subject=f"{pilot.entry.number} 已授予称号")
    assert told.recipient_id == factories.submitter(pilot).pk
    assert Message.objects.filter(subject__endswith="的称号待确认").exists()


def test_awd_1_who_proposed_does_not_grant():
    proposal = proposed()
    with pytest.raises(Refused, match="须由另一位工作人员确认"):
        grant_title(proposal.pk, actor=proposal.proposed_by, seen=proposal.mark)
    row = TitleProposal(
        pilot=proposal.pilot,
        evaluation=proposal.evaluation,
        state="granted",
        proposed_by=proposal.proposed_by,
        proposed_at=clock.now(),
        decided_by=proposal.proposed_by,
        decided_at=clock.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_awd_1_a_title_is_proposed_once():
    proposal = proposed()
    with pytest.raises(Refused, match="已提出授予称号"):
        proposed(proposal.pilot)


@pytest.mark.parametrize("made", [factories.planning, factories.implementing])
def test_awd_1_no_title_without_an_evaluation_that_says_excellent(made):
    with pytest.raises(Refused, match="评估结论为优秀的试点，才能授予称号"):
        proposed(made())


def test_awd_1_an_evaluation_that_somebody_changed_is_no_ground():
    pilot = factories.excellent()
    pilot.evaluations.update(outcome="good_enough")
    with pytest.raises(Refused, match="没有经两人确认、结论为优秀的评估"):
        proposed(pilot)


def test_a3_a_zone_has_its_title_when_the_year_of_its_plan_has_passed_and_not_a_microsecond_earlier():
    with clock.set_to(clock.now() - timedelta(days=20)):
        pilot = factories.excellent(Sheet.PARK, ago=timedelta(days=320))
    first = title_from(pilot)
    assert first == pilot.implementing_from + relativedelta(years=1)
    begins = day_end(first - timedelta(days=1))
    with clock.set_to(begins - timedelta(microseconds=1)), pytest.raises(Refused, match="实施满一年后"):
        proposed(pilot)
    with clock.set_to(begins):
        proposal = proposed(pilot)
        grant_title(proposal.pk, actor=factories.staff(), seen=proposal.mark)
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.TITLED


def test_a_condition_that_is_due_and_not_met_is_named_and_stands_against_the_title():
    pilot = factories.excellent()
    today = day_of(clock.now())
    still, over = condition(pilot, today), condition(pilot, today - timedelta(days=1))
    with pytest.raises(Refused, match=r"补齐计量器具.*确认完成后才能授予称号"):
        proposed(pilot)
    over.met_at, over.met_by = clock.now(), factories.staff()
    over.save()
    proposal = proposed(pilot)
    with clock.set_to(day_end(still.due_on)), pytest.raises(Refused, match="补齐计量器具"):
        grant_title(proposal.pk, actor=factories.staff(), seen=proposal.mark)


def test_a_title_is_returned_with_a_reason_and_proposed_anew():
    proposal, confirmer = proposed(), factories.staff()
    with pytest.raises(Refused, match="请写明退回原因"):
        return_title(proposal.pk, actor=confirmer, reason=" ")
    return_title(proposal.pk, actor=confirmer, reason="请补充说明。")
    assert Message.objects.get(subject__endswith="的称号提议被退回").recipient_id == proposal.proposed_by_id
    with pytest.raises(Refused):
        grant_title(proposal.pk, actor=confirmer, seen=proposal.mark)
    again = proposed(Pilot.objects.get())
    grant_title(again.pk, actor=confirmer, seen=again.mark)


def test_who_grants_answers_for_what_was_read():
    proposal = proposed()
    TitleProposal.objects.update(remarks="另一说明。")
    with pytest.raises(Refused, match="请核对最新内容"):
        grant_title(proposal.pk, actor=factories.staff(), seen=proposal.mark)


def test_while_a_withdrawal_runs_no_title_is_proposed_or_granted():
    proposal = proposed()
    factories.withdrawal(proposal.pilot)
    with pytest.raises(Refused, match="取消试点资格的程序正在进行"):
        grant_title(proposal.pk, actor=factories.staff(), seen=proposal.mark)
    return_title(proposal.pk, actor=factories.staff(), reason="先办理取消。")
    with pytest.raises(Refused, match="取消试点资格的程序正在进行"):
        proposed(proposal.pilot)


@pytest.mark.parametrize(("days", "passed"), [(-400, True), (0, False), (30, False)])
def test_awd_1_the_plaque_bears_the_low_carbon_day_and_one_that_has_passed_is_said(days, passed):
    pilot = factories.excellent()
    day = day_of(clock.now()) + timedelta(days=days)
    Cycle.objects.filter(pk=pilot.entry.cycle_id).update(low_carbon_day=day)
    proposal = proposed(pilot)
    granted = grant_title(proposal.pk, actor=factories.staff(), seen=proposal.mark)
    assert granted.plaque_on == day
    assert ("（已过，牌匾另行交付）" in Message.objects.get(subject__endswith="已授予称号").body) == passed


def test_rev_2_who_belongs_to_the_organisation_keeps_away():
    pilot, insider = factories.excellent(), factories.staff()
    Membership.objects.create(user=insider, organisation=pilot.entry.organisation)
    with pytest.raises(Refused, match=OWN_MATTER):
        propose_title(pilot.pk, actor=insider)
    proposal = proposed(pilot)
    with pytest.raises(Refused, match=OWN_MATTER):
        grant_title(proposal.pk, actor=insider, seen=proposal.mark)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_grant_at_once_one_does_and_one_certificate_is_made():
    proposal = proposed()
    people, said = [factories.staff(), factories.staff()], []

    def grant(person) -> None:
        try:
            grant_title(proposal.pk, actor=person, seen=proposal.mark)
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=grant, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 1
    assert Certificate.objects.count() == 1
