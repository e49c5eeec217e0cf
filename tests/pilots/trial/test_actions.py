"""The organisation records the start of its trial operation, the city puts the day right (A1 §三.3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from journal import clock
from journal.clock import day_of
from journal.models import Message
from journal.workflow import Refused
from pilots.invariants import broken
from pilots.models import Pilot, Submission, TrialDay
from pilots.states import PilotState, SubmissionKind, SubmissionState
from pilots.trial import actions
from pilots.trial.days import possible_from
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def today():
    return day_of(clock.now())


def self_evaluation(pilot: Pilot) -> Submission:
    return Submission.objects.get(pilot=pilot, kind=SubmissionKind.SELF_EVALUATION)


def test_beginning_the_trial_opens_the_self_evaluation_from_its_day_on():
    pilot = factories.in_trial()
    assert (pilot.state, pilot.trial_from) == (PilotState.TRIAL, today())
    opened = self_evaluation(pilot)
    assert opened.state == SubmissionState.OPEN
    assert opened.not_before == possible_from(today(), 3)
    assert [(day.number, day.day) for day in pilot.trial_days.all()] == [(1, today())]
    assert [evidence.name for evidence in pilot.trial_evidence.all()] == ["调试记录.pdf"]
    assert list(broken()) == []


def test_the_city_and_the_organisation_hear_the_day_from_which_the_self_evaluation_is_possible():
    pilot = factories.in_trial()
    told = Message.objects.filter(subject__contains="试运行")
    assert told.filter(recipient_id=factories.submitter(pilot).pk).exists()
    assert told.exclude(recipient_id=factories.submitter(pilot).pk).exists()
    day = possible_from(today(), 3)
    assert all(f"{day.year}年{day.month}月{day.day}日" in message.body for message in told)


@pytest.mark.parametrize(("days", "words"), [(1, "不能晚于今天"), (-1, "不能早于方案同意之日")])
def test_a_trial_begins_neither_ahead_nor_before_the_approval(days, words):
    pilot = factories.implementing()
    with pytest.raises(Refused, match=words):
        actions.begin_trial(
            pilot.pk,
            actor=factories.submitter(pilot),
            day=today() + timedelta(days=days),
            files=factories.evidence(),
        )
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.IMPLEMENTING


def test_a_trial_is_proved():
    pilot = factories.implementing()
    with pytest.raises(Refused, match="证明材料"):
        actions.begin_trial(pilot.pk, actor=factories.submitter(pilot), day=today(), files=[])


def test_the_same_content_chosen_twice_is_kept_once():
    pilot = factories.implementing()
    files = factories.evidence() + factories.evidence()
    actions.begin_trial(pilot.pk, actor=factories.submitter(pilot), day=today(), files=files)
    assert pilot.trial_evidence.count() == 1


def test_a_second_press_begins_no_second_trial():
    pilot = factories.in_trial()
    with pytest.raises(Refused, match="当前状态为「试运行」"):
        actions.begin_trial(
            pilot.pk, actor=factories.submitter(pilot), day=today(), files=factories.evidence()
        )
    assert TrialDay.objects.filter(pilot=pilot).count() == 1


def test_a_stranger_and_the_city_do_not_begin_a_trial():
    pilot = factories.implementing()
    for actor in (factories.applicant(), factories.staff()):
        with pytest.raises(Refused):
            actions.begin_trial(pilot.pk, actor=actor, day=today(), files=factories.evidence())


def test_a_zone_has_no_trial():
    pilot = factories.implementing(Sheet.PARK)
    with pytest.raises(KeyError):
        actions.begin_trial(
            pilot.pk, actor=factories.submitter(pilot), day=today(), files=factories.evidence()
        )


def test_the_city_puts_the_day_right_and_the_self_evaluation_waits_accordingly():
    pilot = factories.self_evaluation_possible()
    right = pilot.trial_from + timedelta(days=40)
    actions.correct_trial(pilot.pk, actor=factories.staff(), day=right, reason="调试记录的日期不符。")
    pilot.refresh_from_db()
    assert pilot.trial_from == right
    assert self_evaluation(pilot).not_before == possible_from(right, 3)
    assert [day.text for day in pilot.trial_days.all()] == ["", "调试记录的日期不符。"]
    message = Message.objects.filter(recipient_id=factories.submitter(pilot).pk).latest("pk")
    assert "调试记录的日期不符。" in message.body
    assert list(broken()) == []


@pytest.mark.parametrize(
    ("days", "reason", "words"),
    [(1, " ", "必须写明理由"), (0, "无", "不需要更正"), (-1, "无", "不能早于"), (101, "无", "不能晚于")],
)
def test_a_correction_needs_a_reason_and_a_day_that_can_be(days, reason, words):
    pilot = factories.self_evaluation_possible()
    with pytest.raises(Refused, match=words):
        actions.correct_trial(
            pilot.pk,
            actor=factories.staff(),
            day=pilot.trial_from + timedelta(days=days),
            reason=reason,
        )


def test_the_organisation_does_not_correct_the_day():
    pilot = factories.self_evaluation_possible()
    with pytest.raises(Refused):
        actions.correct_trial(pilot.pk, actor=factories.submitter(pilot), day=today(), reason="更正。")


def test_the_database_wants_a_reason_for_a_correction():
    pilot = factories.in_trial()
    with pytest.raises(IntegrityError, match="correction_of_trial_has_its_reason"), transaction.atomic():
        TrialDay.objects.create(pilot=pilot, number=2, day=today(), by=factories.staff(), at=clock.now())


def test_a_day_that_was_changed_by_hand_is_found():
    pilot = factories.in_trial()
    Submission.objects.filter(pilot=pilot, kind=SubmissionKind.SELF_EVALUATION).update(not_before=today())
    assert any("最早提交日期" in sentence for sentence in broken())
