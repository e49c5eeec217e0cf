"""What makes WeasyPrint quick changes nothing: the PDF is WeasyPrint's own, byte for byte."""

import io
import re
from contextlib import contextmanager

import pikepdf
import pydyf
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import HTML
from weasyprint.css import StyleFor
from weasyprint.pdf import stream

from sheets import html
from sheets.grid import grid
from sheets.pdf import glyphs as pdf_glyphs
from sheets.pdf import lines as pdf_lines
from sheets.pdf import output as pdf_output
from sheets.pdf import quick as pdf_quick
from sheets.pdf import render as pdf_render
from sheets.pdf import styles as pdf_styles
from tests.sheets.fillings import full, typical
from tests.sheets.stamps import STAMP
from tests.sheets.strategies import SHEETS

FORMS = pytest.mark.parametrize("form", SHEETS)
ADDRESS = "https://example.org/" + "a-long-path-without-a-space-" * 6
WORDS = (
    "中文 mixed with some long English words and 数字 1,234.5 万元，“引号”（括号）……——；ABC-DEF、"
    "喆堃𠮷☑℃₂ café Ωμέγα кириллица　全角 空格   多个 "
)
AWKWARD = {
    "spaces": WORDS * 9,
    "address": f"{WORDS}{ADDRESS}{WORDS}",
    "paragraphs": f"{WORDS * 2}\n\n  {WORDS}\n{WORDS * 3} \n末 ",
    "tabs": f"一\t二\n\t{WORDS * 2}",
    "right to left": f"{WORDS}אבג עברית عربي {WORDS}",
    "invisible": f"{WORDS}软\u00ad连\u00ad字{WORDS}零\u200b宽 \u2066隔离\u2069 \u00a0\u00a0{WORDS}",
    "other scripts": f"{WORDS}ภาษาไทย हिन्दी 한국어 にほんご e\u0301 👍🏽 {WORDS}",
    "without a font": f"{WORDS}\U00010ffd{WORDS}",
    "line ends": f"{WORDS}\u2028{WORDS}\u0085{WORDS}",
    "one word": "无" * 700 + "x" * 300,
}


def alone(found, font=pdf_glyphs.fresh_font) -> pdf_render.Rendered:
    """The form by WeasyPrint alone, but for how its fonts are cut."""

    @contextmanager
    def only_fonts():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(stream, "Font", font)
            yield

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf_render, "quickly", only_fonts)
        patched.setattr(pdf_render.PaperHTML, "_ua_stylesheets", HTML._ua_stylesheets)
        return pdf_render.render(found, STAMP)


@FORMS
@pytest.mark.parametrize("fill", [None, typical, full])
def test_forms_are_the_same(form, fill):
    found = grid(SHEETS[form], fill(SHEETS[form]) if fill else {}, 2026)
    first, second = pdf_render.render(found, STAMP), pdf_render.render(found, STAMP)
    assert first == second == alone(found)


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_awkward_texts_are_the_same(text):
    answers = {"current_state": text, "applicant_name": text[:40], "contact_name": text[-40:]}
    found = grid(SHEETS["park"], answers, 2026)
    assert pdf_render.render(found, STAMP) == alone(found)


def test_plain_text_goes_the_quick_way(monkeypatch):
    slow = []
    for module, name in ((pdf_lines, "split_first_line"), (pdf_glyphs, "draw_first_line")):
        monkeypatch.setattr(module, name, noting(slow, getattr(module, name)))
    pdf_render.render(grid(SHEETS["park"], {"current_state": "现状，park；" * 90}, 2026), STAMP)
    assert slow and all(style["word_spacing"] for style in slow)  # the signatures


def noting(slow: list, original):
    """``original``, which notes the styles it is called with."""

    def noted(*arguments):
        slow.append(getattr(arguments[1], "style", arguments[1]))
        return original(*arguments)

    return noted


def test_fonts_are_cut_to_the_same_outlines():
    found = grid(SHEETS["leader"], typical(SHEETS["leader"]), 2026)
    ours, theirs = (fonts_of(made.pdf) for made in (alone(found), alone(found, stream.Font)))
    assert ours.keys() == theirs.keys() and len(ours) == 4
    for name, (font, glyphs) in ours.items():
        other, same = theirs[name]
        assert glyphs == same and len(font.getGlyphOrder()) == len(other.getGlyphOrder())
        assert [outline(font, glyph) for glyph in glyphs] == [outline(other, glyph) for glyph in glyphs]


