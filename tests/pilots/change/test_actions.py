"""Changes are noted or approved; only what counts changes targets and the end (A3 §三.三)."""

from datetime import timedelta

import pytest

from journal.models import Message
from journal.workflow import Refused
from pilots.change.actions import answer_change, begin_change, drop_change, submit_change
from pilots.models import Pilot, Submission, TargetSet
from pilots.states import Outcome, SubmissionState
from pilots.targets.rows import content_of, set_in_force
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db

WEIGHTY = {"target_1_value": "900"}  # a quarter less than 1200
LIGHT = {"target_1_value": "1150"}


def in_force(pilot: Pilot) -> dict[str, str]:
    made = set_in_force(pilot)
    assert made is not None
    return content_of(list(made.targets.all()))


def fresh(pilot: Pilot) -> Pilot:
    return Pilot.objects.get(pk=pilot.pk)


@pytest.fixture
def pilot():
    return factories.implementing(Sheet.PARK)


def test_a3_3_a_small_change_is_noted_and_counts_at_once(pilot):
    change = factories.change_handed_in(pilot, **LIGHT)
    assert (change.state, change.weighty) == (SubmissionState.ACCEPTED, False)
    assert in_force(pilot)["target_1_value"] == "1150"
    told = set(
        Message.objects.filter(subject__endswith="的调整已备案").values_list("recipient_id", flat=True)
    )
    assert factories.submitter(pilot).pk in told
    assert len(told) > 1  # the city too


def test_a3_3_a_weighty_change_counts_only_when_it_is_approved(pilot):
    before = in_force(pilot)
    until = (pilot.implementing_until + timedelta(days=100)).isoformat()
    change = factories.change_handed_in(pilot, until=until, **WEIGHTY)
    assert (change.state, change.weighty) == (SubmissionState.HANDED_IN, True)
    assert in_force(pilot) == before
    answer_change(change.pk, Outcome.APPROVED, actor=factories.staff(), remarks="")
    assert in_force(pilot)["target_1_value"] == "900"
    assert fresh(pilot).implementing_until.isoformat() == until


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.RETURNED])
def test_a_change_that_is_not_approved_changes_nothing(pilot, outcome):
    before, until = in_force(pilot), pilot.implementing_until
    change = factories.change_handed_in(pilot, **WEIGHTY)
    with pytest.raises(Refused, match="请写明理由"):
        answer_change(change.pk, outcome, actor=factories.staff(), remarks="")
    answer_change(change.pk, outcome, actor=factories.staff(), remarks="依据不足。")
    assert (in_force(pilot), fresh(pilot).implementing_until) == (before, until)
    assert fresh(pilot).state == pilot.state


def test_sets_follow_each_other_without_a_gap_and_stay_comparable(pilot):
    factories.change_handed_in(pilot, **LIGHT)
    refused = factories.change_handed_in(pilot, target_1_value="1")
    answer_change(refused.pk, Outcome.REFUSED, actor=factories.staff(), remarks="依据不足。")
    factories.change_handed_in(pilot, target_1_value="1100")
    held = list(TargetSet.objects.filter(pilot=pilot, version__gt=0, in_force_since__isnull=False))
    assert [made.replaced_at for made in held[:-1]] == [made.in_force_since for made in held[1:]]
    assert held[-1].replaced_at is None
    assert [made.targets.get(key=1).value for made in held] == [1200, 1150, 1100]


def test_one_change_at_a_time(pilot):
    factories.changing(pilot)
    with pytest.raises(Refused, match="先办完"):
        begin_change(pilot.pk, actor=factories.submitter(pilot))


def test_a_target_that_is_changed_needs_a_word_about_its_effect(pilot):
    change = factories.changing(pilot, target_1_why="", **WEIGHTY)
    with pytest.raises(Refused, match="还有 1 处"):
        submit_change(change.pk, actor=factories.submitter(pilot))


def test_a_dropped_change_leaves_room_for_the_next(pilot):
    change = factories.changing(pilot, **WEIGHTY)
    before = in_force(pilot)
    drop_change(change.pk, actor=factories.submitter(pilot))
    assert Submission.objects.get(pk=change.pk).state == SubmissionState.CLOSED
    assert in_force(pilot) == before
    begin_change(pilot.pk, actor=factories.submitter(pilot))


def test_no_change_before_the_plan_is_approved():
    pilot = factories.plan_submitted(Sheet.PARK)
    with pytest.raises(Refused):
        begin_change(pilot.pk, actor=factories.submitter(pilot))


def test_a_target_that_is_given_up_keeps_its_key_for_ever(pilot):
    change = factories.change_handed_in(pilot, target_2_keep="given_up")
    answer_change(change.pk, Outcome.APPROVED, actor=factories.staff(), remarks="")
    assert "target_2_name" not in in_force(pilot)
    later = factories.changing(pilot, target_2_name="另一个目标")
    assert "target_2_name" not in later.content
