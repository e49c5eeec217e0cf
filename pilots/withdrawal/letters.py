"""The two letters of a withdrawal: notice of the intent, and the decision (AWD-1). Each says what was recorded."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from face.wording import chinese_date, cutoff_text
from pilots.models import Withdrawal
from pilots.states import WithdrawalState
from programme.notice import ISSUER
from sheets.letters.letter import DAY_TO_FILL, Letter, Part, Signature, Text, reference_to_fill

NOTICE = "notice"
DECISION = "decision"
UNSEALED = "待盖章"
NOTICE_NAME = "拟取消试点资格告知书"


def name_of(withdrawal: Withdrawal, paper: str) -> str:
    """What a letter is called; the decision on a pilot that has a title takes that away."""
    if paper == NOTICE:
        return NOTICE_NAME
    return "撤销称号决定书" if withdrawal.pilot.title else "取消试点资格决定书"


def papers_of(withdrawal: Withdrawal, for_city: bool) -> list[str]:
    """Letters that there are for this reader: a decision leaves the city when it is made."""
    decided = withdrawal.state == WithdrawalState.WITHDRAWN
    proposed = withdrawal.state == WithdrawalState.PROPOSED and for_city
    return [NOTICE, DECISION] if decided or proposed else [NOTICE]


def letter(withdrawal: Withdrawal, paper: str) -> Letter:
    """One letter of a withdrawal.

    Args:
        withdrawal: with ``pilot.entry.cycle``. paper: ``NOTICE`` or ``DECISION``.
    """
    name = name_of(withdrawal, paper)
    at = withdrawal.intended_at if paper == NOTICE else withdrawal.decided_at
    parts = _notice(withdrawal) if paper == NOTICE else _decision(withdrawal)
    return Letter(
        title=f"{ISSUER}\n{name}",
        mark=UNSEALED if at else f"{UNSEALED}（送审稿）",
        reference=reference_to_fill(localtime(at or withdrawal.state_since).year),
        addressee=withdrawal.pilot.entry.organisation_name,
        parts=tuple(parts),
        signature=Signature(ISSUER, chinese_date(at) or DAY_TO_FILL),
    )


def _opening(withdrawal: Withdrawal) -> str:
    """Which pilot it is, since when, and its title."""
    pilot, entry = withdrawal.pilot, withdrawal.pilot.entry
    own = entry.name == entry.organisation_name
    what = "你单位" if own else f"你单位申报的“{entry.name}”"
    titled = f"，{chinese_date(pilot.titled_at)}授予称号“{pilot.title}”" if pilot.title else ""
    return (
        f"{what}（编号：{entry.number}）于{chinese_date(pilot.selected_at)}列为{entry.cycle.year}年度"
        f"北京市低碳试点（{entry.get_pilot_type_display()}）{titled}。"
    )


def _notice(withdrawal: Withdrawal) -> Iterator[Part]:
    also = f"，并撤销称号“{withdrawal.pilot.title}”" if withdrawal.pilot.title else ""
    yield Text(_opening(withdrawal))
    yield Text(
        f"因{_grounds(withdrawal)}，根据北京市低碳试点工作安排，我局拟取消其试点资格{also}。现将有关事项告知如下。"
    )
    yield Text("一、理由", "heading")
    yield from _lines(withdrawal.reasons)
    yield Text("二、陈述意见", "heading")
    yield Text(
        f"你单位可以自告知之日次日起{withdrawal.working_days}个工作日内，即"
        f"{cutoff_text(withdrawal.statement_until)}（北京时间）之前，通过北京市低碳试点申报与管理平台"
        "提交陈述意见和证明材料；要求当面陈述的，请在陈述意见中写明。逾期未提交的，我局将依据现有材料作出决定。"
    )
    yield Text("特此告知。")


def _decision(withdrawal: Withdrawal) -> Iterator[Part]:
    pilot = withdrawal.pilot
    yield Text(_opening(withdrawal) + _course(withdrawal))
    yield Text("一、理由", "heading")
    yield Text(f"因{_grounds(withdrawal)}：")
    yield from _lines(withdrawal.conclusion)
    yield Text("二、决定", "heading")
    if pilot.title:
        codes = "、".join(
            pilot.certificates.filter(granted_at=pilot.titled_at).values_list("code", flat=True)
        )
        proved = f"（核验码：{codes}）" if codes else ""
        yield Text(
            f"撤销称号“{pilot.title}”，取消试点资格。称号证书{proved}自本决定作出之日起失效，"
            "你单位不得再使用该称号。"
        )
    else:
        yield Text("取消试点资格。尚未办结的试点材料和评估终止办理。")
    yield Text("特此决定。")


def _course(withdrawal: Withdrawal) -> str:
    """That notice was given, and what came back."""
    said = f"我局于{chinese_date(withdrawal.intended_at)}告知你单位拟取消试点资格的理由。"
    if withdrawal.stated_at:
        said += f"你单位于{chinese_date(withdrawal.stated_at)}提交了陈述意见。"
    else:
        said += "你单位在陈述期限内没有提交陈述意见。"
    if withdrawal.hearing_on:
        said += f"我局于{chinese_date(withdrawal.hearing_on)}听取了你单位的意见。"
    return said


def _grounds(withdrawal: Withdrawal) -> str:
    other = withdrawal.grounds == "other"
    return "下述理由" if other else f"“{withdrawal.get_grounds_display()}”"


def _lines(text: str) -> list[Text]:
    return [Text(line.strip()) for line in text.splitlines() if line.strip()]
