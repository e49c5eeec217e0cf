"""The executor of acts without a state: it locks, checks, records and tells as the machines do."""

import ast

import pytest

from accounts.capabilities import Capability
from accounts.models import Organisation
from accounts.rules import holds
from journal import clock
from journal.acts import PlainVerb, Refused, anyone
from journal.models import Audience, Message, Record
from tests import factories
from tests.rooms import ROOMS, ROOT

pytestmark = pytest.mark.django_db

WRITERS = {"journal/acts.py"}
RENAME = PlainVerb(Organisation, "rename", "改名", holds(Capability.SCREEN), Audience.CITY)
FREE = PlainVerb(Organisation, "rename", "改名", anyone)


def organisation() -> Organisation:
    return factories.applicant().organisations.get()


def test_an_act_is_recorded_and_told_when_it_is_done():
    row, clerk, now = organisation(), factories.staff(), clock.now()
    with RENAME.perform(row.pk, actor=clerk, at=now) as act:
        act.object.name = "新名称"
        act.object.save()
        act.summary, act.facts = "新名称", {"name": "新名称"}
        act.tell([clerk, clerk], "改名", "已改名。", "/")
        assert not Record.objects.filter(verb="rename").exists()
    written = Record.objects.get(verb="rename")
    assert act.written == written
    assert (written.object_type, written.object_id) == (Organisation._meta.label_lower, row.pk)
    assert (written.at, written.actor_id, written.label, written.audience) == (
        now,
        clerk.pk,
        "改名",
        Audience.CITY,
    )
    assert written.facts.pop("messages")["count"] == 1
    assert written.facts == {"name": "新名称"}
    assert Message.objects.filter(subject="改名", recipient_id=clerk.pk).count() == 1


def test_who_may_not_is_refused_and_nothing_is_written():
    row, stranger = organisation(), factories.applicant()
    assert not RENAME.can(stranger, row) and RENAME.can(factories.staff(), row)
    with pytest.raises(Refused, match="您没有改名的权限"), RENAME.perform(row.pk, actor=stranger):
        pytest.fail("it must not begin")
    assert not Record.objects.filter(verb="rename").exists()


def test_an_act_in_which_nothing_changed_leaves_no_trace():
    row, clerk = organisation(), factories.staff()
    with RENAME.perform(row.pk, actor=clerk) as act:
        act.tell([clerk], "改名", "已改名。")
        act.nothing()
    assert act.written is None
    assert not Record.objects.filter(verb="rename").exists()
    assert not Message.objects.filter(subject="改名").exists()


def test_an_act_that_fails_takes_everything_back():
    row = organisation()
    with pytest.raises(Refused), FREE.perform(row.pk, actor=None) as act:
        act.object.name = "新名称"
        act.object.save()
        raise Refused("不行。")
    row.refresh_from_db()
    assert row.name != "新名称" and not Record.objects.filter(verb="rename").exists()


def test_several_rows_stand_or_fall_together():
    rows = [organisation(), organisation()]
    with FREE.perform_all(lambda: rows, actor=None) as acts:
        for act in acts:
            act.summary = act.object.name
            assert not Record.objects.filter(verb="rename").exists()
    summaries = Record.objects.filter(verb="rename").order_by("pk").values_list("summary", flat=True)
    assert list(summaries) == [row.name for row in rows]


def test_what_an_act_removes_is_still_named_in_the_journal():
    row = factories.organisation()
    with FREE.perform(row.pk, actor=None) as act:
        act.remove()
    assert not Organisation.objects.filter(pk=row.pk).exists()
    assert Record.objects.get(verb="rename").object_id == row.pk


def test_the_journal_is_written_by_the_executor_alone():
    callers = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record"
    }
    assert callers == WRITERS
