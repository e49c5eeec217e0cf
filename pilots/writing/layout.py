"""What a page of the life of a pilot is made of: groups of named places, and what cannot be right in them. Pure.

Places keep what was typed, so that nothing is lost; numbers and days are read when they are needed. Each kind of
submission makes the layout of its own page (``submissions.kinds``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from applications.carbon.numbers import NotANumber, number
from face.wording import chinese_date
from pilots.models.target import DIGITS, PLACES
from sheets.kinds.handwritten import narrow

TEXT_LIMIT, LONG_LIMIT = 200, 3000


class PlaceKind(StrEnum):
    """What is written at a place."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Place:
    """One place of a page.

    Attributes:
        need: the sentence when it is empty at handing in; "" where it may stay empty.
        choices: (value, label), of a choice. signed: a number may be negative. limit: characters of a text.
        usual: what it means when it is left empty.
    """

    name: str
    label: str
    kind: PlaceKind = PlaceKind.TEXT
    need: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    signed: bool = False
    limit: int = 0
    usual: str = ""

    @property
    def most(self) -> int:
        """How many characters it takes."""
        return self.limit or (LONG_LIMIT if self.kind is PlaceKind.LONG else TEXT_LIMIT)

    def clean(self, text: str) -> str:
        """What was sent, without what cannot be shown; an unknown choice is blank, full-width digits are narrow."""
        text = "".join(char for char in text.replace("\r\n", "\n") if char == "\n" or char.isprintable())
        text = text.strip()[: self.most]
        if self.kind is PlaceKind.CHOICE:
            return text if text in dict(self.choices) else ""
        return narrow(text) if self.kind in (PlaceKind.NUMBER, PlaceKind.DAY) else text

    def words(self, text: str) -> str:
        """What stands there, as people read it."""
        if self.kind is PlaceKind.CHOICE:
            return dict(self.choices).get(text, "")
        if self.kind is PlaceKind.DAY and (day := day_in(text)):
            return chinese_date(day)
        return text

    def fault(self, text: str) -> str:
        """Why what stands there cannot be right, as a sentence; "" when it can, or nothing stands there."""
        if not text:
            return ""
        if self.kind is PlaceKind.NUMBER:
            try:
                number(text, digits=DIGITS - PLACES, places=PLACES, signed=self.signed)
            except NotANumber as error:
                return str(error)
        if self.kind is PlaceKind.DAY and day_in(text) is None:
            return "请填写日期，如 2026-09-30。"
        return ""


@dataclass(frozen=True)
class Group:
    """Places that belong together under a heading.

    Attributes:
        lead: a sentence under the heading. facts: (label, text) of what stands beside for the writer to read.
        row: the group is one row of a list of equal ones (a target, a remark).
    """

    key: str
    title: str
    places: tuple[Place, ...]
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    row: bool = False


@dataclass(frozen=True)
class Layout:
    """A whole page: its groups, and the places at which files may be put.

    Attributes:
        file_places: (name, label) of what a file may prove; "" is the whole.
    """

    groups: tuple[Group, ...]
    file_places: tuple[tuple[str, str], ...] = (("", "其他证明材料"),)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Name → place, in the order of the page."""
        return {place.name: place for group in self.groups for place in group.places}

    @property
    def labels(self) -> dict[str, str]:
        """Name → label with the heading of its group, as a message names it."""
        return {
            place.name: f"{group.title}：{place.label}" if group.row else place.label
            for group in self.groups
            for place in group.places
        }

    def taken(self, data: Mapping) -> dict[str, str]:
        """What was sent of the places of the page, cleaned."""
        return {name: place.clean(str(data[name])) for name, place in self.places.items() if name in data}

    def words(self, name: str, text: str) -> str:
        """An entry as people read it; of a place that is gone, as it was typed."""
        return self.places[name].words(text) if name in self.places else text

    def faults(self, content: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """(name, sentence) of what is typed and cannot be right, and of what is missing at handing in."""
        for name, place in self.places.items():
            text = content.get(name, "")
            if fault := place.fault(text):
                yield name, fault
            elif not text and place.need:
                yield name, place.need


def day_in(text: str) -> date | None:
    """The day that was typed; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number_in(text: str, *, signed: bool = False) -> Decimal | None:
    """The number that was typed; None when it is none."""
    try:
        return number(text, digits=DIGITS - PLACES, places=PLACES, signed=signed)
    except NotANumber:
        return None
