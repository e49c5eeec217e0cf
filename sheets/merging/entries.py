"""Texts by name that several people write at once: what each changed is put together, nothing is overwritten in silence.

The small sister of ``merge``, for pages whose fields are not those of an official form: visit records, what is written
about pilots, evaluations. Each name carries a mark of what the page showed; ``edits`` tells who wrote each last.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from sheets.merging.clashes import THEIRS, Clash, sent_marks
from sheets.merging.edits import Stamp, writer_words
from sheets.merging.merge import Verdict, mark_data, verdict


@dataclass
class MergedEntries:
    """What came of it.

    Attributes:
        changed: name → text that is to be stored. copy: the marks that the page carries from now on.
        clashes: names that both changed. newer: labels of what others changed and the page shows as it was.
    """

    copy: dict[str, str]
    changed: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    newer: list[str] = field(default_factory=list)


def marks_of_entries(entries: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """The marks that a page carries, name by name."""
    return {name: mark_of_entry(entries.get(name, "")) for name in names}


def mark_of_entry(text: str) -> str:
    """The mark of one text; that of an empty one is empty."""
    return mark_data(text or None)


def merge_entries(
    entries: Mapping[str, str],
    edits: Mapping[str, Stamp],
    labels: Mapping[str, str],
    sent: Mapping[str, str],
    data: Mapping,
    *,
    actor_id: int,
    words: Callable[[str, str], str],
    when: Callable[[str], str],
) -> MergedEntries:
    """Decide name by name which version holds.

    Args:
        entries: what is stored. labels: of every name that the page has. sent: the cleaned texts that came in.
        data: the whole of what was sent: ``copy`` with the marks, ``pick-NAME`` and ``seen-NAME`` of what the person
            decided about a clash.
        words: an entry as people read it. when: an instant (ISO 8601) as people read it.
    """
    copy = sent_marks(data, set(labels))
    merged = MergedEntries(dict(copy))
    for name, text in sent.items():
        stored = entries.get(name, "")
        decided = _decide(name, copy, stored, text, data)
        if decided is Verdict.CLASH:
            merged.clashes[name] = Clash(
                name,
                labels[name],
                words(name, text),
                words(name, stored),
                writer_words(edits[name], actor_id),
                when(edits[name][2]),
                seen=mark_of_entry(stored),
            )
            continue
        if decided is Verdict.MINE and text != stored:
            merged.changed[name] = text
        merged.copy[name] = mark_of_entry(text)
        if decided is Verdict.THEIRS and text != stored:
            merged.newer.append(labels[name])
    return merged


def _decide(name: str, copy: Mapping, stored: str, text: str, data: Mapping) -> Verdict:
    """Which version of a name holds; what the person decided about a clash counts as seen."""
    now, pick = mark_of_entry(stored), data.get(f"pick-{name}")
    if pick == THEIRS:
        return Verdict.THEIRS
    before = str(data.get(f"seen-{name}", "")) if pick else copy.get(name, now)
    return verdict(before, mark_of_entry(text), now)
