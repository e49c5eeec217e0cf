"""What a page says and sends when two people changed one place of a draft; the rule is in ``merging``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """What a place shows when two people changed it: both versions in words, and whose the other one is.

    ``seen`` is the mark of their version; it is sent back with the person's decision. ``gone``: they removed the
    whole block.
    """

    name: str
    label: str
    mine: str
    theirs: str
    who: str
    when: str
    seen: str = ""
    gone: bool = False

    @property
    def html_id(self) -> str:
        """The HTML id of the box with both versions."""
        return f"clash-{self.name}"


def sent_marks(data: Mapping, known: set[str]) -> dict[str, str]:
    """The marks that a sent page carried, of the places that are known."""
    try:
        sent = json.loads(data.get("copy") or "{}")
    except ValueError:
        return {}
    return {path: str(sent[path]) for path in known & set(sent)} if isinstance(sent, dict) else {}
