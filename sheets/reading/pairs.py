"""Pairs the cells of a table: each label with what stands beside it, below it, or goes on in the next row."""

from dataclasses import dataclass, field

from lxml import etree

from sheets.reading.body import Marked
from sheets.reading.pattern import Entry, Pattern, plain
from sheets.reading.tables import Cell, rows


@dataclass
class Pair:
    """A label and the cells of its answer; without a label a cell that stands for itself."""

    entry: Entry | None
    cells: list[Cell] = field(default_factory=list)

    @property
    def read(self) -> Marked:
        """The cells as one text."""
        whole = Marked()
        for cell in self.cells:
            gap = "\n" if whole.text and cell.read.text else ""
            shift = len(whole.text) + len(gap)
            whole.text += gap + cell.read.text
            whole.spans += [(start + shift, end + shift, tag) for start, end, tag in cell.read.spans]
            whole.pictures += cell.read.pictures
        return whole


def pair_cells(pattern: Pattern, table: etree._Element) -> list[Pair]:
    """Return labels with their answers, and all other cells, in the order of the table."""
    pairing = _Pairing(pattern)
    for cells in rows(table):
        pairing.row(cells)
    return pairing.pairs


class _Pairing:
    """Pairs row by row; ``above`` says to which pair each column of the row before belongs."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self.pairs: list[Pair] = []
        self._above: dict[int, Pair] = {}
        self._alone: Pair | None = None  # a label that had its row to itself

    def row(self, cells: list[Cell]) -> None:
        """Pair the cells of one row."""
        alone, self._alone = self._alone, None
        if alone and len(cells) == 1 and not self._is_ours(cells[0]):
            alone.cells.append(cells[0])
            return
        current: Pair | None = None
        for cell in cells:
            if cell.continued:
                current = self._above.get(cell.column)
                continue
            current = self._place(cell, current)
        if len(cells) == 1 and current and current.entry and not current.cells:
            self._alone = current

    def _is_ours(self, cell: Cell) -> bool:
        return self.pattern.is_wording(cell.read.text) or self.pattern.entry(cell.read.text) is not None

    def _place(self, cell: Cell, current: Pair | None) -> Pair | None:
        """Put a cell behind the current label, or begin a new pair with it; return the pair that goes on."""
        entry = self.pattern.entry(cell.read.text) if self._may_be_label(cell, current) else None
        if current and current.entry and not entry:
            current.cells.append(cell)
            self._above[cell.column] = Pair(None)
            return current
        pair = Pair(entry, [] if entry else [cell])
        self.pairs.append(pair)
        self._above[cell.column] = pair if entry else Pair(None)
        return pair

    def _may_be_label(self, cell: Cell, current: Pair | None) -> bool:
        """The cell behind a label is its answer, whatever it says, unless it is just another label."""
        if current is None or current.entry is None or current.cells:
            return True
        return plain(cell.read.text) in self.pattern.entries and not cell.read.spans
