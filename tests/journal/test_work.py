"""Background work as rows: leases, attempts, back-off, sending again."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

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
    assert waits == [120, 240, 480]


def test_due_work_is_sent_again_and_done_work_is_not(row):
    assert work.resend_due()["journal.Message"] == 1
    work.claim(Message, row.pk)
    assert work.resend_due()["journal.Message"] == 0


def test_a_claim_that_was_lost_is_not_given_back(row):
    lost = work.claim(Message, row.pk)
    Message.objects.update(lease_until=None)
    again = work.claim(Message, row.pk)
    work.give_back(lost, "示例")
    row.refresh_from_db()
    assert (row.error, row.lease_until) == ("", again.lease_until)


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_as_long_as_the_work_goes_on(row, monkeypatch, wait_until):
    monkeypatch.setattr(work, "RENEWAL", timedelta(seconds=0.1))
    with work.claimed(Message, row.pk) as held:
        begun = Message.objects.get().lease_until
        wait_until(lambda: Message.objects.get().lease_until > begun)
        assert work.claim(Message, row.pk) is None
        Message.objects.update(read_at=clock.now())
        held.sent_at = clock.now()
        work.finish(held, "sent_at")
    row.refresh_from_db()
    assert (row.state, row.lease_until) == (Message.State.DONE, None)
    assert row.read_at, "what a person did meanwhile stays"


def test_an_error_in_the_work_gives_the_row_back_with_its_reason(row):
    with work.claimed(Message, row.pk):
        raise ValueError("示例")
    row.refresh_from_db()
    assert (row.state, row.error) == (Message.State.PENDING, "邮件未能发出：示例")
    assert row.lease_until > clock.now()


def test_failed_work_starts_anew_when_the_operator_asks(row):
    Message.objects.update(state=Message.State.FAILED, attempts=work.MAX_ATTEMPTS, error="示例")
    call_command("reconcile", stdout=StringIO())
    assert work.claim(Message, row.pk) is None
    call_command("reconcile", "--failed", stdout=StringIO())
    assert work.claim(Message, row.pk).attempts == 1
