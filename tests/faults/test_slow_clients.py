"""Slow and huge requests do not stop the site in the documented set-up (deploy/): a real nginx before gunicorn."""

import time

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories
from tests.faults.front import NGINX, Front
from tests.sessions import session_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not NGINX, reason="no nginx; make test-slow installs it on Debian and Ubuntu"),
]
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half"
HALF_BODY = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\nlogin="
SECONDS = 5  # in which a page comes on a busy machine, while as many as 200 wait
OF_ALL = {"strict-transport-security", "content-security-policy", "x-content-type-options", "x-frame-options"}


@pytest.fixture
def front(stack) -> Front:
    """The documented set-up."""
    return Front(stack)


def pages(front: Front, number: int = 10) -> list[float]:
    """Open pages one after the other; how long each took."""
    took = []
    for _ in range(number):
        began = time.monotonic()
        status, _, body = front.ask("GET", "/")
        assert status == 200 and b"</html>" in body
        took.append(time.monotonic() - began)
    return took


@pytest.mark.parametrize("text", [HALF, HALF_BODY], ids=["headers", "bodies"])
def test_200_half_sent_requests_do_not_stop_the_site(front, text):
    pages(front, 2)
    number = 200 if text == HALF else 60  # requests that are served are counted by address
    with front.begun(number, text):
        took = pages(front)
    assert max(took) < SECONDS, took


def test_a_header_that_is_not_finished_ends_its_connection(front):
    link = front.begin(HALF)
    began = time.monotonic()
    for _ in range(30):  # a byte a second keeps nobody there
        try:
            link.settimeout(1)
            if link.recv(1) == b"":
                break
        except TimeoutError:
            link.sendall(b"x")
        except OSError:
            break
    assert time.monotonic() - began < 20
    link.close()


def test_what_is_too_large_is_refused_before_it_comes(front):
    def status(path: str, size: int) -> int:
        link = front.begin(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n".encode()
        )
        with link:
            return int(link.recv(100).split()[1])

    assert status("/", 311 * 1024**2) == status("/accounts/login/", 2 * 1024**2) == 413
    assert front.ask("GET", "/", Cookie="a" * 40_000)[0] in (400, 431)
    assert front.ask("GET", "/?" + "a" * 20_000)[0] == 414


def test_pages_of_both_carry_each_header_once(front):
    status, headers, _ = front.ask("GET", "/")
    assert status == 200 and headers["content-security-policy"].count("default-src") == 1
    refused, own, _ = front.ask("GET", "/?" + "a" * 20_000)
    assert refused == 414 and own.keys() >= OF_ALL | {"cache-control"} and headers.keys() >= OF_ALL
    assert not any("," in headers[name] for name in OF_ALL)  # as two of one name would read here
    assert headers["strict-transport-security"] == own["strict-transport-security"]
    assert "nginx/" not in own["server"]


def test_a_private_file_comes_from_nginx_with_what_the_portal_said_of_it(front):
    application = factories.received()
    person, file = factories.person(organisation=application.organisation), application.attachments.first()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(person)}"
    path = reverse("attachment_file", args=[file.pk])
    status, headers, body = front.ask("GET", path, Cookie=cookie)
    assert status == 200 and body == factories.stored_path(application).read_bytes()
    assert "sandbox" in headers["content-security-policy"] and headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN" and "no-store" in headers["cache-control"]
    assert headers.keys() >= OF_ALL
    assert front.ask("GET", "/private/" + "ab" * 3)[0] == 404
