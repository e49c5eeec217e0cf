"""Word and PDF: every answer is in them, Word reads back, equal input gives equal bytes, stamp on each page."""

import io
import re
import zipfile
from cProfile import Profile
from dataclasses import replace
from pstats import Stats

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from sheets.answers import dump, slots
from sheets.grid import grid
from sheets.html import paper
from sheets.kinds import Raw, kind_of
from sheets.pdf import render as pdf_render
from sheets.reading.read import UnreadableWord, read_word
from sheets.stamp import Stamp
from sheets.word.render import BLANK, render_word
from tests.sheets.fillings import full, typical
from tests.sheets.pdf_text import page_count, pdf_text
from tests.sheets.stamps import STAMP
from tests.sheets.strategies import PRINTED, SHEETS, filled
from tests.sheets.word_text import word_text

FORMS = pytest.mark.parametrize("form", SHEETS)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
few = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
rare = settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)


def printed(sheet, answers) -> list[str]:
    """Every answer as it must stand on paper, without white space."""
    texts = (
        kind_of(slot.leaf).text(slot.leaf, value)
        for slot, value in slots(sheet, answers)
        if value is not None
    )
    return ["".join(text.split()) for text in texts]


@FORMS
@few
@given(data=st.data())
def test_word_reads_back_what_was_written(form, data):
    sheet = SHEETS[form]
    answers = dump(sheet, data.draw(filled(sheet)))
    word = render_word(grid(sheet, answers, 2026), STAMP)
    assert read_word(sheet, word) == answers
    text = word_text(word)
    assert [answer for answer in printed(sheet, answers) if answer not in text] == []


@FORMS
@rare
@given(data=st.data())
def test_pdf_holds_every_answer(form, data):
    sheet = SHEETS[form]
    answers = dump(sheet, data.draw(filled(sheet, PRINTED, all_fields=True)))
    text = pdf_text(pdf_render.render_pdf(grid(sheet, answers, 2026)))
    assert [answer for answer in printed(sheet, answers) if answer not in without_page_ends(text)] == []


def without_page_ends(text: str) -> str:
    """An answer may go on behind the foot of a page."""
    return re.sub(r"第\d+页共\d+页", "", text)


@FORMS
def test_a_blank_word_form_reads_as_blank(form):
    assert read_word(SHEETS[form], render_word(grid(SHEETS[form], {}, 2026))) == {}


def test_malformed_entries_read_back_as_raw():
    answers = {"total_investment": {"raw": "约两千"}, "public_funding": ["市级"]}
    sheet = SHEETS["technology"]
    assert read_word(sheet, render_word(grid(sheet, answers, 2026))) == answers
    assert Raw("约两千") in [value for _, value in slots(sheet, answers)]


