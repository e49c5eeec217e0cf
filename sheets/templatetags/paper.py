"""Writes the answers of a form into the paper template."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sheets.grid import Run
from sheets.html import options
from sheets.kinds.choosing import GAP

register = template.Library()


@register.filter
def answer(run: Run) -> SafeString:
    """Return an answer; a box stays together with its label."""
    if len(options(run)) == 1:
        return format_html("{}", run.text)
    spans = ((' class="together"' if together else "", word) for word, together in options(run))
    return format_html_join(GAP, "<span{}>{}</span>", ((SafeString(attr), word) for attr, word in spans))
