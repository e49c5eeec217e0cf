"""Downloads, exports, contacts and refused guesses are lines of the access log; ordinary pages cost nothing."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.capabilities import Role
from journal.access.writing import MOST
from journal.models import AccessEntry
from tests import factories

pytestmark = pytest.mark.django_db
Kind = AccessEntry.Kind


def lines() -> list[tuple]:
    columns = ("kind", "person_id", "route", "object_key")
    return list(AccessEntry.objects.order_by("pk").values_list(*columns))


@pytest.fixture
def application():
    return factories.received()


def test_a_download_is_one_line(client, application):
    attachment = application.attachments.first()
    client.force_login(application.created_by)
    answer = client.get(reverse("attachment_file", args=[attachment.pk]))
    assert answer.status_code == 200 and b"".join(answer)
    assert lines() == [(Kind.DOWNLOAD, application.created_by_id, "attachment_file", f"pk={attachment.pk}")]


def test_an_excel_list_is_an_export(client, staff):
    client.get(reverse("deadline_file"))
    assert lines() == [(Kind.EXPORT, staff.pk, "deadline_file", "")]


def test_ones_own_data_are_an_export_too(client):
    user = factories.applicant()
    client.force_login(user)
    client.get(reverse("own_data_file"))
    assert [line[:2] for line in lines()] == [(Kind.EXPORT, user.pk)]


def test_a_guess_at_the_object_of_another_is_one_line(client, application):
    stranger = factories.applicant()
    client.force_login(stranger)
    assert client.get(reverse("application_detail", args=[application.pk])).status_code == 404
    assert lines() == [(Kind.REFUSED, stranger.pk, "application_detail", f"pk={application.pk}")]


def test_a_visitor_and_an_address_that_is_none_leave_no_line(client, application):
    client.get(reverse("application_detail", args=[application.pk]))
    client.get("/nowhere/")
    client.force_login(factories.applicant())
    client.get("/nowhere/")
    assert lines() == []


def test_a_form_that_is_stale_is_no_guess(application):
    from_elsewhere = Client(enforce_csrf_checks=True)
    from_elsewhere.force_login(application.created_by)
    answer = from_elsewhere.post(reverse("application_withdraw", args=[application.pk]))
    assert answer.status_code == 403 and lines() == []


def test_guesses_beyond_the_bound_are_counted_in_one_line(client, application):
    stranger = factories.applicant()
    client.force_login(stranger)
    for _ in range(MOST + 7):
        client.get(reverse("application_detail", args=[application.pk]))
    assert AccessEntry.objects.count() == MOST + 1
    last = AccessEntry.objects.get(route="")
    assert (last.kind, last.person_id, last.count) == (Kind.REFUSED, stranger.pk, 7)


def test_contacts_are_a_line_for_who_works_with_others_and_none_for_the_own_organisation(client, application):
    official = factories.staff()
    for user in (application.created_by, official):
        client.force_login(user)
        assert client.get(reverse("application_detail", args=[application.pk])).status_code == 200
    assert lines() == [(Kind.CONTACTS, official.pk, "application_detail", f"pk={application.pk}")]


def test_an_administrator_who_looks_at_people_leaves_a_line(client):
    administrator = factories.person(Role.ADMINISTRATOR)
    client.force_login(administrator)
    client.get(reverse("person_list"))
    assert [line[:3] for line in lines()] == [(Kind.CONTACTS, administrator.pk, "person_list")]


def test_a_line_costs_one_statement_and_an_ordinary_page_none(client, staff):
    client.get(reverse("deadline_list"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("deadline_list"))
        client.get(reverse("deadline_file"))
    of_the_log = [query["sql"] for query in asked if "journal_accessentry" in query["sql"]]
    assert len(of_the_log) == 1 and of_the_log[0].startswith("INSERT")


def test_what_cannot_be_written_down_does_not_leave(client, staff):
    with connection.execute_wrapper(_broken):
        answer = client.get(reverse("deadline_file"))
    assert answer.status_code == 503 and "没有提供" in answer.content.decode()
    assert "Content-Disposition" not in answer


def test_a_guess_is_refused_as_ever_when_it_cannot_be_written_down(client, application):
    client.force_login(factories.applicant())
    with connection.execute_wrapper(_broken):
        assert client.get(reverse("application_detail", args=[application.pk])).status_code == 404


def _broken(execute, sql, params, many, context):
    if "journal_accessentry" in sql:
        raise DatabaseError("no space left")
    return execute(sql, params, many, context)


def test_the_lines_of_a_person_are_those_of_that_person(client, application):
    for user in (factories.applicant(), factories.applicant()):
        client.force_login(user)
        client.get(reverse("application_detail", args=[application.pk]))
        assert AccessEntry.objects.of_person(user).get().person_id == user.pk
    assert AccessEntry.objects.of_person(SimpleNamespace(pk=0)).count() == 0
