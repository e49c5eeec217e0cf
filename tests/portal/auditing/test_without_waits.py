"""A hundred downloads at once wait neither for each other nor for the journal: a line of the access log locks nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from journal.models import AccessEntry, Head
from tests import factories
from tests.locks import is_waited_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]
DOWNLOADS, THREADS = 100, 10


def test_a_hundred_downloads_go_on_while_the_end_of_the_journal_and_a_line_are_held():
    application = factories.received()
    url = reverse("attachment_file", args=[application.attachments.first().pk])

    def take(number: int) -> int:
        try:
            client = Client()
            client.force_login(application.created_by)
            answer = client.get(url)
            return len(b"".join(answer)) and answer.status_code
        finally:
            connections.close_all()

    with transaction.atomic():
        Head.objects.select_for_update().get()
        AccessEntry.objects.create(kind=AccessEntry.Kind.EXPORT)  # not committed yet
        with ThreadPoolExecutor(THREADS) as threads:
            answers = list(threads.map(take, range(DOWNLOADS)))
        assert not is_waited_for()
    downloads = AccessEntry.objects.filter(kind=AccessEntry.Kind.DOWNLOAD)
    assert answers == [200] * DOWNLOADS and downloads.count() == DOWNLOADS
