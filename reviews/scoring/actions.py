"""What happens to a score sheet: declaration, recusal, scores, submission, reopening (REV-2, REV-3)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from journal.facts import Facts
from journal.workflow import Refused
from reviews.models import ScoreSheet, ScoreSheetVersion
from reviews.pool import conflicts
from reviews.pool.actions import end_by_itself
from reviews.pool.conflicts import Kept
from reviews.rubrics.rubric import lock_rubric, rubric_of
from reviews.rules import require_review_open
from reviews.scoring.totals import total
from reviews.states import Conflict, ScoreSheetState
from reviews.workflow import SCORE_SHEET


@dataclass(frozen=True)
class ScoreFacts(Facts):
    """What the journal keeps of a sheet that was handed in; the invariants hold the row against it."""

    scores: dict
    total: str


class Tied(Refused):
    """A reviewer acts on a sheet over a conflict that is known by now. ``kept``: its kind and note."""

    def __init__(self, sheet: ScoreSheet, kept: Kept):
        """Say which conflict, and what follows."""
        self.sheet, self.kept = sheet, kept
        why = f"您与该申报存在应当回避的利益关系：{Conflict(kept[0]).label}（{kept[1]}）。"
        ends = (
            "请申请回避；如有出入，请联系市级工作人员。"
            if sheet.versions.exists()
            else "已自动回避，并通知市级工作人员。"
        )
        super().__init__(why + ends)


@contextmanager
def _asking_again() -> Iterator[Callable[[ScoreSheet], None]]:
    """Ask for conflicts once more within an act; one that is found refuses the act, and ends the sheet (REV-2).

    The organisations of a person change between the task and the act. A sheet that counted before it was reopened is
    not ended by the portal: its end takes two persons, or the reviewer's own word.

    Raises:
        Tied: there is a conflict.
    """

    def ask(sheet: ScoreSheet) -> None:
        pair = (sheet.application_id, sheet.reviewer_id)
        if kept := conflicts.between_all([sheet.reviewer], [sheet.application]).get(pair):
            raise Tied(sheet, kept)

    try:
        yield ask
    except Tied as tied:
        if not tied.sheet.versions.exists():
            end_by_itself(tied.sheet, *tied.kept)
        raise


def declare_no_conflict(score_sheet_id: int, *, actor: User) -> None:
    """The reviewer declares that there is no conflict of interest, and may score (REV-2).

    Raises:
        Refused: the review is over, or the portal knows of a conflict by now.
    """
    with _asking_again() as ask, SCORE_SHEET.perform("declare_none", score_sheet_id, actor=actor) as act:
        require_review_open(act.object)
        ask(act.object)


def recuse(score_sheet_id: int, *, actor: User, conflict: str, note: str) -> None:
    """The reviewer declares a conflict of interest and steps back (REV-2)."""
    with SCORE_SHEET.perform("recuse", score_sheet_id, actor=actor) as act:
        require_review_open(act.object)
        act.object.conflict, act.object.conflict_note = conflict, note
        act.summary = f"{act.object.get_conflict_display()}{'：' + note if note else ''}"
        act.tell(
            User.objects.who_may(Capability.FORM_PANELS),
            f"{actor} 申请回避：{act.object.application.number}",
            f"{actor} 对「{act.object.application.title}」申请回避：{act.summary}。",
            reverse("panel_detail", args=[act.object.panel_id]),
        )


def locked_for_scoring(score_sheet_id: int, actor: User) -> ScoreSheet:
    """Lock a sheet that this person may write in; runs in a transaction.

    Raises:
        Refused: it is not open for scoring by this person.
    """
    score_sheet = ScoreSheet.objects.select_for_update(of=("self",)).get(pk=score_sheet_id)
    if score_sheet.reviewer_id != actor.pk or score_sheet.state != ScoreSheetState.SCORING:
        raise Refused(f"评分表当前为「{score_sheet.get_state_display()}」，不能修改。")
    require_review_open(score_sheet)
    return score_sheet


def submit_sheet(score_sheet_id: int, *, actor: User, scores: dict, remarks: str) -> None:
    """Hand in the sheet; it is final from now on (REV-3).

    Raises:
        Refused: a criterion has no score, or one outside its scale; or the portal knows of a conflict by now (REV-2).
    """
    with _asking_again() as ask, SCORE_SHEET.perform("submit_sheet", score_sheet_id, actor=actor) as act:
        require_review_open(act.object)
        score_sheet = act.object
        ask(score_sheet)
        lock_rubric(score_sheet.panel.cycle, score_sheet.panel.pilot_type, act.now)
        criteria = rubric_of(score_sheet.panel.cycle, score_sheet.panel.pilot_type)
        for criterion in criteria:
            if not _within_scale(scores.get(str(criterion.pk)), criterion.scale):
                raise Refused(f"「{criterion.name}」请填写 0 至 {criterion.scale} 之间的分数。")
        score_sheet.scores, score_sheet.remarks = scores, remarks
        score_sheet.total, score_sheet.submitted_at = total(scores, criteria), act.now
        act.facts |= ScoreFacts(scores, str(score_sheet.total)).written()


def _within_scale(score, scale: int) -> bool:
    try:
        return 0 <= Decimal(str(score)) <= scale
    except InvalidOperation:
        return False


def reopen_sheet(score_sheet_id: int, *, actor: User, reason: str) -> None:
    """Reopen a final sheet: a recorded act of staff that keeps the old values (REV-3).

    Raises:
        Refused: no reason is given, or the review is over.
    """
    with SCORE_SHEET.perform("reopen_sheet", score_sheet_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("退回评分表必须写明原因。")
        require_review_open(act.object)
        score_sheet = act.object
        ScoreSheetVersion.of(score_sheet, by=actor, at=act.now, reason=reason).save()
        act.summary = reason
        act.facts |= {
            "scores": score_sheet.scores,
            "remarks": score_sheet.remarks,
            "total": str(score_sheet.total),
        }
        score_sheet.total = score_sheet.submitted_at = None
        act.tell(
            [score_sheet.reviewer],
            f"评分表已退回：{score_sheet.application.number}",
            f"「{score_sheet.application.title}」的评分表已退回，请修改后重新提交。原因：{reason}",
            reverse("reviewer_sheet", args=[score_sheet.pk]),
        )


def close_lack(score_sheet_id: int, *, actor: User, reason: str) -> None:
    """Stop waiting for a sheet that was not handed in: who does so, and why, stays with it (REV-3).

    A selection waits for every sheet of its panel; this is how it goes on without one. The reviewer is told.

    Raises:
        Refused: no reason is given, the sheet is handed in or recused, or was before it was reopened (taking out what
            somebody scored takes two persons), or the review is over.
    """
    with SCORE_SHEET.perform("close_lack", score_sheet_id, actor=actor) as act:
        require_review_open(act.object)
        score_sheet, why = act.object, reason.strip()
        if not why:
            raise Refused("请写明不再等待这份评分表的原因。")
        if ScoreSheetVersion.objects.filter(score_sheet=score_sheet).exists():
            raise Refused(
                "这份评分表曾经提交、后被退回，须等专家重新提交。确需不计的，请在评审组中办理该专家不参加评审。"
            )
        score_sheet.conflict = Conflict.NOT_AWAITED
        score_sheet.conflict_note = f"{why}（{actor}）"
        act.summary = why
        act.tell(
            [score_sheet.reviewer],
            f"评分表不再等待：{score_sheet.application.number}",
            f"「{score_sheet.application.title}」的评分表无需再填写。原因：{why}",
            reverse("reviewer_desk"),
        )
