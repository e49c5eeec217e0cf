"""Deleting personal data from the journal and the outbox, as the law may ask; the chain goes on verifying."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db import models

from journal.acts import PlainVerb, Refused, anyone
from journal.chain import BLANK, NAMES
from journal.models import BLANKED, Audience, Message, Record
from journal.recipe import SALTED

BLANK_VERB = PlainVerb(
    Record, BLANK, "依法删除日志内容", anyone, Audience.CITY
)  # its command asks who answers for it

MESSAGES_BEFORE = (
    "messages_before"  # of the facts of an act that blanks messages: up to which instant, ISO 8601
)

BLANK_VALUES: dict[str, dict[str, Any]] = {
    "actor": {"actor_id": None, "actor_name": BLANKED},
    "summary": {"summary": BLANKED},
    "facts": {"facts": {}},
}


def blank(row: Record, *, actor: models.Model, reason: str, fields: Iterable[str] = SALTED) -> Record:
    """Delete texts of ``row`` with their salts, for good; return the new row that says so.

    Hash and digests stay, so the chain verifies; without the salt nobody can find the text by trying.

    Args:
        actor: the person who answers for it.
        reason: the legal reason, without the data that is deleted.
        fields: which of ``recipe.SALTED``.

    Raises:
        Refused: no reason, nothing left to delete, or the facts of a deletion itself, which prove it.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("请写明依法删除的理由。")
    with BLANK_VERB.perform(row.pk, actor=actor) as act:
        row = act.object
        names = [name for name in SALTED if name in set(fields) and name not in row.blanked]
        if not names:
            raise Refused("这条日志的内容已经删除。")
        if row.verb == BLANK and "facts" in names:
            raise Refused("依法删除的记录须保留其事实，不能再删除。")
        values = {column: value for name in names for column, value in BLANK_VALUES[name].items()}
        salts = {f"{name}_salt": "" for name in names}
        Record.objects.filter(pk=row.pk).update(**values, **salts)
        named = "、".join(NAMES[name] for name in names)
        act.summary = f"日志第 {row.pk} 条：{named}。理由：{reason}"
        act.facts |= {"fields": names, "hash": row.hash}
    return cast(Record, act.written)


def old_messages(before: datetime) -> models.QuerySet[Message]:
    """Messages made before an instant that still have their words; those that wait to be sent are kept."""
    finished = Message.objects.filter(
        created_at__lt=before, state__in=(Message.State.DONE, Message.State.FAILED)
    )
    return finished.exclude(body=BLANKED)


def blank_messages(before: datetime) -> int:
    """Take address and words off old messages; return of how many.

    The row stays with its key, so that nothing is said twice. The act that does it keeps ``before`` among its facts
    as ``MESSAGES_BEFORE``, which tells the audit of the outbox that the words were taken off by law.
    """
    return old_messages(before).update(email="", subject=BLANKED, body=BLANKED, link="")


def messages_blanked_before() -> datetime | None:
    """Up to which instant messages were blanked by law, as the journal has it; None when none were."""
    rows = Record.objects.filter(facts__has_key=MESSAGES_BEFORE)
    last = rows.order_by("-pk").values_list(f"facts__{MESSAGES_BEFORE}", flat=True).first()
    return datetime.fromisoformat(last) if last else None
