"""What every kind of field can do; the concrete kinds are in the sister modules (design §2)."""

from dataclasses import dataclass
from typing import Any

from django import forms

from sheets.definitions import Field, fill_year
from sheets.kinds.characters import unprintable

LINE_CHARACTERS = 300


class Malformed(ValueError):
    """The entry cannot be understood as an answer of its kind; the message says what to write."""


@dataclass(frozen=True)
class Raw:
    """An entry that could not be understood, kept as it was typed so that a draft loses nothing."""

    text: str


class Kind:
    """One kind of field with all its faces.

    A *value* is what ``clean`` returns: never blank, in one normal form. ``None`` stands for blank.
    Laws: ``clean(dump(v)) == v`` and ``parse(text(v)) == v``.

    An entry longer than ``most`` is refused before anything is looked for in it, so that nobody can make the portal search
    in it for long. ``clean`` and ``parse`` do that for all kinds; a kind says in ``_clean`` and ``_parse`` how it reads.

    ``person`` is what a field of the kind is where its definition does not say it: whether the answer names a person
    or leads to one. None is for free words, of which only the definition can tell (REV-2).
    """

    verb = "请填写"
    person: bool | None = False
    most: int | None = 1000  # characters that are looked at; None where any length is read in one pass

    def focus(self, field: Field) -> str:
        """Return what follows the field's HTML id to give the id of its first input."""
        return ""

    def clean(self, field: Field, raw: Any) -> Any:
        """Return the value that ``raw`` means, or None for blank. Raises Malformed.

        ``raw`` may be what the web sent, what ``dump`` made, or what an answers file holds.
        """
        self._require_length(raw)
        return self._clean(field, raw)

    def _clean(self, field: Field, raw: Any) -> Any:
        raise NotImplementedError

    def dump(self, field: Field, value: Any) -> Any:
        """Return the value as JSON data."""
        return value

    def text(self, field: Field, value: Any) -> str:
        """Return the answer as it stands on paper, without unit; the blank form shows ``text(None)``."""
        return "" if value is None else str(value)

    def parse(self, field: Field, text: str) -> Any:
        """Read back what ``text`` wrote, also after a person edited it in Word. Raises Malformed."""
        self._require_length(text)
        return self._parse(field, text)

    def _parse(self, field: Field, text: str) -> Any:
        return self._clean(field, text)

    def _require_length(self, raw: Any) -> None:
        written = characters(raw)
        if self.most is not None and written > self.most:
            raise Malformed(f"这里的文字过长（{written} 个字符），请只填写这一项所要的内容。")

    def display(self, field: Field, value: Any) -> str:
        """Return the answer with its unit, for lists and comparisons; blank is an empty text."""
        return "" if value is None else self.text(field, value) + (f" {field.unit}" if field.unit else "")

    def cell(self, field: Field, value: Any) -> Any:
        """Return the answer as the value of an Excel cell."""
        return None if value is None else self.display(field, value)

    def labelled(self, field: Field, value: Any) -> Any:
        """Return the answer as an answers file keyed by official labels holds it."""
        return self.dump(field, value)

    def faults(self, field: Field, value: Any) -> list[tuple[str, str]]:
        """Return what is wrong with a well-formed value: (what follows the HTML id, message)."""
        return []

    def gaps(self, field: Field, value: Any) -> list[tuple[str, str]]:
        """Return what is still missing, for a required field: (what follows the HTML id, message)."""
        return [(self.focus(field), f"{self.verb}{field.label}。")] if value is None else []

    def raw_text(self, raw: Any) -> str:
        """Return a malformed entry as one text, to be kept in a ``Raw``."""
        if isinstance(raw, list | tuple):
            return scrub("、".join(str(item) for item in raw))
        return scrub(str(raw))

    def over_limit(self, field: Field, value: Any) -> bool:
        """Whether a well-formed value is only too long."""
        return False

    def initial(self, field: Field, value: Any) -> Any:
        """Return what the web field shows for a value (or a ``Raw``)."""
        return value.text if isinstance(value, Raw) else self.text(field, value)

    def widget(self, field: Field) -> forms.Widget:
        """Return the web input."""
        return forms.TextInput()

    def form_field(self, field: Field, year: int, complete: bool = False) -> "AnswerField":
        """Return the web field; with ``complete`` a required field must be filled in."""
        return AnswerField(
            self,
            field,
            complete,
            widget=self.widget(field),
            label=fill_year(field.label, year),
            help_text=self.help_text(field, year),
        )

    def help_text(self, field: Field, year: int) -> str:
        """Return the official hint, with the unit where there is one."""
        hint = fill_year(field.hint, year)
        return "；".join(filter(None, [hint, f"单位：{field.unit}" if field.unit else ""]))


class AnswerField(forms.Field):
    """The Django form field of an answer: cleaning and messages are those of the kind."""

    def __init__(self, kind: Kind, field: Field, complete: bool, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.kind, self.answer_field, self.complete = kind, field, complete

    def clean(self, raw: Any) -> Any:
        """Return the value or None. Raises ValidationError with all messages."""
        try:
            value = self.kind.clean(self.answer_field, raw)
        except Malformed as error:
            raise forms.ValidationError(str(error)) from error
        found = [] if value is None else self.kind.faults(self.answer_field, value)
        if self.complete and self.answer_field.required:
            found = found or self.kind.gaps(self.answer_field, value)
        if found:
            raise forms.ValidationError([message for _, message in found])
        return value


def characters(raw: Any) -> int:
    """How many characters an entry has, whatever it is made of."""
    if isinstance(raw, str):
        return len(raw)
    parts = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list | tuple) else ()
    return sum(map(characters, parts))


def scrub(text: str) -> str:
    """Take out what neither XML nor the database can hold (control characters, lone surrogates) and
    marks that turn the direction of writing; give every kind of line break as a newline.
    """
    for mark in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        text = text.replace(mark, "\n")
    if text.replace("\n", "").replace("\t", "").replace("\u3000", "").isprintable():
        return text  # nearly all are: seven times quicker than looking at each character
    return "".join(char for char in text if char.isprintable() or char in "\n\t" or not _harmful(ord(char)))


def _harmful(code: int) -> bool:
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xE000
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or code == 0xFEFF
        or code & 0xFFFE == 0xFFFE
    )


def holds_control_characters(text: str) -> bool:
    """Whether ``scrub`` takes something out besides line breaks: control characters, marks that turn the writing."""
    return any(
        not char.isprintable() and _harmful(ord(char)) and char not in "\t\n\r\v\f\x85" for char in set(text)
    )


def one_line(raw: Any, wrong: str = "请填写文字。") -> str:
    """Return an entry as one line of text, white space joined to single spaces. Raises Malformed."""
    if raw is None:
        return ""
    if isinstance(raw, bool | list | tuple | dict):
        raise Malformed(wrong)
    return " ".join(scrub(str(raw)).split())


def line_faults(text: str, focus: str = "") -> list[tuple[str, str]]:
    """Return what is wrong with a one-line text: too long, or with characters that no font of the forms has."""
    return too_long(text, focus) or without_font(text, focus)


def without_font(text: str, focus: str = "") -> list[tuple[str, str]]:
    """Return the fault of a text with characters that cannot be printed: which, where, and what to do."""
    message = unprintable(text)
    return [(focus, message)] if message else []


def too_long(text: str, focus: str = "") -> list[tuple[str, str]]:
    """Return the fault of a one-line text that no cell of the form can hold."""
    if len(text) <= LINE_CHARACTERS:
        return []
    return [(focus, f"请精简到 {LINE_CHARACTERS} 个字符以内（现有 {len(text)} 个）。")]
