"""Web forms for one part of an official form, for drafts that are saved incomplete.

A draft never loses what was typed: ``save_into`` keeps malformed entries as raw text, beside their message.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList, RenderableMixin
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sheets.answers import MAX_BLOCKS, Slot, blocks, load_field, put, read_entry, slot_faults
from sheets.definitions import Field, Part, Sheet, fill_year
from sheets.kinds import kind_of
from sheets.merging.clashes import THEIRS, Clash, sent_marks
from sheets.merging.merge import mark


class Entry(BoundField):
    """One web field. It shows what is wrong with the stored answer already before anything is sent."""

    form: "BlockForm"

    @cached_property
    def errors(self) -> ErrorList:
        """The messages at the field."""
        slot = next(slot for slot in self.form.slots if slot.leaf.key == self.name)
        return ErrorList([message for _, message in self.form.found(slot)], field_id=self.auto_id)

    @property
    def notes(self) -> list[str]:
        """Remarks that stand at the field and stop nobody."""
        slot = next(slot for slot in self.form.slots if slot.leaf.key == self.name)
        return self.form.notes.get(slot.path, [])

    @property
    def box(self) -> str:
        """What others said about this place, above the field and told with it."""
        slot = next(slot for slot in self.form.slots if slot.leaf.key == self.name)
        return self.form.boxes.get(slot.path, "")

    @property
    def aria_describedby(self) -> str | None:
        """With the box above the field, where there is one."""
        own = super().aria_describedby
        return f"box-{self.auto_id} {own}".strip() if own is not None and self.box else own

    @property
    def clash(self) -> Clash | None:
        """Both versions, when another person changed this place meanwhile."""
        return self.form.clashes.get(self.html_name)


@dataclass(frozen=True)
class Section:
    """Web fields under one official label: a group of the paper, or the items of a field."""

    title: str
    entries: list[Entry]


class BlockForm(forms.Form):
    """The fields of a part once; a repeatable part has several of them."""

    bound_field_class = Entry
    use_required_attribute = False
    marks_optional = False
    notes: Mapping[str, list[str]] = {}
    boxes: Mapping[str, SafeString] = {}

    def __init__(
        self, part: Part, year: int, stored: dict, index: int | None, complete: bool, check: bool, data: Any
    ) -> None:
        self.part, self.year, self.stored, self.index, self.check = part, year, stored, index, check
        self.clashes: Mapping[str, Clash] = {}
        super().__init__(data, prefix=f"{part.key}-{index}" if index is not None else None)
        for slot in self.slots:
            kind = kind_of(slot.leaf)
            self.fields[slot.leaf.key] = kind.form_field(slot.leaf, year, complete)
            value = self._stored_value(slot)
            self.fields[slot.leaf.key].help_text = self._hint(slot.leaf, blank=value is None)
            self.initial[slot.leaf.key] = None if value is None else kind.initial(slot.leaf, value)

    @cached_property
    def slots(self) -> list[Slot]:
        """The places that the fields of this block fill in."""
        return [
            Slot(self.part, field if field.items else None, leaf, self.index)
            for field in self.part.answer_fields
            for leaf in field.leaves
        ]

    @property
    def number(self) -> str:
        """The name of the block, 技术 1, where the part repeats."""
        return f"{self.part.block} {self.index + 1}" if self.index is not None else ""

    @property
    def block_name(self) -> str:
        """The name of the block in decisions about it as a whole."""
        return f"{self.part.key}-{self.index}"

    @property
    def clash(self) -> Clash | None:
        """Set when another person removed this block meanwhile."""
        return self.clashes.get(self.block_name)

    def _stored_value(self, slot: Slot) -> Any:
        data = self.stored.get((slot.parent or slot.leaf).key)
        if slot.parent:
            data = data.get(slot.leaf.key) if isinstance(data, dict) else None
        return load_field(slot.leaf, data)

    def take(self, slot: Slot) -> Any:
        """Return what was sent for a place (a value, a ``Raw`` or None), or what is stored when the field
        was not sent at all.
        """
        widget, name = self.fields[slot.leaf.key].widget, self.add_prefix(slot.leaf.key)
        if widget.value_omitted_from_data(self.data, {}, name):
            return self._stored_value(slot)
        return read_entry(slot.leaf, widget.value_from_datadict(self.data, {}, name))

    def found(self, slot: Slot) -> list[tuple[str, str]]:
        """Return (HTML id of the input, message) for what is wrong at a place."""
        if not self.is_bound:
            faults = slot_faults(slot.leaf, self._stored_value(slot), complete=self.check)
            return [(slot.html_id + focus, message) for focus, message in faults]
        first = slot.html_id + kind_of(slot.leaf).focus(slot.leaf)
        return [(first, message) for message in self.errors.get(slot.leaf.key, [])]

    @cached_property
    def sections(self) -> list[Section]:
        """The fields in the order of the form, under the labels that span several of them."""
        groups = groupby(
            self.slots, key=lambda slot: slot.leaf.group or (slot.parent.label if slot.parent else "")
        )
        return [Section(title, [self[slot.leaf.key] for slot in found]) for title, found in groups]

    def _hint(self, leaf: Field, blank: bool) -> str:
        """The official hint, or the sample that stands in an empty place; the aspects to write about are a list below."""
        hint = self.fields[leaf.key].help_text or (blank and fill_year(leaf.sample, self.year)) or ""
        lines = format_html_join("", "<li>{}</li>", ((fill_year(text, self.year),) for text in leaf.aspects))
        return format_html("{}：<ol>{}</ol>", hint, lines) if lines else hint


class PartForm(RenderableMixin):
    """The web form of one part.

    Nothing is required while drafting; with ``complete`` required fields must be filled in for ``is_valid``.
    ``check`` shows what is missing in stored answers already before anything is sent. The POST may carry
    ``add`` or ``remove-N`` (N counts from 0) for a repeatable part; ``restructured`` then says so.
    ``notes`` are hints by key path that stand below their field, ``boxes`` what others said, above it.
    With ``copy`` set (see ``by_name``) the page carries marks of what it was made from, so that nothing which others
    wrote meanwhile is overwritten. Put it into ``<form method="post" novalidate>``.
    """

    template_name = "sheets/part_form.html"

    def __init__(
        self,
        sheet: Sheet,
        part: Part,
        year: int,
        answers: dict | None = None,
        data: Mapping | None = None,
        complete: bool = False,
        check: bool = False,
        notes: Mapping[str, list[str]] | None = None,
        clashes: Mapping[str, Clash] | None = None,
        boxes: Mapping[str, SafeString] | None = None,
    ) -> None:
        self.sheet, self.part, self.year, self.data = sheet, part, year, data
        self.copy: Mapping[str, str] | None = None
        self.renderer = forms.renderers.get_default_renderer()
        stored = blocks(answers or {}, part)
        total = self._sent_total(len(stored))
        stored = (stored + [{}] * MAX_BLOCKS)[:total]
        self.blocks = [
            BlockForm(part, year, block, index if part.repeatable else None, complete, check, data)
            for index, block in enumerate(stored)
        ]
        for block in self.blocks:
            block.notes = notes or {}
            block.boxes = boxes or {}
            block.clashes = clashes or {}

    def _sent_total(self, stored: int) -> int:
        sent = str((self.data or {}).get(self.count_name, ""))
        total = int(sent) if self.part.repeatable and sent.isdecimal() and len(sent) < 4 else stored
        return min(max(total, 1), MAX_BLOCKS)

    @property
    def count_name(self) -> str:
        """The name of the hidden input that carries the number of blocks."""
        return f"{self.part.key}-count"

    @property
    def can_add(self) -> bool:
        """Whether one more block may be added."""
        return self.part.repeatable and len(self.blocks) < MAX_BLOCKS

    @property
    def can_remove(self) -> bool:
        """Whether a block may be removed."""
        return self.part.repeatable and len(self.blocks) > 1

    @cached_property
    def removed(self) -> int | None:
        """The index of the block whose removal was asked for."""
        wanted = (index for index in range(len(self.blocks)) if f"remove-{index}" in (self.data or {}))
        return next(wanted, None) if self.can_remove else None

    @property
    def restructured(self) -> bool:
        """Whether the POST asked for one block more or less: save, then show the page again."""
        return self.part.repeatable and ("add" in (self.data or {}) or self.removed is not None)

    def is_valid(self) -> bool:
        """Whether all that was sent is well formed and within its limits."""
        return all(block.is_valid() for block in self.blocks)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """(HTML id of the input, label, message) for the summary of errors above the form."""
        return [
            (anchor, slot.label, message)
            for block in self.blocks
            for slot in block.slots
            for anchor, message in block.found(slot)
        ]

    def entered(self, answers: dict) -> dict:
        """Return the answers with what was sent in this part, blocks as the person sees them. What is malformed
        is taken as raw text.
        """
        taken = deepcopy(answers)
        if self.part.repeatable:
            taken[self.part.key] = deepcopy([block.stored for block in self.blocks])
        for block in self.blocks:
            for slot in block.slots:
                put(taken, slot, block.take(slot))
        return taken

    def save_into(self, answers: dict) -> dict:
        """Return the answers with what was sent, and with the block added or removed that was asked for."""
        saved = self.entered(answers)
        if self.removed is not None:
            saved[self.part.key].pop(self.removed)
        elif self.adds:
            saved[self.part.key].append({})
        return saved

    @property
    def adds(self) -> bool:
        """Whether one more block was asked for and there is room for it."""
        return "add" in (self.data or {}) and self.can_add

    @property
    def all_clashes(self) -> list[Clash]:
        """What others changed meanwhile, in no other order than it was found."""
        return list(self.blocks[0].clashes.values())

    # What the page was made from, and what the person decided about the versions of others

    @cached_property
    def names(self) -> dict[str, str]:
        """Key path → name of the web field."""
        return {slot.path: block.add_prefix(slot.leaf.key) for block in self.blocks for slot in block.slots}

    def by_name(self, marks: Mapping[str, str]) -> dict[str, str]:
        """Marks by key path as the page carries them: by the name of the web field."""
        return {name: marks.get(path, "") for path, name in self.names.items()}

    @property
    def copy_json(self) -> str:
        """The marks as the page carries them."""
        return json.dumps(self.copy, separators=(",", ":"))

    @property
    def sent_copy(self) -> dict[str, str]:
        """The marks that the sent page carried, by key path; what is no mark of a place is passed over."""
        sent = sent_marks(self.data or {}, set(self.names.values()))
        return {path: sent[name] for path, name in self.names.items() if name in sent}

    @property
    def decided(self) -> dict[str, str]:
        """For each conflict that the person decided: the mark that this part of the copy has from now on."""
        found = {}
        for block in self.blocks:
            for slot in block.slots:
                name = self.names[slot.path]
                pick = self.data.get(f"pick-{name}")
                if pick == THEIRS:
                    found[slot.path] = mark(slot.leaf, block.take(slot))
                elif pick:
                    found[slot.path] = str(self.data.get(f"seen-{name}", ""))
        return found

    def picked_blocks(self, pick: str) -> list[int]:
        """The removed blocks about which the person decided so."""
        return [block.index for block in self.blocks if self.data.get(f"pick-{block.block_name}") == pick]

    def get_context(self) -> dict[str, Any]:
        """What the template needs."""
        return {"form": self}

    __str__ = RenderableMixin.render
    __html__ = RenderableMixin.render
