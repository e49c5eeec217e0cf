"""The triggers of SQLite. Whoever can write the file can drop them; they keep slips of the hand away, nothing more."""

from journal.guard.tables import GUARDED, HEAD, RECORD, REFUSED, unblanked

REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
BACKWARD = (
    "NOT (NEW.id IS OLD.id AND NEW.stream IS OLD.stream AND NEW.count IS OLD.count + 1"
    f" AND EXISTS (SELECT 1 FROM {RECORD} WHERE hash = NEW.hash AND previous_hash = OLD.hash))"
)
ON_UPDATE = {RECORD: f"WHEN {unblanked('IS')}", HEAD: f"WHEN {BACKWARD}"}


def statements() -> list[str]:
    """SQL that puts the triggers up; running it again changes nothing."""
    made = []
    for guarded in GUARDED:
        table = guarded.table
        for name, event, condition in (
            ("stays", "DELETE", ""),
            ("kept", "UPDATE", ON_UPDATE.get(table, "")),
        ):
            made.append(f"DROP TRIGGER IF EXISTS {table}_{name}")
            made.append(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW {condition} {REFUSE}"
            )
    return made
