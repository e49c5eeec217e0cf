"""What happens to a score sheet: declaration, recusal, scores, submission, reopening (REV-2, REV-3)."""

from decimal import Decimal, InvalidOperation

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from journal.workflow import Refused
from reviews.models import Assignment, SheetVersion
from reviews.rubrics.rubric import lock_rubric, rubric_of
from reviews.rules import require_review_open
from reviews.scoring.totals import total
from reviews.states import AssignmentState
from reviews.workflow import ASSIGNMENT


def declare_no_conflict(assignment_id: int, *, actor: User) -> None:
    """The reviewer declares that there is no conflict of interest, and may score (REV-2)."""
    with ASSIGNMENT.perform("declare_none", assignment_id, actor=actor) as act:
        require_review_open(act.object)


def recuse(assignment_id: int, *, actor: User, conflict: str, note: str) -> None:
    """The reviewer declares a conflict of interest and steps back (REV-2)."""
    with ASSIGNMENT.perform("recuse", assignment_id, actor=actor) as act:
        require_review_open(act.object)
        act.object.conflict, act.object.conflict_note = conflict, note
        act.summary = f"{act.object.get_conflict_display()}{'：' + note if note else ''}"
        act.tell(
            User.objects.who_may(Capability.FORM_PANELS),
            f"{actor} 申请回避：{act.object.application.number}",
            f"{actor} 对「{act.object.application.title}」申请回避：{act.summary}。",
            reverse("panel_detail", args=[act.object.panel_id]),
        )


def locked_for_scoring(assignment_id: int, actor: User) -> Assignment:
    """Lock a sheet that this person may write in; runs in a transaction.

    Raises:
        Refused: it is not open for scoring by this person.
    """
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment_id)
    if assignment.reviewer_id != actor.pk or assignment.state != AssignmentState.SCORING:
        raise Refused(f"评分表当前为「{assignment.get_state_display()}」，不能修改。")
    require_review_open(assignment)
    return assignment


def submit_sheet(assignment_id: int, *, actor: User, scores: dict, remarks: str) -> None:
    """Hand in the sheet; it is final from now on (REV-3).

    Raises:
        Refused: a criterion has no score, or one outside its scale.
    """
    with ASSIGNMENT.perform("submit_sheet", assignment_id, actor=actor) as act:
        require_review_open(act.object)
        assignment = act.object
        lock_rubric(assignment.panel.cycle, assignment.panel.pilot_type, act.now)
        criteria = rubric_of(assignment.panel.cycle, assignment.panel.pilot_type)
        for criterion in criteria:
            if not _within_scale(scores.get(str(criterion.pk)), criterion.scale):
                raise Refused(f"「{criterion.name}」请填写 0 至 {criterion.scale} 之间的分数。")
        assignment.scores, assignment.remarks = scores, remarks
        assignment.total, assignment.submitted_at = total(scores, criteria), act.now
        act.facts |= {"scores": scores, "total": str(assignment.total)}


def _within_scale(score, scale: int) -> bool:
    try:
        return 0 <= Decimal(str(score)) <= scale
    except InvalidOperation:
        return False


def reopen_sheet(assignment_id: int, *, actor: User, reason: str) -> None:
    """Reopen a final sheet: a recorded act of staff that keeps the old values (REV-3)."""
    with ASSIGNMENT.perform("reopen_sheet", assignment_id, actor=actor) as act:
        require_review_open(act.object)
        assignment = act.object
        SheetVersion.objects.create(
            assignment=assignment,
            scores=assignment.scores,
            remarks=assignment.remarks,
            total=assignment.total,
            submitted_at=assignment.submitted_at,
            by=actor,
            at=act.now,
            reason=reason,
        )
        act.summary = reason
        act.facts |= {
            "scores": assignment.scores,
            "remarks": assignment.remarks,
            "total": str(assignment.total),
        }
        assignment.total = assignment.submitted_at = None
        act.tell(
            [assignment.reviewer],
            f"评分表已退回：{assignment.application.number}",
            f"「{assignment.application.title}」的评分表已退回，请修改后重新提交。原因：{reason}",
            reverse("reviewer_sheet", args=[assignment.pk]),
        )
