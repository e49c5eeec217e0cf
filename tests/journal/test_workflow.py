"""The executor runs a verb wholly or not at all."""

import pytest

from applications.models import Application
from applications.states import State
from applications.workflow import APPLICATION
from journal.models import Record
from journal.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_failing_act_leaves_nothing_behind():
    application = factories.received()
    before = Record.objects.count()
    with (
        pytest.raises(ZeroDivisionError),
        APPLICATION.perform("accept", application.pk, actor=factories.staff()),
    ):
        raise ZeroDivisionError
    application.refresh_from_db()
    assert (application.state, Record.objects.count()) == (State.RECEIVED, before)


def test_a_verb_from_a_wrong_state_or_by_a_wrong_person_is_refused_with_a_sentence():
    application = factories.received()
    with pytest.raises(Refused, match="已接收"):
        APPLICATION.perform("submit", application.pk, actor=application.created_by).__enter__()
    with pytest.raises(Refused, match="权限"):
        APPLICATION.perform("accept", application.pk, actor=application.created_by).__enter__()


@pytest.mark.parametrize("state", State)
def test_what_is_available_is_what_the_table_says(state):
    application = Application(state=state)
    staff = factories.staff()
    for name, verb in APPLICATION.verbs.items():
        expected = state in verb.sources and verb.who(staff, application)
        assert APPLICATION.can(name, application, staff) == expected
