"""What an act on decisions locks, in the order of the applications, and what its page must have seen."""

from collections.abc import Iterable, Mapping

from applications.models import Application
from applications.states import State
from journal.acts import Refused
from reviews.models import Decision, ScoreSheet, WorkPlan
from reviews.pool import conflicts
from reviews.refusals import overtaken
from reviews.rules import require_decidable
from reviews.states import Conflict, ScoreSheetState


def locked_cases(ids: Iterable[int]) -> list[Application]:
    """The applications in the order of their ids, locked; all of them in review, and on the frozen list of their year.

    Raises:
        Refused: one of them is not in review, the list is not frozen (CUT-2), or there is none.
    """
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    applications = list(rows.select_related("cycle", "entry", "work_plan"))
    for application in applications:
        if application.state != State.IN_REVIEW:
            raise Refused(
                f"{application.number} 当前为「{application.get_state_display()}」，不能再提议决定。"
            )
    if not applications:
        raise Refused("请先勾选申报。")
    require_decidable(applications)
    return applications


def decisions_on(application_ids: Iterable[int]) -> list[Decision]:
    """Decisions on applications; whoever reads them to act holds the locks of the applications."""
    decisions = Decision.objects.filter(application__in=list(application_ids)).order_by("application")
    return list(decisions.select_related("application__cycle", "application__work_plan", "proposed_by"))


def locked_decisions(ids: Iterable[int]) -> list[Decision]:
    """Decisions with their applications and work plans locked, as they stand now.

    Raises:
        Refused: one of them was taken back, or there is none.
    """
    cases = list(Decision.objects.filter(pk__in=list(ids)).values_list("application", flat=True))
    list(Application.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk"))
    list(WorkPlan.objects.select_for_update(of=("self",)).filter(application__in=cases).order_by("pk"))
    decisions = decisions_on(cases)
    if len(decisions) != len(set(ids)) or not decisions:
        raise Refused("有决定提议刚刚被撤销，请核对最新内容。")
    return decisions


def locked_waiting(seen: Mapping[int, str]) -> list[Decision]:
    """Decisions to be confirmed or returned, locked as their page showed them.

    Args:
        seen: decision id → its mark on the page that was read.

    Raises:
        Refused: one of them changed meanwhile, or its application is not in review any more.
    """
    decisions = locked_decisions(seen)
    for decision in decisions:
        application = decision.application
        if application.state != State.IN_REVIEW:
            raise Refused(
                f"{application.number} 当前为「{application.get_state_display()}」，不能再确认或退回。"
            )
        if decision.mark != seen[decision.pk]:
            raise Refused(overtaken(decision))
    return decisions


def require_untied(decision: Decision, sheets: list[ScoreSheet]) -> None:
    """Ask for conflicts once more before a decision is confirmed that rests on these sheets (REV-2).

    Raises:
        Refused: a reviewer has a conflict by now, also by a membership that was gained after the sheet.
    """
    kept = conflicts.between_all([sheet.reviewer for sheet in sheets], [decision.application])
    for sheet in sheets:
        if pair := kept.get((sheet.application_id, sheet.reviewer_id)):
            raise Refused(
                f"{decision.application.number}：{sheet.reviewer} 存在应当回避的利益关系"
                f"（{Conflict(pair[0]).label}），其评分仍计入得分，不能确认。请退回提议，"
                "在评审组页面提议认定其不参加评审，由另一人确认后重新提议。"
            )


def locked_sheets(decision: Decision) -> list[ScoreSheet]:
    """All sheets, locked: none is reopened or handed in while the decision is confirmed."""
    sheets = decision.application.score_sheets.select_related("reviewer")
    return list(sheets.select_for_update(of=("self",)).order_by("pk"))


def counted_and_awaited(sheets: Iterable[ScoreSheet]) -> tuple[list[ScoreSheet], int]:
    """Of the sheets of one application those that count, and how many are still out (REV-3)."""
    all_sheets = list(sheets)
    waiting = sum(sheet.state in (ScoreSheetState.ASSIGNED, ScoreSheetState.SCORING) for sheet in all_sheets)
    return [sheet for sheet in all_sheets if sheet.state == ScoreSheetState.SUBMITTED], waiting
