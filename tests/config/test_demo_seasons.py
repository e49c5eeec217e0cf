"""The demo loads at any time of the year, and nowhere but into an empty portal."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from applications.models import Application
from applications.states import State
from journal import clock
from journal.clock import BEIJING
from journal.models import Record
from tests import factories
from tests.config import demo_rules

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
JUST_CLOSED = datetime(2026, 7, 16, 0, 40, tzinfo=BEIJING)
JUST_BEFORE_CUTOFF = datetime(2027, 7, 15, 18, 0, tzinfo=BEIJING)


@pytest.mark.parametrize("now", [JUST_CLOSED, JUST_BEFORE_CUTOFF])
def test_it_holds_together_whenever_it_is_loaded(now):
    with clock.set_to(now):
        call_command("demo", stdout=StringIO())
        call_command("audit_invariants", stdout=StringIO())
        assert demo_rules.broken() == []
    assert Record.objects.order_by("-at").first().at < now
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)
    assert Application.objects.get(state=State.CORRECTION).correction_due > now


def test_in_the_minutes_of_closing_it_asks_to_wait():
    with clock.set_to(datetime(2026, 7, 16, 0, 1, tzinfo=BEIJING)), pytest.raises(CommandError) as refused:
        call_command("demo")
    assert refused.value.returncode == 2 and "两分钟" in str(refused.value)
    assert not Organisation.objects.exists()


def test_it_refuses_a_portal_that_has_data_of_its_own():
    factories.applicant()
    with pytest.raises(CommandError) as refused:
        call_command("demo")
    assert refused.value.returncode == 2
    assert Organisation.objects.count() == 1


def test_without_the_demo_there_are_no_accounts_to_print():
    output = StringIO()
    call_command("demo", "--accounts", stdout=output)
    assert "尚未装入" in output.getvalue()
