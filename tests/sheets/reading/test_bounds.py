"""No document takes long to read, whatever somebody has put into it: 2 s of processor and 300 MB at most."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from files.children import sandbox
from sheets.grid import grid
from sheets.kinds import KINDS, Malformed, handwritten
from sheets.loading import FOLDER
from sheets.reading.package import BODY, W
from sheets.word.render import render_word
from tests.sheets.fillings import full
from tests.sheets.reading import hostile
from tests.sheets.strategies import SHEETS

LIMITS = sandbox.Limits(memory=1024**3, cpu=20, wall=60)
MOST_SECONDS, MOST_MB = 2, 300
BLANKS = (
    "\u3000",
    " ",
    "\t",
    "_",
    "-",
    "—",
    "、",
    "。",
    "(",
    "（",
    "☐",
    "是",
    "2025",
    "1.",
    "：",
    "年",
    "至",
)


@pytest.mark.parametrize(
    "text", [" " * 16_000, "2025年3月" + " " * 16_000 + "x", "至 " * 8_000, "(" * 16_000, "2025 " * 3_000]
)
def test_a_long_entry_is_not_searched_and_kept_as_it_was(text):
    bounded = [kind for kind in KINDS.values() if kind.most is not None]
    assert len(bounded) == len(KINDS) - 2  # words are read in one pass
    for kind in bounded:
        for read in (kind.parse, kind.clean):
            with pytest.raises(Malformed, match="过长"):
                read(None, text)
        assert "".join(kind.raw_text(text).split()) == "".join(text.split())


def test_blanks_around_months_are_passed_over_once():
    """An expression that may split a run of blanks in two ways tries all of them (16,000 blanks took 8.5 s)."""
    assert handwritten.AROUND_MONTHS.fullmatch(" " * 200_000 + "x") is None
    assert handwritten.AROUND_MONTHS.fullmatch("自 至 共15个月 ) 。")


def document(dice: random.Random) -> bytes:
    """A Word form of ours into which a few things were put that make reading hard."""
    sheet = dice.choice(list(SHEETS.values()))
    word = render_word(grid(sheet, full(sheet), 2026))
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts[BODY])
    for harm in dice.sample(HARMS, dice.randint(1, 3)):
        harm(root, dice)
    if dice.random() < 0.3:
        dice.choice(list(hostile.HARMS.values()))(root, parts)
    parts[BODY] = etree.tostring(root)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _run(dice: random.Random) -> str:
    return dice.choice(BLANKS) * dice.choice((50, 2_000, 16_000))


def _texts(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(f"{W}t"))


def _long_runs(root: etree._Element, dice: random.Random) -> None:
    for text in dice.sample(_texts(root), 3):
        text.text = (text.text or "") + _run(dice) + dice.choice(("", "x", text.text or ""))


def _almost_wording(root: etree._Element, dice: random.Random) -> None:
    for text in dice.sample(_texts(root), 6):
        words = list((text.text or "示例") * dice.choice((1, 40)))
        dice.shuffle(words)
        text.text = f"（{''.join(words)}）"


def _many_paragraphs(root: etree._Element, dice: random.Random) -> None:
    body = root.find(f"{W}body")
    wording = [text.text or "" for text in _texts(root)]
    for _ in range(dice.choice((50, 1_500))):
        paragraph = etree.SubElement(body, f"{W}p")
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = dice.choice(wording) + "："


def _nested_tables(root: etree._Element, dice: random.Random) -> None:
    inner = dice.choice(list(root.iter(f"{W}tc")))
    for _ in range(dice.choice((5, 60))):
        row = etree.SubElement(etree.SubElement(inner, f"{W}tbl"), f"{W}tr")
        inner = etree.SubElement(row, f"{W}tc")
        etree.SubElement(
            etree.SubElement(etree.SubElement(inner, f"{W}p"), f"{W}r"), f"{W}t"
        ).text = "单位地址"


def _nested_controls(root: etree._Element, dice: random.Random) -> None:
    inner = dice.choice(list(root.iter(f"{W}p")))
    for _ in range(dice.choice((5, 80))):
        control = etree.SubElement(inner, f"{W}sdt")
        tag = etree.SubElement(etree.SubElement(control, f"{W}sdtPr"), f"{W}tag")
        tag.set(f"{W}val", "address")
        inner = etree.SubElement(control, f"{W}sdtContent")
        etree.SubElement(etree.SubElement(inner, f"{W}r"), f"{W}t").text = "甲"


def _many_cells(root: etree._Element, dice: random.Random) -> None:
    table = next(root.iter(f"{W}tbl"))
    for _ in range(dice.choice((20, 400))):
        row = etree.SubElement(table, f"{W}tr")
        for _ in range(dice.choice((2, 20))):
            paragraph = etree.SubElement(etree.SubElement(row, f"{W}tc"), f"{W}p")
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = dice.choice(
                ("单位地址", "1", "")
            )


HARMS: list[Callable[[etree._Element, random.Random], None]] = [
    _long_runs,
    _almost_wording,
    _many_paragraphs,
    _nested_tables,
    _nested_controls,
    _many_cells,
]


def took(seed: int, folder) -> dict:
    """What reading the document of a seed took."""
    return read(document(random.Random(seed)), folder / f"{seed}.docx")


def read(word: bytes, path: Path) -> dict:
    """What reading a document took."""
    path.write_bytes(word)
    request = {"path": str(path), "year": 2026, "expected": ""}
    try:
        return sandbox.run("tests.sheets.reading.bounded_child:read", request, LIMITS, reads=[path, FOLDER])
    finally:
        path.unlink()


def beyond(seeds: range, folder) -> list[tuple[int, float, float]]:
    """Seeds whose document took too much."""
    told = ((seed, took(seed, folder)) for seed in seeds)
    return [
        (seed, round(answer["seconds"], 2), round(answer["peak_mb"]))
        for seed, answer in told
        if answer["seconds"] > MOST_SECONDS or answer["peak_mb"] > MOST_MB
    ]


@pytest.mark.parametrize("harm", hostile.HARMS.values(), ids=hostile.HARMS)
def test_one_thing_as_much_of_it_as_a_file_may_hold_takes_no_longer(harm, tmp_path):
    told = read(hostile.harmed(harm), tmp_path / "a.docx")
    assert told["seconds"] <= MOST_SECONDS and told["peak_mb"] <= MOST_MB


def test_no_document_takes_more_than_two_seconds_or_300_mb(tmp_path):
    assert beyond(range(24), tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_none_of_five_thousand_documents_does(tmp_path):
    assert beyond(range(5_000), tmp_path) == []
