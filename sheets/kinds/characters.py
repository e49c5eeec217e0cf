"""Which characters the papers can print: those that the fonts of the forms have. The others are named at their field.

A character in the name of a person or place is never refused (``is_han``): the paper says which one it lacks, and it is
written in by hand. Emoji and characters for private use, which every machine shows otherwise, are refused.
"""

import re
import subprocess
import unicodedata
from functools import cache

import uharfbuzz as hb

FAMILIES = (
    "Noto Serif CJK SC",
    "DejaVu Sans",
)  # of the answers, see ``sheets/paper.css`` and ``sheets.fonts``
EMOJI = range(0x1F000, 0x20000)
PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))
JOINERS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))  # choose between forms of the character before
CONTEXT = 6  # characters shown before and behind
MOST = 5  # characters named at once
RARE = re.compile(r"（(?:“.”（U\+[0-9A-F]{4,6}）、?)+字库未收，请在打印件上手写）")


@cache
def printable() -> frozenset[str]:
    """The characters that the fonts of the forms have; none where the machine cannot tell its fonts."""
    code_points: set[int] = set()
    for family in FAMILIES:
        asked = ["fc-match", "--format", "%{file}\n%{index}", family]
        try:
            answer = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return frozenset()
        path, _, index = answer.partition("\n")
        code_points |= set(hb.Face(hb.Blob.from_file_path(path), int(index)).unicodes)
    return frozenset(map(chr, code_points.difference(EMOJI)))


def lacking(text: str) -> list[str]:
    """The characters of a text that no font of the forms has, each once, in their order."""
    known = printable()
    if text.isascii() or not known or known.issuperset(text):
        return []
    return [char for char in dict.fromkeys(text) if char not in known and not _needs_none(char)]


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one, which may belong to a name."""
    return any(ord(char) in block for block in HAN)


def unprintable(text: str) -> str:
    """What to do about characters that cannot stay in an answer, in one sentence; "" where there are none."""
    missing = [char for char in lacking(text) if not is_han(char)]
    if not missing:
        return ""
    named = "、".join(f"{_name(char)}（{_where(text, char)}）" for char in missing[:MOST])
    more = "等" if len(missing) > MOST else ""
    if any(ord(char) in block for char in missing for block in PRIVATE):
        return f"{named}{more}是自造字，别的电脑上显示不出来。请换成标准汉字；没有标准字的，用括号写明拆字，例如“（左金右鹏）”。"
    return f"{named}{more}印不到申报表上。请删去，或改写为文字。"


def rare(text: str) -> str:
    """What the writer should know about Chinese characters that the fonts lack, in one sentence; "" where there are none."""
    missing = [char for char in lacking(text) if is_han(char)]
    if not missing:
        return ""
    named = "、".join(f"“{char}”" for char in missing[:MOST])
    return (
        f"{named}字库未收，打印出来是空框。可以照常保存和提交，申报表会注明，请在打印件上手写补上；"
        "也可在字后用括号写明读音或拆字，例如“（左金右鹏）”。"
    )


def rare_on_paper(text: str) -> str:
    """What the form says beside an answer whose Chinese characters the fonts lack; ``RARE`` finds it again."""
    missing = [char for char in lacking(text) if is_han(char)]
    named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing[:MOST])
    return f"（{named}字库未收，请在打印件上手写）" if missing else ""


def _needs_none(char: str) -> bool:
    """Whether a character is not drawn at all."""
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Zs") or ord(char) in JOINERS


def _name(char: str) -> str:
    private = any(ord(char) in block for block in PRIVATE)
    return f"U+{ord(char):04X}" if private else f"“{char}”"


def _where(text: str, char: str) -> str:
    """Where a character stands: the paragraph, if there are several, and the words around it."""
    at = text.index(char)
    start, end = text.rfind("\n", 0, at) + 1, (text + "\n").index("\n", at)
    words = text[max(start, at - CONTEXT) : min(end, at + CONTEXT + 1)].strip()
    paragraph = f"第 {text.count(chr(10), 0, at) + 1} 段" if "\n" in text else f"第 {at + 1} 个字"
    return f"{paragraph}，“{words}”处"
