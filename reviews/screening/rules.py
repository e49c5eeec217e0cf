"""What an outcome of screening rests on: its conditions, its reason, its deadline (REV-1, CUT-5). No writing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from applications.remarks.places import Noted
from face.wording import cutoff_text
from journal.clock import day_of
from programme.cutoff import day_end
from programme.notice import Condition
from reviews.models import Screening

MOST_CORRECTION_DAYS = 90  # from today: a slip in the year must not stop the season for one application

Outcome = Screening.Outcome


def unconfirmed(conditions: Sequence[Condition], findings: Mapping) -> list[Condition]:
    """Conditions about which nothing was found."""
    return [condition for condition in conditions if condition.key not in findings]


def unmet(conditions: Sequence[Condition], findings: Mapping) -> list[Condition]:
    """Conditions that were found not to be met."""
    return [c for c in conditions if c.key in findings and findings[c.key].get("met") is not True]


def unmet_reason(conditions: Sequence[Condition], findings: Mapping) -> str:
    """The reason of 不符合 in the words beside each unmet condition; "" when one of them has none, or none is unmet."""
    remarks = [(c.text, findings[c.key].get("remark", "").strip()) for c in unmet(conditions, findings)]
    return (
        "\n".join(f"不符合「{text}」：{remark}" for text, remark in remarks)
        if all(dict(remarks).values())
        else ""
    )


def why_not_accepted(conditions: Sequence[Condition], findings: Mapping) -> str:
    """Why an application cannot pass with these findings, as a sentence; "" when it can (ELI-*, REV-1)."""
    if failed := unmet(conditions, findings):
        return f"有不符合的条件，不能通过形式审查：{'；'.join(condition.text for condition in failed)}"
    if left := unconfirmed(conditions, findings):
        return f"还有 {len(left)} 项条件没有确认，逐项确认符合后才能通过形式审查。"
    return ""


def why_not_found_ineligible(conditions: Sequence[Condition], findings: Mapping, reason: str) -> str:
    """Why 不符合申报条件 cannot be found, as a sentence; "" when it can (REV-1)."""
    if not unmet(conditions, findings) and not unconfirmed(conditions, findings):
        return "各项条件都选了“符合”，不能作出「不符合申报条件」的结论。请把不符合的条件选为“不符合”。"
    return "" if reason else "认定不符合申报条件必须写明理由：填写意见，或在每个不符合的条件旁写明说明。"


def why_not_corrected(remarks: str, due: datetime | None, now: datetime) -> str:
    """Why a correction cannot be asked for, as a sentence; "" when it can (CUT-5)."""
    if not remarks:
        return "要求补正必须写明需要补正的内容，或添加逐处意见。"
    if due is None:
        return "要求补正必须填写补正期限。"
    if due <= now:
        return "补正期限必须晚于现在。"
    if due > latest_due(now):
        return f"补正期限最长 {MOST_CORRECTION_DAYS} 天，最晚为 {cutoff_text(latest_due(now))}。"
    return ""


def why_not_alone(outcome: str, due: datetime | None, placed: Sequence[Noted]) -> str:
    """Why a deadline or remarks at places cannot go with an outcome that asks for no correction; "" when none do."""
    if outcome == Outcome.CORRECTION:
        return ""
    if placed:
        return "逐处意见只随「要求补正」发给申报单位。作其他结论的，请先删除逐处意见。"
    return "补正期限只用于「要求补正」。" if due else ""


def latest_due(now: datetime) -> datetime:
    """The latest exclusive deadline that a correction may get at an instant."""
    return day_end(day_of(now) + timedelta(days=MOST_CORRECTION_DAYS))
