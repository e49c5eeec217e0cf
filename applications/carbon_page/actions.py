"""What applicants do with carbon figures: keep the sheet, take its sentence into the form, attach the annex."""

import hashlib
import json
from copy import deepcopy

from django.db import transaction

from accounts.models import User
from applications.carbon.annex import FILE_NAME, NotComplete, annex_of, as_pdf, basis
from applications.carbon.offers import Offer
from applications.filling.saving import save_draft
from applications.materials.actions import attach, replace
from applications.models import Application, Attachment
from files import store
from files.refusals import FileRefused
from journal.workflow import Refused
from programme.notice import AGAIN_MATERIALS
from sheets.answers import put, slot_at

MATERIAL = "carbon"  # the line of the material list (MAT-T)


class Overtaken(Refused):
    """Somebody saved other figures since the page was opened; ``application`` holds them."""

    def __init__(self, application: Application):
        super().__init__(
            f"{application.saved_by}已保存了另一版数据，您这次填写的内容还没有保存。请对照后选择保存哪一版。"
        )
        self.application = application


def digest(carbon: dict) -> str:
    """A short checksum of figures, by which a page knows which it showed."""
    return hashlib.sha256(json.dumps(carbon, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def save_carbon(application_id: int, *, actor: User, carbon: dict, base: str | None = None) -> Application:
    """Keep the figures of the draft as they are, complete or not.

    Args:
        base: ``digest`` of the figures that the page showed when it was opened; None overwrites whatever is there.

    Raises:
        Overtaken: other figures were saved since; nothing has changed.
        Refused: the draft cannot be changed now.
    """
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=application_id)
    )
    if base is not None and application.carbon != carbon and digest(application.carbon) != base:
        raise Overtaken(application)
    return save_draft(application_id, actor=actor, carbon=carbon)


@transaction.atomic
def take_over(application_id: int, *, actor: User, offer: Offer) -> Application:
    """Put an offered text into its field of the form, when the field still holds what the person saw.

    Raises:
        Refused: the field was changed since; nothing has changed.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    if offer.text_in(application.form, application.answers) != offer.before:
        raise Refused(f"申报表「{offer.label}」的文字已有变化，请再对照一次。")
    answers = deepcopy(application.answers)
    put(answers, slot_at(application.form, offer.path), offer.after)
    return save_draft(application_id, actor=actor, answers=answers)


def attach_annex(application: Application, *, actor: User) -> Attachment:
    """Make the annex of the stored figures and attach it, in place of the one made before, where that stands (MAT-T).

    It is rendered before anything is locked (about half a second).

    Raises:
        Refused: the sheet is not complete, or was changed meanwhile, or as ``actions_materials.attach``.
    """
    made_from = basis(application.carbon, application.answers)
    try:
        file = store.put(as_pdf(annex_of(application.carbon, application.answers)), "application/pdf")
    except NotComplete as error:
        raise Refused("核算表还没有填完，暂不能生成核算说明。") from error
    except FileRefused as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        now = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        if basis(now.carbon, now.answers) != made_from:
            raise Refused("核算表刚刚又有变化，请再生成一次。")
        made = now.attachments.exclude(made_from="").order_by("pk").first()
        if made:
            return replace(made.pk, actor=actor, file=file, name=FILE_NAME, made_from=made_from)
        line = AGAIN_MATERIALS[-1].key if now.previous_entry_id else MATERIAL
        return attach(now.pk, actor=actor, material=line, file=file, name=FILE_NAME, made_from=made_from)
