"""Whether an application may be selected, and whether a proposal still rests on what holds (REV-3, REV-4)."""

from collections.abc import Iterable
from decimal import Decimal

from applications.models import Application
from reviews.models import Decision, ScoreSheet
from reviews.ranking.ranked_rows import RankedRow
from reviews.rules import work_plan_missing
from reviews.scoring.totals import TOO_FEW_TEXT, Result, Sums, fingerprint, hundredths, points


def why_not_selected(application: Application, result: Result | Sums, waiting: int) -> str:
    """Why an application with this result cannot be selected, as a sentence; "" when it can (REV-3, REV-4).

    Args:
        waiting: how many sheets of its panel are neither in nor closed with a reason.
    """
    if waiting:
        return f"还有 {waiting} 份评分表没有交，请等齐，或者逐份写明原因不再等待，之后才能列为试点"
    if result.mean is None:
        return f"{TOO_FEW_TEXT}，没有评审结果，不能列为试点"
    if work_plan_missing(application):
        return "试点工作方案还没有提交，不能列为试点"
    return ""


def why_not_as_proposed(
    decision: Decision, row: RankedRow, sheets: Iterable[ScoreSheet], waiting: int
) -> str:
    """What a proposal rests on and has changed since, old and new, as a sentence without its stop; "" when nothing has.

    Args:
        row: where its application stands in the ranking now. sheets: those that count now. waiting: as above.
    """
    changed = []
    if not same_score(decision, row):
        changed.append(f"得分由 {_said(decision.score)} 变为 {_said(score_of(row))}")
    if decision.rank != row.rank.number:
        changed.append(f"本类名次由 {_said(decision.rank)} 变为 {_said(row.rank.number)}")
    if fingerprint(sheets) != decision.sheets_checksum:
        changed.append("评分表有变动")
    if changed:
        return f"提议之后{'，'.join(changed)}，须按现在的结果重新提议"
    if decision.outcome != Decision.Outcome.SELECTED:
        return ""
    if waiting:
        return f"提议之后又有 {waiting} 份评分表待交，须交齐或写明原因不再等待，再重新提议"
    return "试点工作方案已被退回，须重新提议" if work_plan_missing(decision.application) else ""


def score_of(row: RankedRow) -> Decimal | None:
    """The mean that counts, in points."""
    return None if row.sums.mean is None else points(row.sums.mean)


def same_score(decision: Decision, row: RankedRow) -> bool:
    """Whether the score is still the one that was proposed."""
    return (None if decision.score is None else hundredths(decision.score)) == row.sums.mean


def _said(figure: Decimal | int | None) -> str:
    return "无" if figure is None else str(figure)
