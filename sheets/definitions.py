"""The official forms as data: one file of wording per year under ``definitions/`` (design §2).

A definition that a cycle has used is never edited; every submission keeps its checksum.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent / "definitions"
SILENT_KINDS = ("declaration", "signature")


class UnknownDefinition(LookupError):
    """No definition of the forms holds for that year."""


@dataclass(frozen=True)
class Field:
    """One field of a form. A field with ``items`` has no answer of its own: each item is a field.

    ``limit`` counts 字; ``row`` is shared by two labels on one row of the paper; ``group`` is the label of
    the cell that spans several rows; ``other_text`` and ``detail`` name the text that goes with the last
    choice or with 是; ``lead`` is printed before the items.
    """

    key: str
    kind: str
    label: str = ""
    required: bool = False
    limit: int | None = None
    hint: str = ""
    choices: tuple[str, ...] = ()
    exclusive: str = ""
    other_text: str = ""
    detail: str = ""
    unit: str = ""
    row: int | None = None
    group: str = ""
    items: tuple["Field", ...] = ()
    aspects: tuple[str, ...] = ()
    format: str = ""
    lead: str = ""
    text: str = ""
    lines: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether the field carries an answer (declarations and signatures are only printed)."""
        return self.kind not in SILENT_KINDS

    @property
    def leaves(self) -> tuple["Field", ...]:
        """The fields that hold the answer: the items, or the field itself."""
        return self.items or (self,)


@dataclass(frozen=True)
class Part:
    """One part (第…部分) of a form; ``block`` is the name of one repetition of a repeatable part."""

    key: str
    name: str
    fields: tuple[Field, ...]
    by: str = "applicant"
    repeatable: bool = False
    block: str = ""

    @property
    def answer_fields(self) -> tuple[Field, ...]:
        """The fields somebody fills in."""
        return tuple(field for field in self.fields if field.answers)


@dataclass(frozen=True)
class Sheet:
    """One official form."""

    key: str
    title: str
    parts: tuple[Part, ...]
    footnote: str = ""

    @property
    def applicant_parts(self) -> tuple[Part, ...]:
        """The parts that the applicant fills in, in order (without the declaration)."""
        return tuple(part for part in self.parts if part.by == "applicant" and part.answer_fields)

    @property
    def recommender_part(self) -> Part:
        """The part with the recommender's opinion (REC-2)."""
        return next(part for part in self.parts if part.by == "recommender")

    @property
    def declaration(self) -> Field | None:
        """The commitment that the applicant agrees to at submission, where the form has one."""
        return next((f for part in self.parts for f in part.fields if f.kind == "declaration"), None)

    def part(self, key: str) -> Part:
        """Return the part with that key. Raises KeyError."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def title_for(self, year: int) -> str:
        """The title as printed for the cycle of ``year``."""
        return fill_year(self.title, year)

    def plain_fields(self) -> Iterator[tuple[Part, Field]]:
        """Every answer field outside repeatable parts, with its part."""
        for part in self.parts:
            if not part.repeatable:
                yield from ((part, field) for field in part.answer_fields)

    @property
    def repeatable_parts(self) -> tuple[Part, ...]:
        """The parts that may stand several times (A1: 可在第三部分添加相应表格)."""
        return tuple(part for part in self.parts if part.repeatable)


@dataclass(frozen=True)
class Definition:
    """The forms in the wording of ``year`` (the year of the file), with the SHA-256 of the file."""

    year: int
    checksum: str
    sheets: dict[str, Sheet]


def fill_year(text: str, year: int) -> str:
    """Put the year of the cycle into official wording."""
    return text.replace("{year_before}", str(year - 1)).replace("{year}", str(year))


def definition(year: int) -> Definition:
    """Return the newest definition whose year is not after ``year``. Raises UnknownDefinition."""
    known = [int(path.stem) for path in FOLDER.glob("*.yaml") if int(path.stem) <= year]
    if not known:
        raise UnknownDefinition(f"没有适用于 {year} 年的申报表。")
    return _load(max(known))


@cache
def _load(year: int) -> Definition:
    data = (FOLDER / f"{year}.yaml").read_bytes()
    forms = yaml.safe_load(data)
    sheets = {key: _sheet(key, form) for key, form in forms.items()}
    return Definition(year, hashlib.sha256(data).hexdigest(), sheets)


def _sheet(key: str, form: dict) -> Sheet:
    parts = tuple(_part(part) for part in form["parts"])
    return Sheet(key, form["title"], parts, form.get("footnote", ""))


def _part(part: dict) -> Part:
    return Part(**part | {"fields": tuple(_field(field) for field in part["fields"])})


def _field(raw: dict) -> Field:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    inherited = {name: raw[name] for name in ("kind", "required", "unit") if name in raw}
    values["items"] = tuple(_field(inherited | item) for item in raw.get("items", ()))
    return Field(**values)
