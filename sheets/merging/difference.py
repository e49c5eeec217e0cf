"""Two versions of a text side by side, marked where they differ; what is equal and long is left out."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?\n?|[。；！？\n]")
CLOSE = 600  # characters; longer stretches that differ are marked as a whole
ALIKE = 0.4  # of what is alike less than that, single characters are not marked
QUIET, KEPT = 160, 60  # an equal stretch longer than this is cut to this much at each end


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``mark`` is same, gone, new or cut (``text`` then says how much is left out)."""

    mark: str
    text: str


def difference(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces; where one is empty or nothing is alike, nothing is marked."""
    before, after = [], []
    for same, left, right in _stretches(SENTENCE.findall(old), SENTENCE.findall(new)):
        one, other = "".join(left), "".join(right)
        if same:
            before.append(Piece("same", one))
            after.append(Piece("same", other))
        else:
            _mark(one, other, before, after)
    if not any(piece.mark == "same" for piece in before):
        return unmarked(old), unmarked(new)
    return tuple(_shortened(_joined(before))), tuple(_shortened(_joined(after)))


def unmarked(text: str) -> tuple[Piece, ...]:
    """The text as one piece."""
    return (Piece("same", text),) if text else ()


def _stretches(left, right):
    """(equal, stretch of the one, stretch of the other) in order."""
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield tag == "equal", left[a:b], right[c:d]


def _mark(one: str, other: str, before: list[Piece], after: list[Piece]) -> None:
    close = max(len(one), len(other)) <= CLOSE
    if close and SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE:
        for same, left, right in _stretches(one, other):
            before.append(Piece("same" if same else "gone", left))
            after.append(Piece("same" if same else "new", right))
    else:
        before.append(Piece("gone", one))
        after.append(Piece("new", other))


def _joined(pieces: list[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].mark == piece.mark:
            found[-1] = Piece(piece.mark, found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return found


def _shortened(pieces: list[Piece]):
    for number, piece in enumerate(pieces):
        if piece.mark != "same" or len(piece.text) <= QUIET or len(pieces) == 1:
            yield piece
            continue
        head = KEPT if number else 0
        tail = KEPT if number < len(pieces) - 1 else 0
        left_out = len(piece.text) - head - tail
        parts = (Piece("same", piece.text[:head]), Piece("cut", f"略去相同的 {left_out} 个字符"))
        yield from (
            *(part for part in parts if part.text),
            Piece("same", piece.text[len(piece.text) - tail :]),
        )
