"""Every night days are closed and verified; administrators and auditors hear of a fault, once a night."""

from datetime import datetime, timedelta

import pytest

from accounts.capabilities import Role
from journal import clock
from journal.clock import BEIJING
from journal.models import AccessBatch, AccessEntry, Message
from portal.auditing.nightly import keep_access_log
from portal.tasks import keep_access_log as task
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
NIGHT = datetime(2026, 3, 4, 3, 20, tzinfo=BEIJING)


@pytest.fixture
def people():
    """Who hears of faults, and one who does not."""
    factories.staff()
    return [factories.person(role) for role in (Role.ADMINISTRATOR, Role.AUDITOR)]


def test_a_night_without_faults_closes_days_and_tells_nobody(people):
    AccessEntry.objects.create(at=MONDAY, kind=AccessEntry.Kind.SIGN_IN)
    with clock.set_to(NIGHT):
        task()
    assert AccessBatch.objects.count() == 2 and not Message.objects.exists()


def test_a_fault_is_told_to_administrators_and_auditors_once_a_night_while_it_lasts(people):
    entry = AccessEntry.objects.create(at=MONDAY, kind=AccessEntry.Kind.SIGN_IN)
    with clock.set_to(NIGHT):
        keep_access_log()
    AccessEntry.objects.filter(pk=entry.pk).update(person_id=9)
    for night in (1, 1, 2):
        with clock.set_to(NIGHT + timedelta(days=night)):
            assert len(keep_access_log()) == 1
    told = Message.objects.order_by("pk")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted([person.pk for person in people] * 2)
    assert "访问日志 2026-03-02：封存时 1 条" in told[0].body
