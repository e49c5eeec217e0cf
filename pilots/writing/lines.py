"""A text of several points, point by point."""

import re

NUMBERING = re.compile(r"^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]\s*)")


def points_in(text: str) -> list[str]:
    """Each line of a text without its numbering; blank ones are left out."""
    lines = (NUMBERING.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if line]
