"""Withdrawal: notice, period for a statement, hearing, decision of another person, and what follows (AWD-1)."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import Membership
from accounts.rules import OWN_MATTER
from files import store
from journal import clock
from journal.clock import BEIJING, day_of
from journal.models import Message
from journal.workflow import Refused
from pilots.evaluation.opening import open_evaluation
from pilots.models import Evaluation, Pilot, Submission, TitleProposal, Withdrawal
from pilots.states import (
    EvaluationKind,
    EvaluationState,
    PilotState,
    SubmissionState,
    TitleState,
    WithdrawalGround,
    WithdrawalState,
)
from pilots.title.actions import grant_title, propose_title
from pilots.withdrawal import actions
from pilots.withdrawal.deciding import decide_withdrawal
from pilots.withdrawal.reminders import remind_of_statements
from programme.cutoff import day_end
from programme.models import DayCorrection
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)
FRIDAY = datetime(2027, 1, 8, 17, 0, tzinfo=BEIJING)


def state(row: Withdrawal, text: str = "台账已更正，附说明。", **what) -> None:
    actions.state_opinion(row.pk, actor=factories.submitter(row.pilot), statement=text, **what)


def fresh(row: Withdrawal) -> Withdrawal:
    return Withdrawal.objects.get(pk=row.pk)


def over(row: Withdrawal):
    """The instant at which the period is over."""
    return clock.set_to(row.statement_until)


def test_awd_1_a_notice_tells_organisation_and_recommender_and_begins_the_period():
    clerk = factories.recommender()
    pilot = factories.implementing(to=clerk.organisations.get())
    row = factories.withdrawal(pilot, at=FRIDAY)
    assert row.state == WithdrawalState.INTENDED
    assert row.statement_until == day_end(date(2027, 1, 15))  # five working days after Friday
    told = Message.objects.filter(subject__contains="拟取消试点资格告知")
    assert {factories.submitter(pilot).pk, clerk.pk} <= {message.recipient_id for message in told}
    assert all(row.reasons in message.body and "2027年1月15日 24:00" in message.body for message in told)
    assert told.get(recipient_id=clerk.pk).link == ""


def test_the_period_follows_the_days_that_staff_corrected():
    pilot = factories.implementing()
    DayCorrection.objects.create(
        cycle=pilot.entry.cycle,
        day=date(2027, 1, 12),
        working=False,
        note="示例",
        by=factories.staff(),
        at=clock.now(),
    )
    assert factories.withdrawal(pilot, at=FRIDAY).statement_until == day_end(date(2027, 1, 18))


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"reasons": " "}, "请写明拟取消的理由"),
        ({"grounds": "none"}, "请选择适用于这类试点的取消情形"),
        ({"working_days": 4}, "陈述期限为 5 至 60 个工作日"),
        ({"working_days": 61}, "陈述期限为 5 至 60 个工作日"),
    ],
)
def test_a_notice_that_lacks_something_is_refused(terms, said):
    with pytest.raises(Refused, match=said):
        factories.withdrawal(**terms)


def test_a_leader_loses_its_title_for_cause_and_not_for_a_repair():
    pilot = factories.titled(Sheet.LEADER)
    with pytest.raises(Refused, match="请选择适用于这类试点的取消情形"):
        factories.withdrawal(pilot, grounds=WithdrawalGround.REPAIR_FAILED)
    assert factories.withdrawn(pilot).title_withdrawn


def test_one_withdrawal_runs_at_a_time_and_none_after_the_end():
    row = factories.withdrawal()
    with pytest.raises(Refused, match="已有取消资格的程序在进行"):
        factories.withdrawal(row.pilot)
    actions.drop_withdrawal(row.pk, actor=factories.staff(), reasons="已查清。")
    pilot = factories.withdrawn(row.pilot)
    with pytest.raises(Refused, match="不能取消试点资格"):
        factories.withdrawal(pilot)


def test_a_statement_is_taken_and_replaced_until_the_end_and_not_a_moment_later():
    row = factories.withdrawal()
    file = store.put(factories.PDF, "application/pdf")
    state(row, file=file, file_name="说明.pdf")
    with clock.set_to(row.statement_until - MOMENT):
        state(row, "更正后的说明。")
    kept = fresh(row)
    assert (kept.statement, kept.statement_file_id, kept.statement_file_name) == (
        "更正后的说明。",
        file.pk,
        "说明.pdf",
    )
    with over(row), pytest.raises(Refused, match="陈述期限已于"):
        state(row, "太迟。")
    assert fresh(row).statement == "更正后的说明。"
    assert Message.objects.filter(subject__contains="提交了陈述意见").exists()


def test_a_statement_says_something_and_its_file_can_be_taken_away():
    row = factories.withdrawal()
    with pytest.raises(Refused, match="请填写陈述意见"):
        state(row, " ")
    state(row, file=store.put(factories.PDF, "application/pdf"), file_name="说明.pdf")
    state(row, drop_file=True)
    assert (fresh(row).statement_file, fresh(row).statement_file_name) == (None, "")


def test_nobody_else_states_for_the_organisation():
    row = factories.withdrawal()
    for person in (factories.applicant(), factories.staff()):
        with pytest.raises(Refused, match="您没有提交陈述意见的权限"):
            actions.state_opinion(row.pk, actor=person, statement="示例。")


def test_a_new_statement_takes_back_what_was_proposed_on_the_old_one():
    row = factories.withdrawal()
    state(row)
    factories.proposed_withdrawal(row)
    state(row, "补充说明。")
    assert (fresh(row).state, fresh(row).proposed_by) == (WithdrawalState.INTENDED, None)


def test_a_hearing_lies_between_the_notice_and_today():
    row, clerk = factories.withdrawal(), factories.staff()
    today = day_of(clock.now())
    for day, said in ((today + timedelta(1), "不能晚于今天"), (today - timedelta(1), "不能早于告知之日")):
        with pytest.raises(Refused, match=said):
            actions.note_hearing(row.pk, actor=clerk, day=day, note="示例。")
    with pytest.raises(Refused, match="请填写听取意见的记录"):
        actions.note_hearing(row.pk, actor=clerk, day=today, note=" ")
    actions.note_hearing(row.pk, actor=clerk, day=today, note="当面陈述。")
    assert (fresh(row).hearing_on, fresh(row).hearing_note) == (today, "当面陈述。")


def test_a_decision_is_proposed_when_the_period_is_over_or_the_statement_is_in():
    row = factories.withdrawal()
    with (
        clock.set_to(row.statement_until - MOMENT),
        pytest.raises(Refused, match="期满或收到陈述意见后才能提出"),
    ):
        factories.proposed_withdrawal(row)
    with over(row), pytest.raises(Refused, match="请写明决定的理由"):
        actions.propose_withdrawal(row.pk, actor=factories.staff(), conclusion=" ")
    with over(row):
        factories.proposed_withdrawal(row)
    early = factories.withdrawal()
    state(early)
    assert factories.proposed_withdrawal(early).state == WithdrawalState.PROPOSED


def test_awd_1_nobody_decides_before_the_period_is_over_also_after_a_statement():
    row = factories.withdrawal()
    state(row)
    factories.proposed_withdrawal(row)
    with clock.set_to(row.statement_until - MOMENT), pytest.raises(Refused, match="期满后才能决定"):
        decide_withdrawal(row.pk, actor=factories.staff(), seen=factories.seen_of(row))
    early = fresh(row)
    early.state, early.decided_by = WithdrawalState.WITHDRAWN, factories.staff()
    early.decided_at = row.statement_until - MOMENT
    with pytest.raises(ValidationError, match="陈述期满后"):
        early.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        early.save()
    with over(row):
        decide_withdrawal(row.pk, actor=factories.staff(), seen=factories.seen_of(row))


def test_awd_1_neither_who_gave_the_notice_nor_who_proposed_decides():
    row = factories.withdrawal()
    with over(row):
        kept = factories.proposed_withdrawal(row)
        for person in (kept.intended_by, kept.proposed_by):
            with pytest.raises(Refused, match="须由另一位工作人员决定"):
                decide_withdrawal(row.pk, actor=person, seen=factories.seen_of(row))
    for person in (kept.intended_by, kept.proposed_by):
        kept.state, kept.decided_by, kept.decided_at = "withdrawn", person, row.statement_until
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.save()


def test_who_decides_answers_for_what_was_read():
    row = factories.withdrawal()
    with over(row):
        factories.proposed_withdrawal(row)
        seen = factories.seen_of(row)
        Withdrawal.objects.update(conclusion="另一理由。")
        with pytest.raises(Refused, match="请核对最新内容"):
            decide_withdrawal(row.pk, actor=factories.staff(), seen=seen)


def test_a_proposed_decision_is_returned_with_a_reason():
    row, third = factories.withdrawal(), factories.staff()
    with over(row):
        proposer = factories.proposed_withdrawal(row).proposed_by
        with pytest.raises(Refused, match="请写明退回原因"):
            actions.return_withdrawal(row.pk, actor=third, reason="")
        actions.return_withdrawal(row.pk, actor=third, reason="请补充证据。")
    kept = fresh(row)
    assert (kept.state, kept.return_reason) == (WithdrawalState.INTENDED, "请补充证据。")
    assert Message.objects.get(subject__endswith="取消决定被退回").recipient_id == proposer.pk


def test_a_withdrawal_is_dropped_with_reasons_at_any_time_and_the_pilot_goes_on():
    row = factories.withdrawal()
    with pytest.raises(Refused, match="请写明不予取消的理由"):
        actions.drop_withdrawal(row.pk, actor=factories.staff(), reasons=" ")
    actions.drop_withdrawal(row.pk, actor=factories.staff(), reasons="情况已查清。")
    pilot = Pilot.objects.get(pk=row.pilot_id)
    assert (fresh(row).state, pilot.state) == (WithdrawalState.DROPPED, PilotState.IMPLEMENTING)
    assert Message.objects.filter(subject__contains="不予取消试点资格").exists()


def test_what_still_runs_ends_with_the_pilot():
    pilot = factories.plan_submitted()
    waiting = factories.plan_of(pilot)
    version = waiting.versions.get()
    open_evaluation(pilot, EvaluationKind.TRACKING, clock.now())
    ended = factories.withdrawn(pilot)
    assert (ended.state, ended.standing) == (PilotState.WITHDRAWN, "已取消试点资格")
    assert ended.ended_at == Withdrawal.objects.get().decided_at
    assert Submission.objects.get(pk=waiting.pk).state == SubmissionState.CLOSED
    assert Evaluation.objects.get().state == EvaluationState.CANCELLED
    version.refresh_from_db()
    assert (version.outcome, version.decided_by, version.decided_at) == ("closed", None, ended.ended_at)
    assert ended.entry.state == "selected"


def test_a_title_that_waits_is_returned():
    pilot = factories.excellent()
    propose_title(pilot.pk, actor=factories.staff())
    assert factories.withdrawn(pilot).title == ""
    assert TitleProposal.objects.get().state == TitleState.RETURNED


def test_a_title_goes_with_the_status_and_its_certificate_says_so():
    pilot = factories.titled()
    certificate = pilot.certificate
    ended = factories.withdrawn(pilot)
    assert (ended.standing, ended.title_withdrawn, ended.carries_title) == ("称号已撤销", True, False)
    assert ended.title and not certificate.__class__.objects.get(pk=certificate.pk).valid
    assert "撤销称号" in Message.objects.get(subject__endswith="称号已撤销").body


def test_rev_2_who_belongs_to_the_organisation_keeps_away():
    pilot, insider = factories.implementing(), factories.staff()
    Membership.objects.create(user=insider, organisation=pilot.entry.organisation)
    with pytest.raises(Refused, match=OWN_MATTER):
        actions.intend_withdrawal(pilot.pk, actor=insider, grounds="other", reasons="示例。")
    row = factories.withdrawal(pilot)
    with pytest.raises(Refused, match=OWN_MATTER):
        actions.drop_withdrawal(row.pk, actor=insider, reasons="示例。")
    with over(row):
        factories.proposed_withdrawal(row)
        with pytest.raises(Refused, match=OWN_MATTER):
            decide_withdrawal(row.pk, actor=insider, seen=factories.seen_of(row))


def test_one_day_before_the_end_the_organisation_is_reminded_once_unless_it_has_stated():
    row, stated = factories.withdrawal(), factories.withdrawal()
    state(stated)
    reminders = Message.objects.filter(subject__startswith="陈述意见")
    remind_of_statements(row.statement_until - timedelta(days=1) - MOMENT)
    assert not reminders.exists()
    for _ in range(2):
        remind_of_statements(row.statement_until - timedelta(days=1))
    assert reminders.get().recipient_id == factories.submitter(row.pilot).pk
    remind_of_statements(row.statement_until)
    assert reminders.count() == 1


def at_once(*acts) -> list[str]:
    """Run acts in threads of their own; the sentences of those that were refused."""
    said = []

    def run(act) -> None:
        try:
            act()
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does():
    row, first, second = factories.withdrawal(), factories.staff(), factories.staff()
    with over(row):
        factories.proposed_withdrawal(row)
        seen = factories.seen_of(row)
        said = at_once(
            lambda: decide_withdrawal(row.pk, actor=first, seen=seen),
            lambda: decide_withdrawal(row.pk, actor=second, seen=seen),
        )
    assert len(said) == 1 and "已取消试点资格" in said[0]
    assert Message.objects.filter(subject__endswith="已取消试点资格").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_title_that_is_granted_while_the_status_is_withdrawn_is_granted_to_nobody():
    pilot, second = factories.excellent(), factories.staff()
    proposal = propose_title(pilot.pk, actor=factories.staff())
    row, third = factories.withdrawal(pilot), factories.staff()
    with over(row):
        factories.proposed_withdrawal(row)
        seen = factories.seen_of(row)
        said = at_once(
            lambda: grant_title(proposal.pk, actor=second, seen=proposal.mark),
            lambda: decide_withdrawal(row.pk, actor=third, seen=seen),
        )
    assert len(said) == 1
    ended = Pilot.objects.get(pk=pilot.pk)
    assert (ended.state, ended.title) == (PilotState.WITHDRAWN, "")
