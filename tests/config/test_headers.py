"""Every answer says what the browser may not do, and no page holds anything inline (OWASP ASVS 5.0, chapter 3)."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from files.responses import POLICY
from tests import factories
from tests.config.addresses import EVERYONE, ROWS, World, make_world

OF_PAGES = {
    *(
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
    ),
    *("frame-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
}
OF_FILES = set(POLICY.split("; "))
ON_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DENIED = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
URLS = ("href", "src", "action", "formaction", "xlink:href")


class Inline(HTMLParser):
    """Collects what a strict policy forbids: styles and scripts that stand in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        data = given.get("type", "").endswith("json")  # which no browser runs
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.lines.append(f"<{tag}>")
        for name, value in attrs:
            script = name in URLS and (value or "").strip().lower().startswith(("javascript:", "data:text"))
            if name == "style" or name.startswith("on") or script:
                self.lines.append(f'<{tag} {name}="{value}">')


@pytest.fixture
def world(db) -> World:
    """The world of the matrix of addresses."""
    return make_world()


def faults(response) -> list[str]:
    """What is wrong with the headers of one answer."""
    wrong = [
        f"{name}: {response.get(name)}"
        for name, text in ON_EVERY_ANSWER.items()
        if response.get(name) != text
    ]
    policy, frames = response.get("Content-Security-Policy", ""), response.get("X-Frame-Options")
    if (set(policy.split("; ")), frames) not in (
        (OF_PAGES, "DENY"),
        (OF_FILES, "DENY"),
        (OF_FILES, "SAMEORIGIN"),
    ):
        wrong.append(f"{policy} · {frames}")
    if "no-store" not in response.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {response.get('Cache-Control')}")
    permissions = response.get("Permissions-Policy", "")
    return wrong + [feature for feature in DENIED if f"{feature}=()" not in permissions]


def inline_in(response) -> list[str]:
    """What a page holds inline."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    reader = Inline()
    reader.feed(response.content.decode())
    return reader.lines


def test_every_answer_carries_the_headers_and_no_page_holds_anything_inline(world):
    wrong, pages = {}, 0
    for name, row in ROWS.items():
        client = world.client(min(row.allowed or EVERYONE))
        with factories.undone():
            url = reverse(name, args=row.args(world))
            response = client.post(url) if row.post else client.get(url)
            body = b"".join(response)
        pages += response.get("Content-Type", "").startswith("text/html") and response.status_code == 200
        if lines := faults(response) + inline_in(response):
            wrong[name] = (response.status_code, lines[:3], len(body))
    assert wrong == {}
    assert pages > 100


@pytest.mark.parametrize("path", ["/nowhere/", "/manage/", "/login/?next=/nowhere/"])
def test_answers_to_strangers_and_faults_carry_them_too(db, path):
    response = Client().get(path)
    assert faults(response) + inline_in(response) == []


def test_a_fault_of_ours_carries_them_too(db, monkeypatch):
    monkeypatch.setattr("portal.public.views.render", None)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert faults(response) + inline_in(response) == []


def test_only_a_file_may_stand_in_a_frame_of_ours_and_none_in_anothers(world):
    row = ROWS["attachment_file"]
    response = world.client(min(row.allowed)).get(reverse("attachment_file", args=row.args(world)))
    response.close()
    assert (
        response["X-Frame-Options"] == "SAMEORIGIN"
        and "frame-ancestors 'self'" in response["Content-Security-Policy"]
    )
