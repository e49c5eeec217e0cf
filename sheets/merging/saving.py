"""Saving a row whose texts several people write at once. The ordinary POST and the autosave (``draft.js``) take the same way.

The row keeps its texts by name in one column and who wrote each last in ``edits``; whoever saves has locked it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.db.models import Model

from sheets.merging.clashes import Clash
from sheets.merging.edits import Writer, stamped
from sheets.merging.entries import MergedEntries, marks_of_entries, merge_entries

Row = TypeVar("Row", bound=Model)


class Page(Protocol):
    """The places of a page: what they are called, what was sent of them, an entry as people read it."""

    @property
    def labels(self) -> Mapping[str, str]:
        """Name → label."""

    def taken(self, data: Mapping) -> dict[str, str]:
        """What was sent, cleaned."""

    def words(self, name: str, text: str) -> str:
        """An entry as people read it."""


@dataclass(frozen=True)
class Saved(Generic[Row]):
    """What came of a save: the row, when, and what was put together."""

    row: Row
    at: datetime
    merged: MergedEntries

    @property
    def copy(self) -> dict[str, str]:
        """The marks that the page carries from now on."""
        return self.merged.copy

    @property
    def clashes(self) -> list[Clash]:
        """What two people changed."""
        return list(self.merged.clashes.values())

    @property
    def newer(self) -> list[str]:
        """Labels of what others changed."""
        return self.merged.newer


def marks_on(page: Page, texts: Mapping[str, str]) -> dict[str, str]:
    """The marks that a page carries, place by place."""
    return marks_of_entries(texts, page.labels)


def save_texts(
    row: Row,
    column: str,
    page: Page,
    data: Mapping,
    *,
    actor: Writer,
    at: datetime,
    when: Callable[[str], str],
) -> Saved[Row]:
    """Save what was sent of a page; what another person changed meanwhile is not overwritten.

    Args:
        row: locked. column: where it keeps its texts.
        when: an instant (ISO 8601) as people read it.
    """
    texts, edits = getattr(row, column), row.edits
    merged = merge_entries(
        texts,
        edits,
        page.labels,
        page.taken(data),
        data,
        actor_id=actor.pk,
        words=page.words,
        when=when,
    )
    if merged.changed:
        setattr(row, column, texts | merged.changed)
        row.edits = stamped(edits, merged.changed, actor=actor, at=at)
        row.saved_at = at
        row.save(update_fields=[column, "edits", "saved_at"])
    return Saved(row, at, merged)
