"""Withdrawing pilot status or title, up to the decision: notice, statement, hearing, proposal (AWD-1, A1 §三.3, A3 §三.四)."""

from datetime import date, datetime

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date, cutoff_text
from files.models import StoredFile
from journal.acts import Act, Refused
from journal.clock import day_of
from pilots.acts import INTEND_WITHDRAWAL
from pilots.lives import life_of
from pilots.models import Pilot, Withdrawal
from pilots.models.terms import STATEMENT_WORKING_DAYS
from pilots.rules import application_of
from pilots.states import WithdrawalGround
from pilots.withdrawal.facts import IntentFacts
from pilots.workflow import WITHDRAWAL
from programme.cutoff import day_end
from programme.workdays import working_days_after

MOST_WORKING_DAYS = 60


def grounds_for(pilot: Pilot) -> list[WithdrawalGround]:
    """Grounds that there can be for a pilot: a life without a repair ends for cause only."""
    repairs = "order_repair" in life_of(pilot).verbs
    return [ground for ground in WithdrawalGround if repairs or ground != WithdrawalGround.REPAIR_FAILED]


def why_no_withdrawal(pilot: Pilot) -> str:
    """Why no withdrawal can begin, as a sentence; "" when one can."""
    verb = life_of(pilot).verbs.get("withdraw")
    if verb is None:
        return "国家组织的试点不由本市取消。"
    if pilot.state not in verb.sources:
        return f"试点当前状态为「{pilot.get_state_display()}」，不能取消试点资格。"
    if pilot.withdrawals.running().exists():
        return "这个试点已有取消资格的程序在进行。"
    return ""


def statement_end(pilot: Pilot, told: datetime, working_days: int) -> datetime:
    """The exclusive end of the period for a statement: midnight in Beijing after the last working day."""
    corrections = pilot.entry.cycle.day_corrections
    return day_end(working_days_after(day_of(told), working_days, corrections))


def what_is_lost(pilot: Pilot) -> str:
    """What a withdrawal takes away, in words."""
    return "试点资格和称号" if pilot.carries_title else "试点资格"


def tell_parties(act: Act, pilot: Pilot, subject: str, body: str, link: str) -> None:
    """Tell the organisation, and who recommended it; the latter cannot open the page."""
    application = application_of(pilot.entry)
    act.tell(User.objects.of(pilot.entry.organisation), subject, body, link)
    if application and application.recommender_id:
        act.tell(User.objects.of(application.recommender_id), subject, body)


def intend_withdrawal(
    pilot_id: int,
    *,
    actor: User,
    grounds: str,
    reasons: str,
    working_days: int = STATEMENT_WORKING_DAYS,
) -> Withdrawal:
    """Give notice of the intent to withdraw, with reasons; the period for a statement begins (AWD-1).

    Args:
        working_days: length of the period, counted from the day after the notice.

    Raises:
        Refused: ``why_no_withdrawal``, grounds that do not fit the type, no reasons, or too short a period.
    """
    with INTEND_WITHDRAWAL.perform(pilot_id, actor=actor) as act:
        pilot = act.object
        if why := why_no_withdrawal(pilot):
            raise Refused(why)
        if grounds not in grounds_for(pilot):
            raise Refused("请选择适用于这类试点的取消情形。")
        if not reasons.strip():
            raise Refused("请写明拟取消的理由：事实和依据。")
        if not STATEMENT_WORKING_DAYS <= working_days <= MOST_WORKING_DAYS:
            raise Refused(f"陈述期限为 {STATEMENT_WORKING_DAYS} 至 {MOST_WORKING_DAYS} 个工作日。")
        withdrawal = Withdrawal.objects.create(
            pilot=pilot,
            state_since=act.now,
            grounds=grounds,
            reasons=reasons.strip(),
            intended_by=actor,
            intended_at=act.now,
            working_days=working_days,
            statement_until=statement_end(pilot, act.now, working_days),
        )
        until = cutoff_text(withdrawal.statement_until)
        act.summary = f"{withdrawal.get_grounds_display()}，陈述期限 {until}"
        act.facts |= IntentFacts.said_by(withdrawal).written()
        what = what_is_lost(pilot)
        tell_parties(
            act,
            pilot,
            f"{pilot.entry.number} 拟取消{what}告知",
            f"拟取消「{pilot.entry.name}」的{what}，情形：{withdrawal.get_grounds_display()}。\n\n"
            f"理由：{withdrawal.reasons}\n\n试点单位可以在 {until} 前，在平台提交陈述意见和证明材料。",
            withdrawal.get_absolute_url(),
        )
    return withdrawal


