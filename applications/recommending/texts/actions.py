"""The reusable texts of a recommender (REC-2): written, changed, removed by anybody who works there."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import Organisation, User
from applications.acts import REMOVE_TEXT, SAVE_TEXT
from applications.models import OpinionText
from journal.acts import Act, Refused

TAKEN = "贵单位已有名为「{}」的常用意见，请换一个名称，或修改原有的那一条。"


def save_text(
    recommender: Organisation, *, actor: User, name: str, text: str, text_id: int | None = None
) -> OpinionText:
    """Add a text, or change the one with ``text_id``; who did it last is kept.

    Raises:
        Refused: another text of the recommender has the name, or the text is gone.
    """

    def locked_text() -> OpinionText:
        if text_id is None:
            return OpinionText(recommender=recommender)
        rows = OpinionText.objects.select_for_update().filter(pk=text_id, recommender=recommender)
        if (row := rows.first()) is None:
            raise Refused("这条常用意见已被同事删除。")
        return row

    with SAVE_TEXT.perform(locked_text, actor=actor) as act:
        row = act.object
        if OpinionText.objects.filter(recommender=recommender, name=name).exclude(pk=row.pk).exists():
            raise Refused(TAKEN.format(name))
        row.name, row.text, row.by, row.at = name, text, actor, act.now
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refused(TAKEN.format(name)) from None
        _note(act)
    return row


def remove_text(text_id: int, *, recommender: Organisation, actor: User) -> None:
    """Remove a text; opinions that were written with it stay as they are."""

    def locked_text() -> QuerySet[OpinionText]:
        return OpinionText.objects.select_for_update().filter(pk=text_id, recommender=recommender)

    with REMOVE_TEXT.perform_all(locked_text, actor=actor) as acts:
        for act in acts:  # none when a colleague was faster
            _note(act)
            act.remove()


def _note(act: Act[OpinionText]) -> None:
    act.summary = f"「{act.object.name}」"
    act.facts |= {"name": act.object.name, "text": act.object.text}
