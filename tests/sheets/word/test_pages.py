"""The Word as pages: LibreOffice opens every form; stamp and page number stand on each page, nothing is lost."""

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from sheets.answers import slots
from sheets.grid import grid
from sheets.kinds import kind_of
from sheets.word.render import render_word
from tests.sheets.fillings import FILLINGS
from tests.sheets.stamps import STAMP
from tests.sheets.strategies import SHEETS

FIRST_LABELS = {
    "technology": "申报单位名称",
    "leader": "申报单位名称",
    "park": "主体名称",
    "community": "主体名称",
}


def joined(text: str) -> str:
    return "".join(text.split())


def without_boxes(text: str) -> str:
    return text.replace("☑", "").replace("☐", "")


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[tuple[str, str], list[str]]:
    """The text of each page, without white space, by form and filling."""
    folder = tmp_path_factory.mktemp("pages")
    for form, sheet in SHEETS.items():
        for name, filling in FILLINGS.items():
            word = render_word(grid(sheet, filling(sheet), 2026), STAMP)
            (folder / f"{form}-{name}.docx").write_bytes(word)
    files = sorted(path.name for path in folder.glob("*.docx"))
    program = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", *files]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
    return {tuple(name.removesuffix(".docx").split("-")): pages(folder / name) for name in files}


def pages(word: Path) -> list[str]:
    command = ["pdftotext", "-raw", str(word.with_suffix(".pdf")), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [joined(page) for page in text.split("\f")[:-1]]


def over_a_page(label: str, found: list[str]) -> bool:
    """Whether a label ends on the page after the one on which it begins.

    LibreOffice 7.4 breaks the label of a row that begins on the last line of a page, although its lines are to be kept
    together (``w:keepLines``); nothing of it is lost.
    """
    return any(
        label[:cut] in page and label[cut:] in following
        for page, following in pairwise(found)
        for cut in range(2, len(label) - 1)
    )


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.xdist_group("word_pages")
@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("form", SHEETS)
def test_every_page_is_stamped_and_holds_something_and_every_answer_is_there(form, filling, printed):
    found = printed[form, filling]
    stamp = "·".join(joined(words) for words in STAMP.words)
    for number, page in enumerate(found, start=1):
        foot = f"{stamp}第{number}页共{len(found)}页"
        assert page.count(foot) == 1
        assert page.replace(foot, ""), f"page {number} is empty"
    assert FIRST_LABELS[form] in found[0]
    text = re.sub(re.escape(stamp) + r"第\d+页共\d+页", "", "".join(found))
    sheet = SHEETS[form]
    wanted = [
        joined(line)
        for slot, value in slots(sheet, FILLINGS[filling](sheet))
        for line in kind_of(slot.leaf).text(slot.leaf, value).split("\n")
    ]
    # The boxes come from another font, and pdftotext sets them apart from their line.
    assert [text.count(box) for box in "☑☐"] == ["".join(wanted).count(box) for box in "☑☐"]
    text = without_boxes(text)
    assert [line for line in map(without_boxes, wanted) if line not in text] == []
    printed_cells = [cell for row in grid(sheet, {}, 2026).rows for cell in row.cells if cell.role != "value"]
    labels = [joined(cell.lines[0].runs[0].text) for cell in printed_cells]
    assert [label for label in labels if label not in text and not over_a_page(label, found)] == []
