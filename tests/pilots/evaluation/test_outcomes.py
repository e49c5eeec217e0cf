"""What each evaluation may come to (A1 §三.3, A3 §三.四)."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from pilots.evaluation.outcomes import VERB_OF, needs_values, outcomes_of, why_not
from pilots.lives import LIVES
from pilots.states import EvaluationKind as K
from pilots.states import EvaluationOutcome as O
from pilots.states import PilotState
from programme.notice import PilotType, programme_of

END = date(2027, 6, 1)
DAY = timedelta(days=1)


def evaluation(kind, pilot_type, *, titled=False):
    pilot = SimpleNamespace(
        entry=SimpleNamespace(programme=programme_of(pilot_type)),
        titled_at=END if titled else None,
        implementing_until=END,
        known_gaps="",
    )
    return SimpleNamespace(kind=kind, pilot=pilot)


@pytest.mark.parametrize(
    ("kind", "pilot_type", "titled", "expected"),
    [
        (K.AUDIT, PilotType.TECHNOLOGY, False, {O.EXCELLENT, O.GOOD_ENOUGH, O.REPAIR}),
        (K.RECHECK, PilotType.TECHNOLOGY, False, {O.EXCELLENT, O.GOOD_ENOUGH, O.FAILED}),
        (K.TRACKING, PilotType.ZONE, False, {O.EXCELLENT, O.KEEPS, O.GOOD_ENOUGH, O.REPAIR}),
        (K.RECHECK, PilotType.ZONE, False, {O.EXCELLENT, O.KEEPS, O.GOOD_ENOUGH, O.FAILED}),
        (K.TRACKING, PilotType.ZONE, True, {O.KEEPS, O.REPAIR}),
        (K.RECHECK, PilotType.ZONE, True, {O.KEEPS, O.FAILED}),
    ],
)
def test_each_kind_has_its_outcomes(kind, pilot_type, titled, expected):
    assert set(outcomes_of(evaluation(kind, pilot_type, titled=titled))) == expected


def test_every_outcome_is_a_verb_of_the_lives_that_know_it():
    for kind, pilot_type, state in (
        (K.AUDIT, PilotType.TECHNOLOGY, PilotState.SELF_EVALUATED),
        (K.RECHECK, PilotType.TECHNOLOGY, PilotState.REPAIRED),
        (K.TRACKING, PilotType.ZONE, PilotState.IMPLEMENTING),
        (K.RECHECK, PilotType.ZONE, PilotState.REPAIRED),
    ):
        for outcome in outcomes_of(evaluation(kind, pilot_type)):
            assert state in LIVES[pilot_type].verbs[VERB_OF[outcome]].sources


@pytest.mark.parametrize("outcome", [O.EXCELLENT, O.GOOD_ENOUGH])
@pytest.mark.parametrize("kind", [K.TRACKING, K.RECHECK])
def test_a_zone_is_excellent_or_done_from_the_end_of_its_year_on(kind, outcome):
    zone = evaluation(kind, PilotType.ZONE)
    assert "2027年6月1日" in why_not(zone, outcome, END - DAY)
    assert why_not(zone, outcome, END) == why_not(zone, O.KEEPS, END - DAY) == ""


def test_a_technology_waits_for_no_day():
    audit = evaluation(K.AUDIT, PilotType.TECHNOLOGY)
    assert why_not(audit, O.EXCELLENT, END - 300 * DAY) == ""
    assert why_not(audit, O.KEEPS, END) == "请选择评估结论。"


def test_an_audit_needs_values_and_a_tracking_only_before_title_or_end():
    assert all(needs_values(K.AUDIT, outcome) for outcome in O)
    assert {outcome for outcome in O if needs_values(K.TRACKING, outcome)} == {O.EXCELLENT, O.GOOD_ENOUGH}
