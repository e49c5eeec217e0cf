"""The evaluation, act by act."""

import pytest

from journal.recording import broken_chain
from pilots.models import Pilot
from pilots.programme import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("sheet", "state"),
    [
        (Sheet.TECHNOLOGY, "planning"),
        (Sheet.LEADER, "titled"),
        (Sheet.PARK, "planning"),
        (Sheet.COMMUNITY, "planning"),
    ],
)
def test_from_an_empty_form_to_a_pilot(sheet, state):
    application = factories.selected(sheet)
    assert application.state == "selected"
    assert Pilot.objects.get(entry=application.entry).state == state
    assert broken_chain() == []
