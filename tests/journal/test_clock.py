"""The one clock, and how far the demo's may be ahead of it (CUT-2)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from journal import clock
from journal.models import DemoClock

pytestmark = pytest.mark.django_db
TEN_DAYS = timedelta(days=10)
only_embedded = pytest.mark.skipif(not settings.EMBEDDED, reason="a server's clock is never moved")


def lead() -> timedelta:
    """How far the portal's clock is ahead of this machine's."""
    return clock.now() - datetime.now(UTC)


@pytest.mark.embedded
def test_cut_2_without_the_mark_of_a_demo_the_clock_is_the_real_one():
    assert clock.ahead() is None
    assert abs(lead()) < timedelta(minutes=5)


@only_embedded
@pytest.mark.embedded
def test_cut_2_the_demo_clock_is_ahead_by_what_its_row_says():
    DemoClock.objects.create(ahead=TEN_DAYS.total_seconds())
    assert clock.ahead() == TEN_DAYS
    assert abs(lead() - TEN_DAYS) < timedelta(minutes=5)


@pytest.mark.embedded
def test_cut_2_a_server_neither_follows_nor_reads_the_row(settings):
    settings.EMBEDDED = False
    DemoClock.objects.create(ahead=TEN_DAYS.total_seconds())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert clock.ahead() is None
        assert abs(lead()) < timedelta(minutes=5)
    assert not [query for query in queries if "democlock" in query["sql"]]


def test_there_is_one_demo_clock():
    DemoClock.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        DemoClock.objects.create(pk=2)
