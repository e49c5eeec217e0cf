"""The shared parts of the face: the filters of ``face.wording``, and tags that render ``templates/parts/``.

Every tag hands its template a complete context: Context, so that a part never meets an undefined variable.
``docs/face.md`` names the parts and their parameters. Items of lists may be objects or dicts.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.template.defaulttags import querystring
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from face.look import Look
from face.wording import (
    chinese_date,
    chinese_datetime,
    cutoff_text,
    file_size,
    masked_email,
    masked_phone,
    short_hash,
    time_left,
)
from journal.access import request_id

register = template.Library()

CALLOUT_ICONS = {"info": "info", "warning": "warning", "error": "warning", "success": "check"}


for word in (
    chinese_date,
    chinese_datetime,
    cutoff_text,
    file_size,
    masked_email,
    masked_phone,
    short_hash,
    time_left,
):
    register.filter(word)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One picture of ``static/face/img/icons.svg``; always beside words, so hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("face/img/icons.svg"),
        name,
    )


@register.simple_tag
def help_contact() -> str:
    """Whom to ask for help, as the operator set it (``HELP_CONTACT``); empty when nothing is set."""
    return settings.HELP_CONTACT


@register.simple_tag
def request_number() -> str:
    """The id of the request that is being answered, for who reports a fault."""
    return request_id.current()


# Parts without a body


def _plain(items: Iterable, **defaults: Any) -> list[dict]:
    """Items (objects or dicts) as dicts with exactly the keys of ``defaults``."""
    return [
        {
            key: item.get(key, default) if isinstance(item, Mapping) else getattr(item, key, default)
            for key, default in defaults.items()
        }
        for item in items
    ]


@register.inclusion_tag("face/state_tag.html")
def state_tag(text: str, family: str = "neutral") -> dict:
    """A state in words, shape and colour; ``family`` as ``face.look`` knows it."""
    return {"text": text, "family": family, "icon_name": Look(family).icon}


@register.inclusion_tag("face/timeline.html")
def timeline(records: Iterable, empty: str = "暂无记录。") -> dict:
    """What happened, newest first, from records given oldest first."""
    return {"records": _plain(records, at=None, actor_name="", label="", summary="")[::-1], "empty": empty}


@register.inclusion_tag("face/file_list.html", takes_context=True)
def file_list(context: Context, files: Iterable, empty: str = "尚未上传文件。") -> dict:
    """Files with size, checksum and links; ``delete_url`` becomes a POST form."""
    names = ("kind", "name", "sha256", "url", "preview_url", "note", "delete_url")
    rows = _plain(files, size=None, **dict.fromkeys(names, ""))
    return {"files": rows, "empty": empty, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("face/facts.html")
def facts(rows: Iterable[tuple]) -> dict:
    """A definition list of (term, value) pairs; an empty value is shown as a dash."""
    return {"rows": [(term, "—" if value in (None, "") else value) for term, value in rows]}


@register.inclusion_tag("face/sort_header.html", takes_context=True)
def sort_header(context: Context, key: str, label: str, numeric: bool = False) -> dict:
    """A column header that sorts by ``?sort=key``, the second time by ``-key``, and starts at page one."""
    present = context["request"].GET.get("sort", "")
    target = f"-{key}" if present == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(present, "none")
    url = querystring(context, sort=target, page=None)
    return {"label": label, "numeric": numeric, "order": order, "url": url}


@register.inclusion_tag("face/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: BaseForm, count: int | None = None) -> dict:
    """A GET form in one row; the present ``sort`` is kept, the page is not."""
    fields = form.visible_fields()
    request = context["request"]
    sort = request.GET.get("sort", "")
    active = any(request.GET.get(bound.html_name) for bound in fields)
    return {"fields": fields, "sort": sort, "count": count, "active": active, "path": request.path}


@register.inclusion_tag("face/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict:
    """Links to the pages around ``page``; nothing when there is one page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        {
            "text": number,
            "url": querystring(context, page=number) if isinstance(number, int) else "",
            "current": number == page.number,
        }
        for number in numbers
    ]
    before = querystring(context, page=page.previous_page_number()) if page.has_previous() else ""
    after = querystring(context, page=page.next_page_number()) if page.has_next() else ""
    return {"page": page, "total": page.paginator.count, "links": links, "before": before, "after": after}


