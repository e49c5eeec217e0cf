"""The page of the demo's clock, and the banner that every page has then (CUT-2)."""

import pytest
from django.conf import settings
from django.urls import reverse

from journal.models import DemoClock
from tests import factories

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.embedded,
    pytest.mark.skipif(not settings.EMBEDDED, reason="only the embedded demo has this page"),
]
BANNER = "演示时钟比实际时间快 10 天"
LINK = "前移演示时钟"


@pytest.fixture
def administrator(client):
    """An administrator of the demo, signed in."""
    user = factories.administrator()
    client.force_login(user)
    return user


def page(client, name: str) -> str:
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_the_administrator_moves_it_by_a_button_and_stays_signed_in(client, administrator):
    DemoClock.objects.create()
    assert LINK in page(client, "public_index") and LINK in page(client, "administration")
    response = client.post(reverse("demo_clock"), {"to": "10", "seen": "0"}, follow=True)
    assert "平台现在按" in response.content.decode()
    assert DemoClock.objects.get().ahead == 10 * 86400
    for name in ("public_index", "demo_clock", "administration", "inbox"):
        assert BANNER in page(client, name)


def test_the_banner_is_on_public_pages_and_on_everybodys(client):
    DemoClock.objects.create(ahead=10 * 86400)
    assert all(BANNER in page(client, name) for name in ("public_index", "public_notices", "account_login"))
    client.force_login(factories.staff())
    shown = page(client, "screening_list")
    assert BANNER in shown and LINK not in shown


def test_nothing_is_shown_as_long_as_it_was_not_moved(client):
    DemoClock.objects.create()
    assert "演示时钟" not in page(client, "public_index")


def test_a_stale_or_wrong_press_is_refused_with_a_sentence(client, administrator):
    DemoClock.objects.create(ahead=86400)
    for data, sentence in (
        ({"to": "1", "seen": "0"}, "刚刚移动过"),
        ({"to": "-1", "seen": "86400"}, "请用页面上的按钮"),
    ):
        response = client.post(reverse("demo_clock"), data, follow=True)
        assert sentence in response.content.decode()
    assert DemoClock.objects.get().ahead == 86400


def test_the_page_is_for_the_administrator_of_a_demo_alone(client, administrator):
    assert client.get(reverse("demo_clock")).status_code == 404
    DemoClock.objects.create()
    assert client.get(reverse("demo_clock")).status_code == 200
    client.force_login(factories.staff())
    assert client.get(reverse("demo_clock")).status_code == 404
    assert client.post(reverse("demo_clock"), {"to": "1", "seen": "0"}).status_code == 404
