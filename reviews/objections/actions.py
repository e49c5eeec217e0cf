"""Objections to a public notice: taken from anybody until its end, handled by city staff (AWD-1).

Who objected stands in the row alone: no record, no message to an applicant and no reason that an applicant reads names
the objector. Lock order: objection → application → line of the notice → end of the journal.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.core.files.base import File
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from applications.states import State
from face.wording import cutoff_text
from files import store
from files.inspection import CheckedUpload
from journal.acts import Act, Refused
from journal.facts import Facts
from journal.recording import write_to
from reviews.acts import MAKE_OBJECTION, READ_CONTACT
from reviews.models import Objection, ObjectionFile, ObjectionNote, PublicNotice, PublicNoticeItem
from reviews.results.actions import strike
from reviews.workflow import OBJECTION


@dataclass(frozen=True)
class ObjectionFacts(Facts):
    """What the journal keeps of an objection, without who objected; the invariants hold the row against it.

    Attributes:
        grounds: a digest of what was objected; "" in records from before 1.1.0.
    """

    notice: int
    item: str | None
    files: int
    grounds: str = ""

    @classmethod
    def said_by(cls, objection: Objection, files: int) -> Self:
        """What an objection with so many files says."""
        item = objection.item and objection.item.number
        return cls(objection.notice_id, item, files, _digest(objection.number, objection.grounds))


@dataclass(frozen=True)
class FindingFacts(Facts):
    """What the journal keeps of what was found: a digest of reason and answer; "" in records from before 1.1.0."""

    finding: str = ""

    @classmethod
    def said_by(cls, objection: Objection) -> Self:
        """What was found of an objection."""
        return cls(_digest(objection.number, objection.reason, objection.answer))


def _digest(*texts: str) -> str:
    """A digest of texts; the number of the receipt among them keeps anybody from guessing the others."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def make_objection(
    notice_id: int, *, item: PublicNoticeItem | None, files: Sequence[tuple[File, CheckedUpload]] = (), **said
) -> Objection:
    """Take an objection from the public, at the database's instant before the end of the notice.

    The clock is read before the lock on the notice is waited for; what came in time counts however long that takes.

    Args:
        item: the line objected to; None for the notice as a whole.
        files: evidence, as ``files.inspection`` let it pass.
        said: name, phone, email, organisation, grounds.

    Raises:
        Refused: nobody is named, no way to answer or no grounds are given; the notice is over, the line or all lines
            are not on it any more, or the same was said by the same person already (a form sent again after going
            back). StoreFull: evidence could not be kept.
    """
    with MAKE_OBJECTION.perform(notice_id, actor=None) as act:
        notice = act.object
        _require_open(notice, item, act.now)
        _require_words(said)
        if same := notice.objections.filter(item=item, **said).first():
            raise Refused(
                f"您已经提交过同样的异议，回执编号 {same.number}，不需要重复提交。要补充的，请把补充的内容写进事实和理由。"
            )
        objection = Objection.objects.create(
            notice=notice, item=item, received_at=act.now, state_since=act.now, **said
        )
        ObjectionFile.objects.bulk_create(
            ObjectionFile(objection=objection, file=store.put(file, checked.mime), name=checked.name)
            for file, checked in files
        )
        act.about = objection
        act.summary = f"{notice.title}：{item or '公示整体'}，材料 {len(files)} 份"
        act.facts |= ObjectionFacts.said_by(objection, len(files)).written()
        _acknowledge(act, objection)
    return objection


def _require_open(notice: PublicNotice, item: PublicNoticeItem | None, now: datetime) -> None:
    if now >= notice.ends_at:
        raise Refused(f"公示期已于 {cutoff_text(notice.ends_at)} 结束，不再接收异议。")
    if not notice.is_open(now):
        raise Refused("名单上的项目已全部移出，公示已经终止，不再接收异议。")
    if item and not notice.items.standing().filter(pk=item.pk).exists():
        raise Refused("所选项目已不在公示名单中，请重新选择。")


def _require_words(said: dict) -> None:
    """An objector who can be answered, and something that can be looked into."""
    if not said.get("name", "").strip():
        raise Refused("请填写您的姓名。")
    if not said.get("phone", "").strip() and not said.get("email", "").strip():
        raise Refused("请至少填写联系电话、电子邮箱中的一项。")
    if not said.get("grounds", "").strip():
        raise Refused("请写明事实和理由。")


def _acknowledge(act: Act[PublicNotice], objection: Objection) -> None:
    """Tell the objector the receipt number, where there is an address; tell staff that there is something to do."""
    notice = objection.notice
    if objection.email:
        write_to(
            objection.email,
            key=f"objection:{objection.pk}:received",
            subject=f"异议回执：{objection.number}",
            body=f"我们已收到您对“{notice.title}”的异议，回执编号 {objection.number}。\n\n"
            f"市生态环境局核查后会答复您。查询进展可打开下面的页面，或凭回执编号致电 {notice.phone}。",
            link=reverse("objection_receipt", args=[objection.number]),
            at=objection.received_at,
        )
    act.tell(
        User.objects.who_may(Capability.ANSWER_OBJECTIONS),
        f"收到异议：{objection.number}",
        f"“{notice.title}”收到一件异议，请受理并核查。公示期满且全部异议办结后，才能确认名单。",
        objection.get_absolute_url(),
    )


def take_objection(objection_id: int, *, actor: User) -> None:
    """Take an objection in hand, or take it over from a colleague."""
    with OBJECTION.perform("take_objection", objection_id, actor=actor) as act:
        before, act.object.taken_by = act.object.taken_by, actor
        act.summary = f"由{before}转交" if before and before != actor else ""


