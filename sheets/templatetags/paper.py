"""Writes the answers of a form into the paper template."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sheets.grid import Run
from sheets.kinds.choosing import GAP

UNBROKEN_CHARACTERS = 24  # a box and its label up to this length stay on one line

register = template.Library()


@register.filter
def answer(run: Run) -> SafeString:
    """Return an answer; a box to tick stays together with its label."""
    if GAP not in run.text or run.kind not in ("choice", "choices", "yesno"):
        return format_html("{}", run.text)
    lines = (
        format_html_join(GAP, "{}", ((_box(word),) for word in line.split(GAP)))
        for line in run.text.split("\n")
    )
    return format_html_join("\n", "{}", ((line,) for line in lines))


def _box(word: str) -> SafeString:
    return format_html('<span class="together">{}</span>' if len(word) <= UNBROKEN_CHARACTERS else "{}", word)
