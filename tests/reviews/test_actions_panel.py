"""The evaluation, act by act."""

import pytest

from accounts.models import Role
from journal.models import Message
from journal.recording import broken_chain
from journal.workflow import Refused
from pilots.models import Pilot
from pilots.programme import Sheet
from reviews import actions_panel
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("sheet", "state"),
    [
        (Sheet.TECHNOLOGY, "planning"),
        (Sheet.LEADER, "titled"),
        (Sheet.PARK, "plan_submitted"),
        (Sheet.COMMUNITY, "plan_submitted"),
    ],
)
def test_from_an_empty_form_to_a_pilot(sheet, state):
    application = factories.selected(sheet)
    assert application.state == "selected"
    assert Pilot.objects.get(entry=application.entry).state == state
    assert broken_chain() == []


def test_rev_2_a_reviewer_added_to_a_panel_at_work_gets_its_open_sheets_and_is_told_once():
    application = factories.in_review()
    panel = application.assignments.first().panel
    newcomer = factories.reviewer()
    actions_panel.add_reviewer(panel.pk, newcomer, actor=factories.staff())
    sheet = application.assignments.get(reviewer=newcomer)
    assert sheet.state == "assigned"
    assert Message.objects.inbox(newcomer.pk).count() == 1
    with pytest.raises(Refused, match="已是"):
        actions_panel.add_reviewer(panel.pk, newcomer, actor=factories.staff())


def test_rev_2_a_reviewer_from_the_applicant_is_added_but_recused():
    application = factories.in_review()
    insider = factories.person(Role.REVIEWER, application.organisation)
    panel = application.assignments.first().panel
    actions_panel.add_reviewer(panel.pk, insider, actor=factories.staff())
    assert application.assignments.get(reviewer=insider).conflict == "own"
    assert not Message.objects.inbox(insider.pk).exists()
