"""The PDF as an archive keeps it: tagged PDF/A-3a with the Word inside, twin of the Word, closed to the outside."""

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sheets import fonts
from sheets.answers import dump
from sheets.grid import grid
from sheets.html import paper
from sheets.pdf import render as pdf_render
from sheets.word.render import render_word
from tests.sheets.pdf_text import pdf_text
from tests.sheets.strategies import PRINTED, SHEETS, filled
from tests.sheets.test_paper import STAMP, without_page_ends
from tests.sheets.word_text import word_text

FORMS = pytest.mark.parametrize("form", SHEETS)
rare = settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
TYPICAL = {
    "technology": {
        "project_name": "示例项目",
        "public_funding": ["市级", "区级"],
        "project_content": "第一段。\n第二段，设备 A-1。",
        "technologies": [{"name": "甲"}, {"name": "乙", "content": "先进"}],
    },
    "leader": {"applicant_name": "示例医院", "applicant_nature": "事业单位", "measures": "一\n\t二"},
    "park": {"area_km2": "3.5", "enterprises": {"enterprises_settled": 12}, "current_state": "现状 " * 300},
    "community": {"contact_name": "喆堃𠮷", "population": {"population_total": 5000}, "publicity": "宣传"},
}
RENDERING = """
import hashlib, django
django.setup()
from tests.sheets.pdf.test_pdf import TYPICAL, example
for form in TYPICAL:
    print(hashlib.sha256(example(form).pdf).hexdigest())
"""


def example(form: str) -> pdf_render.Rendered:
    """A form with some answers, its Word inside."""
    found = grid(SHEETS[form], TYPICAL[form], 2026)
    return pdf_render.render(found, STAMP, render_word(found, STAMP))


@FORMS
def test_it_is_a_tagged_pdf_a_3a_with_all_fonts(form):
    with pikepdf.open(io.BytesIO(example(form).pdf)) as opened:
        assert opened.check_pdf_syntax() == [] and opened.get_warnings() == []
        root = opened.Root
        assert root.MarkInfo.Marked and str(root.Lang) == "zh-CN" and root.ViewerPreferences.DisplayDocTitle
        assert root.OutputIntents[0].S == "/GTS_PDFA1" and root.OutputIntents[0].DestOutputProfile.N == 3
        with opened.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
            assert xmp["dc:title"] == str(opened.docinfo.Title) == SHEETS[form].title_for(2026)
        assert len(opened.trailer.ID) == 2
        for font in opened.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
            assert "/ToUnicode" in font
        tags = set(tag_names(root.StructTreeRoot.K[0]))
        assert {"/Document", "/H2", "/Table", "/TR", "/TH", "/TD"} <= tags


def tag_names(element):
    """The names of an element of the structure and of all below it."""
    yield str(element.S)
    for child in element.get("/K", []):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from tag_names(child)


def test_value_cells_name_their_headings():
    with pikepdf.open(io.BytesIO(example("park").pdf)) as opened:
        cells = [
            item
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TD"
        ]
        headed = [cell for cell in cells if len(cell.A.get("/Headers", []))]
        heads = {
            str(item.ID) for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/ID" in item
        }
        assert len(headed) > 15
        assert {str(head) for cell in headed for head in cell.A.Headers} <= heads


@FORMS
def test_bookmarks_lead_to_the_parts(form):
    with pikepdf.open(io.BytesIO(example(form).pdf)) as opened, opened.open_outline() as outline:
        (top,) = outline.root
        assert top.title == SHEETS[form].title_for(2026)
        assert [item.title for item in top.children] == [part.name for part in SHEETS[form].parts]


def test_the_word_is_inside_as_its_source():
    found = grid(SHEETS["leader"], TYPICAL["leader"], 2026)
    word = render_word(found, STAMP)
    with pikepdf.open(io.BytesIO(pdf_render.render_pdf(found, STAMP, word))) as opened:
        (kept,) = opened.attachments.values()
        assert kept.get_file().read_bytes() == word and kept.filename == f"{found.title}.docx"
        assert [str(file.AFRelationship) for file in opened.Root.AF] == ["/Source"]
    with pikepdf.open(io.BytesIO(pdf_render.render_pdf(found, STAMP))) as opened:
        assert not opened.attachments


def test_other_processes_write_the_same_bytes():
    here = [hashlib.sha256(example(form).pdf).hexdigest() for form in TYPICAL]
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/Los_Angeles"}
        there = subprocess.run(
            [sys.executable, "-c", RENDERING], env=environment, capture_output=True, text=True, check=True
        )
        assert there.stdout.split() == here


