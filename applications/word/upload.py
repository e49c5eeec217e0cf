"""Taking a Word form from a person: read in a process of its own, kept for comparing, away from the draft.

``LIMITS`` bound what that may cost while the person waits. Seconds of processor and MB that honest files took: a form 0.06
and 90, one with 18 MB of pictures 0.07 and 119, one with 220,000 characters more 0.65 and 103.
"""

from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from accounts.models import User
from applications.models import Application, WordUpload
from files.children import sandbox
from files.inspection import clean_name
from files.refusals import FileRefused, StoreFull
from files.upload_handler import LostUpload, written_copy
from journal import clock
from programme.notice import Sheet
from sheets.loading import FOLDER, definition
from sheets.reading.read import Reading

KEPT = timedelta(days=7)
LIMITS = sandbox.Limits(memory=1024**3, cpu=2, wall=10)
READER = "sheets.reading.child:read"
TOO_COMPLEX = "文件内容过于复杂或已损坏，无法读取。请在 Word 或 WPS 中另存为 .docx 后再上传。"


def take_word(application: Application, upload: UploadedFile, *, actor: User) -> WordUpload:
    """Read an uploaded Word form and keep what it says for ``KEPT``; it takes the place of the person's last one.

    Raises:
        FileRefused: it cannot be read, or is the form of another type. The last one is still there.
    """
    now = clock.now()
    reading = _read(application, upload)
    if reading["sheet"] != application.sheet:
        raise FileRefused(
            f"您上传的是「{Sheet(reading['sheet']).label}」申报表，本申报填写的是"
            f"「{application.get_sheet_display()}」申报表。请核对是否选错了文件，或另建一项申报。"
        )
    WordUpload.objects.filter(at__lt=now - KEPT).delete()
    kept, _ = WordUpload.objects.update_or_create(
        application=application,
        by=actor,
        defaults={"at": now, "name": clean_name(upload.name or ""), "reading": reading},
    )
    return kept


def waiting_word(application: Application, user: User) -> WordUpload | None:
    """What the person uploaded for this draft and has not confirmed, unless it is too old."""
    return WordUpload.objects.of(user, application).filter(at__gte=clock.now() - KEPT).first()


def reading_of(kept: WordUpload) -> Reading:
    """The reading of an upload, by the form of its draft."""
    return Reading.from_json(kept.reading, {kept.application.sheet: kept.application.form})


def _read(application: Application, upload: UploadedFile) -> dict:
    if isinstance(upload, LostUpload):
        raise StoreFull
    if upload.size > settings.MAX_FILE_BYTES:
        raise FileRefused(
            f"文件大小为 {filesizeformat(upload.size)}，超过单个文件上限"
            f" {filesizeformat(settings.MAX_FILE_BYTES)}。请删除文件中的图片后再上传。"
        )
    request = {"year": definition(application.cycle.year).year, "expected": application.sheet}
    with written_copy(upload) as path:
        try:
            answer = sandbox.run(READER, request | {"path": path}, LIMITS, reads=[path, FOLDER])
        except sandbox.ChildFailed:
            raise FileRefused(TOO_COMPLEX) from None
    if answer["refused"]:
        raise FileRefused(answer["refused"])
    return answer["reading"]
