"""What the sheets offer for the form: the text that stands there, and the text that would stand there."""

import hashlib
from dataclasses import dataclass
from typing import Any

from applications.carbon import history, reduction, sentences
from programme.notice import Carbon, form_of
from sheets.answers import load
from sheets.definitions import Sheet as Form
from sheets.kinds import Raw


@dataclass(frozen=True)
class Offer:
    """A text for one field of the form, taken over by the person who sees ``before`` and ``after``."""

    key: str
    path: str
    label: str
    before: str
    after: str

    @property
    def seen(self) -> str:
        """A checksum of what the person sees, so that nothing else is taken over."""
        return hashlib.sha256(f"{self.path}\0{self.before}\0{self.after}".encode()).hexdigest()[:16]

    @property
    def taken(self) -> bool:
        """Whether the form says so already."""
        return self.before == self.after

    def text_in(self, form: Form, answers: dict) -> str:
        """Return what the field holds now."""
        return _text(form, answers, self.path)


def _text(form: Form, answers: dict, path: str) -> str:
    value: Any = load(form, answers).get(path, "")
    return value.text if isinstance(value, Raw) else str(value)


def offers(form: Form, answers: dict, carbon: dict, year: int) -> list[Offer]:
    """Return what the figures offer for the form of the cycle ``year``; nothing while they are not complete."""
    kind = form_of(form.key).carbon
    if kind == Carbon.CALCULATION:
        rows = [
            (
                "reduction",
                "performance/emission_benefit",
                "减污降碳效益",
                sentences.of_reduction(reduction.read(carbon)),
                sentences.REDUCTION,
            )
        ]
    elif kind == Carbon.HISTORY:
        figures, label = history.read(carbon), "创建措施和成效"
        rows = [
            ("figures", "measures", label, sentences.of_figures(figures, year - 1), sentences.FIGURES),
            ("allowances", "measures", label, sentences.of_allowances(figures), sentences.ALLOWANCES),
        ]
    else:
        return []
    found = []
    for key, path, label, sentence, pattern in rows:
        if sentence:
            before = _text(form, answers, path)
            found.append(Offer(key, path, label, before, sentences.merged(before, sentence, pattern)))
    return found
