"""Files beside what is being written about a pilot."""

from accounts.models import User
from files.models import StoredFile
from journal.acts import Refused
from pilots.acts import ATTACH, DETACH
from pilots.models import Submission, SubmissionFile
from pilots.states import WRITABLE
from pilots.writing.saving import NOT_NOW

MAX_FILES = 40


def attach_file(
    submission_id: int, place: str, file: StoredFile, name: str, *, actor: User
) -> SubmissionFile:
    """Put a file to what is being written.

    Raises:
        Refused: it cannot be written now, there is no more room, or the file is there already.
    """
    with ATTACH.perform(submission_id, actor=actor) as act:
        submission = _writable(act.object)
        if submission.attached.count() >= MAX_FILES:
            raise Refused(f"一份材料最多 {MAX_FILES} 个附件。请先删除不需要的。")
        act.about, act.summary = submission.pilot, name
        act.facts |= {"submission": submission.pk, "place": place, "sha256": file.pk}
        return submission.attached.create(place=place, file=file, name=name, by=actor, at=act.now)


def detach_file(file_id: int, *, actor: User) -> None:
    """Take a file off what is being written; versions that were handed in keep it.

    Raises:
        Refused: it is gone already, or the submission cannot be written now.
    """
    attached = SubmissionFile.objects.filter(pk=file_id).first()
    if attached is None:
        raise Refused("这个文件已被删除，请刷新页面查看。")
    with DETACH.perform(attached.submission_id, actor=actor) as act:
        submission = _writable(act.object)
        act.about, act.summary = submission.pilot, attached.name
        act.facts |= {"submission": submission.pk, "place": attached.place, "sha256": attached.file_id}
        SubmissionFile.objects.filter(pk=file_id).delete()


def _writable(submission: Submission) -> Submission:
    if submission.state not in WRITABLE:
        raise Refused(NOT_NOW)
    return submission
