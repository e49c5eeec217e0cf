"""The published heads for everybody."""

import pytest
from django.urls import reverse

from journal import clock
from journal.models import Head, PublishedHead
from portal.journal_head.publishing import publish_due
from portal.journal_head.views import PAGE_SIZE
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_anybody_reads_heads_as_a_page_and_as_json(client):
    page = client.get(reverse("journal_head")).content.decode()
    assert "还没有公布链头" in page and "verify_journal --head" in page
    factories.draft()
    publish_due()
    head = Head.objects.get()
    assert head.hash in client.get(reverse("journal_head")).content.decode()
    told = client.get(reverse("journal_head_json")).json()
    assert (told["stream"], told["recipe"]) == ("portal", 1)
    (row,) = told["heads"]
    assert (row["why"], row["count"], row["hash"]) == ("day", head.count, head.hash)
    assert row["published_at"].endswith("Z")


def test_pages_hold_so_many_heads_and_cost_the_same(client, django_assert_max_num_queries):
    PublishedHead.objects.bulk_create(
        PublishedHead(key=str(n), at=clock.now(), count=n, hash=f"{n:064x}", why="day")
        for n in range(PAGE_SIZE + 1)
    )
    for page, lines in ((1, PAGE_SIZE), (2, 1)):
        with django_assert_max_num_queries(4):
            text = client.get(reverse("journal_head"), {"page": page}).content.decode()
        assert text.count("每日公布") == lines
