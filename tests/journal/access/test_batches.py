"""Closed days of the access log: closing, clearing, and whatever is done to them afterwards is found."""

import json
import re
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal import clock
from journal.access.batches import close_due, digest_of_day, faults, sweep_due
from journal.access.recipe import batch_hash, line_hash, rows_digest
from journal.clock import BEIJING
from journal.models import AccessBatch, AccessEntry
from journal.recipe import GENESIS
from tests.journal.access.sealed import faulty_days

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
DAY = timedelta(days=1)


def entry(at: datetime, **fields) -> AccessEntry:
    """A line written at an instant."""
    fields = {
        "kind": AccessEntry.Kind.DOWNLOAD,
        "person_id": 7,
        "route": "packet",
        "object_key": "pk=3",
    } | fields
    return AccessEntry.objects.create(
        at=at, address="10.0.0.7", agent="示例浏览器", request_id="a1", **fields
    )


@pytest.fixture
def closed() -> list[AccessBatch]:
    """Monday with three lines, Tuesday with none, Wednesday with one, closed on Thursday."""
    for minutes in (0, 5, 5):
        entry(MONDAY + timedelta(minutes=minutes))
    entry(MONDAY + 2 * DAY, person_id=None, tried="ab" * 32, kind=AccessEntry.Kind.FAILED)
    with clock.set_to(MONDAY + 3 * DAY):
        return close_due()


def found() -> list[str]:
    """The faults on Thursday."""
    with clock.set_to(MONDAY + 3 * DAY):
        return list(faults())


def test_each_day_that_is_over_is_closed_once_and_chained_to_the_day_before(closed):
    assert [(str(batch.day), batch.count) for batch in closed] == [
        ("2026-03-02", 3),
        ("2026-03-03", 0),
        ("2026-03-04", 1),
    ]
    assert closed[0].previous_hash == GENESIS
    assert all(after.previous_hash == before.hash for before, after in pairwise(closed))
    with clock.set_to(MONDAY + 3 * DAY):
        assert close_due() == []
    assert found() == []


def test_a_day_is_not_closed_while_its_last_requests_may_still_be_answered():
    entry(MONDAY)
    midnight = datetime(2026, 3, 3, tzinfo=BEIJING)
    with clock.set_to(midnight + timedelta(minutes=14)):
        assert close_due() == []
    with clock.set_to(midnight + timedelta(minutes=15)):
        assert len(close_due()) == 1


def test_a_program_that_knows_only_the_document_recomputes_every_batch(closed):
    assert faulty_days(list(AccessEntry.objects.values()), list(AccessBatch.objects.values())) == []
    AccessEntry.objects.filter(at=MONDAY).update(address="10.0.0.8")
    days = faulty_days(list(AccessEntry.objects.values()), list(AccessBatch.objects.values()))
    assert days == ["2026-03-02"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", MONDAY + timedelta(hours=1)),
        ("kind", "export"),
        ("person_id", 8),
        ("person_id", None),
        ("tried", "cd" * 32),
        ("route", "other"),
        ("object_key", "pk=4"),
        ("address", ""),
        ("agent", "x"),
        ("request_id", "b2"),
        ("count", 2),
    ],
)
def test_a_changed_line_of_a_closed_day_is_found(closed, column, value):
    AccessEntry.objects.filter(at=MONDAY).update(**{column: value})
    assert ["2026-03-02" in sentence for sentence in found()] == [True]


def test_a_deleted_line_of_a_closed_day_is_found(closed):
    AccessEntry.objects.filter(at=MONDAY).delete()
    assert found() == ["访问日志 2026-03-02：封存时 3 条，现有 2 条，内容与校验值不符。"]


def test_an_inserted_line_of_a_closed_day_is_found(closed):
    entry(MONDAY + DAY)
    assert found() == ["访问日志 2026-03-03：封存时 0 条，现有 1 条，内容与校验值不符。"]


def test_a_line_slipped_in_before_the_first_day_is_found(closed):
    entry(MONDAY - DAY)
    assert found() == ["访问日志 2026-03-01：早于第一个批次，是后来插入的。"]


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-03", "2026-03-04"])
def test_a_batch_cut_with_its_lines_is_found(closed, day):
    batch = AccessBatch.objects.get(day=day)
    AccessEntry.objects.of_day(batch.day).delete()
    batch.delete()
    assert f"访问日志 {day}：日志中有封存记录，封存的批次却不见了。" in found()


