"""The Word opens without repair: it keeps the rules of the format, whatever the answers hold."""

import io
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets.answers import dump
from sheets.grid import grid
from sheets.word.render import render_word
from tests.sheets.fillings import FILLINGS
from tests.sheets.stamps import STAMP
from tests.sheets.strategies import SHEETS, filled
from tests.sheets.word_rules import faults
from tests.sheets.word_text import word_text

FORMS = pytest.mark.parametrize("form", SHEETS)
HARMFUL = "甲\x00\x01\x0b\x1f\x7f\ud800\ufffe\uffff<>&\"']]>\r\n乙\t\u2028丙"


@FORMS
@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize("stamp", [STAMP, None], ids=["stamped", "plain"])
def test_forms_keep_the_rules(form, filling, stamp):
    word = render_word(grid(SHEETS[form], FILLINGS[filling](SHEETS[form]), 2026), stamp)
    assert faults(word) == []
    assert len(docx.Document(io.BytesIO(word)).tables) == 1


@FORMS
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_answers_keep_the_rules(form, data):
    sheet = SHEETS[form]
    assert faults(render_word(grid(sheet, dump(sheet, data.draw(filled(sheet))), 2026), STAMP)) == []


@FORMS
def test_characters_that_no_file_may_hold_do_not_spoil_it(form):
    sheet = SHEETS[form]
    answers = {field.key: {"raw": HARMFUL} for _, field in sheet.plain_fields() if not field.items}
    answers |= {
        part.key: [{field.key: {"raw": HARMFUL} for field in part.fields}] for part in sheet.repeatable_parts
    }
    word = render_word(grid(sheet, answers, 2026), STAMP)
    assert faults(word) == []
    assert word_text(word).count("<>&\"']]>乙丙") == len(answers) + 2 * len(sheet.repeatable_parts)


BROKEN = {
    "control id twice": ('<w:id w:val="1002"/>', '<w:id w:val="1001"/>'),
    "order in rPr": ("<w:b/><w:bCs/>", "<w:bCs/><w:b/>"),
    "order in pPr": ("<w:keepNext/><w:keepLines/>", "<w:keepLines/><w:keepNext/>"),
    "does not end in a paragraph": ("<w:p/></w:tc>", "</w:tc>"),
    "row of 4 columns": ('<w:gridSpan w:val="5"/>', '<w:gridSpan w:val="4"/>'),
    "merged cell without one above": ('<w:vMerge w:val="restart"/>', ""),
    "names a relation that is missing": ('r:id="rId4"', 'r:id="rId9"'),
    "run with a font of the theme": ('w:hint="eastAsia"', 'w:eastAsiaTheme="minorEastAsia"'),
    "font without substitute": ("黑体", "微软雅黑"),
    "white space is lost": (' xml:space="preserve"', ""),
    "width of the table": ('<w:gridCol w:w="816"/>', '<w:gridCol w:w="700"/>'),
    "foo in tcPr": ("<w:tcPr>", "<w:tcPr><w:foo/>"),
}


@pytest.mark.parametrize(("fault", "change"), BROKEN.items(), ids=BROKEN)
def test_broken_files_are_found_out(fault, change):
    whole = render_word(grid(SHEETS["technology"], FILLINGS["typical"](SHEETS["technology"]), 2026), STAMP)
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                assert change[0] in part.decode()
                part = part.decode().replace(*change).encode()
            target.writestr(name, part)
    assert any(fault in found for found in faults(broken.getvalue()))


@pytest.mark.parametrize(
    ("missing", "fault"),
    [
        ("word/media/code.png", "leads nowhere"),
        ("word/footer1.xml", "leads nowhere"),
        ("word/_rels/footer1.xml.rels", "names a relation that is missing"),
    ],
)
def test_files_with_a_part_missing_are_found_out(missing, fault):
    whole = render_word(grid(SHEETS["park"], {}, 2026), STAMP)
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(broken, "w") as target:
        for name in set(source.namelist()) - {missing}:
            target.writestr(name, source.read(name))
    assert any(fault in found for found in faults(broken.getvalue()))
