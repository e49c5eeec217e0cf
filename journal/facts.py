"""Facts of the journal that code reads again: declared beside the verb that writes them, read through that alone.

Only timelines and audits read the journal at all; what the product needs to know has rows of its own. ``last_words`` and
``all_words`` are for audits: what the journal holds of rows.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Generic, Self, TypeVar

from django.db.models import Max

from journal.models import Record


@dataclass(frozen=True)
class Facts:
    """Base of the declared facts of one verb; fields without a default must be in every row."""

    def written(self) -> dict:
        """The facts for ``record`` or ``Act.facts``."""
        return asdict(self)

    @classmethod
    def of(cls, row: Record) -> Self | None:
        """The facts of a row; None when they were deleted by law."""
        if "facts" in row.blanked:
            return None
        return cls(**{name: row.facts[name] for name in cls.__dataclass_fields__ if name in row.facts})


F = TypeVar("F", bound=Facts)


@dataclass(frozen=True)
class Held(Generic[F]):
    """One row of the journal, as far as it was not deleted by law.

    Attributes:
        said: the facts; None when they were deleted.
    """

    verb: str
    at: datetime
    actor_id: int | None
    said: F | None
    actor_deleted: bool

    def by(self, person_id: int | None) -> bool:
        """Whether that person did it, or nobody can say any more who did."""
        return self.actor_deleted or self.actor_id == person_id


def last_words(kind: str, verbs: Collection[str], facts: type[F]) -> dict[int, Held[F]]:
    """Id of the row → the last record of one of the verbs about it; one query.

    Args:
        kind: of the rows, as ``Record.object_type`` says it.
        facts: how the facts of these verbs are declared.
    """
    records = Record.objects.filter(verb__in=verbs, object_type=kind)
    last = records.order_by().values("object_id").annotate(last=Max("pk")).values("last")
    return {row.object_id: _held(row, facts) for row in Record.objects.filter(pk__in=last).iterator()}


def all_words(kind: str, verbs: Collection[str], facts: type[F]) -> Iterator[Held[F]]:
    """All records of some verbs about rows of a kind, in their order; one query. Arguments as of ``last_words``."""
    records = Record.objects.filter(verb__in=verbs, object_type=kind).order_by("pk")
    return (_held(row, facts) for row in records.iterator())


def _held(row: Record, facts: type[F]) -> Held[F]:
    return Held(row.verb, row.at, row.actor_id, facts.of(row), "actor" in row.blanked)
