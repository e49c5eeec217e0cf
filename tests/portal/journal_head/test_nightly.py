"""The journal is verified every night, in turns; a fault is told once to administrators and auditors."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.capabilities import Role
from journal import clock
from journal.guard.rights import excess_rights
from journal.models import Fault, Message, Record, Verification
from journal.recording import record
from journal.tasks import deliver_message
from portal.journal_head import nightly
from tests import factories
from tests.unguarded import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
SUBJECT = "日志核对发现"


@pytest.fixture
def watchers():
    """An administrator and an auditor, and others who hear nothing."""
    factories.staff()
    return {factories.person(Role.ADMINISTRATOR).pk, factories.person(Role.AUDITOR).pk}


@pytest.fixture
def rows() -> list[Record]:
    """Seven rows, of which a walk in pieces of two stops at each place."""
    person = factories.applicant()
    return [record("note", person, at=clock.now(), label="记录", summary=f"第 {n} 条") for n in range(7)]


def night(days: int = 0) -> Verification:
    """Verify in so many nights from now; return the finished row."""
    with clock.set_to(clock.now() + timedelta(days=days)):
        begun = nightly.begin_nightly()
        nightly.work_on(begun.pk)
    begun.refresh_from_db()
    return begun


def told() -> list[str]:
    """What was said of faults of the rows, once for all who were told."""
    bodies = Message.objects.filter(subject__startswith=SUBJECT).order_by("pk").values_list("body", flat=True)
    return [body for body in dict.fromkeys(bodies) if "日志第" in body]


def test_a_whole_journal_is_verified_once_a_night_and_nobody_is_told(rows, watchers):
    done = night()
    assert (done.state, done.count, done.last, done.hash) == ("done", 7, rows[-1].pk, rows[-1].hash)
    assert done.faults == len(excess_rights()) and told() == []
    assert nightly.begin_nightly() is None
    assert night(1).count == 7


def test_a_fault_is_told_once_to_administrators_and_auditors_by_message_and_mail(rows, watchers):
    with unguarded():
        Record.objects.filter(pk=rows[2].pk).update(summary="改动")
    night()
    messages = Message.objects.filter(subject__startswith=SUBJECT)
    assert set(messages.values_list("recipient_id", flat=True)) == watchers and messages.count() == 2
    assert f"日志第 {rows[2].pk} 条" in messages[0].body
    deliver_message(messages[0].pk)
    assert SUBJECT in mail.outbox[0].subject
    night(1)
    assert messages.count() == 2
    with unguarded():
        rows[4].delete()
    night(2)
    _, second = told()
    assert f"日志第 {rows[5].pk} 条与前一条不衔接" in second and f"第 {rows[2].pk} 条" not in second


def test_a_fault_that_went_and_came_again_is_told_again(rows, watchers):
    for day, summary in enumerate(["改动", rows[2].summary, "改动"]):
        with unguarded():
            Record.objects.filter(pk=rows[2].pk).update(summary=summary)
        night(day)
    assert Message.objects.filter(body__contains=f"日志第 {rows[2].pk} 条的摘要").count() == 2 * len(watchers)
    faults = Fault.objects.filter(sentence__contains="日志第").order_by("pk")
    assert [fault.gone_at is None for fault in faults] == [False, True]


def test_a_verification_goes_on_where_it_stopped_and_a_turn_is_no_attempt(rows, watchers, monkeypatch):
    monkeypatch.setattr("journal.chain.PIECE", 2)
    with unguarded():
        Record.objects.filter(pk__in=[rows[0].pk, rows[6].pk]).update(summary="改动")
    begun = nightly.begin_nightly()
    walked = []
    while begun.state == "pending":
        nightly.work_on(begun.pk, seconds=0)
        begun.refresh_from_db()
        walked.append(begun.count)
        assert begun.attempts <= 1
    assert walked == [2, 4, 6, 7, 7]
    assert [f"第 {row.pk} 条" in told()[0] for row in rows] == [True, *[False] * 5, True]
