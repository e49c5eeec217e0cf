"""Publishing, objecting and awarding under real threads on real PostgreSQL: each happens once, in time."""

from threading import Event

import pytest
from django.db import connection, connections, transaction

from applications.submitting.actions import withdraw
from journal import clock
from journal.chain import broken_chain
from journal.models import Message
from pilots.award.awarding import award_items
from pilots.models import Pilot
from programme.cutoff import GRACE
from reviews.models import Objection, PublicNotice, PublicNoticeItem
from reviews.objections.actions import make_objection
from reviews.results.actions import begin_award, confirm_list, publish
from reviews.results.invariants import broken
from reviews.states import PublicNoticeState
from tests import factories
from tests.applications.submitting.test_races import at_once
from tests.locks import is_waited_for

pytestmark = [
    pytest.mark.usefixtures("patient_database"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]
SAID = {"name": "示例", "phone": "1", "email": "", "organisation": "", "grounds": "示例。"}


def test_two_persons_and_double_clicks_publish_once():
    made = [factories.decided() for _ in range(3)] + [factories.decided(outcome="kept")]
    people = [factories.staff(), factories.staff()]
    seen = factories.publication(*made)
    said = {"terms": seen.terms, "introduction": seen.introduction, "checksum": seen.checksum}
    ids, year = [decision.pk for decision in seen.decisions], seen.cycle.pk
    before = Message.objects.count()
    calls = [lambda n=n: publish(year, actor=people[n % 2], decisions=ids, **said) for n in range(6)]
    answers = at_once(calls, threads=6)
    assert sum(isinstance(answer, PublicNotice) for answer in answers) == 1
    assert sum("没有重复发送" in str(answer) for answer in answers) == 5
    assert (PublicNotice.objects.count(), PublicNoticeItem.objects.count()) == (1, 3)
    assert Message.objects.count() - before == seen.people
    assert broken_chain() == []


def test_two_batches_at_once_are_two_notices_of_their_own_number():
    made = [factories.decided() for _ in range(4)]
    staff = factories.staff()
    halves = [factories.publication(*made[:2]), factories.publication(*made[2:])]
    calls = [
        lambda seen=seen: publish(
            seen.cycle.pk,
            actor=staff,
            decisions=[decision.pk for decision in seen.decisions],
            terms=seen.terms,
            introduction=seen.introduction,
            checksum=seen.checksum,
        )
        for seen in halves
    ]
    at_once(calls, threads=2)
    assert sorted(PublicNotice.objects.values_list("batch", flat=True)) == [1, 2]
    assert PublicNoticeItem.objects.count() == 4


def test_an_objection_made_in_time_counts_however_long_it_waits_for_the_lock(wait_until):
    notice = factories.publish(factories.decided())
    locked = Event()

    def hold():
        """The notice ends while somebody waits for its lock."""
        with transaction.atomic():
            held = PublicNotice.objects.select_for_update().filter(pk=notice.pk)
            held.get()
            locked.set()
            wait_until(is_waited_for)
            held.update(ends_at=clock.now())

    def make():
        assert locked.wait(300)
        return make_objection(notice.pk, item=None, **SAID)

    answers = at_once([hold, make], threads=2)
    connections.close_all()
    notice.refresh_from_db()
    assert isinstance(answers[1], Objection) and answers[1].received_at < notice.ends_at < clock.now()
    late = at_once([lambda: make_objection(notice.pk, item=None, **SAID)], threads=1)
    assert "不再接收异议" in late[0]
    assert Objection.objects.count() == 1


def test_awarding_twice_at_once_awards_every_line_once():
    notice = factories.publish(*[factories.decided() for _ in range(4)])
    people = [factories.staff(), factories.staff()]
    with clock.set_to(notice.ends_at + GRACE):
        confirm_list(notice.pk, actor=notice.published_by)
        answers = at_once([lambda who=who: begin_award(notice.pk, actor=who) for who in people], threads=2)
        assert sum(isinstance(answer, str) for answer in answers) == 1
        begun = PublicNotice.objects.select_related("awarded_by").get()
        at_once([lambda: award_items(begun) for _ in range(4)], threads=4)
    assert Pilot.objects.count() == 4 and not PublicNoticeItem.objects.waiting().exists()
    assert Message.objects.filter(subject__contains="入选试点").count() == 4
    assert broken_chain() == []


def test_awd_1_a_withdrawal_and_the_award_of_its_line_at_once_leave_one_of_both():
    notice = factories.publish(*[factories.decided() for _ in range(4)])
    lines = list(notice.items.select_related("application__created_by"))
    with clock.set_to(notice.ends_at + GRACE):
        confirm_list(notice.pk, actor=notice.published_by)
        begun = begin_award(notice.pk, actor=factories.staff())
        calls = [
            lambda line=line: withdraw(
                line.application_id, actor=line.application.created_by, reason="示例原因。"
            )
            for line in lines
        ]
        at_once([*calls, lambda: award_items(begun), lambda: award_items(begun)], threads=6)
        award_items(begun)
    withdrawn = PublicNoticeItem.objects.withdrawn().count()
    assert Pilot.objects.count() == 4 - withdrawn == notice.items.filter(awarded_at__isnull=False).count()
    assert PublicNotice.objects.get().state == PublicNoticeState.AWARDED
    assert list(broken()) == [] and broken_chain() == []