@FORMS
@pytest.mark.parametrize("answers", ["empty", "typical"])
def test_word_and_pdf_say_the_same_in_the_same_order(form, answers):
    assert_twins(form, TYPICAL[form] if answers == "typical" else {})


@FORMS
@rare
@given(data=st.data())
def test_word_and_pdf_say_the_same_when_all_is_filled(form, data):
    assert_twins(form, dump(SHEETS[form], data.draw(filled(SHEETS[form], PRINTED, all_fields=True))))


def assert_twins(form: str, answers: dict) -> None:
    """Every word of the Word stands in the PDF, in the order of the Word, and nothing else."""
    found = grid(SHEETS[form], answers, 2026)
    text = without_page_ends(pdf_text(pdf_render.render_pdf(found)))
    assert text == word_text(render_word(found))


def test_characters_without_a_picture_are_told():
    found = grid(SHEETS["park"], {"applicant_name": "示例\U00010ffd园\u0378区"}, 2026)
    assert pdf_render.render(found).missing == ("\u0378", "\U00010ffd")
    assert pdf_render.render(grid(SHEETS["park"], {"applicant_name": "喆堃𠮷☑℃₂"}, 2026)).missing == ()


def test_rare_characters_keep_the_look_of_the_others():
    found = grid(SHEETS["park"], {"applicant_name": "示例喆堃𠮷"}, 2026)
    with pikepdf.open(io.BytesIO(pdf_render.render_pdf(found))) as opened:
        used = {str(font.BaseFont).partition("+")[2] for font in opened.pages[0].Resources.Font.values()}
    assert used - {"DejaVu-Sans"} <= {
        *("Ditan-Song", "Ditan-Song-Bold", "Ditan-Hei-Bold"),
        *("Noto-Serif-CJK-SC", "Noto-Serif-CJK-SC-Bold", "Noto-Sans-CJK-SC-Bold"),
    }


def test_lean_fonts_are_made_and_used_and_can_be_missing(tmp_path, settings):
    recipe = Path(settings.BASE_DIR, "bin", "fonts.py")
    subprocess.run([sys.executable, recipe, tmp_path / "lean"], check=True, capture_output=True)
    found = grid(SHEETS["leader"], TYPICAL["leader"], 2026)
    used = {}
    for folder in ("lean", "missing"):
        settings.LEAN_FONTS = tmp_path / folder
        clear()
        try:
            assert bool(fonts.lean_fonts()) == (folder == "lean")
            with pikepdf.open(io.BytesIO(pdf_render.render_pdf(found))) as opened:
                used[folder] = {str(font.BaseFont)[8:] for font in opened.pages[0].Resources.Font.values()}
        finally:
            clear()
    assert "Ditan-Song" in used["lean"] and not any("Noto" in name for name in used["lean"])
    assert "Noto-Serif-CJK-SC" in used["missing"]


def clear() -> None:
    """Forget fonts and style sheets, as a new process does."""
    pdf_render._fonts.cache_clear()
    pdf_render._style.cache_clear()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}">',
        '<style>@import "{url}";</style>',
        '<style>p {{ background: url("{url}") }}</style><p>x</p>',
        '<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style><p>x</p>',
        '<link rel="stylesheet" href="{url}">',
        '<link rel="attachment" href="{url}">',
        '<object data="{url}"></object>',
        '<p style="list-style: url({url}); display: list-item">x</p>',
    ],
)
def test_nothing_is_fetched_for_a_document(markup, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *args, **rest: opened.append(args))
    secret = tmp_path / "secret.css"
    secret.write_text("p::before { content: '秘密' }")
    for url in (secret.as_uri(), "http://127.0.0.1:9/x", "ftp://127.0.0.1/x"):
        made = pdf_render.from_html(
            f'<html lang="zh-CN"><body>{markup.format(url=url)}<p>正文</p></body></html>'
        )
        assert b"EmbeddedFile" not in made and "秘密" not in pdf_text(made)
    assert opened == []


def test_answers_are_text_in_the_pdf():
    answer = '<img src="file:///etc/passwd"><style>@import "http://127.0.0.1:9/x.css";</style>&amp;{{ x }}'
    found = grid(SHEETS["park"], {"applicant_name": answer, "current_state": answer}, 2026)
    assert "<img" not in paper(found)
    assert pdf_text(pdf_render.render_pdf(found)).count("".join(answer.split())) == 2


@FORMS
def test_every_height_of_a_row_has_its_class(form):
    css = pdf_render.PAPER.read_text("utf-8")
    for answers in ({}, {"technologies": [{}, {}, {}]}):
        heights = {row.height for row in grid(SHEETS[form], answers, 2026).rows}
        assert [height for height in heights if not re.search(rf"paper-tall-{height:g} ", css)] == []