@register.inclusion_tag("face/error_summary.html")
def error_summary(form: BaseForm | None = None, items: Iterable[tuple] = ()) -> dict:
    """All errors at the top, each linked to its field: of ``form``, or (anchor, message) pairs."""
    found = list(items)
    if form is not None:
        found += [("", message) for message in form.non_field_errors()]
        found += [
            (bound.auto_id, f"{bound.label}：{message}")
            for bound in form
            if bound.errors
            for message in bound.errors
        ]
    return {"items": found}


@register.inclusion_tag("face/steps.html")
def steps(items: Iterable, label: str = "填报步骤", fold: bool = False) -> dict:
    """The steps of a task; ``state`` of each is done, ready, lack, error or todo, ``note`` says it in words.

    With ``fold`` a phone shows the present step in one line that opens the list.
    """
    rows = _plain(items, label="", url="", state="todo", note="", current=False)
    current = next((number for number, row in enumerate(rows, 1) if row["current"]), 0)
    return {
        "items": rows,
        "label": label,
        "fold": fold,
        "number": current,
        "current": rows[current - 1] if current else None,
    }


@register.inclusion_tag("face/countdown.html", takes_context=True)
def countdown(context: Context, until: datetime, label: str = "距离截止") -> dict:
    """The time left to an exclusive instant, by the server's clock; portal.js counts on."""
    now = context["now"]
    return {
        "label": label,
        "text": time_left(until, now),
        "cutoff": cutoff_text(until),
        "seconds": max(0, int((until - now).total_seconds())),
        "until": until.astimezone(UTC).isoformat(),
    }


@register.inclusion_tag("face/tabs.html")
def tabs(items: Iterable, label: str = "分类") -> dict:
    """Tabs that are plain links, so that the choice stands in the URL."""
    return {"items": _plain(items, label="", url="", active=False, badge=""), "label": label}


@register.inclusion_tag("face/stats.html")
def stats(items: Iterable) -> dict:
    """Tiles with one figure each."""
    return {"items": _plain(items, label="", value="", unit="", note="", url="")}


# Parts with a body


@register.simple_block_tag
def status_panel(
    content: str, state: str, family: str = "neutral", next: str = "", by: str = "", until: str = ""
) -> SafeString:
    """Where it stands, what happens next, by whom and until when; the body holds the buttons."""
    rows = [row for row in (("下一步", next), ("由谁办理", by), ("办理时限", until)) if row[1]]
    context = {"state": state, "family": family, "rows": rows, "content": mark_safe(content.strip())}
    return render_to_string("face/status_panel.html", context)


@register.simple_block_tag
def callout(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A message to the reader; ``kind`` is a key of ``CALLOUT_ICONS``."""
    context = {"content": content, "kind": kind, "title": title, "icon_name": CALLOUT_ICONS[kind]}
    return render_to_string("face/callout.html", context)


@register.simple_block_tag
def panel(content: str, title: str = "", id: str = "") -> SafeString:
    """A white card with a heading."""
    return render_to_string("face/panel.html", {"content": content, "title": title, "id": id})


@register.simple_block_tag
def table_box(content: str, label: str) -> SafeString:
    """A box in which a wide table scrolls by itself; ``label`` names it for screen readers."""
    return render_to_string("face/table_box.html", {"content": content, "label": label})


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """What stands where a list is empty: why, and what to do."""
    return render_to_string("face/empty_state.html", {"content": content, "title": title})


@register.simple_block_tag(takes_context=True)
def confirm_box(
    context: Context, content: str, label: str, title: str, action: str, button: str, danger: bool = False
) -> SafeString:
    """A weighty verb behind a second question; ``action`` is the URL that the form posts to."""
    parts = {"label": label, "title": title, "action": action, "button": button, "danger": danger}
    parts |= {"content": content, "csrf_token": context.get("csrf_token")}
    return render_to_string("face/confirm_box.html", parts)
