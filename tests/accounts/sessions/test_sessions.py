"""How a session ends, and what a person sees and does of the own ones (ASVS 7.3.1, 7.4.3, 7.5.2)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import UserSession
from journal.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "示例密码-a-1!"
AGENT = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"


@pytest.fixture
def person():
    someone = factories.person()
    someone.set_password(PASSWORD)
    someone.save()
    return someone


@pytest.fixture
def signed_in(person):
    """Return ``signed_in()``: a browser in which the person has signed in by the page."""

    def sign_in(**more) -> Client:
        client = Client(**more)
        sent = {"login": person.email, "password": PASSWORD}
        assert client.post(reverse("account_login"), sent).status_code == 302
        return client

    return sign_in


def key_of(client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def is_in(client) -> bool:
    return client.get(reverse("inbox")).status_code == 200


def seen_ago(minutes: float, **which) -> None:
    """Move the clock on, as far as the sessions know."""
    UserSession.objects.filter(**which).update(seen_at=timezone.now() - timedelta(minutes=minutes))


def test_a_session_ends_when_nobody_did_anything_for_half_an_hour(signed_in):
    client = signed_in()
    seen_ago(29)
    assert is_in(client)
    seen_ago(30)
    assert not is_in(client)
    assert not UserSession.objects.exclude(user=None).exists()


def test_the_time_is_a_setting(signed_in, settings):
    settings.SESSION_IDLE_MINUTES = 10
    client = signed_in()
    seen_ago(11)
    assert not is_in(client)


def test_the_last_activity_is_written_every_five_minutes_and_not_more_often(signed_in):
    client = signed_in()
    with CaptureQueriesContext(connection) as soon:
        client.get(reverse("inbox"))
    seen_ago(6)
    with CaptureQueriesContext(connection) as later:
        client.get(reverse("inbox"))
    written = [query["sql"] for query in later if query["sql"].startswith('UPDATE "accounts_usersession"')]
    assert (len(later), len(written)) == (len(soon) + 1, 1)
    assert timezone.now() - UserSession.objects.get(user__isnull=False).seen_at < timedelta(minutes=1)


def test_saving_by_itself_is_activity(signed_in, person):
    client = signed_in()
    seen_ago(20)
    client.post(reverse("session_keep"))
    seen = UserSession.objects.get(user=person).seen_at
    assert timezone.now() - seen < timedelta(minutes=1)


def test_a_fragment_that_asks_again_and_again_is_no_activity(signed_in):
    client = signed_in()
    seen_ago(20)
    client.get(reverse("inbox"), headers={"HX-Request": "true"})
    assert timezone.now() - UserSession.objects.get(user__isnull=False).seen_at > timedelta(minutes=19)


def test_the_browser_is_told_when_the_session_ends(signed_in):
    client = signed_in()
    left = int(client.cookies["session_until"].value) - timezone.now().timestamp()
    assert 29 * 60 < left <= 30 * 60
    client.post(reverse("account_logout"))
    assert client.cookies["session_until"].value == ""


def test_the_key_of_a_visitor_is_worth_nothing_after_the_log_in(client, person):
    """Session fixation (ASVS 7.2.4)."""
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert key_of(client) != planted and is_in(client) and not is_in(thief)


def test_a_person_sees_where_the_account_is_signed_in(signed_in):
    client = signed_in(HTTP_USER_AGENT=AGENT, REMOTE_ADDR="192.0.2.1")
    signed_in(HTTP_USER_AGENT="curl/8", REMOTE_ADDR="192.0.2.2")
    text = client.get(reverse("own_sessions")).content.decode()
    assert "Windows，Edge（本设备）" in text and "192.0.2.1" in text
    assert "curl/8" in text and "192.0.2.2" in text and "退出该设备" in text


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_takes_the_same_number_of_queries(signed_in, others, django_assert_max_num_queries):
    client = signed_in()
    for _ in range(others):
        signed_in()
    with django_assert_max_num_queries(7):
        client.get(reverse("own_sessions"))


def test_one_other_session_or_all_others_are_signed_out(signed_in, person):
    client, second, third, fourth = (signed_in() for _ in range(4))
    began = UserSession.objects.get(pk=key_of(second)).began_at.isoformat()
    client.post(reverse("session_end"), {"began": began})
    assert [is_in(browser) for browser in (client, second, third)] == [True, False, True]
    client.post(reverse("session_end"))
    assert [is_in(browser) for browser in (client, third, fourth)] == [True, False, False]


def test_nobody_signs_out_somebody_else(signed_in, client):
    victim = signed_in()
    client.force_login(factories.person())
    began = UserSession.objects.get(pk=key_of(victim)).began_at.isoformat()
    client.post(reverse("session_end"), {"began": began})
    client.post(reverse("session_end"))
    assert is_in(victim)


def test_a_new_password_ends_stolen_sessions_and_is_told(signed_in, person):
    client, thief = signed_in(), signed_in()
    sent = {"oldpassword": PASSWORD, "password1": "neue-mima-42-x", "password2": "neue-mima-42-x"}
    client.post(reverse("account_change_password"), sent)
    assert is_in(client) and not is_in(thief)
    assert UserSession.objects.filter(user=person).count() == 1
    assert "登录密码已修改" in Message.objects.get(recipient_id=person.pk).subject


def test_a_new_address_ends_stolen_sessions_and_is_told_to_the_old_and_the_new(signed_in, person):
    client, thief = signed_in(), signed_in()
    old = person.email
    client.get(reverse("account_email"))
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    person.emailaddress_set.filter(email=old).update(primary=True)
    person.emailaddress_set.filter(email="new@example.org").update(verified=True)
    client.post(reverse("account_email"), {"action_primary": "", "email": "new@example.org"})
    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert is_in(client) and not is_in(thief)
    told = set(Message.objects.filter(subject="您的登录邮箱已更改").values_list("email", flat=True))
    assert told == {old, "new@example.org"}
