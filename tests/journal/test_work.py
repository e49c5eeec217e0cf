"""Background work as rows: leases, attempts, back-off, sending again."""

from datetime import timedelta

import pytest

from journal import clock, work
from journal.models import Message
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    person = factories.applicant()
    return Message.objects.create(
        key="k",
        recipient_id=person.pk,
        email=person.email,
        subject="标题",
        body="正文",
        created_at=clock.now(),
    )


@pytest.mark.embedded
def test_a_claimed_row_is_nobody_elses_until_its_lease_runs_out(row):
    assert work.claim(Message, row.pk).attempts == 1
    assert work.claim(Message, row.pk) is None
    with clock.set_to(clock.now() + work.LEASE + timedelta(seconds=1)):
        assert work.claim(Message, row.pk).attempts == 2


def test_attempts_are_counted_before_the_work_and_the_sixth_claim_marks_it_failed(row):
    for _ in range(work.MAX_ATTEMPTS):
        assert work.claim(Message, row.pk)
        Message.objects.update(lease_until=None)
    assert work.claim(Message, row.pk) is None
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Message.State.FAILED, work.MAX_ATTEMPTS)


def test_given_back_work_waits_longer_each_time(row):
    waits = []
    now = clock.now()
    with clock.set_to(now):
        for _ in range(3):
            Message.objects.update(lease_until=None)
            work.give_back(work.claim(Message, row.pk), "示例")
            waits.append((Message.objects.get().lease_until - now).total_seconds())
    assert waits == [15, 30, 60]


def test_due_work_is_sent_again_and_done_work_is_not(row):
    assert work.resend_due()["journal.Message"] == 1
    work.claim(Message, row.pk)
    assert work.resend_due()["journal.Message"] == 0
