"""Passwords that somebody who knows the country and the portal tries first: words, pinyin, years, walks over the keyboard.

What is long and odd passes; what consists of nothing but such pieces does not, however many there are.
"""

import re
from functools import cache
from pathlib import Path

WORDS = Path(__file__).resolve().parent / "common_words.txt"
PIECES = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9]+")
SPELT_AS = [
    str.maketrans("03457@$!1", "oeastasi" + one) for one in "li"
]  # digits and signs that stand for letters
WALKS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedc", "1qaz2wsx3edc4rfv", "abcdefghijklmnopqrstuvwxyz")
NUMBERS = ("012345678901234567890", "147258369", "159357", "112233445566", "135792468", "5201314", "1314520")
YEAR = re.compile(r"(19|20)\d\d")
DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|(19|20)\d\d(0[1-9]|1[0-2])")
FEW_DIGITS, FEW_SIGNS, SHORTEST_WALK = 4, 3, 3


def is_guessable(password: str) -> bool:
    """Whether a password is nothing but common pieces, written as it is or with digits for letters."""
    plain = password.lower()
    return _only_common(plain) or _spelt_out(plain)


def _only_common(text: str) -> bool:
    return all(_common(piece) for piece in PIECES.findall(text))


def _spelt_out(text: str) -> bool:
    """The same for p@ssw0rd: one word in disguise, with digits or signs behind it."""
    word = text.rstrip("0123456789!@#$%^&*._-")
    rest = text[len(word) :]
    spelt = {word.translate(table) for table in SPELT_AS} - {word}
    return any(map(_is_words, spelt)) and _only_common(rest)


def _common(piece: str) -> bool:
    if piece.isascii() and piece.isalpha():
        return _is_words(piece) or _is_walk(piece, WALKS) or len(set(piece)) == 1
    if piece.isdigit():
        return (
            len(piece) <= FEW_DIGITS
            or len(set(piece)) == 1
            or bool(YEAR.fullmatch(piece) or DATE.fullmatch(piece))
            or _is_walk(piece, NUMBERS)
        )
    return len(piece) <= FEW_SIGNS


def _is_walk(piece: str, walks: tuple[str, ...]) -> bool:
    return len(piece) >= SHORTEST_WALK and any(piece in walk or piece in walk[::-1] for walk in walks)


def _is_words(letters: str) -> bool:
    """Whether the letters are common words, one or several in a row."""
    words, ends = _words(), {0}
    for start in range(len(letters)):
        if start in ends:
            ends |= {start + len(word) for word in words if letters.startswith(word, start)}
    return len(letters) in ends


@cache
def _words() -> tuple[str, ...]:
    lines = WORDS.read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
