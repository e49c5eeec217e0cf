"""How a state looks: its family, which an icon of its own goes with.

The tables lie beside the states of each room (``states.py``): this module holds their type and knows no room.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ICONS = {"neutral": "dot", "waiting": "clock", "action": "edit", "good": "check", "bad": "cross"}


class Everybody(StrEnum):
    """The one viewer of a table in which a state looks the same to everybody."""

    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Look:
    """How a state looks to a viewer; ``family`` is a key of ``ICONS``.

    Raises:
        ValueError: there is no such family.
    """

    family: str

    def __post_init__(self) -> None:
        if self.family not in ICONS:
            raise ValueError(f"No family is called {self.family}")

    @property
    def icon(self) -> str:
        """Its name in ``static/face/img/icons.svg``."""
        return ICONS[self.family]


NEUTRAL = Look("neutral")


class Looks:
    """The table of a kind of state: a row for each state, a column for each viewer.

    Args:
        states: the states, all of which need a row.
        rows: state → its family, or its families in the order of ``viewers``; None where this viewer is never shown
            the state.
        viewers: the columns.

    Raises:
        ValueError: a state without a row, a row without a state, a row of another length, or an unknown family. So a
            forgotten state is heard of when the module is imported, and not on a page.
    """

    def __init__(
        self,
        states: Iterable[str],
        rows: Mapping[str, str | tuple[str | None, ...]],
        viewers: type[StrEnum] = Everybody,
    ) -> None:
        if set(rows) != set(states):
            raise ValueError(f"Rows that are missing or too many: {sorted(set(rows) ^ set(states))}")
        self.viewers = viewers
        self._looks: dict[tuple[str, str], Look] = {}
        for state, families in rows.items():
            columns = (families,) if isinstance(families, str) else families
            for viewer, family in zip(viewers, columns, strict=True):
                if family is not None:
                    self._looks[state, viewer] = Look(family)

    def look(self, state: str, viewer: str = Everybody.EVERYBODY) -> Look:
        """How a state looks to a viewer; neutral where the table says that it is never shown.

        Raises:
            ValueError: the table has no such viewer.
        """
        return self._looks.get((state, self.viewers(viewer)), NEUTRAL)
