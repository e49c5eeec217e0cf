"""Building case files as background work: under a claim, safe to run twice or to be killed half way."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from applications.models import Application, PacketFile
from applications.packets.outputs import OUTPUTS
from applications.packets.work import store_file
from journal import clock
from journal.work import claimed, finish
from portal.case_file.build import build
from portal.case_file.gather import gather
from portal.models import CaseFile

GATHERING, BINDING, KEEPING = "整理全部记录", "装订 PDF 并打包", "保存文件"
RELATED = ("cycle", "organisation", "recommender", "entry__pilot", "current_revision", "decision")


def work_on(pk: int) -> None:
    """Build a case file that is due and keep its files."""
    with claimed(CaseFile, pk) as row:
        if row:
            with TemporaryDirectory(prefix="case-file-") as folder:
                _build(row, Path(folder))


def _build(row: CaseFile, folder: Path) -> None:
    _tell(row, GATHERING)
    found = gather(Application.objects.select_related(*RELATED).get(pk=row.application_id))
    _tell(row, BINDING)
    built = build(found, folder)
    _tell(row, KEEPING)
    pdf = store_file(built.pdf, OUTPUTS[PacketFile.Kind.PDF].mime)
    archive = store_file(built.archive, OUTPUTS[PacketFile.Kind.ARCHIVE].mime)
    with transaction.atomic():
        kept = CaseFile.objects.select_for_update(of=("self",)).get(pk=row.pk)
        kept.pdf, kept.archive, kept.lacking = pdf, archive, found.lacking
        kept.built_at, kept.step = clock.now(), ""
        finish(kept, "pdf", "archive", "lacking", "built_at", "step")


def _tell(row: CaseFile, step: str) -> None:
    CaseFile.objects.filter(pk=row.pk).update(step=step)
