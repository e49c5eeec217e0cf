"""A repair report answers each requirement, is handed in in time or late, and may be returned (A1 §三.3, A3 §三.四)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from journal import clock
from journal.clock import day_of
from journal.models import Message
from journal.workflow import Refused
from pilots.invariants import broken
from pilots.models import Evaluation
from pilots.repair import actions
from pilots.repair.kind import REPAIR
from pilots.repair.layout import faults, layout_of
from pilots.states import (
    EvaluationKind,
    EvaluationOutcome,
    EvaluationState,
    Outcome,
    PilotState,
    SubmissionState,
)
from tests import factories

pytestmark = pytest.mark.django_db


def today():
    return day_of(clock.now())


def test_each_requirement_has_its_row_and_each_target_what_was_found():
    pilot = factories.in_repair()
    layout = layout_of(factories.repair_of(pilot))
    facts = {group.key: dict(group.facts) for group in layout.groups}
    assert facts["requirement_1"]["要求"] == "补齐计量器具"
    assert facts["requirement_2"]["要求"] == "重新核算减排量"
    assert facts["target_1"]["方案目标"] == "1200"
    assert (facts["target_1"]["评估核定"], facts["target_2"]["评估核定"]) == ("1100", "已达成")
    assert "计量不全。" in facts["whole"]["整改依据"]


def test_what_is_handed_in_begins_the_recheck_and_keeps_the_new_values():
    pilot = factories.repaired()
    assert pilot.state == PilotState.REPAIRED
    version = factories.repair_of(pilot).last
    assert not version.late
    assert [(row.target.key, row.value) for row in version.values.all()] == [(1, Decimal(1200))]
    recheck = Evaluation.objects.running().get(pilot=pilot)
    assert (recheck.kind, recheck.about) == (EvaluationKind.RECHECK, version)
    assert list(broken()) == []


def test_a_zone_repairs_what_its_tracking_evaluation_asked_for():
    pilot = factories.tracked(EvaluationOutcome.REPAIR)
    assert [group.key for group in layout_of(factories.repair_of(pilot)).groups][:2] == [
        "whole",
        "requirement_1",
    ]
    factories.write_repair(pilot)
    actions.submit_repair(pilot.pk, actor=factories.submitter(pilot))
    pilot.refresh_from_db()
    assert pilot.state == PilotState.REPAIRED


def test_a_late_report_is_taken_and_says_how_late_it_is():
    pilot = factories.in_repair()
    with clock.set_to(clock.now() + timedelta(days=63)):
        factories.write_repair(pilot)
        version = actions.submit_repair(pilot.pk, actor=factories.submitter(pilot))
    assert version.late
    assert "逾期 3 天" in Message.objects.filter(subject__contains="整改报告").latest("pk").subject


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"done_2": ""}, "done_2"),
        ({"done_1_on": ""}, "done_1_on"),
        ({"done_1_on": "2999-01-01"}, "done_1_on"),
        ({"new_1_method": ""}, "new_1_method"),
        ({"new_1_value": "一千"}, "new_1_value"),
        ({"new_2_yes": "yes"}, "new_2_method"),
    ],
)
def test_what_is_lacking_is_said_at_its_place_and_nothing_is_handed_in(changes, place):
    pilot = factories.in_repair()
    report = factories.write_repair(pilot, **changes)
    assert {name for name, _ in faults(report, today())} == {place}
    with pytest.raises(Refused, match="还有 1 处"):
        actions.submit_repair(pilot.pk, actor=factories.submitter(pilot))


def test_targets_without_a_new_value_are_left_out():
    pilot = factories.in_repair()
    factories.write_repair(pilot, new_1_value="", new_1_method="")
    version = actions.submit_repair(pilot.pk, actor=factories.submitter(pilot))
    assert not version.values.exists()


def test_a_returned_report_lets_the_pilot_repair_again_and_cancels_its_recheck():
    pilot = factories.repaired()
    until = pilot.repair_until
    REPAIR.answer(factories.repair_of(pilot), Outcome.RETURNED, factories.staff(), "请补照片。")
    pilot.refresh_from_db()
    assert (pilot.state, pilot.repair_until) == (PilotState.REPAIR, until)
    report = factories.repair_of(pilot)
    assert report.state == SubmissionState.RETURNED
    recheck = Evaluation.objects.filter(pilot=pilot).latest("number")
    assert recheck.state == EvaluationState.CANCELLED
    factories.write_repair(pilot, summary="已补照片。")
    actions.submit_repair(pilot.pk, actor=factories.submitter(pilot))
    assert Evaluation.objects.running().filter(pilot=pilot).exists()


def test_it_is_returned_with_a_word_and_never_simply_accepted():
    pilot = factories.repaired()
    report = factories.repair_of(pilot)
    with pytest.raises(Refused, match="写明"):
        REPAIR.answer(report, Outcome.RETURNED, factories.staff(), "")
    with pytest.raises(Refused, match="整改核查的结论"):
        REPAIR.answer(report, Outcome.APPROVED, factories.staff(), "")


def test_a_second_press_hands_in_nothing_more():
    pilot = factories.repaired()
    with pytest.raises(Refused, match="当前状态为「整改核查中」"):
        actions.submit_repair(pilot.pk, actor=factories.submitter(pilot))


def test_a_stranger_and_the_own_clerk_do_nothing():
    pilot = factories.repaired()
    both = factories.staff(pilot.entry.organisation)
    for actor in (factories.applicant(), both):
        with pytest.raises(Refused):
            actions.return_repair(pilot.pk, actor=actor, remarks="请修改。")
