"""What must hold between score sheets and the journal (REV-3)."""

from collections.abc import Iterator

from journal.facts import last_words
from journal.workflow import Moved
from reviews.models import ScoreSheet
from reviews.scoring.actions import ScoreFacts
from reviews.states import ScoreSheetState
from reviews.workflow import SCORE_SHEET

BEGINNINGS = (ScoreSheetState.ASSIGNED, ScoreSheetState.RECUSED)  # as a sheet is handed to a reviewer
COLUMNS = ("application__number", "reviewer", "state", "scores", "total", "submitted_at")


def broken() -> Iterator[str]:
    """A sentence for each sheet that is not what the journal recorded; a constant number of statements."""
    kind = ScoreSheet._meta.label_lower
    moved, submitted = (
        last_words(kind, SCORE_SHEET.verbs, Moved),
        last_words(kind, ["submit_sheet"], ScoreFacts),
    )
    for pk, number, reviewer, state, scores, total, at in ScoreSheet.objects.values_list(
        "pk", *COLUMNS
    ).iterator():
        last = moved.get(pk)
        if (last is None and state not in BEGINNINGS) or (last and last.said and last.said.to != state):
            yield f"{number} 第 {pk} 号评分表的状态与日志不符。"
        elif state == ScoreSheetState.SUBMITTED:
            held = submitted.get(pk)
            told = held and held.said and (_plain(held.said.scores), held.said.total)
            said = told or (
                _plain(scores),
                str(total),
            )  # what was deleted by law is not held against anything
            if held is None or held.at != at or not held.by(reviewer) or said != (_plain(scores), str(total)):
                yield f"{number} 第 {pk} 号评分表的得分、评审人或提交时间与日志不符。"


def _plain(scores: dict) -> dict[str, str]:
    """Scores as text, however they were typed."""
    return {key: str(score) for key, score in scores.items()}
