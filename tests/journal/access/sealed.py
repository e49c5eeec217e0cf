"""A verifier of the access log's closed days that knows nothing but docs/access-log.md: it imports nothing of ours."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
COLUMNS = (
    *("id", "at", "kind", "person_id", "tried", "route", "object_key"),
    *("address", "agent", "request_id", "count"),
)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_of(entry: dict) -> str:
    return entry["at"].astimezone(BEIJING).strftime("%Y-%m-%d")


def faulty_days(entries: list[dict], batches: list[dict]) -> list[str]:
    """The days, as text, whose batch is not what the document says.

    Args:
        entries, batches: rows as dicts by column, ``at`` as an aware instant, ``day`` as a date.
    """
    faulty, previous = [], "0" * 64
    for batch in sorted(batches, key=lambda row: row["day"]):
        day = batch["day"].strftime("%Y-%m-%d")
        rows = sorted((row for row in entries if day_of(row) == day), key=lambda row: (row["at"], row["id"]))
        hashes = [
            sha256(canonical([1, row["id"], instant(row["at"]), *(row[name] for name in COLUMNS[2:])]))
            for row in rows
        ]
        whole = batch["swept_at"] is not None or (
            sha256("".join(hashes)) == batch["rows_digest"] and len(rows) == batch["count"]
        )
        linked = batch["previous_hash"] == previous and batch["hash"] == sha256(
            canonical([batch["recipe"], day, previous, batch["count"], batch["rows_digest"]])
        )
        if not (whole and linked):
            faulty.append(day)
        previous = batch["hash"]
    return faulty
