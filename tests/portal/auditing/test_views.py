"""What the auditor reads: all of the access log and the journal, by filters and as Excel, and nothing else."""

import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.capabilities import Role
from journal import clock
from journal.access.batches import close_due
from journal.clock import BEIJING
from journal.models import AccessEntry, Audience, Record
from tests import factories
from tests.config.addresses import ROWS, make_world

pytestmark = pytest.mark.django_db
Kind = AccessEntry.Kind
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)


@pytest.fixture
def auditor(client):
    """A signed-in auditor."""
    user = factories.person(Role.AUDITOR)
    client.force_login(user)
    return user


def entry(user, **fields) -> AccessEntry:
    fields = {"at": MONDAY, "kind": Kind.DOWNLOAD, "route": "packet_file", "object_key": "pk=3"} | fields
    return AccessEntry.objects.create(person_id=user and user.pk, address="10.0.0.7", **fields)


def shown(client, **asked) -> list[AccessEntry]:
    answer = client.get(reverse("access_log"), asked)
    assert answer.status_code == 200
    return [row.entry for row in answer.context["rows"]]


def test_the_auditor_starts_at_the_journal(client, auditor):
    assert client.get(reverse("home"))["Location"] == reverse("whole_journal")


def test_lines_are_found_by_person_kind_object_address_and_period(client, auditor):
    one, two = factories.applicant(), factories.staff()
    download = entry(one)
    later = entry(two, at=MONDAY + timedelta(days=2), kind=Kind.REFUSED, object_key="pk=4")
    own = list(AccessEntry.objects.exclude(pk__in=[download.pk, later.pk]))
    assert own == []
    for asked in (
        {"person": one.name},
        {"person": one.email},
        {"kind": Kind.DOWNLOAD},
        {"object": "pk=3"},
        {"until": "2026-03-03"},
    ):
        assert shown(client, **asked) == [download], asked
    for asked in ({"since": "2026-03-04", "until": "2026-03-04"}, {"kind": Kind.REFUSED}):
        assert shown(client, **asked) == [later], asked
    assert shown(client, address="10.0.0.", until="2026-03-05") == [later, download]
    assert shown(client, address="0.0.7") == []


def test_an_unreadable_day_shows_a_sentence_and_no_rows(client, auditor):
    entry(auditor)
    answer = client.get(reverse("access_log"), {"since": "yesterday"})
    assert "请填写日期" in answer.content.decode() and answer.context["rows"] == []


def test_reading_the_log_and_taking_it_are_lines_themselves(client, auditor):
    entry(None, tried="ab" * 32, kind=Kind.FAILED)
    client.get(reverse("access_log"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("access_log_file")).content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "ab" * 32 in cells and "未知账号" in cells
    kinds = AccessEntry.objects.of_person(auditor).values_list("kind", "route")
    assert list(kinds) == [(Kind.EXPORT, "access_log_file"), (Kind.CONTACTS, "access_log")]


@pytest.mark.parametrize("name", ["access_log", "access_log_file", "whole_journal", "whole_journal_file"])
def test_one_line_and_three_take_as_many_statements(client, auditor, name):
    counts = []
    for _ in range(3):
        person = factories.applicant()
        entry(person)
        Record.objects.all()
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_closed_days_are_shown_with_their_state(client, auditor):
    entry(auditor)
    with clock.set_to(MONDAY + timedelta(days=1)):
        batch = close_due()[0]
    text = client.get(reverse("access_days")).content.decode()
    assert batch.hash in text and "已封存" in text


def test_the_auditor_reads_the_journal_of_all_audiences(client, auditor):
    application = factories.received()
    audiences = set(Record.objects.values_list("audience", flat=True))
    answer = client.get(reverse("whole_journal"))
    assert {record.pk for record, _ in answer.context["rows"]} == set(
        Record.objects.order_by("-pk").values_list("pk", flat=True)[:50]
    )
    assert Audience.PARTIES in audiences
    asked = {"kind": "applications.application", "number": application.pk, "verb": "submit"}
    records = [record for record, _ in client.get(reverse("whole_journal"), asked).context["rows"]]
    assert {record.verb for record in records} == {"submit"}
    assert client.get(reverse("whole_journal_file"), asked).status_code == 200


def test_the_auditor_opens_no_application_and_no_file_of_one(client, auditor):
    application = factories.received()
    attachment = application.attachments.first()
    for name, pk in (("application_detail", application.pk), ("attachment_file", attachment.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404


def test_whatever_the_auditor_sends_anywhere_is_refused_and_changes_nothing():
    world = make_world()
    client, auditor = world.client("auditor"), world.people["auditor"]
    for name, row in ROWS.items():
        if row.post and "auditor" not in row.allowed:  # those are about the own sessions
            with factories.undone():
                url = reverse(name, args=row.args(world))
                before = Record.objects.count()
                assert client.post(url).status_code in (403, 404), name
                assert Record.objects.count() == before, name
    assert not Record.objects.filter(actor_id=auditor.pk).exists()
