"""What an official form consists of: fields, parts, sheets. ``sheets.loading`` makes them from the files under
``definitions/``, one per year (design §2).
"""

from collections.abc import Iterator
from dataclasses import dataclass

SILENT_KINDS = ("declaration", "signature")


@dataclass(frozen=True)
class Field:
    """One field of a form. A field with ``items`` has no answer of its own: each item is a field.

    ``person`` says that the answer names a person or leads to one, so that reviewers do not get it (REV-2);
    ``limit`` counts 字; ``row`` is shared by two labels on one row of the paper; ``group`` is the label of
    the cell that spans several rows; ``other_text`` and ``detail`` name the text that goes with the last
    choice or with 是; ``lead`` is printed before the items; ``sample`` is printed in the empty place and leaves
    when the place is filled, a ``hint`` stays.
    """

    key: str
    kind: str
    label: str = ""
    person: bool = False
    required: bool = False
    limit: int | None = None
    hint: str = ""
    sample: str = ""
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
