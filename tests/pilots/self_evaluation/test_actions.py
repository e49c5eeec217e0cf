"""A self-evaluation is handed in after three months of trial operation, and may be returned (A1 §三.3)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections, transaction

from journal import clock
from journal.clock import BEIJING, day_of
from journal.models import Message, Record
from journal.workflow import Refused
from pilots.change.actions import answer_change
from pilots.invariants import broken
from pilots.models import Evaluation, Pilot, Submission, SubmissionVersion
from pilots.self_evaluation import actions
from pilots.self_evaluation.kind import SELF_EVALUATION
from pilots.states import EvaluationKind, EvaluationState, Outcome, PilotState, SubmissionState
from pilots.trial.actions import correct_trial
from tests import factories

pytestmark = pytest.mark.django_db


def on(day, hour: int = 12):
    return clock.set_to(datetime.combine(day, time(hour), BEIJING))


def hand_in(pilot: Pilot) -> SubmissionVersion:
    return actions.submit_self_evaluation(pilot.pk, actor=factories.submitter(pilot))


def test_what_is_handed_in_is_kept_target_by_target_and_the_audit_begins():
    pilot = factories.self_evaluated()
    assert pilot.state == PilotState.SELF_EVALUATED
    version = factories.self_evaluation_of(pilot).last
    rows = [(row.target.key, row.value, row.reached, row.explanation) for row in version.values.all()]
    assert rows == [(1, Decimal(1100), None, "冬季负荷低于设计值。"), (2, None, True, "")]
    audit = Evaluation.objects.get(pilot=pilot)
    assert (audit.kind, audit.about, audit.state) == (EvaluationKind.AUDIT, version, EvaluationState.OPEN)
    assert list(broken()) == []


def test_one_day_early_is_refused_with_the_day_and_the_day_itself_is_enough():
    pilot = factories.in_trial()
    day = factories.self_evaluation_of(pilot).not_before
    with on(day - timedelta(days=1), 23):
        factories.write_self_evaluation(pilot)
        with pytest.raises(Refused, match=f"最早可于{day.year}年{day.month}月{day.day}日提交"):
            hand_in(pilot)
        assert not SubmissionVersion.objects.filter(
            submission__pilot=pilot, submission__kind="self_evaluation"
        )
        early = [
            sentence
            for name, sentence in SELF_EVALUATION.faults(
                factories.self_evaluation_of(pilot), day_of(clock.now())
            )
            if not name
        ]
        assert len(early) == 1
    with on(day, 0):
        hand_in(pilot)
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.SELF_EVALUATED


def test_it_waits_while_the_city_decides_a_change_of_what_is_aimed_at():
    pilot = factories.self_evaluation_possible()
    factories.write_self_evaluation(pilot)
    change = factories.change_handed_in(pilot, target_1_value="900")
    with pytest.raises(Refused, match="调整申请正在审核"):
        hand_in(pilot)
    told = SELF_EVALUATION.faults(factories.self_evaluation_of(pilot), day_of(clock.now()))
    assert "调整申请正在审核" in dict(told)[""]
    answer_change(change.pk, Outcome.REFUSED, actor=factories.staff(), remarks="目标不变。")
    assert hand_in(pilot).version == 1


def test_the_database_itself_refuses_one_day_early():
    pilot = factories.in_trial()
    submission = factories.self_evaluation_of(pilot)
    early = submission.not_before - timedelta(days=1)
    rows = Submission.objects.filter(pk=submission.pk)
    with pytest.raises(IntegrityError, match="self_evaluation_not_before_its_day"), transaction.atomic():
        rows.update(first_handed_in_on=early)
    with pytest.raises(IntegrityError, match="self_evaluation_not_before_its_day"), transaction.atomic():
        rows.update(not_before=None)
    rows.update(first_handed_in_on=submission.not_before)


def test_a_self_evaluation_that_lacks_something_is_not_handed_in():
    pilot = factories.self_evaluation_possible()
    factories.write_self_evaluation(pilot, reached_1_method="")
    with pytest.raises(Refused, match="还有 1 处"):
        hand_in(pilot)


def test_a_second_press_hands_in_nothing_more():
    pilot = factories.self_evaluated()
    with pytest.raises(Refused, match="当前状态为「审核评估中」"):
        hand_in(pilot)
    assert factories.self_evaluation_of(pilot).versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_hand_in_once_and_begin_one_audit():
    pilot = factories.self_evaluation_possible()
    factories.write_self_evaluation(pilot)
    actor = factories.submitter(pilot)

    def press(_) -> str:
        try:
            actions.submit_self_evaluation(pilot.pk, actor=actor)
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, range(2)))
    assert answers[0] == "" and "当前状态为" in answers[1]
    assert Evaluation.objects.filter(pilot=pilot).count() == 1


def test_a_returned_self_evaluation_is_written_on_and_its_audit_is_cancelled():
    pilot = factories.self_evaluated()
    actions.return_self_evaluation(pilot.pk, actor=factories.staff(), remarks="请补充监测数据。")
    pilot.refresh_from_db()
    assert pilot.state == PilotState.TRIAL
    submission = factories.self_evaluation_of(pilot)
    assert submission.state == SubmissionState.RETURNED
    assert Evaluation.objects.get(pilot=pilot).state == EvaluationState.CANCELLED
    told = Message.objects.filter(recipient_id=factories.submitter(pilot).pk).latest("pk")
    assert "请补充监测数据。" in told.body
    with pytest.raises(Refused, match="内容与第 1 版相同"):
        hand_in(pilot)
    factories.write_self_evaluation(pilot, summary="已补充监测数据。")
    hand_in(pilot)
    outcomes = [version.outcome for version in submission.versions.all()]
    assert outcomes == [Outcome.RETURNED, Outcome.WAITING]
    states = [evaluation.state for evaluation in Evaluation.objects.filter(pilot=pilot)]
    assert states == [EvaluationState.CANCELLED, EvaluationState.OPEN]


def test_it_is_returned_with_a_word_and_never_simply_accepted():
    pilot = factories.self_evaluated()
    with pytest.raises(Refused, match="写明"):
        actions.return_self_evaluation(pilot.pk, actor=factories.staff(), remarks=" ")
    submission = factories.self_evaluation_of(pilot)
    with pytest.raises(Refused, match="审核评估的结论"):
        SELF_EVALUATION.answer(submission, Outcome.APPROVED, factories.staff(), "")
    SELF_EVALUATION.answer(submission, Outcome.RETURNED, factories.staff(), "请修改。")


def test_the_day_of_the_trial_stands_once_a_self_evaluation_was_handed_in():
    pilot = factories.self_evaluated()
    actions.return_self_evaluation(pilot.pk, actor=factories.staff(), remarks="请修改。")
    with pytest.raises(Refused, match="不能再更正"):
        correct_trial(
            pilot.pk,
            actor=factories.staff(),
            day=pilot.trial_from + timedelta(days=1),
            reason="更正。",
        )


def test_who_works_for_the_city_and_belongs_to_the_pilot_does_not_return_it():
    pilot = factories.self_evaluated()
    both = factories.staff(pilot.entry.organisation)
    with pytest.raises(Refused):
        actions.return_self_evaluation(pilot.pk, actor=both, remarks="请修改。")


def test_everything_stands_in_the_journal_of_the_pilot():
    pilot = factories.self_evaluated()
    verbs = [record.verb for record in Record.objects.about("pilots.pilot", pilot.pk)]
    assert {"begin_trial", "submit_self_evaluation"} <= set(verbs)
