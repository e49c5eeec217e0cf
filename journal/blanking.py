"""Deleting personal data from one row of the journal, as the law may ask; the chain goes on verifying."""

from collections.abc import Iterable
from typing import Any, cast

from django.db import models

from journal.acts import PlainVerb, Refused, anyone
from journal.chain import BLANK, NAMES
from journal.models import BLANKED, Audience, Record
from journal.recipe import SALTED

BLANK_VERB = PlainVerb(
    Record, BLANK, "依法删除日志内容", anyone, Audience.CITY
)  # its command asks who answers for it

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
