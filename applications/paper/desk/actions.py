"""What the centre and city staff do to an application here; screening and decisions are acts of ``reviews``."""

from datetime import date, datetime

from accounts.models import User
from applications.models import PaperReceipt, PaperReminder, Revision
from applications.paper.actions import copies_of
from applications.requirements import paper_wanted
from applications.workflow import APPLICATION
from face.wording import chinese_date
from journal.clock import day_of
from journal.workflow import Act, Refused
from programme.notice import PAPER_COPIES

MOST_COPIES = 20  # of one registration; more is a slip of the pen


def register_paper(
    revision: Revision, *, actor: User, copies: int, received_on: date, note: str, confirmed: int = 0
) -> PaperReceipt:
    """Record paper copies that came to the centre (MAT-W); five are wanted.

    Args:
        confirmed: how many there are in all now, in the word of the person, where that is more than are wanted: a
            form that is sent twice registers nothing twice.

    Raises:
        Refused: no copy came in, or on a day that cannot be; or there would be more than are wanted, and nobody
            confirmed that number.
    """
    with APPLICATION.perform("register_paper", revision.application_id, actor=actor) as act:
        if not 1 <= copies <= MOST_COPIES:
            raise Refused(f"收到份数请填写 1 至 {MOST_COPIES} 的整数。")
        _require_day(received_on, revision, act.now)
        before = copies_of(revision)
        if before + copies > PAPER_COPIES and confirmed != before + copies:
            raise Refused(f"{too_many(before, copies)}没有登记，请核对后再登记。")
        receipt = PaperReceipt.objects.create(
            revision=revision, copies=copies, received_on=received_on, note=note, by=actor, at=act.now
        )
        act.summary = f"收到第 {revision.number} 版纸质材料 {copies} 份（应交 {PAPER_COPIES} 份）"
        act.tell(
            User.objects.of(act.object.organisation),
            f"纸质材料已收到：{act.object.number}",
            f"「{act.object.title}」{act.summary}。",
            act.object.get_absolute_url(),
        )
    return receipt


def too_many(before: int, copies: int) -> str:
    """The sentence about a registration that would be more than are wanted."""
    said = (
        f"这一版已登记 {before} 份，再登记 {copies} 份，合计 {before + copies} 份"
        if before
        else f"登记 {copies} 份"
    )
    return f"{said}，超过应交的 {PAPER_COPIES} 份。"


def correct_receipt(
    receipt: PaperReceipt, *, actor: User, copies: int, received_on: date, reason: str
) -> PaperReceipt | None:
    """Put a mistaken registration right: the old row is voided with the reason, a right one takes its place (MAT-W).

    Args:
        copies: what really came in; 0 when nothing did (another application's paper, registered twice).

    Returns:
        The new registration; None for 0.

    Raises:
        Refused: no reason is given, the number or the day cannot be, it was corrected already, or nothing differs.
    """
    with APPLICATION.perform("correct_paper", receipt.revision.application_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("更正登记必须写明理由。")
        if not 0 <= copies <= MOST_COPIES:
            raise Refused(f"实际收到份数请填写 0 至 {MOST_COPIES} 的整数。")
        _require_day(received_on, receipt.revision, act.now)
        old = PaperReceipt.objects.select_for_update().select_related("revision").get(pk=receipt.pk)
        if old.voided_at:
            raise Refused("这条登记已经更正过，请刷新页面查看。")
        if (copies, received_on) == (old.copies, old.received_on):
            raise Refused("份数和日期都没有变化，不需要更正。")
        old.voided_at, old.voided_by, old.void_reason = act.now, actor, reason
        old.save(update_fields=["voided_at", "voided_by", "void_reason"])
        new = None
        if copies:
            new = PaperReceipt.objects.create(
                revision=old.revision,
                copies=copies,
                received_on=received_on,
                note=old.note,
                by=actor,
                at=act.now,
            )
        _say_corrected(act, old, new)
    return new


def _require_day(received_on: date, revision: Revision, now: datetime) -> None:
    """Paper comes in neither ahead of time nor before its revision was submitted."""
    submitted_on = day_of(revision.submitted_at)
    if received_on > day_of(now):
        raise Refused("收到日期不能晚于今天。")
    if received_on < submitted_on:
        raise Refused(f"该版本于 {chinese_date(submitted_on)} 提交，收到日期不能更早。")


def _say_corrected(act: Act, old: PaperReceipt, new: PaperReceipt | None) -> None:
    became = f"{new.copies} 份（{new.received_on:%Y-%m-%d} 收到）" if new else "作废"
    act.summary = (
        f"第 {old.revision.number} 版纸质材料登记由 {old.copies} 份（{old.received_on:%Y-%m-%d} 收到）更正为{became}。"
        f"理由：{old.void_reason}"
    )
    act.facts |= {"receipt": old.pk, "before": old.copies, "after": new.copies if new else 0}
    act.tell(
        User.objects.of(act.object.organisation),
        f"纸质材料登记已更正：{act.object.number}",
        f"「{act.object.title}」{act.summary}",
        act.object.get_absolute_url(),
    )


def remind_of_paper(application_id: int, *, actor: User | None, at: datetime | None = None) -> PaperReminder:
    """Ask the applicant for the paper that is missing (MAT-W): a message and an e-mail, at most once a day.

    Args:
        actor: None when the portal does it by itself, once per revision.
        at: the instant, when the caller has read it already.

    Raises:
        Refused: all copies are there, or it was asked for today already.
    """
    with APPLICATION.perform("remind_paper", application_id, actor=actor, at=at) as act:
        revision, day = act.object.current_revision, day_of(act.now)
        copies = copies_of(revision)
        if copies >= PAPER_COPIES:
            raise Refused("现行版本的纸质材料已经收齐，不需要催交。")
        asked = PaperReminder.objects.filter(application=act.object)
        if actor is None and asked.filter(revision=revision, automatic=True).exists():
            raise Refused("这一版已经自动提醒过。")
        if asked.filter(day=day).exists():
            raise Refused("今天已经提醒过该申报单位，每天最多提醒一次。")
        reminder = PaperReminder.objects.create(
            application=act.object,
            revision=revision,
            day=day,
            copies=copies,
            automatic=actor is None,
            by=actor,
            at=act.now,
        )
        _ask_for_paper(act, reminder)
    return reminder


def _ask_for_paper(act: Act, reminder: PaperReminder) -> None:
    number, missing = reminder.revision.number, PAPER_COPIES - reminder.copies
    act.summary = f"第 {number} 版纸质材料已收 {reminder.copies} 份，还差 {missing} 份"
    act.facts |= {"revision": number, "copies": reminder.copies, "automatic": reminder.automatic}
    act.tell(
        User.objects.of(act.object.organisation),
        f"请报送纸质材料：{act.object.number}",
        f"「{act.object.title}」{act.summary}。{paper_wanted(act.object)}合订本是第 {number} 版，"
        "每页页脚的识别码须与现行版本一致。",
        act.object.get_absolute_url(),
    )
