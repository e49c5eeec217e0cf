"""What applicants do to the files of a draft. One function, one act (MAT-*).

Every act locks the application first, so that two uploads at once cannot exceed together what each may alone.
Revisions that were submitted keep their files whatever happens here.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum
from django.template.defaultfilters import filesizeformat

from accounts.models import User
from applications.filling.saving import save_draft
from applications.models import Application, Attachment
from files.models import StoredFile
from journal.workflow import Refused

TWICE = "本项材料中已有内容相同的文件，不必重复上传。"
GONE = "这个文件已被删除或替换，请刷新页面查看最新的材料。"


def require_room(application_id: int, added: int, *, actor: User) -> Application:
    """Lock the application, and see that so many bytes more fit. To be called inside the transaction that adds them.

    Raises:
        Refused: the draft cannot be changed now, or all its files together would be too large.
    """
    application = save_draft(application_id, actor=actor)
    used = application.attachments.aggregate(bytes=Sum("file__size"))["bytes"] or 0
    limit = settings.MAX_APPLICATION_BYTES
    if added > 0 and used + added > limit:
        raise Refused(
            f"全部材料合计不能超过 {filesizeformat(limit)}，现在还能上传 {filesizeformat(max(0, limit - used))}。"
            "请压缩文件，或删除不需要的文件后再上传。"
        )
    if added > 0:
        _require_room_of_organisation(application, added)
    return application


def _require_room_of_organisation(application: Application, added: int) -> None:
    """See that all files of the organisation's applications together leave room: what one takes, others lack."""
    files = Attachment.objects.filter(application__organisation=application.organisation_id)
    used = files.aggregate(bytes=Sum("file__size"))["bytes"] or 0
    limit = settings.MAX_ORGANISATION_BYTES
    if used + added > limit:
        raise Refused(
            f"本单位各项申报的材料合计不能超过 {filesizeformat(limit)}，现在还能上传 {filesizeformat(max(0, limit - used))}。"
            "请删除草稿中不再需要的文件后再上传。"
        )


@transaction.atomic
def attach(
    application_id: int, *, actor: User, material: str, file: StoredFile, name: str, made_from: str = ""
) -> Attachment:
    """Put a checked file under a line of the material list, after the others; ``made_from`` as the model says.

    Raises:
        Refused: as ``require_room``; or the line has this content already.
    """
    application = require_room(application_id, file.size, actor=actor)
    _require_once(application, material, file)
    return Attachment.objects.create(
        application=application,
        material=material,
        position=_end(application, material),
        file=file,
        name=name,
        added_by=actor,
        added_at=application.saved_at,
        made_from=made_from,
    )


@transaction.atomic
def replace(
    attachment_id: int, *, actor: User, file: StoredFile, name: str, made_from: str = ""
) -> Attachment:
    """Put a checked file in the place of another one, where it stands among the others; refusals as of ``attach``.

    An annex made anew (``made_from``) may be equal to the one before.
    """
    attachment, application = _locked(attachment_id, actor)
    require_room(application.pk, file.size - attachment.file.size, actor=actor)
    if not (made_from and attachment.file_id == file.pk):
        _require_once(application, attachment.material, file)
    attachment.file, attachment.name, attachment.made_from = file, name, made_from
    attachment.added_by, attachment.added_at = actor, application.saved_at
    attachment.save()
    return attachment


@transaction.atomic
def place(attachment_id: int, *, actor: User, material: str, index: int | None = None) -> None:
    """Move a file to a place of a line of the material list.

    Args:
        index: how many files of the line shall stand before it; None puts it at the end.

    Raises:
        Refused: the draft cannot be changed now, or the line has this content already.
    """
    attachment, application = _locked(attachment_id, actor)
    others = [each for each in application.attachments.filter(material=material) if each != attachment]
    if material != attachment.material:
        _require_once(application, material, attachment.file)
    others.insert(len(others) if index is None else max(0, index), attachment)
    attachment.material = material
    for position, each in enumerate(others):
        each.position = position
    Attachment.objects.bulk_update(others, ["material", "position"])


@transaction.atomic
def detach(attachment_id: int, *, actor: User) -> None:
    """Take a file off the draft."""
    attachment, _ = _locked(attachment_id, actor)
    attachment.delete()


def _locked(attachment_id: int, actor: User) -> tuple[Attachment, Application]:
    """Lock the application of a file, then read the file as it stands."""
    found = Attachment.objects.filter(pk=attachment_id).values_list("application_id", flat=True).first()
    if found is None:
        raise Refused(GONE)
    application = save_draft(found, actor=actor)
    attachment = Attachment.objects.select_related("file").filter(pk=attachment_id).first()
    if attachment is None:
        raise Refused(GONE)
    return attachment, application


def _require_once(application: Application, material: str, file: StoredFile) -> None:
    if application.attachments.filter(material=material, file=file).exists():
        raise Refused(TWICE)


def _end(application: Application, material: str) -> int:
    last = application.attachments.filter(material=material).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
