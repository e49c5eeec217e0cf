"""Which rows nobody may change once they are written, the portal's own role included, and what little stays open.

Two locks hold this: rights, which a role of its own lacks (PostgreSQL), and triggers, which refuse whoever tries
(PostgreSQL and SQLite). The messages of acts need neither: each act keeps a digest of its own in the journal.
"""

from dataclasses import dataclass

RECORD, HEAD, PUBLISHED = "journal_record", "journal_head", "journal_publishedhead"


@dataclass(frozen=True)
class Guarded:
    """A table to which rows are only added.

    Attributes:
        open: columns that an update may name; triggers say what may become of them.
    """

    table: str
    open: tuple[str, ...] = ()


BLANKABLE = {  # the salt of a text, and the columns that are blanked with it (docs/journal.md)
    "actor_salt": ("actor_id", "actor_name"),
    "summary_salt": ("summary",),
    "facts_salt": ("facts",),
}
GUARDED = (
    Guarded(RECORD, tuple(name for salt, texts in BLANKABLE.items() for name in (salt, *texts))),
    Guarded(HEAD, ("hash", "count")),
    Guarded(PUBLISHED),
)
MIGRATIONS = "django_migrations"  # read by the portal, written by who migrates
REFUSED = "日志只能追加，不能修改或删除。"


def unblanked(same: str) -> str:
    """SQL: whether an update of a record does anything else than blank texts whole.

    Args:
        same: the operator that compares two values, NULL included.
    """
    kept = [
        f"(NEW.{salt} = '' OR ({' AND '.join(f'NEW.{name} {same} OLD.{name}' for name in (salt, *texts))}))"
        for salt, texts in BLANKABLE.items()
    ]
    proof = "(OLD.verb <> 'blank_record' OR NEW.facts_salt <> '')"  # which row was blanked stays for ever
    return f"NOT ({' AND '.join([*(f'NEW.{name} {same} OLD.{name}' for name in FIXED), *kept, proof])})"


FIXED = (
    *(
        "id",
        "stream",
        "recipe",
        "at",
        "actor_digest",
        "verb",
        "label",
        "object_type",
        "object_id",
        "audience",
    ),
    *("summary_digest", "facts_digest", "previous_hash", "hash"),
)
