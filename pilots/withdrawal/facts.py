"""What the journal keeps of a withdrawal: the invariants hold the row against it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Self

from journal.facts import Facts
from pilots.models import Withdrawal


@dataclass(frozen=True)
class IntentFacts(Facts):
    """Of the notice: its period, and a digest of its reasons."""

    withdrawal: int
    grounds: str
    until: str
    reasons: str

    @classmethod
    def said_by(cls, row: Withdrawal) -> Self:
        """What a notice says."""
        return cls(row.pk, row.grounds, row.statement_until.isoformat(), _digest(row.pk, row.reasons))


@dataclass(frozen=True)
class DecisionFacts(Facts):
    """Of the decision: a digest of what was stated, noted and concluded."""

    withdrawal: int
    case: str

    @classmethod
    def said_by(cls, row: Withdrawal) -> Self:
        """What a decision rests on."""
        stated = [row.statement, row.statement_file_id, row.hearing_note, str(row.hearing_on or "")]
        return cls(row.pk, _digest(row.pk, *stated, row.conclusion))


def _digest(*texts: str | int | None) -> str:
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()
