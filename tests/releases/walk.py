"""Walk over the pages of the portal as one person: from the first page along every link."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User

LINK = re.compile(r'(?:href|hx-get|src)="(/[^"#]*)')
ENTRANCES = ("/", "/home/")


@dataclass
class Walk:
    """What was seen: how many pages of each address (by its name), and a line for each that failed."""

    pages: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def walk(person: User | None, most: int) -> Walk:
    """Open what the pages link to, at most so many pages of each address; only GET."""
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    seen, done = set(ENTRANCES), Walk()
    waiting = list(ENTRANCES)
    while waiting:
        link = waiting.pop(0)
        name = _name_of(link)
        if not name or done.pages[name] >= most:
            continue
        done.pages[name] += 1
        answer = client.get(link, follow=True)
        links = _links_of(answer)
        if answer.status_code >= 500:
            done.faults.append(f"{person or 'visitor'}: {name} {link}: {answer.status_code}")
        fresh = [link for link in links if link not in seen]
        seen.update(fresh)
        waiting += fresh
    return done


def _name_of(link: str) -> str:
    """The name of the address that a link leads to; nothing for static files and what leads nowhere."""
    try:
        return resolve(link.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _links_of(answer: HttpResponse) -> list[str]:
    content = b"".join(answer)  # a file is read to its end, too
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [unescape(link) for link in LINK.findall(content.decode())]
