"""Beginning a submission, freezing it as a version, answering it. Parts of acts, which run in their transaction."""

from copy import copy
from datetime import date, datetime
from typing import Any

from accounts.models import User
from face.wording import chinese_date
from journal.acts import Refused
from journal.clock import day_of
from pilots.models import Pilot, Submission, SubmissionVersion
from pilots.states import Outcome, SubmissionKind, SubmissionState
from pilots.workflow import SUBMISSION

DOCUMENT = "document"  # the place of a whole document that was uploaded
ANSWERS = {
    Outcome.APPROVED: "accept_submission",
    Outcome.RETURNED: "return_submission",
    Outcome.REFUSED: "refuse_submission",
}


def begin_submission(
    pilot: Pilot, kind: SubmissionKind, at: datetime, content: dict[str, str] | None = None, **fields: Any
) -> Submission:
    """The next submission of its kind, open to be written.

    Args:
        content: what stands in its places at first. fields: period_from, period_to, due_on, not_before.
    """
    last = pilot.submissions.filter(kind=kind).order_by("number").last()
    return Submission.objects.create(
        pilot=pilot,
        kind=kind,
        number=last.number + 1 if last else 1,
        state_since=at,
        opened_at=at,
        content=content or {},
        **fields,
    )


def locked_submission(submission_id: int) -> Submission:
    """The row, locked; its pilot is locked before it."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("pilot__entry__cycle")
    return rows.get(pk=submission_id)


def as_handed_in(version: SubmissionVersion) -> Submission:
    """The submission with the content of one of its versions, for its layout; never saved."""
    submission = copy(version.submission)
    submission.content, submission.state = version.content, SubmissionState.HANDED_IN
    return submission


def freeze(submission: Submission, *, actor: User, at: datetime, note: str = "") -> SubmissionVersion:
    """Keep what stands in a submission as its next version, and hand it in.

    Raises:
        Refused: nothing changed since the version that was returned, or it is too early (self-evaluation).
    """
    today, last = day_of(at), submission.last
    files = [
        {"name": kept.name, "sha256": kept.file_id, "place": kept.place}
        for kept in submission.attached.order_by("place", "pk")
    ]
    document = submission.attached.filter(place=DOCUMENT).select_related("file").first()
    if last and (last.content, last.files, last.note) == (submission.content, files, note):
        raise Refused(f"内容与第 {last.version} 版相同，请按审核意见修改后再提交。")
    if sentence := too_early(submission, today):
        raise Refused(sentence)
    submission.first_handed_in_on = submission.first_handed_in_on or today
    version = SubmissionVersion.objects.create(
        submission=submission,
        version=last.version + 1 if last else 1,
        content=submission.content,
        files=files,
        file=document.file if document else None,
        file_name=document.name if document else "",
        note=note,
        late=_late(submission.due_on, submission.first_handed_in_on),
        submitted_by=actor,
        submitted_at=at,
    )
    SUBMISSION.carry("hand_in_submission", submission, actor=actor, at=at)
    return version


def too_early(submission: Submission, today: date) -> str:
    """Why it cannot be handed in yet, with the day from which it can; "" when it can (A1 §三.3)."""
    if submission.not_before is None or today >= submission.not_before:
        return ""
    months = submission.pilot.entry.programme.life.trial_months
    day = chinese_date(submission.not_before)
    return f"试运行满 {months} 个月才能提交自评报告，最早可于{day}提交。已填写的内容都已保存。"


def _late(due_on: date | None, today: date) -> bool:
    return due_on is not None and today > due_on


def answer(
    submission: Submission, outcome: Outcome, *, actor: User, at: datetime, remarks: str
) -> SubmissionVersion:
    """Write the city's answer to the version that waits, and move the submission.

    Raises:
        Refused: it is not approved, and nothing is said why; or no version waits.
    """
    if outcome != Outcome.APPROVED and not remarks.strip():
        raise Refused("退回修改或不予同意时，请写明理由和需要修改的内容。")
    version = submission.versions.waiting().first()
    if version is None:
        raise Refused("没有等待审核的版本，请刷新页面查看。")
    version.outcome, version.remarks = outcome, remarks.strip()
    version.decided_by, version.decided_at = actor, at
    version.save(update_fields=["outcome", "remarks", "decided_by", "decided_at"])
    SUBMISSION.carry(ANSWERS[outcome], submission, actor=actor, at=at)
    return version


def note(submission: Submission, *, at: datetime, remarks: str) -> SubmissionVersion:
    """Accept the version that waits in the name of the portal: it needs nobody's approval (A3 §三.三).

    Args:
        remarks: why it does not.
    """
    version = submission.versions.waiting().get()
    version.outcome, version.remarks, version.decided_at = Outcome.APPROVED, remarks, at
    version.save(update_fields=["outcome", "remarks", "decided_at"])
    SUBMISSION.carry("note_submission", submission, actor=None, at=at)
    return version


def close(submission: Submission, *, at: datetime) -> None:
    """Close what is still to be handed in or answered, as the life of its pilot ends; nobody waits for an answer any more."""
    submission.versions.waiting().update(outcome=Outcome.CLOSED, decided_at=at)
    SUBMISSION.carry("close_submission", submission, actor=None, at=at)


def close_unfinished(pilot: Pilot, at: datetime) -> None:
    """Close what is still to be handed in or answered, as the life of the pilot ends; rows in the order of their ids."""
    rows = pilot.submissions.unfinished().select_for_update(of=("self",)).select_related("pilot__entry")
    for submission in rows.order_by("pk"):
        close(submission, at=at)