def fonts_of(made: bytes) -> dict:
    """Font files of a PDF, with the numbers of the glyphs it uses of them."""
    found = {}
    with pikepdf.open(io.BytesIO(made)) as opened:
        for font in opened.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            file = descriptor.get("/FontFile3", descriptor.get("/FontFile2"))
            used = re.findall(rb"^<(\w{4})> <", font.ToUnicode.read_bytes(), re.MULTILINE)
            opened_font = TTFont(io.BytesIO(file.read_bytes()))
            found[str(font.BaseFont)] = opened_font, sorted(int(number, 16) for number in used)
    return found


def outline(font: TTFont, number: int) -> tuple:
    """How a glyph is drawn, and how wide it is."""
    glyph, pen = font.getGlyphSet()[font.getGlyphName(number)], RecordingPen()
    glyph.draw(pen)
    return glyph.width, pen.value


def test_styles_are_worked_out_once(monkeypatch):
    found = grid(SHEETS["community"], typical(SHEETS["community"]), 2026)
    first = pdf_render.render(found)
    monkeypatch.setattr(StyleFor, "__init__", None)
    assert pdf_render.render(found) == first


def test_styles_that_are_kept_are_few_and_can_be_forgotten(monkeypatch):
    found = [grid(sheet, full(sheet), 2026) for sheet in SHEETS.values()]
    first = [pdf_render.render(one) for one in found]
    assert len(pdf_styles.FormStyles._kept._kinds) < pdf_styles.MOST / 4
    monkeypatch.setattr(pdf_styles, "MOST", 1)
    assert [pdf_render.render(one) for one in found] == first


@pytest.mark.parametrize(
    "path", [pdf_render.PAGE, pdf_render.PAPER, pdf_render.ELEMENTS], ids=lambda path: path.stem
)
def test_rules_ask_for_nothing_but_tags_and_classes(path):
    css = re.sub(
        r"/\*.*?\*/|\{[^{}]*\}",
        ";",
        re.sub(r"@page \{.*?\n\}", "", path.read_text("utf-8"), flags=re.S),
        flags=re.S,
    )
    selectors = [selector.strip() for selector in re.split("[;,]", css) if selector.strip()]
    assert len(selectors) > 5
    assert [found for found in selectors if not re.fullmatch(r"[a-z0-9.> *-]+(::before)?", found)] == []


def test_no_rule_tells_pages_apart():
    rules = [
        css
        for path in (pdf_render.PAGE, pdf_render.PAPER, pdf_render.ELEMENTS)
        for css in re.findall("@page[^{]*", path.read_text("utf-8"))
    ]
    assert {rule.strip() for rule in rules} == {"@page"}


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.binary() | st.text("abc /%~"))
def test_values_are_written_as_pydyf_writes_them(value):
    assert pdf_output.as_bytes(value) == pydyf._to_bytes(value)


def test_elements_have_no_attributes_that_style_them_but_those_known():
    page = html.page(grid(SHEETS["technology"], full(SHEETS["technology"]), 2026), STAMP)
    elements = pdf_render.PaperHTML(page).etree_element.iter()
    attributes = {name for element in elements for name in element.attrib}
    unstyled = {"scope", "colspan", "rowspan", "src", "alt", "charset", "aria-hidden"}
    assert attributes - unstyled == set(pdf_styles.ATTRIBUTES)


def test_weasyprint_is_itself_afterwards():
    places = [(module, name) for module, name, _ in pdf_quick._ours()]
    before = [getattr(module, name) for module, name in places]
    with pytest.raises(ZeroDivisionError), pdf_quick.quickly():
        assert all(getattr(*place) is not function for place, function in zip(places, before, strict=True))
        raise ZeroDivisionError
    assert [getattr(module, name) for module, name in places] == before


def test_another_version_renders_alone(monkeypatch):
    found = grid(SHEETS["park"], typical(SHEETS["park"]), 2026)
    monkeypatch.setattr(pdf_quick, "VERSION", "69.0")
    monkeypatch.setattr(pdf_quick, "_put", None)
    assert pdf_render.render(found, STAMP) == alone(found, stream.Font)


def test_the_version_is_the_one_that_is_installed():
    assert pdf_quick.weasyprint.__version__ == pdf_quick.VERSION
