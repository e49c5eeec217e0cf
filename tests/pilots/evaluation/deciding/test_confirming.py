"""An outcome is proposed by one person and confirmed by another; then the pilot moves (A1 §三.3, A3 §三.四)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from accounts.models import Membership
from journal import clock
from journal.clock import day_of
from journal.models import Message, Record
from journal.workflow import Refused
from pilots import invariants
from pilots.evaluation.deciding import conditions, confirming, proposing
from pilots.evaluation.saving import save_evaluation
from pilots.models import Evaluation, Pilot, Submission
from pilots.progress.opening import open_due_reports
from pilots.states import EvaluationOutcome as O
from pilots.states import EvaluationState, PilotState, SubmissionKind, SubmissionState
from pilots.withdrawal.actions import drop_withdrawal
from programme.cutoff import year_of
from programme.models import Cycle
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (O.EXCELLENT, PilotState.EXCELLENT),
        (O.GOOD_ENOUGH, PilotState.COMPLETED),
        (O.REPAIR, PilotState.REPAIR),
    ],
)
def test_an_audit_leads_its_pilot_to_one_of_three_ends(outcome, state):
    pilot = factories.audited(outcome)
    assert pilot.state == state
    evaluation = pilot.evaluations.get()
    assert evaluation.state == EvaluationState.CONFIRMED
    assert evaluation.confirmed_by_id != evaluation.proposed_by_id
    assert evaluation.about.submission.state == SubmissionState.ACCEPTED
    values = {value.target.kind: value.value or value.reached for value in evaluation.found.all()}
    assert values == {"reduction": 1100, "milestone": True}
    assert str(evaluation.score) == "88.50"


def test_a_repair_has_its_day_and_its_report():
    pilot = factories.audited(O.REPAIR)
    report = pilot.submissions.get(kind=SubmissionKind.REPAIR)
    assert pilot.repair_until == report.due_on
    assert report.state == SubmissionState.OPEN


def test_eli_r_a_technology_pilot_that_was_good_enough_may_come_again():
    pilot = factories.audited(O.GOOD_ENOUGH)
    assert pilot.entry.ended_untitled and pilot.ended_at
    assert pilot.entry.is_earlier_project
    told = Message.objects.filter(recipient_id=factories.submitter(pilot).pk).order_by("pk").last()
    assert f"从 {pilot.entry.cycle.year + 1} 年度起可以再次申报" in told.body


def test_eli_r_the_year_from_which_it_may_come_again_is_none_that_is_closed():
    pilot = factories.under_audit()
    late = clock.now() + timedelta(days=3 * 365)
    with clock.set_to(late):
        factories.confirmed_evaluation(pilot, O.GOOD_ENOUGH)
    told = Message.objects.filter(recipient_id=factories.submitter(pilot).pk).order_by("pk").last()
    assert f"从 {year_of(late, Cycle.objects.cutoffs())} 年度起可以再次申报" in told.body


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (O.EXCELLENT, PilotState.EXCELLENT),
        (O.KEEPS, PilotState.IMPLEMENTING),
        (O.GOOD_ENOUGH, PilotState.COMPLETED),
        (O.REPAIR, PilotState.REPAIR),
    ],
)
def test_a_tracking_evaluation_leads_a_zone_on(outcome, state):
    pilot = factories.tracked(outcome)
    assert pilot.state == state
    assert not pilot.entry.ended_untitled


@pytest.mark.parametrize(
    ("outcome", "state", "answered"),
    [
        (O.EXCELLENT, PilotState.EXCELLENT, SubmissionState.ACCEPTED),
        (O.GOOD_ENOUGH, PilotState.COMPLETED, SubmissionState.ACCEPTED),
        (O.FAILED, PilotState.FAILED, SubmissionState.REFUSED),
    ],
)
def test_a_recheck_ends_a_repair(outcome, state, answered):
    pilot = factories.confirmed_evaluation(factories.repaired(), outcome)
    assert pilot.state == state
    assert pilot.evaluations.order_by("number").last().about.submission.state == answered
    assert bool(pilot.repair_until) == (outcome == O.FAILED)


def test_a_completed_zone_has_nothing_left_to_hand_in():
    pilot = factories.under_tracking()
    Submission.objects.create(
        pilot=pilot, kind="change", number=1, state_since=clock.now(), opened_at=clock.now()
    )
    factories.confirmed_evaluation(pilot, O.GOOD_ENOUGH)
    assert not pilot.submissions.unfinished().exists()


def test_a_report_that_waits_when_its_pilot_is_completed_is_closed_without_an_answer():
    pilot = factories.under_tracking()
    open_due_reports()
    report = pilot.submissions.filter(kind=SubmissionKind.PROGRESS).earliest("period_from")
    version = factories.report_handed_in(report)
    ended = factories.confirmed_evaluation(pilot, O.GOOD_ENOUGH)
    version.refresh_from_db()
    assert (version.outcome, version.decided_by, version.decided_at) == ("closed", None, ended.ended_at)
    assert list(invariants.broken()) == []


def test_a_zone_before_its_year_is_over_cannot_be_found_excellent():
    pilot = factories.under_tracking(ago=factories.LONG_AGO / 2)
    with pytest.raises(Refused, match="还有 1 处"):
        factories.proposed_evaluation(pilot, O.EXCELLENT)
    factories.confirmed_evaluation(pilot, O.KEEPS)


def test_an_audit_without_values_is_refused():
    pilot = factories.under_audit()
    with pytest.raises(Refused, match="还有 2 处"):
        factories.proposed_evaluation(pilot, O.EXCELLENT, found_1="", found_2="")
    assert factories.running_evaluation(pilot).state == EvaluationState.OPEN


def test_who_proposed_does_not_confirm():
    pilot, actor = factories.under_audit(), factories.staff()
    evaluation = factories.proposed_evaluation(pilot, O.EXCELLENT, actor=actor)
    with pytest.raises(Refused, match="须由另一位工作人员确认"):
        confirming.confirm_outcome(evaluation.pk, actor=actor, seen=proposing.mark_of(evaluation))
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.SELF_EVALUATED


def test_rev_2_nobody_evaluates_the_own_organisation():
    pilot, insider = factories.under_audit(), factories.staff()
    Membership.objects.create(user=insider, organisation=pilot.entry.organisation)
    evaluation = factories.running_evaluation(pilot)
    with pytest.raises(Refused):
        save_evaluation(evaluation.pk, {"findings": "示例。"}, actor=insider)
    proposed = factories.proposed_evaluation(pilot, O.EXCELLENT)
    with pytest.raises(Refused, match="应当回避"):
        confirming.confirm_outcome(proposed.pk, actor=insider, seen=proposing.mark_of(proposed))


def test_only_what_was_seen_is_confirmed():
    pilot = factories.under_audit()
    first = factories.proposed_evaluation(pilot, O.EXCELLENT)
    seen = proposing.mark_of(first)
    proposing.return_outcome(first.pk, actor=factories.staff(), reason="请补充理由。")
    factories.proposed_evaluation(pilot, O.EXCELLENT, reasons="补充了理由。")
    with pytest.raises(Refused, match="有变动"):
        confirming.confirm_outcome(first.pk, actor=factories.staff(), seen=seen)


def test_a_returned_outcome_keeps_what_was_written_and_tells_the_proposer():
    pilot = factories.under_audit()
    evaluation = factories.proposed_evaluation(pilot, O.REPAIR)
    proposer = evaluation.proposed_by
    proposing.return_outcome(evaluation.pk, actor=factories.staff(), reason="请核对数据。")
    evaluation = factories.running_evaluation(pilot)
    assert (evaluation.state, evaluation.outcome, evaluation.proposed_by) == (EvaluationState.OPEN, "", None)
    assert evaluation.entries["repair_requirements"] and evaluation.returned_reason == "请核对数据。"
    assert "请核对数据。" in Message.objects.filter(recipient_id=proposer.pk).order_by("pk").last().body


def test_the_organisation_hears_of_a_confirmed_outcome_only():
    pilot = factories.under_audit()
    owner = factories.submitter(pilot)
    before = Message.objects.filter(recipient_id=owner.pk).count()
    evaluation = factories.proposed_evaluation(
        pilot, O.REPAIR, condition_1_text="补测", condition_1_due=_soon()
    )
    assert Message.objects.filter(recipient_id=owner.pk).count() == before
    confirming.confirm_outcome(evaluation.pk, actor=factories.staff(), seen=proposing.mark_of(evaluation))
    told = Message.objects.filter(recipient_id=owner.pk).order_by("pk").last()
    assert "限期整改" in told.subject and "补齐计量器具" in told.body and "补测" in told.body


def _soon() -> str:
    return day_of(clock.now() + factories.LONG_AGO).isoformat()


def test_a_condition_is_met_once():
    pilot = factories.under_audit()
    factories.confirmed_evaluation(pilot, O.EXCELLENT, condition_2_text="补测", condition_2_due=_soon())
    condition = pilot.evaluations.get().conditions.get()
    conditions.meet_condition(condition.pk, actor=factories.staff(), note="已收到报告。")
    condition.refresh_from_db()
    assert condition.met_at and condition.met_note == "已收到报告。"
    with pytest.raises(Refused, match="已确认完成"):
        conditions.meet_condition(condition.pk, actor=factories.staff(), note="")


def test_what_is_overtaken_is_not_confirmed():
    pilot = factories.under_audit()
    evaluation = factories.proposed_evaluation(pilot, O.REPAIR)
    later = clock.now() + factories.LONG_AGO
    with clock.set_to(later), pytest.raises(Refused, match="整改截止的日期应晚于今天"):
        confirming.confirm_outcome(evaluation.pk, actor=factories.staff(), seen=proposing.mark_of(evaluation))


def test_awd_1_nothing_is_completed_while_its_withdrawal_runs():
    pilot = factories.under_audit()
    evaluation = factories.proposed_evaluation(pilot, O.GOOD_ENOUGH)
    begun = factories.withdrawal(pilot)
    seen, confirmer = proposing.mark_of(evaluation), factories.staff()
    with pytest.raises(Refused, match="取消试点资格的程序正在进行"):
        confirming.confirm_outcome(evaluation.pk, actor=confirmer, seen=seen)
    drop_withdrawal(begun.pk, actor=factories.staff(), reasons="查清后不成立。")
    confirming.confirm_outcome(evaluation.pk, actor=confirmer, seen=seen)
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.COMPLETED


def test_a_tracking_is_given_up_with_a_reason_and_an_audit_is_not():
    audit = factories.running_evaluation(factories.under_audit())
    with pytest.raises(Refused, match="不能取消"):
        proposing.cancel_tracking(audit.pk, actor=factories.staff(), reason="示例。")
    pilot = factories.under_tracking(Sheet.COMMUNITY)
    tracking = factories.running_evaluation(pilot)
    with pytest.raises(Refused, match="原因"):
        proposing.cancel_tracking(tracking.pk, actor=factories.staff(), reason=" ")
    proposing.cancel_tracking(tracking.pk, actor=factories.staff(), reason="重复开始。")
    assert Evaluation.objects.get(pk=tracking.pk).state == EvaluationState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_move_the_pilot_once():
    pilot = factories.under_audit()
    evaluation = factories.proposed_evaluation(pilot, O.EXCELLENT)
    seen, people = proposing.mark_of(evaluation), [factories.staff(), factories.staff()]

    def confirm(person) -> str:
        try:
            confirming.confirm_outcome(evaluation.pk, actor=person, seen=seen)
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(confirm, people))
    assert said[0] == "confirmed" and said[1] != "confirmed"
    assert Record.objects.filter(verb="find_excellent", object_id=pilot.pk).count() == 1
