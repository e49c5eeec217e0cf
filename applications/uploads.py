"""Taking the files that an applicant uploads under a line of the material list (MAT-*)."""

from collections.abc import Iterable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from accounts.models import User
from applications.actions import attach
from applications.models import Application
from files import store
from files.inspection import check_upload
from files.refusals import FileRefused
from pilots.programme import MATERIAL_FILE_TYPES


def take_uploads(
    application: Application, material: str, uploads: Iterable[UploadedFile], *, actor: User
) -> list[str]:
    """Check, keep and attach each file; return one sentence for each that was refused. The others are kept.

    Raises:
        Refused: the draft cannot be changed now.
    """
    refused = []
    present = {(each.material, each.file_id) for each in application.attachments.all()}
    total = sum(each.file.size for each in application.attachments.all())
    for upload in uploads:
        try:
            checked = check_upload(upload, MATERIAL_FILE_TYPES)
            if total + checked.size > settings.MAX_APPLICATION_BYTES:
                raise FileRefused(
                    f"全部材料合计不能超过 {filesizeformat(settings.MAX_APPLICATION_BYTES)}。"
                    "请压缩文件，或删除不需要的文件后再上传。"
                )
            stored = store.put(upload, checked.mime)
        except FileRefused as refusal:
            refused.append(f"「{upload.name}」未上传：{refusal}")
            continue
        if (material, stored.sha256) in present:
            refused.append(f"「{upload.name}」未重复上传：本项材料中已有内容相同的文件。")
            continue
        attach(application.pk, actor=actor, material=material, file=stored, name=checked.name)
        present.add((material, stored.sha256))
        total += checked.size
    return refused
