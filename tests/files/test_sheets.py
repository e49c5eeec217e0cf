"""Pages of every shape become upright sheets with a free strip at the foot; the strip gets the page number."""

import re
import subprocess
from datetime import UTC, datetime

import pikepdf
import pytest
from PIL import Image, ImageChops

from files.inspection import MIMES
from files.merging import Section, merge, prepare
from files.page_numbers import STRIP, scale_of
from sheets.pdf.render import from_html
from tests.files import bad
from tests.files.odd import SHAPES, shaped

AT = datetime(2026, 7, 1, tzinfo=UTC)
FOOT = "第 {page} 页 共 {pages} 页 · DT000012-R02-AB12CD34"
A4, A4_LANDSCAPE = (595, 842), (842, 595)
SIZES = {
    "A4": A4,
    "A4 landscape": A4_LANDSCAPE,
    "turned right": A4,
    "turned left": A4_LANDSCAPE,
    "upside down": A4,
    "Letter": A4,
    "A5": A4,
    "card": A4_LANDSCAPE,
    "A3 landscape": (1191, 842),
    "drawing A0": (3370, 2384),
    "moved box": A4,
    "cropped": A4,
    "cropped and turned": A4,
    "crop beyond the page": A4,
    "strip": (300, 2000),
    "large units": A4,
    "corners swapped": A4,
}


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    """All shapes in one file, numbered; and as images without the numbers and with them."""
    folder = tmp_path_factory.mktemp("shapes")
    alphabet = folder / "alphabet.pdf"
    alphabet.write_bytes(from_html(f"<p>{FOOT}0123456789</p>"))
    sections = []
    for place, shape in enumerate(SHAPES.values()):
        source = folder / f"{place}.pdf"
        source.write_bytes(shaped(**shape))
        made = prepare(source, MIMES["pdf"], folder / f"{place}-sheets.pdf.render")
        sections.append(Section(str(made.path), 0, 1))
    base = folder / "0-sheets.pdf.render"
    for name, foot in (("plain", ""), ("numbered", FOOT)):
        merge(base, sections, folder / f"{name}.pdf", title="x", at=AT, foot=foot, alphabet=alphabet)
        command = ["pdftoppm", "-r", "36", "-png", str(folder / f"{name}.pdf"), str(folder / name)]
        subprocess.run(command, check=True)
    return folder


def images(folder, name: str) -> list[Image.Image]:
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob(f"{name}-*.png"))]


def test_every_page_says_its_number_and_the_code(numbered):
    run = subprocess.run(
        ["pdftotext", str(numbered / "numbered.pdf"), "-"], capture_output=True, text=True, check=True
    )
    pages = run.stdout.split("\f")[:-1]
    assert len(pages) == len(SHAPES)
    for number, page in enumerate(pages, start=1):
        words = FOOT.format(page=number, pages=len(SHAPES))
        assert re.sub(r"\s", "", words) in re.sub(r"\s", "", page)


@pytest.mark.parametrize("shape", SHAPES)
def test_pages_up_to_a4_stand_upright_on_a4_and_larger_ones_keep_their_size(numbered, shape):
    with pikepdf.open(numbered / "numbered.pdf") as document:
        page = document.pages[list(SHAPES).index(shape)]
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == SIZES[shape]
        assert "/Rotate" not in page.obj and "/CropBox" not in page.obj


@pytest.mark.parametrize("shape", SHAPES)
def test_the_whole_page_is_there_upright_and_the_number_hides_nothing_of_it(numbered, shape):
    place = list(SHAPES).index(shape)
    plain, stamped = images(numbered, "plain")[place], images(numbered, "numbered")[place]
    reds = [(x, y) for x in range(plain.width) for y in range(plain.height) if _red(plain.getpixel((x, y)))]
    left, right = min(x for x, _ in reds), max(x for x, _ in reds)
    top, bottom = min(y for _, y in reds), max(y for _, y in reds)
    strip = STRIP * scale_of(*SIZES[shape]) / 2  # pixels at 36 dpi
    assert bottom <= plain.height - strip + 1 and top >= 0
    assert abs((left + right) / 2 - plain.width / 2) <= 2  # all four sides of the frame are in sight
    word = ImageChops.invert(plain.convert("L").point(lambda value: 255 if value > 60 else 0)).getbbox()
    assert word[0] < plain.width / 2 and word[1] < plain.height / 2  # its word stands in the upper left
    changed = ImageChops.difference(plain, stamped).getbbox()
    assert changed[1] > bottom, "the number stands below the page's own frame"
    assert changed[0] >= 0 and changed[2] <= plain.width and changed[3] < plain.height


def _red(colour) -> bool:
    red, green, blue = colour
    return red > 180 and green < 170 and blue < 170


def test_a_seal_that_is_an_annotation_is_drawn_and_no_field_is_left(tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(bad.sealed("SEAL"))
    made = prepare(source, MIMES["pdf"], tmp_path / "out.pdf")
    run = subprocess.run(["pdftotext", str(made.path), "-"], capture_output=True, text=True, check=True)
    assert "SEAL" in run.stdout and "表单" in made.remark
    with pikepdf.open(made.path) as document:
        assert "/AcroForm" not in document.Root and "/Annots" not in document.pages[0].obj
