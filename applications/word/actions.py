"""Taking over what a person confirmed of a Word form."""

from django.db import transaction

from accounts.models import User
from applications.filling.saving import save_draft
from applications.models import Application, WordUpload
from applications.word.comparison import compare, fingerprint, merged
from applications.word.upload import reading_of
from journal.workflow import Refused


class ChangedMeanwhile(Refused):
    """The draft is not what the person compared with; nothing was taken over."""

    def __init__(self):
        super().__init__("您比对期间草稿有改动，尚未放入任何内容。下面已按最新草稿重新比对，请再确认一次。")


class UploadReplaced(Refused):
    """Another Word was uploaded since the page was shown; nothing was taken over."""

    def __init__(self):
        super().__init__(
            "您在别的窗口又上传了一份 Word，尚未放入任何内容。下面是最新上传的一份，请再确认一次。"
        )


@transaction.atomic
def take_over(upload: WordUpload, *, actor: User, paths: set[str], seen: str) -> int:
    """Put the confirmed places of an upload into the draft, and forget the upload; return how many there were.

    Args:
        paths: key paths of the rows that the person ticked.
        seen: ``fingerprint`` of the draft that was compared with.

    Raises:
        Refused: the draft cannot be changed now, or (``ChangedMeanwhile``) says something else now.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=upload.application_id)
    if fingerprint(application) != seen:
        raise ChangedMeanwhile
    reading = reading_of(upload)
    comparison = compare(application, reading)
    taken = {row.slot.path for row in comparison.rows} & paths
    if taken:
        save_draft(application.pk, actor=actor, answers=merged(application, comparison, reading, taken))
    upload.delete()
    return len(taken)
