"""The reusable texts of a recommender (REC-2): written, changed, removed by anybody who works there."""

from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from applications.models import OpinionText
from journal import clock
from journal.models import Audience
from journal.recording import record
from journal.workflow import Refused

TAKEN = "贵单位已有名为「{}」的常用意见，请换一个名称，或修改原有的那一条。"


@transaction.atomic
def save_text(
    recommender: Organisation, *, actor: User, name: str, text: str, text_id: int | None = None
) -> OpinionText:
    """Add a text, or change the one with ``text_id``; who did it last is kept.

    Raises:
        Refused: another text of the recommender has the name, or the text is gone.
    """
    kept = OpinionText(recommender=recommender)
    if text_id is not None:
        kept = OpinionText.objects.select_for_update().filter(pk=text_id, recommender=recommender).first()
        if kept is None:
            raise Refused("这条常用意见已被同事删除。")
    if OpinionText.objects.filter(recommender=recommender, name=name).exclude(pk=kept.pk).exists():
        raise Refused(TAKEN.format(name))
    kept.name, kept.text, kept.by, kept.at = name, text, actor, clock.now()
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Refused(TAKEN.format(name)) from None
    _record("save_opinion_text", kept, "保存常用意见", actor)
    return kept


@transaction.atomic
def remove_text(text_id: int, *, recommender: Organisation, actor: User) -> None:
    """Remove a text; opinions that were written with it stay as they are."""
    kept = OpinionText.objects.select_for_update().filter(pk=text_id, recommender=recommender).first()
    if kept:
        _record("remove_opinion_text", kept, "删除常用意见", actor)
        kept.delete()


def _record(verb: str, kept: OpinionText, label: str, actor: User) -> None:
    facts = {"name": kept.name, "text": kept.text}
    record(
        verb,
        kept,
        at=clock.now(),
        actor=actor,
        label=label,
        summary=f"「{kept.name}」",
        facts=facts,
        audience=Audience.CITY,
    )
