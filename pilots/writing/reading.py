"""What was written, as tables to be read: on pages and on paper alike. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pilots.writing.layout import Group, Layout, Place

NUMBER_AT_END = re.compile(r"\s*\d+$")
NOTHING = "—"


@dataclass(frozen=True)
class Section:
    """One table under a heading; ``heads`` is empty where the rows are pairs of label and text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Rows as (head, text) of each cell."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def sections_of(layout: Layout, content: Mapping[str, str]) -> list[Section]:
    """Everything that stands in ``content``, in the order of the page; what may stay empty and is, is left out."""
    sections: list[Section] = []
    written = [group for group in layout.groups if _is_needed(group) or _is_written(group, content)]
    for key, groups in groupby(written, key=_table_of):
        sections += _sections(key, list(groups), content)
    return sections


def _is_needed(group: Group) -> bool:
    """Whether a group is read also when nothing stands in it: it tells something, or asks for something."""
    return not group.row and (bool(group.facts) or any(place.need for place in group.places))


def _is_written(group: Group, content: Mapping[str, str]) -> bool:
    return any(content.get(place.name) for place in group.places)


def _table_of(group: Group) -> tuple[str, ...]:
    """Equal for groups that are rows of one table."""
    if not group.row:
        return (group.key,)
    labels = (*(label for label, _ in group.facts), *(place.label for place in group.places))
    return (NUMBER_AT_END.sub("", group.title), *labels)


def _sections(key: tuple[str, ...], groups: list[Group], content: Mapping[str, str]) -> Iterator[Section]:
    first = groups[0]
    if first.row:
        rows = tuple(
            (group.title.removeprefix(key[0]).strip() or group.title, *_texts(group, content))
            for group in groups
        )
        yield Section(key[0], ("序号", *key[1:]), rows)
        return
    for group in groups:
        pairs = tuple((place.label, _text(place, content)) for place in group.places)
        yield Section(group.title, (), (*group.facts, *pairs))


def _texts(group: Group, content: Mapping[str, str]) -> Iterator[str]:
    yield from (text for _, text in group.facts)
    yield from (_text(place, content) for place in group.places)


def _text(place: Place, content: Mapping[str, str]) -> str:
    return place.words(content.get(place.name, "")) or place.usual or NOTHING
