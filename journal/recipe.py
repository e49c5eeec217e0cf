"""How a row of the journal is hashed: the recipe that docs/journal.md describes for independent programs.

Texts that may name a person enter the hash as salted digests only. A text and its salt can be deleted one day;
the digest stays, and with it the chain.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

RECIPE = 1  # of the rows written now; another way of hashing takes another number
STREAM = "portal"  # the one chain of today
GENESIS = "0" * 64  # what the first row of a stream names as the row before it
SALTED = ("actor", "summary", "facts")  # in the order in which their digests enter the hash


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, nothing escaped without need.

    Raises:
        TypeError: the value holds a float, which databases do not keep digit by digit.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("The journal keeps no floats: write the number as a string.")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)


def as_stored(facts: dict) -> dict:
    """Facts as every database gives them back: keys and floats as strings, tuples as lists, so that both hash alike."""
    return json.loads(json.dumps(facts), parse_float=str)


def new_salt() -> str:
    """A random salt: 256 bits in hexadecimal, so that nobody finds a short text by trying."""
    return secrets.token_hex(32)


def digest_of(salt: str, value: object) -> str:
    """The salted digest of one value."""
    return _sha256([salt, value])


def instant_text(at: datetime) -> str:
    """An instant in UTC with all six digits of the microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def row_hash(row: Any) -> str:
    """The hash of a row (``models.Record``), from its open columns, its digests and the hash before it."""
    return _sha256(
        [
            row.recipe,
            row.stream,
            row.previous_hash,
            instant_text(row.at),
            row.verb,
            row.label,
            row.object_type,
            row.object_id,
            row.audience,
            *(getattr(row, f"{name}_digest") for name in SALTED),
        ]
    )


def _sha256(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()
