"""The pages of a draft in their order: which were visited, and what each still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from applications.models import Application
from applications.rules import Lack
from sheets.definitions import Part, fill_year

PREFILLED = {
    "applicant_name",
    "applicant_nature",
    "address",
    "contact_name",
    "contact_email",
}  # actions.start


@dataclass(frozen=True)
class Page:
    """One page of a draft; ``visited`` when somebody has put something of their own on it."""

    key: str
    title: str
    label: str
    url: str
    visited: bool

    def lacks(self, found: Iterable[Lack]) -> list[Lack]:
        """Those of the lacks of the draft that are put right on this page."""
        return [lack for lack in found if lack.url.partition("#")[0] == self.url]


def pages(application: Application) -> list[Page]:
    """基本信息, one page per part of the form, 申报条件, 申报材料, 核对提交."""
    sent = application.current_revision_id is not None
    return [
        _page(application, "basics", "基本信息", sent or bool(application.field)),
        *(_part_page(application, part, sent) for part in application.form.applicant_parts),
        _page(
            application,
            "conditions",
            "申报条件",
            sent or bool(application.confirmed_conditions or application.norm_reasons),
        ),
        _page(application, "materials", "申报材料", sent or bool(application.attachments.all())),
        _page(application, "check", "核对提交", False),
    ]


def _page(application: Application, key: str, title: str, visited: bool) -> Page:
    return Page(key, title, title, reverse(f"application_{key}", args=[application.pk]), visited)


def _part_page(application: Application, part: Part, sent: bool) -> Page:
    title = fill_year(part.name, application.cycle.year)
    keys = [part.key] if part.repeatable else [field.key for field in part.answer_fields]
    own = any(application.answers.get(key) not in (None, [], [{}]) for key in keys if key not in PREFILLED)
    url = reverse("application_form", args=[application.pk, part.key])
    return Page(part.key, title, title.partition(" ")[2] or title, url, sent or own)


def page_of(application: Application, key: str) -> Page:
    """The page with that key. Raises StopIteration when there is none."""
    return next(page for page in pages(application) if page.key == key)


def following(application: Application, key: str) -> str:
    """Address of the page after the one with that key."""
    listed = pages(application)
    return listed[[page.key for page in listed].index(key) + 1].url


def navigation(listed: list[Page], current: str, found: list[Lack]) -> list[dict]:
    """The steps as the shared part shows them: done, current, todo, or error where a visited page lacks something."""
    return [_step(page, current, page.lacks(found)) for page in listed]


def _step(page: Page, current: str, lacking: list[Lack]) -> dict:
    note = f"还有 {len(lacking)} 处" if lacking and page.visited else ""
    if page.key == current:
        state = "current"
    elif lacking or page.key == "check":
        state = "error" if note else "todo"
    else:
        state = "done"
    return {"label": page.label, "url": page.url, "state": state, "note": note}


def flagged(url: str) -> str:
    """The address of a lack, asking its page to show all that is missing there."""
    path, mark, anchor = url.partition("#")
    return f"{path}?check=1{mark}{anchor}"
