"""What staff and reviewers do in an evaluation. One function, one act."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from applications.models import Application
from applications.workflow import APPLICATION
from journal.workflow import Refused
from pilots.actions import begin_pilot, set_standing
from pilots.cutoff import BEIJING
from pilots.rules import needs_plan, plan_name
from pilots.states import Standing
from reviews.models import Assignment, Decision, Screening
from reviews.rubrics import rubric_of
from reviews.rules import review_open
from reviews.scoring import VALID_FROM, result, total
from reviews.states import AssignmentState
from reviews.workflow import ASSIGNMENT

VERB_OF = {
    Screening.Outcome.ACCEPTED: "accept",
    Screening.Outcome.CORRECTION: "ask_correction",
    Screening.Outcome.NOT_ELIGIBLE: "find_not_eligible",
}
STANDING_OF = {
    Screening.Outcome.ACCEPTED: Standing.ELIGIBLE,
    Screening.Outcome.CORRECTION: Standing.RECEIVED,
    Screening.Outcome.NOT_ELIGIBLE: Standing.NOT_ELIGIBLE,
}


def screen(
    application_id: int,
    *,
    actor: User,
    outcome: str,
    findings: dict,
    remarks: str = "",
    due: datetime | None = None,
) -> Screening:
    """Screen a received application: accept, ask for a correction, or find it not eligible (REV-1, CUT-5).

    Args:
        findings: condition key → {"met": bool, "remark": text}.
        due: exclusive deadline of the correction, for that outcome only.
    """
    with APPLICATION.perform(VERB_OF[Screening.Outcome(outcome)], application_id, actor=actor) as act:
        application = act.object
        if due is not None and due <= act.now:
            raise Refused("补正期限必须晚于现在。")
        screening = Screening.objects.create(
            revision=application.current_revision,
            outcome=outcome,
            findings=findings,
            remarks=remarks,
            due=due,
            by=actor,
            at=act.now,
        )
        application.correction_due = due
        set_standing(application.entry, STANDING_OF[screening.outcome])
        act.summary = remarks
        act.facts["findings"] = findings
        act.tell(
            User.objects.of(application.organisation),
            f"形式审查：{application.number} {screening.get_outcome_display()}",
            _screening_sentence(application, screening),
            application.get_absolute_url(),
        )
    return screening


def _screening_sentence(application: Application, screening: Screening) -> str:
    sentence = f"「{application.title}」形式审查结论：{screening.get_outcome_display()}。"
    if screening.due:
        day = screening.due.astimezone(BEIJING)
        sentence += f"请在北京时间 {day:%Y-%m-%d %H:%M} 之前补正并重新提交，期限内补正仍按原年度评选，逾期转入下一年度。"
    return sentence + (f"\n\n意见：{screening.remarks}" if screening.remarks else "")


def declare_no_conflict(assignment_id: int, *, actor: User) -> None:
    """The reviewer declares that there is no conflict of interest, and may score (REV-2)."""
    with ASSIGNMENT.perform("declare_none", assignment_id, actor=actor) as act:
        _require_in_review(act.object)


def recuse(assignment_id: int, *, actor: User, conflict: str, note: str) -> None:
    """The reviewer declares a conflict of interest and steps back (REV-2)."""
    with ASSIGNMENT.perform("recuse", assignment_id, actor=actor) as act:
        _require_in_review(act.object)
        act.object.conflict, act.object.conflict_note = conflict, note
        act.summary = f"{act.object.get_conflict_display()}{'：' + note if note else ''}"
        act.tell(
            User.objects.city_staff(),
            f"{actor} 申请回避：{act.object.application.number}",
            f"{actor} 对「{act.object.application.title}」申请回避：{act.summary}。",
            reverse("panel_detail", args=[act.object.panel_id]),
        )


@transaction.atomic
def save_scores(assignment_id: int, *, actor: User, scores: dict, remarks: str) -> None:
    """Keep an unfinished sheet.

    Raises:
        Refused: the sheet is not open for scoring.
    """
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment_id)
    if assignment.reviewer_id != actor.pk or assignment.state != AssignmentState.SCORING:
        raise Refused(f"评分表当前为「{assignment.get_state_display()}」，不能修改。")
    _require_in_review(assignment)
    assignment.scores, assignment.remarks = scores, remarks
    assignment.save(update_fields=["scores", "remarks"])


def submit_sheet(assignment_id: int, *, actor: User, scores: dict, remarks: str) -> None:
    """Hand in the sheet; it is final from now on (REV-3).

    Raises:
        Refused: a criterion has no score, or one outside its scale.
    """
    with ASSIGNMENT.perform("submit_sheet", assignment_id, actor=actor) as act:
        _require_in_review(act.object)
        assignment = act.object
        criteria = rubric_of(assignment.panel.cycle, assignment.panel.pilot_type)
        for criterion in criteria:
            if not 0 <= float(scores.get(str(criterion.pk), -1)) <= criterion.scale:
                raise Refused(f"「{criterion.name}」请填写 0 至 {criterion.scale} 之间的分数。")
        assignment.scores, assignment.remarks = scores, remarks
        assignment.total, assignment.submitted_at = total(scores, criteria), act.now
        act.facts |= {"scores": scores, "total": str(assignment.total)}


def reopen_sheet(assignment_id: int, *, actor: User, reason: str) -> None:
    """Reopen a final sheet: a recorded act of staff that keeps the old values in the journal (REV-3)."""
    with ASSIGNMENT.perform("reopen_sheet", assignment_id, actor=actor) as act:
        _require_in_review(act.object)
        assignment = act.object
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


def _require_in_review(assignment: Assignment) -> None:
    if not review_open(assignment):
        raise Refused("该申报的评审已结束，评分表不能再改动。")


def decide(application_id: int, *, actor: User, outcome: str, reason: str, remarks: str = "") -> Decision:
    """Decide on a reviewed application: selected, or kept in the library (Notice §四, REV-3, REV-5).

    Raises:
        Refused: it is to be selected but fewer than three valid sheets give it no result.
    """
    selected = outcome == Decision.Outcome.SELECTED
    with APPLICATION.perform("select" if selected else "keep", application_id, actor=actor) as act:
        application = act.object
        totals = application.assignments.valid().values_list("total", flat=True)
        score = result(list(totals)).mean
        if selected and score is None:
            raise Refused(f"有效评分表不足 {VALID_FROM} 份，没有评审结果，不能列为试点。")
        decision = Decision.objects.create(
            application=application,
            outcome=outcome,
            reason=reason,
            remarks=remarks,
            score=score,
            by=actor,
            at=act.now,
        )
        application.closing_remarks = remarks
        act.facts |= {"outcome": outcome, "score": str(score), "reason": reason}
        if selected:
            begin_pilot(application.entry, actor=actor, at=act.now, remarks=remarks)
        else:
            set_standing(application.entry, Standing.KEPT)
        act.tell(
            User.objects.of(application.organisation),
            f"评选结果：{application.number} {decision.get_outcome_display()}",
            _decision_sentence(application, selected, remarks),
            application.get_absolute_url(),
        )
    return decision


def _decision_sentence(application: Application, selected: bool, remarks: str) -> str:
    if not selected:
        sentence = f"「{application.title}」本年度未入选，继续保留在低碳试点项目库，市生态环境局将根据项目进展适时给予支持。"
    elif needs_plan(application.pilot_type):
        sentence = f"「{application.title}」已列为试点，请根据评审意见编制并提交{plan_name(application.pilot_type)}。"
    else:
        sentence = f"「{application.title}」入选{application.get_sheet_display()}，已授予称号。"
    return sentence + (f"\n\n评审意见：{remarks}" if remarks else "")