def test_word_has_the_table_of_the_grid():
    found = grid(SHEETS["technology"], {"technologies": [{}, {}]}, 2026)
    with zipfile.ZipFile(io.BytesIO(render_word(found))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    table = body.find(f".//{W}tbl")
    assert len(table.findall(f"{W}tr")) == len(found.rows)
    for row in table.findall(f"{W}tr"):
        spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
        assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == len(found.columns)
    merges = [merge.get(f"{W}val") for merge in table.iter(f"{W}vMerge")]
    assert merges == ["restart", "continue", "continue", *["restart", "continue"] * 2]


@FORMS
def test_only_answers_are_in_controls_and_hints_are_small(form):
    found = grid(SHEETS[form], typical(SHEETS[form]), 2026)
    runs = [run for row in found.rows for cell in row.cells for line in cell.lines for run in line.runs]
    with zipfile.ZipFile(io.BytesIO(render_word(found))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    controls = [
        (node.find(f"{W}tag").get(f"{W}val"), node.find(f"{W}alias").get(f"{W}val"))
        for node in body.iter(f"{W}sdtPr")
    ]
    assert dict(controls) == {run.path: run.label for run in runs if run.role == "answer"}
    small = [
        "".join(node.itertext())
        for node in body.iter(f"{W}r")
        if node.find(f"{W}rPr/{W}sz").get(f"{W}val") == "17"
    ]
    assert small == [run.text for run in runs if run.role == "hint"]


def test_word_names_the_fonts_of_official_papers_and_no_theme_wins():
    with zipfile.ZipFile(io.BytesIO(render_word(grid(SHEETS["park"], {}, 2026)))) as archive:
        styles, body = archive.read("word/styles.xml").decode(), archive.read("word/document.xml").decode()
        assert not [name for name in archive.namelist() if "thumbnail" in name]
    assert "Theme=" not in styles and 'eastAsia="仿宋_GB2312"' in styles
    for font in ("仿宋_GB2312", "黑体", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in body


@pytest.mark.parametrize("render", [render_word, pdf_render.render_pdf])
def test_equal_input_gives_equal_bytes(render):
    found = grid(SHEETS["park"], {"applicant_name": "示例科技园"}, 2026)
    assert render(found, STAMP) == render(found, STAMP)
    assert render(found, STAMP) != render(found, None)


def test_word_of_the_fullest_form_takes_little_work():
    """Calls are counted, 25,000 in November 2026: they took 5 ms on a quiet machine; ``make bench-documents`` has the time."""
    sheet = SHEETS["technology"]
    answers = full(sheet)
    render_word(grid(sheet, answers, 2026), STAMP)  # what is looked up once
    with Profile() as profile:
        render_word(grid(sheet, answers, 2026), replace(STAMP))
    assert Stats(profile).total_calls < 40_000


def test_mat_w_stamp_stands_on_every_page():
    found = grid(SHEETS["leader"], {"measures": "碳" * 2000}, 2026)
    word, made = render_word(found, STAMP), pdf_render.render_pdf(found, STAMP)
    words = "".join("".join(STAMP.words).split())
    assert words == "编号2026-JS-0001第3版校验0123456789ab识别码7K3M-9QXW"
    text, pages = pdf_text(made).replace("·", ""), page_count(made)
    assert pages > 2 and text.count(words) == pages
    assert all(f"第{page}页共{pages}页" in text for page in range(1, pages + 1))
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert all(dict(page.Resources.XObject) for page in opened.pages)
    assert words in word_text(word, "word/footer1.xml").replace("·", "")
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        footer = archive.read("word/footer1.xml").decode()
        assert STAMP.qr_png in [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    assert "NUMPAGES" in footer and "wp:anchor" in footer


def test_stamp_of_a_draft_has_no_number():
    assert Stamp(None, 1, "a" * 64, "X").words[0] == "第 1 版"


def test_answers_are_escaped_on_screen():
    html = paper(grid(SHEETS["park"], {"applicant_name": "<b>&\"'</b>"}, 2026))
    assert "<b>" not in html and "&lt;b&gt;&amp;" in html


def test_pdf_reaches_neither_network_nor_files(caplog, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(STAMP.qr_png)
    for url in (secret.as_uri(), "http://127.0.0.1:9/x.png"):
        with pikepdf.open(io.BytesIO(pdf_render.from_html(f'<img src="{url}">'))) as opened:
            assert not dict(opened.pages[0].Resources.XObject)
    assert sum("disallowed protocol" in record.getMessage() for record in caplog.records) == 2
    with pikepdf.open(io.BytesIO(pdf_render.from_html(f'<img src="{STAMP.qr_uri}">'))) as opened:
        assert dict(opened.pages[0].Resources.XObject)


def test_renderer_is_refused_without_its_library(monkeypatch):
    pdf_render.check_renderer()
    monkeypatch.setattr(pdf_render.pdf_fonts, "harfbuzz_subset", None)
    with pytest.raises(pdf_render.RendererMissing, match="libharfbuzz-subset0"):
        pdf_render.check_renderer()


def packed(xml: bytes, name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a zip",
        packed(b"<w/>", "other.xml"),
        packed(b"<broken"),
        packed(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        packed(b"<x/>"),
        packed(b"<x>" + b" " * (21 * 1024 * 1024) + b"</x>"),
    ],
    ids=["empty", "no-zip", "no-body", "broken", "doctype", "no-controls", "huge"],
)
def test_files_that_are_no_form_are_refused(data):
    with pytest.raises(UnreadableWord):
        read_word(SHEETS["park"], data)


@pytest.mark.parametrize("before", [0, 5, len(BLANK)])
def test_what_is_typed_into_a_blank_is_read_without_the_blank(before):
    typed = f"{BLANK[:before]}　　内容{BLANK[before:]}"
    with zipfile.ZipFile(io.BytesIO(render_word(grid(SHEETS["park"], {}, 2026)))) as archive:
        body = archive.read("word/document.xml").decode()
    answers = read_word(SHEETS["park"], packed(body.replace(BLANK, typed).encode()))
    assert (answers["applicant_name"], answers["current_state"]) == ("内容", "　　内容")


def test_word_is_read_as_people_leave_it():
    word = render_word(grid(SHEETS["park"], {"applicant_name": "旧名", "organisation_structure": "旧"}, 2026))
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        body = archive.read("word/document.xml").decode()
    body = body.replace("☐ 文化产业园区", "☑ 文化产业园区").replace(">旧名<", "> 新名 <")
    body = body.replace(">旧</w:t>", ">一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t>")
    assert read_word(SHEETS["park"], packed(body.encode())) == {
        "applicant_name": "新名",
        "pilot_type": {"choice": "文化产业园区", "other": ""},
        "organisation_structure": "一\n二\t三",
    }
