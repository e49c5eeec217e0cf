"""A plan answers the review, sets targets, is handed in and reviewed (A1 §三.2, A3 §三.二)."""

import pytest

from journal.workflow import Refused
from pilots.models import Pilot, TargetSet
from pilots.plan import actions
from pilots.states import Outcome, PilotState
from pilots.targets.rows import set_in_force
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sheet", [Sheet.TECHNOLOGY, Sheet.PARK])
def test_an_approved_plan_puts_its_targets_and_period_in_force(sheet):
    pilot = factories.implementing(sheet)
    assert pilot.state == PilotState.IMPLEMENTING
    made = set_in_force(pilot)
    assert made is not None and made.version == 1
    assert made.targets.earliest("key").kind == "reduction"
    assert pilot.implementing_from < pilot.implementing_until


def test_a_plan_starts_with_what_the_application_promised():
    pilot = factories.planning()
    promised = TargetSet.objects.promised().get(pilot=pilot)
    plan = factories.plan_of(pilot)
    assert promised.targets.exists()
    for target in promised.targets.all():
        assert plan.content[f"target_{target.key}_source"] == target.source


def test_a_plan_that_lacks_something_is_not_handed_in():
    pilot = factories.planning()
    factories.write_plan(pilot, target_1_value="")
    with pytest.raises(Refused, match="还有 1 处"):
        actions.submit_plan(pilot.pk, actor=factories.submitter(pilot))


def test_a_returned_plan_is_handed_in_again_only_when_it_changed():
    pilot = factories.plan_submitted()
    actions.review_plan(pilot.pk, actor=factories.staff(), approved=False, remarks="请补充监测方案。")
    with pytest.raises(Refused, match="内容与第 1 版相同"):
        actions.submit_plan(pilot.pk, actor=factories.submitter(pilot))
    factories.write_plan(pilot, measures="成立专班，并按月监测。")
    actions.submit_plan(pilot.pk, actor=factories.submitter(pilot))
    outcomes = [version.outcome for version in factories.plan_of(pilot).versions.all()]
    assert outcomes == [Outcome.RETURNED, Outcome.WAITING]
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.PLAN_SUBMITTED
