"""Saving an unfinished score sheet as it is typed, also from two windows at once: nothing is overwritten unseen.

The rule is that of the drafts (``sheets.merging.merge.verdict``): a page carries a mark of every place it shows; a place
that two windows changed differently is refused with both versions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from face.wording import chinese_datetime
from journal import clock
from reviews.models import Criterion, ScoreSheet
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import locked_for_scoring
from sheets.merging.clashes import THEIRS, Clash, sent_marks
from sheets.merging.merge import Verdict, mark_data, verdict

REMARKS = "remarks"
LONGEST = {REMARKS: 10_000}  # characters that are kept of what is typed
LONGEST_SCORE = 12
WHO = "您的另一个窗口"


@dataclass
class Saved:
    """What came of a save.

    Attributes:
        copy: the marks that the page carries from now on. clashes: places that two windows changed differently.
        newer: labels of places that another window changed and this one shows as they were.
    """

    sheet: ScoreSheet
    at: datetime
    copy: dict[str, str] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)


def name_of(criterion: Criterion) -> str:
    """Name of the input of a criterion."""
    return f"score_{criterion.pk}"


def texts_of(sheet: ScoreSheet, criteria: Sequence[Criterion]) -> dict[str, str]:
    """Name of the input → what the sheet holds, as typed."""
    scores = {name_of(c): str(sheet.scores.get(str(c.pk), "")) for c in criteria}
    return scores | {REMARKS: sheet.remarks}


def marks_of(texts: Mapping[str, str]) -> dict[str, str]:
    """The marks that a page carries of what it shows."""
    return {name: mark_data(text or None) for name, text in texts.items()}


@transaction.atomic
def save_sheet(score_sheet_id: int, data: Mapping[str, str], *, actor: User) -> Saved:
    """Keep what was typed, put together with what another window saved meanwhile.

    Args:
        data: what the page sent: ``score_ID``, ``remarks``, ``copy`` (marks), ``pick-…`` and ``seen-…`` of a decision.

    Raises:
        Refused: the sheet is not open for scoring by this person.
    """
    now = clock.now()
    sheet = locked_for_scoring(score_sheet_id, actor)
    criteria = rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)
    labels = {name_of(c): c.name for c in criteria} | {REMARKS: "评审意见"}
    stored, saved = texts_of(sheet, criteria), Saved(sheet, now)
    kept = dict(stored)
    copy = sent_marks(data, set(labels))
    for name, label in labels.items():
        kept[name] = _settled(name, label, data, copy, stored[name], saved)
    if kept != stored:
        sheet.remarks = kept[REMARKS]
        sheet.scores = {str(c.pk): kept[name_of(c)] for c in criteria if kept[name_of(c)]}
        sheet.saved_at = now
        sheet.save(update_fields=["scores", "remarks", "saved_at"])
    return saved


def _settled(
    name: str, label: str, data: Mapping[str, str], copy: Mapping[str, str], stored: str, saved: Saved
) -> str:
    """What one place holds from now on; notes in ``saved`` what the page must know."""
    typed = data.get(name, stored).replace("\r\n", "\n").strip()[: LONGEST.get(name, LONGEST_SCORE)]
    mine, now, pick = mark_data(typed or None), mark_data(stored or None), data.get(f"pick-{name}")
    before = data.get(f"seen-{name}", "") if pick else copy.get(name, now)
    found = Verdict.THEIRS if pick == THEIRS else verdict(before, mine, now)
    if found is Verdict.CLASH:
        saved.copy[name] = copy.get(name, "")
        when = chinese_datetime(saved.sheet.saved_at)
        saved.clashes.append(Clash(name, label, mine=typed, theirs=stored, who=WHO, when=when, seen=now))
        return stored
    saved.copy[name] = mine
    if found is Verdict.MINE:
        return typed
    if mine != now and pick != THEIRS:
        saved.newer.append(label)
    return stored