def state_opinion(
    withdrawal_id: int,
    *,
    actor: User,
    statement: str,
    file: StoredFile | None = None,
    file_name: str = "",
    drop_file: bool = False,
) -> None:
    """Take the statement of the organisation; until the end of the period it may replace it.

    What was proposed before rests on another statement, so it is proposed anew.

    Args:
        file: a new file; None keeps the one that is there, unless ``drop_file``.

    Raises:
        Refused: the period is over, or nothing is stated.
    """
    with WITHDRAWAL.perform("state_opinion", withdrawal_id, actor=actor) as act:
        withdrawal = act.object
        if act.now >= withdrawal.statement_until:
            raise Refused(f"陈述期限已于 {cutoff_text(withdrawal.statement_until)} 截止。")
        if not statement.strip():
            raise Refused("请填写陈述意见。")
        again = "更换陈述意见" if withdrawal.stated_at else ""
        withdrawal.statement, withdrawal.stated_by, withdrawal.stated_at = statement.strip(), actor, act.now
        if file or drop_file:
            withdrawal.statement_file, withdrawal.statement_file_name = file, file_name if file else ""
        people = [*User.objects.who_may(Capability.FOLLOW_PILOTS)]
        withdrawal.proposed_by = withdrawal.proposed_at = None
        act.summary = again
        act.facts |= {"withdrawal": withdrawal.pk, "file": withdrawal.statement_file_id or ""}
        act.tell(
            people,
            f"{withdrawal.pilot.entry.number} 提交了陈述意见",
            f"「{withdrawal.pilot.entry.name}」{again or '提交了陈述意见'}，请研究后提出决定。",
            withdrawal.get_absolute_url(),
        )


def note_hearing(withdrawal_id: int, *, actor: User, day: date, note: str) -> None:
    """Keep when and how the organisation was heard; a later note takes the place of the earlier one.

    Raises:
        Refused: the day lies in the future or before the notice, or nothing is noted.
    """
    with WITHDRAWAL.perform("note_hearing", withdrawal_id, actor=actor) as act:
        withdrawal = act.object
        if day > day_of(act.now):
            raise Refused("听取意见的日期不能晚于今天。")
        if day < day_of(withdrawal.intended_at):
            raise Refused(f"听取意见的日期不能早于告知之日（{chinese_date(withdrawal.intended_at)}）。")
        if not note.strip():
            raise Refused("请填写听取意见的记录。")
        withdrawal.hearing_on, withdrawal.hearing_note = day, note.strip()
        act.summary = f"{chinese_date(day)}：{withdrawal.hearing_note}"
        act.facts["withdrawal"] = withdrawal.pk


def propose_withdrawal(withdrawal_id: int, *, actor: User, conclusion: str) -> None:
    """Propose the decision, when the period is over or the statement is in; another person decides.

    Raises:
        Refused: it is too early, or nothing is concluded.
    """
    with WITHDRAWAL.perform("propose_withdrawal", withdrawal_id, actor=actor) as act:
        withdrawal = act.object
        if act.now < withdrawal.statement_until and withdrawal.stated_at is None:
            raise Refused(
                f"陈述期限到 {cutoff_text(withdrawal.statement_until)} 为止，期满或收到陈述意见后才能提出决定。"
            )
        if not conclusion.strip():
            raise Refused("请写明决定的理由，包括对陈述意见的采纳情况。")
        withdrawal.conclusion, withdrawal.return_reason = conclusion.strip(), ""
        withdrawal.proposed_by, withdrawal.proposed_at = actor, act.now
        act.summary = withdrawal.conclusion
        act.facts["withdrawal"] = withdrawal.pk
        act.tell(
            User.objects.who_may(Capability.AWARD).exclude(pk__in=[actor.pk, withdrawal.intended_by_id]),
            f"{withdrawal.pilot.entry.number} 取消资格待决定",
            f"{actor} 提出取消「{withdrawal.pilot.entry.name}」的{what_is_lost(withdrawal.pilot)}，请核对后决定或退回。",
            withdrawal.get_absolute_url(),
        )


def return_withdrawal(withdrawal_id: int, *, actor: User, reason: str) -> None:
    """Return the proposed decision to whoever proposed it, with the reason.

    Raises:
        Refused: no reason is given.
    """
    with WITHDRAWAL.perform("return_withdrawal", withdrawal_id, actor=actor) as act:
        withdrawal = act.object
        if not reason.strip():
            raise Refused("请写明退回原因。")
        proposer = withdrawal.proposed_by
        withdrawal.return_reason = act.summary = reason.strip()
        withdrawal.proposed_by = withdrawal.proposed_at = None
        act.facts["withdrawal"] = withdrawal.pk
        act.tell(
            [proposer],
            f"{withdrawal.pilot.entry.number} 取消决定被退回",
            f"{actor} 退回了您提出的取消「{withdrawal.pilot.entry.name}」资格的决定，原因：{withdrawal.return_reason}",
            withdrawal.get_absolute_url(),
        )


def drop_withdrawal(withdrawal_id: int, *, actor: User, reasons: str) -> None:
    """Decide not to withdraw, at any time before the decision; the pilot goes on as it was.

    Raises:
        Refused: no reasons are given.
    """
    with WITHDRAWAL.perform("drop_withdrawal", withdrawal_id, actor=actor) as act:
        withdrawal = act.object
        if not reasons.strip():
            raise Refused("请写明不予取消的理由。")
        withdrawal.conclusion = act.summary = reasons.strip()
        withdrawal.decided_by, withdrawal.decided_at = actor, act.now
        act.facts["withdrawal"] = withdrawal.pk
        pilot = withdrawal.pilot
        tell_parties(
            act,
            pilot,
            f"{pilot.entry.number} 不予取消{what_is_lost(pilot)}",
            f"经研究，不予取消「{pilot.entry.name}」的{what_is_lost(pilot)}。理由：{withdrawal.conclusion}",
            pilot.get_absolute_url(),
        )