def test_all_batches_cut_are_found(closed):
    AccessBatch.objects.all().delete()
    AccessEntry.objects.all().delete()
    assert len(found()) == 3


def test_the_last_day_changed_and_closed_anew_is_found(closed):
    closed[-1].delete()
    AccessEntry.objects.of_day(closed[-1].day).update(person_id=8)
    with clock.set_to(MONDAY + 3 * DAY):
        assert len(close_due()) == 1
    assert any("批次却不见了" in sentence for sentence in found())


def test_a_batch_remade_with_all_hashes_is_found_by_the_journal(closed):
    batch = closed[-1]
    AccessEntry.objects.of_day(batch.day).update(person_id=8)
    batch.rows_digest, batch.count = digest_of_day(batch.day)
    batch.hash = batch_hash(batch)
    batch.save()
    assert faulty_days(list(AccessEntry.objects.values()), list(AccessBatch.objects.values())) == []
    assert found() == ["访问日志 2026-03-04：与日志中的封存记录不符，批次被重做。"]


def test_a_day_that_nobody_closes_is_told():
    entry(MONDAY)
    with clock.set_to(MONDAY + 4 * DAY):
        assert list(faults()) == ["访问日志 2026-03-02：当日早已结束，却没有封存。"]


def test_whole_days_are_cleared_when_their_time_is_over_and_the_chain_stays(closed, settings):
    settings.ACCESS_LOG_DAYS = 400
    with clock.set_to(MONDAY + 400 * DAY):
        close_due()
        assert sweep_due() == []
    with clock.set_to(MONDAY + 402 * DAY):
        close_due()
        assert [str(batch.day) for batch in sweep_due()] == ["2026-03-02", "2026-03-03"]
        assert AccessEntry.objects.count() == 1
        assert list(faults()) == []


def test_a_day_that_does_not_verify_is_not_cleared(closed):
    AccessEntry.objects.filter(at=MONDAY).update(person_id=8)
    with clock.set_to(MONDAY + 500 * DAY):
        close_due()
        assert "2026-03-02" not in [str(batch.day) for batch in sweep_due()]


def test_a_day_passed_off_as_cleared_is_found(closed):
    AccessEntry.objects.of_day(closed[0].day).delete()
    AccessBatch.objects.filter(pk=closed[0].pk).update(swept_at=clock.now())
    assert found() == ["访问日志 2026-03-02：标为到期清除，日志中却没有清除记录。"]


def test_the_command_says_what_is_whole_and_fails_on_a_fault(closed, capsys):
    with clock.set_to(MONDAY + 3 * DAY):
        call_command("verify_access_log")
        assert capsys.readouterr().out == "访问日志完整：已封存 3 天。\n"
        AccessEntry.objects.filter(at=MONDAY).delete()
        with pytest.raises(SystemExit, match="1"):
            call_command("verify_access_log")
    assert "2026-03-02" in capsys.readouterr().err


def test_closing_hashes_a_day_in_a_constant_number_of_statements():
    counts = []
    for lines in (1, 1, 3):  # the first makes the head of the journal
        AccessBatch.objects.all().delete()
        AccessEntry.objects.all().delete()
        for minute in range(lines):
            entry(MONDAY + timedelta(minutes=minute))
        with clock.set_to(MONDAY + DAY), CaptureQueriesContext(connection) as asked:
            close_due()
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_the_example_of_the_document_has_its_hashes():
    text = Path("docs/access-log.md").read_text("utf-8").split("## An example")[1]
    line, batch = (json.loads(block) for block in re.findall(r"```json\n(.*?)\n```", text, re.DOTALL))
    line_text, digest, batch_text = re.findall(r"`([0-9a-f]{64})`", text)
    _, pk, at, *others = line
    assert line_hash([pk, datetime.fromisoformat(at), *others]) == line_text
    assert rows_digest([line_text]) == (digest, batch[3])
    row = AccessBatch(recipe=1, day=datetime(2026, 3, 2), previous_hash=batch[2], count=1, rows_digest=digest)
    assert batch_hash(row) == batch_text
