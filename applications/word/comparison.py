"""What an uploaded Word form says beside what the draft says, place by place. No writing."""

import hashlib
import json
from copy import deepcopy
from dataclasses import dataclass

from django.urls import reverse

from applications.models import Application
from sheets.answers import Slot, display, put, slot_faults, slots, tidy
from sheets.kinds import Malformed, Raw, kind_of
from sheets.merging.difference import Piece, difference, unmarked
from sheets.reading.read import Found, Reading

CHANGED, UNREAD, BLANK = "changed", "unread", "blank"


@dataclass(frozen=True)
class Row:
    """One place where Word and draft differ.

    ``kind`` is CHANGED, UNREAD (the text is there, its meaning is not clear) or BLANK (filled in the draft, empty in
    Word). ``before`` and ``after`` are pieces of text, marked where they differ. ``written`` is the text in Word where
    it was understood as something that reads differently. ``messages`` say what is wrong with the new value.
    """

    kind: str
    slot: Slot
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    written: str
    messages: tuple[str, ...]
    url: str

    @property
    def ticked(self) -> bool:
        """Whether the row is taken over unless the person says otherwise: never what would lose something."""
        return self.kind == CHANGED or (self.kind == UNREAD and not self.before)

    @property
    def html_id(self) -> str:
        """The HTML id of the box."""
        return "take-" + self.slot.path.replace("/", "-")


@dataclass(frozen=True)
class Comparison:
    """All that the page shows. ``others`` are (label, text) that the applicant does not fill in; ``stray`` (where,
    text) that have no place; ``missing`` labels that Word no longer has.
    """

    rows: tuple[Row, ...]
    same: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    stray: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]

    def of(self, kind: str) -> list[Row]:
        """The rows of one kind."""
        return [row for row in self.rows if row.kind == kind]


def compare(application: Application, reading: Reading) -> Comparison:
    """Compare each place that the applicant fills in."""
    form = application.form
    parts = form.applicant_parts
    draft = {slot: value for slot, value in slots(form, application.answers, parts) if value is not None}
    word = {found.slot: found for found in reading.found}
    rows, same, missing = [], [], []
    for slot in _places(application, reading):
        found, old = word.get(slot), draft.get(slot)
        if found is None:
            missing += [slot.label] if old is not None else []
        elif found.value != old:
            rows.append(_row(application, found, old))
        elif old is not None:
            same.append((slot.label, display(slot.leaf, old)))
    others = [
        (each.slot.label, each.text)
        for each in reading.found
        if each.slot.part not in parts and each.text.strip()
    ]
    return Comparison(tuple(rows), tuple(same), tuple(others), reading.stray, tuple(missing))


def _places(application: Application, reading: Reading) -> list[Slot]:
    """All places of draft and Word in the order of the form."""
    form = application.form
    both = dict(application.answers)
    for part in form.repeatable_parts:
        both[part.key] = max(
            application.answers.get(part.key) or [], reading.answers.get(part.key) or [], key=len
        )
    return [slot for slot, _ in slots(form, both, form.applicant_parts)]


def _row(application: Application, found: Found, old) -> Row:
    slot, leaf = found.slot, found.slot.leaf
    kind = UNREAD if isinstance(found.value, Raw) else CHANGED if found.value is not None else BLANK
    before, after = display(leaf, old), display(leaf, found.value)
    sides = difference(before, after) if leaf.kind == "longtext" else (unmarked(before), unmarked(after))
    written = (
        "" if kind == UNREAD or "".join(found.text.split()) == "".join(after.split()) else found.text.strip()
    )
    url = reverse("application_form", args=[application.pk, slot.part.key])
    return Row(
        kind,
        slot,
        *sides,
        written if leaf.kind not in ("longtext", "text") else "",
        _messages(found),
        f"{url}#{slot.html_id}",
    )


def _messages(found: Found) -> tuple[str, ...]:
    """What is wrong with a value, or why the text was not understood."""
    leaf = found.slot.leaf
    if isinstance(found.value, Raw):
        try:
            kind_of(leaf).parse(leaf, found.text)
        except Malformed as error:
            return (str(error),)
    faults = slot_faults(leaf, found.value, complete=False) if found.value is not None else []
    return tuple(message for _, message in faults)


def merged(application: Application, comparison: Comparison, reading: Reading, taken: set[str]) -> dict:
    """Return the answers of the draft with those rows taken over whose key paths are in ``taken``."""
    answers = deepcopy(application.answers)
    values = {found.slot.path: found.value for found in reading.found}
    for row in comparison.rows:
        if row.slot.path in taken:
            put(answers, row.slot, values[row.slot.path])
    for part in application.form.repeatable_parts:
        while answers.get(part.key) and not answers[part.key][-1]:
            answers[part.key].pop()
    return tidy(application.form, answers)


def fingerprint(application: Application) -> str:
    """A short name of what the draft says, to know whether it changed since a page was shown."""
    words = json.dumps(application.answers, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:32]
