"""Remarks of the review as rows: the city corrects, splits and adds them before the plan is handed in (A1 §三.2)."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from accounts.models import User
from journal.acts import Refused
from pilots.lives import life_with
from pilots.models import Pilot, ReviewRemark
from pilots.writing.lines import points_in

MOST = 60


def write_remarks(pilot: Pilot) -> None:
    """Keep each line of the review's remarks as a row, which the plan has to answer."""
    ReviewRemark.objects.bulk_create(
        ReviewRemark(pilot=pilot, number=number, text=text)
        for number, text in enumerate(points_in(pilot.remarks), start=1)
    )


def mark_of(remarks: Iterable[ReviewRemark]) -> str:
    """What a page that shows these rows carries, so that nobody overwrites what another person changed since."""
    seen = [[remark.number, remark.text] for remark in remarks]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def edit_remarks(
    pilot_id: int, *, actor: User, texts: Mapping[int, str], added: str, seen: str
) -> list[ReviewRemark]:
    """Correct, split, remove and add remarks; the organisation is told, and what it answered to a row stays with it.

    Args:
        texts: number → its text now. The first line stays with the number, further lines become rows of their own at
            the end; an empty text removes the row. added: further remarks, one a line.
        seen: ``mark_of`` the rows that the person saw.

    Raises:
        Refused: the plan is handed in, somebody changed the rows meanwhile, nothing changed, or there are too many.
    """
    with life_with(pilot_id).perform("edit_remarks", pilot_id, actor=actor) as act:
        pilot = act.object
        before = list(pilot.review_remarks.all())
        if mark_of(before) != seen:
            raise Refused("评审意见刚才已被修改，请查看下面的最新内容后再改。")
        after = _numbered(before, texts, added)
        if after == {remark.number: remark.text for remark in before}:
            raise Refused("评审意见没有改动。")
        if len(after) > MOST:
            raise Refused(f"评审意见最多 {MOST} 条，请合并后再保存。")
        pilot.review_remarks.all().delete()
        rows = [ReviewRemark(pilot=pilot, number=number, text=text) for number, text in after.items()]
        ReviewRemark.objects.bulk_create(rows)
        act.summary = f"评审意见现有 {len(rows)} 条"
        act.facts |= {"before": [str(remark) for remark in before], "after": [str(row) for row in rows]}
        listed = "\n".join(str(row) for row in rows)
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 的评审意见有修改",
            f"「{pilot.entry.name}」的评审意见有修改，请在{pilot.entry.programme.plan_name}中逐条写明落实情况。\n\n{listed}",
            pilot.get_absolute_url(),
        )
    return rows


def _numbered(before: Iterable[ReviewRemark], texts: Mapping[int, str], added: str) -> dict[int, str]:
    """Number → text of every row afterwards; numbers of rows that were removed are not used again."""
    after: dict[int, str] = {}
    further: list[str] = []
    last = 0
    for remark in before:
        last = remark.number
        first, *rest = points_in(texts.get(remark.number, remark.text)) or [""]
        if first:
            after[remark.number] = first
        further += rest
    return after | dict(enumerate([*further, *points_in(added)], start=last + 1))
