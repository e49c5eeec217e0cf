"""Administrators hear once a day of a machine that shuts no parser in, or is nearly full, as long as it lasts."""

from datetime import timedelta

import pytest

from accounts.capabilities import Role
from journal import clock
from journal.models import Message
from portal import alarms
from portal.alarms import watch_parsers, watch_storage
from portal.tasks import watch_parsers as sweep
from tests import factories
from tests.files.bare_machine import bare_machine

pytestmark = pytest.mark.django_db


def test_nobody_is_told_where_parsers_are_shut_in():
    factories.person(Role.ADMINISTRATOR)
    sweep()
    assert not Message.objects.exists()


def test_every_administrator_is_told_once_a_day_as_long_as_they_are_not(caplog):
    two = [factories.person(Role.ADMINISTRATOR) for _ in range(2)]
    factories.staff()
    now = clock.now()
    with bare_machine():
        for hours in (0, 0, 24, 24, 48):
            watch_parsers(now + timedelta(hours=hours))
    told = Message.objects.filter(subject__startswith="安全告警")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted([user.pk for user in two] * 3)
    assert "没有被隔离" in told[0].subject and "网络" in told[0].body
    alarms = [record for record in caplog.records if record.name == "portal.alarms"]
    assert [record.levelname for record in alarms] == ["ERROR"] * 3


def test_a_disk_with_room_is_no_news():
    factories.administrator()
    watch_storage()
    assert not Message.objects.exists()


def test_every_administrator_hears_once_a_day_of_a_disk_that_is_nearly_full(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(alarms, "NEARLY_FULL", 0.0)
    settings.PRIVATE_FILES_DIR = tmp_path
    two = [factories.administrator() for _ in range(2)]
    factories.staff()
    now = clock.now()
    for hours in (0, 0, 24):
        watch_storage(now + timedelta(hours=hours))
    told = Message.objects.filter(subject__startswith="存储告警")
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted([user.pk for user in two] * 2)
