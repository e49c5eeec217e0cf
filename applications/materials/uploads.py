"""Taking the files that an applicant uploads: under a line of the material list, or as a stamped scan (MAT-*)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from applications.materials import actions as materials
from applications.models import Application, Attachment
from files import store
from files.inspection import CheckedUpload, check_upload, shown_name
from files.models import StoredFile
from files.refusals import FileRefused
from journal.workflow import Refused
from programme.notice import MATERIAL_FILE_TYPES


def take_uploads(
    application: Application, material: str, uploads: Iterable[UploadedFile], *, actor: User
) -> list[str]:
    """Check, keep and attach each file; return one sentence for each that was refused. The others are kept."""
    refused = []
    for upload in uploads:
        try:
            checked = check_upload(upload, MATERIAL_FILE_TYPES)
            with _stored(application, upload, checked, checked.size, actor) as file:
                materials.attach(application.pk, actor=actor, material=material, file=file, name=checked.name)
        except (FileRefused, Refused) as refusal:
            refused.append(f"「{shown_name(upload)}」未上传：{refusal}")
    return refused


def take_replacement(attachment: Attachment, upload: UploadedFile, *, actor: User) -> str:
    """Check a file and put it in the place of another; return why it was refused, or nothing."""
    try:
        checked = check_upload(upload, MATERIAL_FILE_TYPES)
        added = checked.size - attachment.file.size
        with _stored(attachment.application, upload, checked, added, actor) as file:
            materials.replace(attachment.pk, actor=actor, file=file, name=checked.name)
    except (FileRefused, Refused) as refusal:
        return f"「{shown_name(upload)}」未上传，「{attachment.name}」没有被替换：{refusal}"
    return ""


@contextmanager
def _stored(
    application: Application, upload: UploadedFile, checked: CheckedUpload, added: int, actor: User
) -> Iterator[StoredFile]:
    """Store an upload in one transaction with what is done with it, once it is sure that it fits."""
    with transaction.atomic():
        materials.require_room(application.pk, added, actor=actor)
        yield store.put(upload, checked.mime)


def _kept(upload: UploadedFile, checked: CheckedUpload) -> dict:
    """Store a file of a scan; how ``StampedScan.files`` lists it."""
    stored = store.put(upload, checked.mime)
    return {
        "name": checked.name,
        "size": checked.size,
        "sha256": stored.sha256,
        "mime": checked.mime,
        "pages": checked.pages,
    }
