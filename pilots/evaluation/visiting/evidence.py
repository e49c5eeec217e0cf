"""Evidence of an evaluation: photos and minutes of the site check, attached by the city while it writes (A1 §三.3)."""

from django.urls import reverse

from accounts.models import User
from journal.workflow import Refused
from pilots.acts import ATTACH_EVIDENCE, DETACH_EVIDENCE
from pilots.evaluation.saving import NOT_NOW
from pilots.models import Evaluation, EvaluationFile
from pilots.states import EvaluationState
from pilots.writing.files import Checked, file_row, keep_once

MOST_OF_ONE = 40  # files of one evaluation


def attach_evidence(evaluation_id: int, files: Checked, *, actor: User) -> None:
    """Put files to an evaluation that is being written.

    Raises:
        Refused: it is proposed or ended, there is no more room, or a file is there already.
        StoreFull: a file could not be kept.
    """
    with ATTACH_EVIDENCE.perform(evaluation_id, actor=actor) as act:
        evaluation, kept = _writable(act.object), keep_once(files)
        if evaluation.attached.count() + len(kept) > MOST_OF_ONE:
            raise Refused(f"一次评估最多 {MOST_OF_ONE} 个文件，请先删除不需要的。")
        EvaluationFile.objects.bulk_create(
            EvaluationFile(evaluation=evaluation, file=file, name=name, by=actor, at=act.now)
            for file, name in kept.items()
        )
        act.about, act.summary = evaluation.pilot, "、".join(kept.values())
        act.facts |= {"evaluation": evaluation.pk, "files": [file.pk for file in kept]}


def detach_evidence(file_id: int, *, actor: User) -> None:
    """Take a file off an evaluation that is being written.

    Raises:
        Refused: it is gone already, or the evaluation is proposed or ended.
    """
    attached = EvaluationFile.objects.filter(pk=file_id).first()
    if attached is None:
        raise Refused("这个文件已被删除，请刷新页面查看。")
    with DETACH_EVIDENCE.perform(attached.evaluation_id, actor=actor) as act:
        evaluation = _writable(act.object)
        act.about, act.summary = evaluation.pilot, attached.name
        act.facts |= {"evaluation": evaluation.pk, "files": [attached.file_id]}
        EvaluationFile.objects.filter(pk=file_id).delete()


def _writable(evaluation: Evaluation) -> Evaluation:
    if evaluation.state != EvaluationState.OPEN:
        raise Refused(NOT_NOW)
    return evaluation


def evidence_rows(evaluation: Evaluation, *, deleting: bool = False) -> list[dict]:
    """The files of an evaluation, as ``file_list`` shows them.

    Args:
        deleting: with buttons to delete.
    """
    return [
        file_row(
            kept.file,
            kept.name,
            reverse("evaluation_evidence", args=[kept.pk]),
            delete_url=reverse("evaluation_evidence_delete", args=[kept.pk]) if deleting else "",
        )
        for kept in evaluation.attached.select_related("file")
    ]
