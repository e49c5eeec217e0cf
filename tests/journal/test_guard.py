"""Rows of the journal are only added: the database itself refuses the rest, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from journal import clock
from journal.blanking import blank
from journal.chain import broken_chain
from journal.models import BLANKED, Head, PublishedHead, Record
from journal.recording import record
from tests import factories
from tests.unguarded import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
LAST = "ab" * 32


@pytest.fixture
def row() -> Record:
    """A row, with a published head of it."""
    written = record("note", factories.applicant(), at=clock.now(), label="记录", summary="原文")
    PublishedHead.objects.create(key="day", at=clock.now(), count=1, hash=written.hash, why="day")
    return written


@pytest.mark.parametrize(
    "attempt",
    [
        lambda row: Record.objects.filter(pk=row.pk).update(summary="改动"),
        lambda row: Record.objects.filter(pk=row.pk).update(summary="改动", summary_salt=""),
        lambda row: Record.objects.filter(pk=row.pk).update(summary_salt=LAST),
        lambda row: Record.objects.filter(pk=row.pk).update(actor_name="别人"),
        lambda row: Record.objects.filter(pk=row.pk).update(facts={"改动": 1}),
        lambda row: Record.objects.filter(pk=row.pk).update(hash=LAST),
        lambda row: Record.objects.filter(pk=row.pk).update(id=F("id") + 1),
        lambda row: row.delete(),
        lambda row: Head.objects.update(hash=LAST),
        lambda row: Head.objects.update(count=0),
        lambda row: Head.objects.update(hash=LAST, count=F("count") + 1),
        lambda row: Head.objects.all().delete(),
        lambda row: PublishedHead.objects.update(hash=LAST),
        lambda row: PublishedHead.objects.all().delete(),
    ],
)
def test_the_database_refuses(row, attempt):
    with pytest.raises(DatabaseError), transaction.atomic():
        attempt(row)
    assert broken_chain() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["journal_record", "journal_head", "journal_publishedhead"])
def test_the_database_refuses_to_empty_a_table(row, table):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


def test_texts_are_deleted_by_law_as_before_and_never_put_back(row):
    deletion = blank(row, actor=factories.staff(), reason="依法。")
    assert broken_chain() == []
    for values in ({"summary": "原文", "summary_salt": row.summary_salt}, {"actor_name": "别人"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Record.objects.filter(pk=row.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():  # which proves the deletion
        Record.objects.filter(pk=deletion.pk).update(facts={}, facts_salt="")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite looks at each statement alone")
def test_no_text_goes_without_the_row_that_says_so(row):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        Record.objects.filter(pk=row.pk).update(summary=BLANKED, summary_salt="")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at the end of every transaction


def test_the_owner_of_the_database_can_and_the_guard_stands_again_afterwards(row):
    with unguarded():
        Record.objects.filter(pk=row.pk).update(summary="改动")
    assert broken_chain()
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.filter(pk=row.pk).update(summary="原文")