def read_contact(objection_id: int, *, actor: User) -> None:
    """Note that somebody looks at who objected, before it is shown."""
    with READ_CONTACT.perform(objection_id, actor=actor):
        pass


def note_objection(objection_id: int, *, actor: User, text: str) -> ObjectionNote:
    """Write down what was found; notes stay as they are.

    Raises:
        Refused: nothing is written, or the objection is not in hand.
    """
    with OBJECTION.perform("note_objection", objection_id, actor=actor) as act:
        if not text.strip():
            raise Refused("请填写核查记录。")
        note = ObjectionNote.objects.create(objection=act.object, text=text, by=actor, at=act.now)
        act.facts["note"] = note.pk
    return note


def dismiss_objection(objection_id: int, *, actor: User, reason: str, answer: str) -> None:
    """Find that the objection does not hold; the list stays as it is.

    Raises:
        Refused: somebody else handles it, nothing was looked into, or a word is missing.
    """
    with OBJECTION.perform("dismiss_objection", objection_id, actor=actor) as act:
        _find(act, reason, answer)
        _close(act)


def propose_upholding(
    objection_id: int, *, actor: User, reason: str, answer: str, item: PublicNoticeItem | None, told: str
) -> None:
    """Propose that the objection holds; nothing leaves the city before another person confirms it.

    Args:
        reason: for the file. answer: to the objector.
        item: the line to take off; that of the objection when it has one, else one that staff chose, or none.
        told: why, in words for the applicant that name no objector; needed when a line is taken off.

    Raises:
        Refused: somebody else handles it, nothing was looked into, a word is missing, or the line is off already.
    """
    with OBJECTION.perform("propose_upholding", objection_id, actor=actor) as act:
        _find(act, reason, answer)
        objection, item = act.object, act.object.item or item
        if item and item.is_withdrawn:
            item = None  # its applicant was faster: there is nothing to take off
        if item and not told.strip():
            raise Refused("移出名单必须写明告知申报单位的原因。")
        if item and not objection.notice.items.standing().filter(pk=item.pk).exists():
            raise Refused(f"{item.number} 已不在公示名单中，不能再次移出。")
        objection.struck_item, objection.told = item, told.strip() if item else ""
        objection.proposed_by, objection.proposed_at, objection.return_remark = actor, act.now, ""
        act.summary = f"拟移出名单：{item}" if item else "名单不变"
        act.facts |= {"strike": item and item.number, "told": objection.told, "reason": objection.reason}
        body = f"{actor} 核查后提出异议成立，请另一人核对后确认或退回。"
        others = User.objects.who_may(Capability.ANSWER_OBJECTIONS).exclude(pk=actor.pk)
        act.tell(others, f"异议待确认：{objection.number}", body, objection.get_absolute_url())


def return_upholding(objection_id: int, *, actor: User, remark: str, seen: str) -> None:
    """Return the proposal with a remark; its proposer is told, and looks into it again.

    Raises:
        Refused: the own proposal, another than was seen, or no remark.
    """
    with OBJECTION.perform("return_upholding", objection_id, actor=actor) as act:
        _require_seen(act.object, seen)
        if not remark.strip():
            raise Refused("请写明退回意见。")
        objection = act.object
        act.summary = objection.return_remark = remark.strip()
        body = f"{actor} 退回了您提出的认定，意见：{objection.return_remark}"
        act.tell(
            [objection.proposed_by], f"异议认定被退回：{objection.number}", body, objection.get_absolute_url()
        )


def uphold_objection(objection_id: int, *, actor: User, seen: str) -> None:
    """Confirm, as another person, that the objection holds: its line is taken off, the applicant is told why.

    Raises:
        Refused: the own proposal, or another than was seen.
    """
    with OBJECTION.perform("uphold_objection", objection_id, actor=actor) as act:
        objection = act.object
        _require_seen(objection, seen)
        item = objection.struck_item
        if item and _withdrawn_meanwhile(item):
            act.summary = f"{item} 已由申报单位撤回，名单不再变动"
        elif item:
            strike(item, actor=actor, at=act.now, reason=objection.told)
            act.facts["struck"] = item.number
            act.summary = f"移出名单：{item}"
        _close(act)


def _withdrawn_meanwhile(item: PublicNoticeItem) -> bool:
    """Whether its applicant withdrew since the proposal; locks the application, so that it holds until the end."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=item.application_id)
    return application.state == State.WITHDRAWN


def _require_seen(objection: Objection, seen: str) -> None:
    if objection.mark != seen:
        raise Refused("这项认定刚刚有变动，请核对最新内容。")


def _find(act, reason: str, answer: str) -> None:
    """Keep what the one who handles it found; it rests on something that was looked into."""
    objection = act.object
    if objection.taken_by_id != act.actor.pk:
        raise Refused(f"异议由{objection.taken_by}经办，请先转由您经办，再认定。")
    if not objection.notes.exists():
        raise Refused("还没有核查记录，请先写明核查情况，再认定。")
    if not reason.strip() or not answer.strip():
        raise Refused("办结异议必须写明理由和答复。")
    objection.reason, objection.answer = reason, answer
    act.facts |= FindingFacts.said_by(objection).written()


def _close(act) -> None:
    """Close it, and answer by e-mail where there is an address."""
    objection = act.object
    objection.closed_by, objection.closed_at = act.actor, act.now
    if objection.email:
        write_to(
            objection.email,
            key=f"objection:{objection.pk}:answer",
            subject=f"异议答复：{objection.number}",
            body=f"您对“{objection.notice.title}”提出的异议（回执编号 {objection.number}）已办结。\n\n{objection.answer}",
            at=act.now,
        )
