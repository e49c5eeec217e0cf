"""How a closed day of the access log is hashed: the recipe that docs/access-log.md describes for other programs."""

import hashlib
from collections.abc import Iterable
from typing import Any

from journal.recipe import canonical, instant_text

RECIPE = 1
COLUMNS = (
    *("id", "at", "kind", "person_id", "tried", "route", "object_key"),
    *("address", "agent", "request_id", "count"),
)


def line_hash(values: Iterable[Any]) -> str:
    """The hash of an entry, from the values of ``COLUMNS``."""
    pk, at, *others = values
    return _sha256(canonical([RECIPE, pk, instant_text(at), *others]))


def rows_digest(hashes: Iterable[str]) -> tuple[str, int]:
    """The digest over the hashes of a day in their order, and how many there were."""
    digest, count = hashlib.sha256(), 0
    for text in hashes:
        digest.update(text.encode())
        count += 1
    return digest.hexdigest(), count


def batch_hash(batch: Any) -> str:
    """The hash of a batch (``models.AccessBatch``), which carries that of the day before."""
    day = f"{batch.day:%Y-%m-%d}"
    return _sha256(canonical([batch.recipe, day, batch.previous_hash, batch.count, batch.rows_digest]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
