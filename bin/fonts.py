"""Make the lean fonts of the paper, ``var/fonts/*.otf``, from the machine's. Set-up runs it inside ``.venv``.

What a PDF costs grows with the glyphs of its fonts. The Noto CJK fonts have 65,535 each; papers need those of GB 2312
and some symbols, 8,000. A character outside them is taken from the Noto font, which looks the same.
The licence of the Noto fonts (SIL OFL) reserves names of its own: the lean fonts have others.
"""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from project import VAR, fail, say

FOLDER = VAR / "fonts"
DOUBLE_BYTES = range(0xA1A1, 0xF7FF)  # of GB 2312
SYMBOLS = (  # Latin, Greek, punctuation, units, arrows, numbers in circles, boxes, wide forms
    *(range(0x20, 0x7F), range(0xA0, 0x100), range(0x370, 0x400), range(0x2000, 0x2300)),
    *(range(0x2460, 0x2700), range(0x3000, 0x3400), range(0xFF00, 0xFFF0)),
)
DROPPED_TABLES = (
    "BASE",
    "DSIG",
    "GPOS",
    "GSUB",
    "VORG",
    "vhea",
    "vmtx",
)  # vertical text, kerning of Latin letters
LEGAL_NAMES = (0, 7, 13, 14)  # copyright, trademark, licence: they stay
INNER_NAME = re.compile(rb"Noto( ?)(?:Serif|Sans) ?CJK ?[A-Za-z]{2}")


@dataclass(frozen=True)
class Face:
    """A font to make: whose glyphs it has, its own name, and its weight as fontconfig counts."""

    source: str
    family: str
    style: str
    weight: int


FACES = tuple(
    Face(source, family, style, weight)
    for source, family in (("Noto Serif CJK SC", "Ditan Song"), ("Noto Sans CJK SC", "Ditan Hei"))
    for style, weight in (("Regular", 80), ("Bold", 200))
)


def characters() -> set[int]:
    """The code points that the lean fonts keep."""
    chinese = b"".join(code.to_bytes(2, "big") for code in DOUBLE_BYTES if code & 0xFF > 0xA0)
    return {*map(ord, chinese.decode("gb2312", "ignore")), *(code for block in SYMBOLS for code in block)}


def make(folder: Path) -> None:
    """Make all faces and note what they were made from, for set-up to see whether that is still so."""
    say("正在制作 PDF 用的精简字体")
    folder.mkdir(parents=True, exist_ok=True)
    sources = {}
    for face in FACES:
        path, index = installed(face)
        draft = folder / f"draft-{os.getpid()}"
        draft.write_bytes(lean(path, index, face))
        draft.replace(folder / f"{face.family}-{face.style}.otf".replace(" ", ""))
        sources[str(path)] = path.stat().st_mtime_ns
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    (folder / "made-from.json").write_text(json.dumps({"recipe": recipe, "sources": sources}))


def installed(face: Face) -> tuple[Path, int]:
    """Return file and number of the machine's font that `face` is made from."""
    asked = ["fc-match", "--format", "%{file}\n%{index}\n%{family}\n%{variable}"]
    answer = subprocess.run(
        [*asked, f"{face.source}:weight={face.weight}"], capture_output=True, text=True, check=True
    )
    path, index, family, variable = answer.stdout.split("\n")
    if face.source not in family.split(",") or variable == "True":
        fail(f"没有制作精简字体：本机没有 {face.source} 的 OpenType 字体。PDF 改用系统字体，结果相同但较慢。")
    return Path(path), int(index)


def lean(path: Path, index: int, face: Face) -> bytes:
    """Return the font file of `face`, made from font `index` of the file `path`."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(characters())
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in DROPPED_TABLES)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    made = hb.subset(hb.Face(hb.Blob.from_file_path(path), index), wanted)
    return _renamed(made.blob.data, face)


def _renamed(data: bytes, face: Face) -> bytes:
    """Give a font its own names: in its table of names and, at equal length, inside its outlines."""
    data = INNER_NAME.sub(lambda found: _padded(face.family, found), data)
    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    names = font["name"]
    names.names = [name for name in names.names if name.nameID in LEGAL_NAMES]
    whole = f"{face.family} {face.style}"
    own = {1: face.family, 2: face.style, 3: whole, 4: whole, 6: whole.replace(" ", "-")}
    own |= {16: face.family, 17: face.style}
    for number, text in own.items():
        names.setName(text, number, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _padded(family: str, found: re.Match) -> bytes:
    """The family at the length of what it replaces; a name without spaces must stay without."""
    name, filling = (family, b" ") if found[1] else (family.replace(" ", ""), b"-")
    return name.encode().ljust(len(found[0]), filling)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
