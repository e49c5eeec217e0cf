"""What an evaluation lacks is said at its place before an outcome is proposed."""

import pytest

from journal import clock
from journal.clock import day_of
from pilots.evaluation.layout import faults
from pilots.evaluation.saving import save_evaluation
from pilots.states import EvaluationOutcome as O
from tests import factories

pytestmark = pytest.mark.django_db


def lacks(pilot, outcome, **changes) -> dict[str, str]:
    evaluation = factories.running_evaluation(pilot)
    content = factories.evaluation_content(evaluation, outcome, **changes)
    saved = save_evaluation(evaluation.pk, content, actor=factories.staff())
    return dict(faults(saved.row, day_of(clock.now())))


def test_everything_that_is_missing_or_wrong_is_said_at_its_place():
    pilot = factories.under_audit()
    assert lacks(pilot, O.EXCELLENT) == {}
    wrong = {
        "found_1": "很多",
        "found_2": "",
        "item_trial": "",
        "item_plan": "no",
        "findings": "",
        "score": "101",
    }
    said = lacks(pilot, O.EXCELLENT, **wrong)
    assert set(said) == {"found_1", "found_2", "item_trial", "remark_plan", "findings", "score"}
    assert "须逐项核定" in said["found_2"]


def test_a_found_value_that_differs_from_what_is_reported_needs_its_reason():
    pilot = factories.under_audit()
    assert set(lacks(pilot, O.EXCELLENT, found_1="1050")) == {"why_1"}
    assert lacks(pilot, O.EXCELLENT, found_1="1050", why_1="电表倍率有误。") == {}
    assert set(lacks(pilot, O.EXCELLENT, found_2="no", why_1="")) == {"why_2"}


def test_a_repair_needs_what_must_be_shown_and_its_day():
    pilot = factories.under_audit()
    said = lacks(pilot, O.REPAIR, repair_requirements="", repair_until=day_of(clock.now()).isoformat())
    assert said == {"repair_requirements": "请写明整改要求。", "repair_until": "整改截止的日期应晚于今天。"}


def test_a_condition_has_both_its_words_and_its_day():
    pilot = factories.under_audit()
    said = lacks(pilot, O.EXCELLENT, condition_1_text="补测", condition_2_due="2000-01-01")
    assert set(said) == {"condition_1_due", "condition_2_text"}


def test_a_zone_before_the_end_of_its_year_is_told_when_it_can_be_excellent():
    pilot = factories.under_tracking(ago=factories.LONG_AGO / 2)
    said = lacks(pilot, O.EXCELLENT)
    assert "期满后才能得出「优秀」的结论" in said["outcome"]
    assert lacks(pilot, O.KEEPS, found_1="", found_2="") == {}


def test_two_who_write_the_same_place_are_both_shown():
    pilot = factories.under_audit()
    evaluation = factories.running_evaluation(pilot)
    marks = {"copy": '{"findings": ""}'}
    save_evaluation(evaluation.pk, {"findings": "甲", **marks}, actor=factories.staff())
    saved = save_evaluation(evaluation.pk, {"findings": "乙", **marks}, actor=factories.staff())
    assert set(saved.merged.clashes) == {"findings"}
    assert factories.running_evaluation(pilot).entries["findings"] == "甲"
