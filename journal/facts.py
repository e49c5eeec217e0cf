"""Facts of the journal that code reads again: declared beside the verb that writes them, read through that alone.

Only timelines and audits read the journal at all; what the product needs to know has rows of its own.
"""

from dataclasses import asdict, dataclass
from typing import Self

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
