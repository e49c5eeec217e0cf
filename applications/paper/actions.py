"""What applicants do on paper and say here: print, sign, stamp, scan (MAT-W). One function, one act.

None of it moves the application: paper that is late holds nothing up.
"""

from collections.abc import Callable

from django.db.models import Sum

from accounts.models import User
from applications.models import PaperMark, PaperReceipt, Revision, StampedScan
from applications.states import PaperStep
from applications.workflow import APPLICATION
from journal.workflow import Act, Refused
from programme.notice import PAPER_COPIES


def mark_step(revision: Revision, step: PaperStep, *, actor: User, done: bool = True) -> None:
    """Tick a step on paper for a revision, or take the tick back.

    Raises:
        Refused: paper is not wanted now, or a newer revision has replaced this one.
    """
    with APPLICATION.perform("mark_paper", revision.application_id, actor=actor) as act:
        _require_current(act, revision)
        if done:
            PaperMark.objects.get_or_create(
                revision=revision, step=step, defaults={"by": actor, "at": act.now}
            )
        else:
            PaperMark.objects.filter(revision=revision, step=step).delete()
        act.summary = f"第 {revision.number} 版{'已' if done else '尚未'}{PaperStep(step).label}"
        act.facts |= {"revision": revision.number, "step": str(step), "done": done}


def keep_scan(revision: Revision, *, actor: User, pages: int, keep: Callable[[], list[dict]]) -> StampedScan:
    """Keep the scan of a stamped form; the one before stays in the store.

    Args:
        pages: of all files together.
        keep: puts the files into the store and lists them as ``Revision.attachments`` does; called when it is sure
            that they are taken.

    Raises:
        Refused: as ``mark_step``; or the centre has all the paper, so that a scan it was compared with must stay.
    """
    with APPLICATION.perform("upload_scan", revision.application_id, actor=actor) as act:
        _require_current(act, revision)
        earlier = StampedScan.objects.filter(revision=revision).count()
        if earlier and copies_of(revision) >= PAPER_COPIES:
            raise Refused("中心已收齐这一版的纸质材料，扫描件不能再更换。如有问题，请联系市级工作人员。")
        scan = StampedScan.objects.create(revision=revision, files=keep(), pages=pages, by=actor, at=act.now)
        act.summary = (
            f"第 {revision.number} 版盖章扫描件，共 {pages} 页{'，替换原来的扫描件' if earlier else ''}"
        )
        act.facts |= {"revision": revision.number, "files": [file["sha256"] for file in scan.files]}
    return scan


def copies_of(revision: Revision) -> int:
    """How many paper copies of a revision the centre has."""
    standing = PaperReceipt.objects.standing().filter(revision=revision)
    return standing.aggregate(copies=Sum("copies"))["copies"] or 0


def _require_current(act: Act, revision: Revision) -> None:
    if act.object.current_revision_id != revision.pk:
        raise Refused("这一版已被新的版本替换，请按新版本重新打印、盖章。")
