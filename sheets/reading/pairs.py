"""Pairs the cells of a table: each label with what stands beside it, below it, or goes on in the next row."""

from dataclasses import dataclass, field

from lxml import etree

from sheets.reading.body import Marked
from sheets.reading.labels import Label, labels_in
from sheets.reading.pattern import Entry, Pattern, plain, says_anything
from sheets.reading.tables import Cell, rows


@dataclass
class Pair:
    """A label and the cells of its answer; without a label a cell that stands for itself.

    ``own`` is what was written behind the label in its own cell; ``answered``: it can be the answer. ``told`` is what
    else stands in the cell of the label and no form has there.
    """

    entry: Entry | None
    cells: list[Cell] = field(default_factory=list)
    own: Marked = field(default_factory=Marked)
    answered: bool = True
    told: list[str] = field(default_factory=list)

    @property
    def read(self) -> Marked:
        """The cells as one text."""
        whole = Marked()
        for cell in self.cells:
            gap = "\n" if whole.text and cell.read.text else ""
            shift = len(whole.text) + len(gap)
            whole.text += gap + cell.read.text
            whole.spans += [(start + shift, end + shift, tag) for start, end, tag in cell.read.spans]
            whole.asides += cell.read.asides
        return whole


def labelled(read: Marked, labels: list[Label]) -> list[Pair]:
    """Return the labels in one text, each with what stands behind it there."""
    pairs = []
    ends = [label.start for label in labels[1:]] + [len(read.text)]
    for label, end in zip(labels, ends, strict=True):
        told = [label.retyped] if label.retyped else []
        pairs.append(Pair(label.entry, [], read.part(label.end, end), label.answered, told))
    pairs[0].told += read.asides
    return pairs


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
                self.pairs.append(Pair(None, [cell]))  # Word shows none of it
                continue
            current = self._place(cell, current, len(cells) == 1)
        if len(cells) == 1 and current and current.entry and not current.cells:
            self._alone = None if says_anything(current.own.text) else current

    def _is_ours(self, cell: Cell) -> bool:
        return self.pattern.is_wording(cell.read.text) or bool(labels_in(self.pattern, cell.read.text, True))

    def _place(self, cell: Cell, current: Pair | None, alone: bool) -> Pair | None:
        """Put a cell behind the current label, or begin a new pair with it; return the pair that goes on."""
        labels = labels_in(self.pattern, cell.read.text, alone)
        if labels and not self._is_label(cell, labels[0], current):
            labels = []
        if current and current.entry and not labels:
            current.cells.append(cell)
            self._above[cell.column] = Pair(None)
            return current
        pairs = labelled(cell.read, labels) if labels else [Pair(None, [cell])]
        self.pairs += pairs
        self._above[cell.column] = pairs[-1] if labels else Pair(None)
        return pairs[-1]

    def _is_label(self, cell: Cell, label: Label, current: Pair | None) -> bool:
        """The cell behind a label is its answer, whatever it says, unless it is just another label, or one of the
        same row with what was written behind it (项目总投资：1 | 固定资产投资：2).
        """
        if current is None or current.entry is None or current.cells:
            return True
        if cell.read.spans:
            return False
        other = label.entry.row == current.entry.row and label.entry.label != current.entry.label
        return other or plain(cell.read.text) in self.pattern.entries
