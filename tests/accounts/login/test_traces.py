"""Signing in and out is written in the access log, each time once, with the right person."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from journal.access.writing import MOST, digest_of_tried
from journal.models import AccessEntry
from tests import factories

pytestmark = pytest.mark.django_db
Kind = AccessEntry.Kind
PASSWORD = "mima-12345"


def sign_in(client, email: str, password: str = PASSWORD, **headers):
    return client.post(reverse("account_login"), {"login": email, "password": password}, headers=headers)


def lines() -> list[tuple[str, int | None]]:
    return list(AccessEntry.objects.order_by("pk").values_list("kind", "person_id"))


def test_signing_in_and_out_are_a_line_each(client):
    user = factories.applicant()
    answer = sign_in(client, user.email, **{"User-Agent": "示例浏览器" + "x" * 300})
    client.post(reverse("account_logout"))
    assert lines() == [(Kind.SIGN_IN, user.pk), (Kind.SIGN_OUT, user.pk)]
    first = AccessEntry.objects.of_person(user).last()
    assert (first.route, first.address, first.agent[:5]) == ("account_login", "127.0.0.1", "示例浏览器")
    assert len(first.agent) == 120 and first.request_id == answer["X-Request-ID"]


def test_a_wrong_password_is_written_with_the_account_that_was_tried(client):
    user = factories.applicant()
    sign_in(client, user.email.upper(), "wrong-password")
    assert lines() == [(Kind.FAILED, user.pk)]


def test_what_was_typed_as_an_unknown_account_is_kept_as_a_digest_only(client):
    sign_in(client, "mima-12345@example.org", "x")
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.person_id) == (Kind.FAILED, None)
    assert entry.tried == digest_of_tried("MIMA-12345@example.org") and len(entry.tried) == 64
    assert not any("mima" in str(value) for value in AccessEntry.objects.values_list().get())


def test_a_closed_account_that_is_tried_is_written_as_such(client):
    user = factories.applicant()
    User.objects.filter(pk=user.pk).update(is_active=False)
    sign_in(client, user.email)
    assert (Kind.SIGN_IN, user.pk) not in lines()


def test_throttled_attempts_are_written_with_the_account(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/key"}
    cache.clear()
    user = factories.applicant()
    for _ in range(3):
        sign_in(client, user.email, "wrong-password")
    cache.clear()
    assert lines() == [(Kind.FAILED, user.pk)] * 2 + [(Kind.THROTTLED, user.pk)]


def test_a_flood_of_attempts_from_one_address_ends_in_one_line_that_counts(client):
    for number in range(MOST + 5):
        sign_in(client, f"nobody{number}@example.org", "x")
    assert AccessEntry.objects.count() == MOST + 1
    last = AccessEntry.objects.get(route="")
    assert (last.kind, last.count, last.tried, last.address) == (Kind.FAILED, 5, "", "127.0.0.1")
