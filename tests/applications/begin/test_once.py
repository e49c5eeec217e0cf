"""A repeated press, or one sent again after its answer was lost, begins no second application."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from applications.begin import actions as begin
from applications.begin.once import BegunAlready
from applications.models import Application
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import read

TOKEN = "0123456789abcdef0123456789abcdef"


def token_on(page: str) -> str:
    """The token that the form of a page carries."""
    return re.search(r'name="once" value="([0-9a-f]{32})"', page)[1]


@pytest.mark.django_db
def test_each_page_that_begins_an_application_carries_a_token_of_its_own(client):
    earlier = factories.scored()
    factories.keep(earlier)
    client.force_login(earlier.created_by)
    pages = [
        reverse("application_start"),
        reverse("application_copy", args=[earlier.pk]),
        earlier.get_absolute_url(),
    ]
    with factories.years_later():
        tokens = {token_on(read(client, page)) for page in [*pages, *pages]}
    assert len(tokens) == 6


@pytest.mark.django_db
def test_the_same_press_again_leads_to_the_draft_already_begun(client):
    person = factories.applicant()
    organisation = person.organisations.get()
    client.force_login(person)
    page = read(client, reverse("application_start"))
    sent = {"sheet": "leader", "organisation": organisation.pk, "once": token_on(page)}
    answers = [client.post(reverse("application_start"), sent, follow=True) for _ in range(3)]
    draft = Application.objects.get()
    target = reverse("application_basics", args=[draft.pk])
    assert {answer.redirect_chain[-1][0] for answer in answers} == {target}
    said = "您刚才已从这一页开始填写这份申报，已为您打开。"
    assert [said in answer.content.decode() for answer in answers] == [False, True, True]
    client.post(reverse("application_start"), sent | {"sheet": "technology"})
    client.post(
        reverse("application_start"), sent | {"once": token_on(read(client, reverse("application_start")))}
    )
    assert Application.objects.count() == 3


@pytest.mark.django_db
def test_the_same_copy_again_leads_to_the_copy_already_made(client):
    earlier = factories.draft()
    client.force_login(earlier.created_by)
    address = reverse("application_copy", args=[earlier.pk])
    sent = {"once": token_on(read(client, address)), "with_files": "on"}
    answers = [client.post(address, sent) for _ in range(2)]
    made = Application.objects.exclude(pk=earlier.pk).get()
    assert [answer.url for answer in answers] == [reverse("application_basics", args=[made.pk])] * 2
    assert made.attachments.count() == 4


@pytest.mark.django_db
def test_a_colleague_with_the_same_token_begins_an_own_draft():
    organisation = factories.organisation()
    people = [factories.person(organisation=organisation) for _ in range(2)]
    drafts = {begin.start(organisation, Sheet.LEADER, actor=person, once=TOKEN).pk for person in people}
    assert len(drafts) == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL")
@pytest.mark.usefixtures("patient_database")
@pytest.mark.parametrize("way", ["start", "copy", "again"])
def test_ten_equal_presses_at_once_begin_one_application(way):
    earlier = factories.scored()
    factories.keep(earlier)
    person, before = earlier.created_by, Application.objects.count()
    address, sent = {
        "start": ("/applications/new/", {"sheet": "leader", "organisation": earlier.organisation_id}),
        "copy": (reverse("application_copy", args=[earlier.pk]), {"with_files": "on"}),
        "again": (reverse("application_again", args=[earlier.pk]), {}),
    }[way]
    client = Client(raise_request_exception=False)
    client.force_login(person)

    def press(_):
        own = Client(raise_request_exception=False)
        own.cookies = client.cookies
        answer = own.post(address, sent | {"once": TOKEN})
        connections.close_all()
        return answer.status_code, answer.headers.get("Location")

    with factories.years_later(), ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(press, range(10)))
    made = Application.objects.latest("pk")
    assert Application.objects.count() == before + 1
    assert answers == {(302, reverse("application_basics", args=[made.pk]))}


@pytest.mark.django_db
def test_what_is_begun_already_is_said_with_the_draft():
    person = factories.applicant()
    values = {"actor": person, "once": TOKEN}
    draft = begin.start(person.organisations.get(), Sheet.PARK, **values)
    with pytest.raises(BegunAlready, match="已为您打开") as told:
        begin.start(person.organisations.get(), Sheet.PARK, **values)
    assert told.value.application == draft
