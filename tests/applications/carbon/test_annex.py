"""The annex: everything of the sheet in PDF and Word, the same bytes each time, older when anything it shows changed."""

import hashlib
import io
import json
import zipfile

import pytest

from applications.carbon.annex import NotComplete, annex_of, as_pdf, as_word, basis
from tests import factories
from tests.sheets.pdf_text import pdf_lines, pdf_text

ANSWERS = factories.answers("technology")
LINE = factories.CARBON["lines"][0]


def carbon(rows: int) -> dict:
    """A sheet of so many rows of two measures in turn."""
    lines = [LINE | {"measure": f"措施{n % 2}", "source": f"示例来源{n}<&>"} for n in range(rows)]
    return factories.CARBON | {"energy_saved": "900", "lines": lines}


def words_of(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_everything_of_the_sheet_stands_in_both():
    annex = annex_of(carbon(3), ANSWERS)
    pdf, word = pdf_text(as_pdf(annex)), words_of(as_word(annex))
    for text in (
        "示例园区光储直柔示范项目",
        "北京示例新能源科技有限公司",
        "3600.00",
        "900",
        "四舍五入",
        "措施0",
        "外购电",
    ):
        assert text in pdf and text in word
    for text in (factories.CARBON["boundary"], factories.CARBON["method"], "0.5 tCO2/MWh", "措施0 小计"):
        assert "".join(text.split()) in pdf and text in word
    assert "示例来源2<&>" in pdf and "示例来源2&lt;&amp;&gt;" in word


@pytest.mark.parametrize("rows", [1, 13, 18, 40])
def test_each_part_of_a_table_has_its_heads(rows):
    for page in pdf_lines(as_pdf(annex_of(carbon(rows), ANSWERS))):
        numbers = [position for position, text in enumerate(page) if text == "序号"]
        rows_begin = next((i for i, text in enumerate(page) if text.isdecimal()), None)
        assert rows_begin is None or (numbers and numbers[0] < rows_begin)
        captions = [position for position, text in enumerate(page) if text.startswith("表 ")]
        assert all(any(caption < number <= caption + 2 for number in numbers) for caption in captions)


def test_equal_figures_give_equal_bytes():
    annex = annex_of(carbon(2), ANSWERS)
    assert as_pdf(annex) == as_pdf(annex) and as_word(annex) == as_word(annex)


def test_an_incomplete_sheet_has_no_annex():
    with pytest.raises(NotComplete):
        annex_of(factories.CARBON | {"method": ""}, ANSWERS)


@pytest.mark.parametrize(
    ("changed", "answers"),
    [({"method": "别的"}, {}), ({}, {"project_name": "别的"}), ({}, {"applicant_name": "别的"})],
)
def test_it_is_older_when_anything_it_shows_changed(changed, answers):
    before = basis(factories.CARBON, ANSWERS)
    assert basis(factories.CARBON | changed, ANSWERS | answers) != before
    assert basis(dict(factories.CARBON), ANSWERS | {"social_benefit": "别的"}) == before


@pytest.mark.parametrize("rows", [2, 13])
def test_sums_stay_with_the_rows_that_they_sum_up(rows):
    lines = [LINE | {"source": f"示例来源{n}"} for n in range(rows)]
    for page in pdf_lines(as_pdf(annex_of(factories.CARBON | {"lines": lines}, ANSWERS))):
        assert "合计" not in page or any(text.isdecimal() for text in page)
    word = words_of(as_word(annex_of(carbon(2), ANSWERS)))
    assert "<w:keepNext/>" in word.partition("表 3 ")[2].partition("年减排量")[2]


WIDE = {
    "measure": "２号ＬＥＤ照明",
    "unit": "ＭＷｈ",
    "baseline": "１，２００．５",
    "project": "－２００",
    "factor": "０．５５５４",
    "factor_unit": "ｔＣＯ２／ＭＷｈ",
    "year": "２０２３",
    "source": "公告２０２５年第４７号（附件）",
}


def test_full_width_digits_are_printed_in_their_usual_form_in_both():
    lines = [LINE | WIDE]
    sheet = factories.CARBON | {"energy_saved": "９００", "method": "按３台设备计。", "lines": lines}
    annex = annex_of(sheet, ANSWERS)
    pdf, word = pdf_text(as_pdf(annex)), words_of(as_word(annex))
    for text in ("1,200.5", "-200", "2023", "900", "MWh", "777.84", "2号LED照明"):
        assert text in pdf and text in word
    for text in ("公告2025年第47号（附件）", "按3台设备计。", "0.5554 tCO2/MWh"):
        assert "".join(text.split()) in "".join(pdf.split()) and text in word
    assert not any("０" <= sign <= "９" or "Ａ" <= sign <= "ｚ" for sign in pdf + word)


def test_the_texts_that_were_typed_stay_as_they_are():
    line = LINE | {"source": "甲／乙《ａ》，约３．５％；（见附件）"}
    printed = annex_of(factories.CARBON | {"lines": [line]}, ANSWERS)
    assert printed.sections[2][2][1].rows[0][2] == "甲／乙《a》，约3.5％；（见附件）"


def test_annexes_of_sheets_without_full_width_digits_are_as_old_as_they_were():
    """Those made before the register stay attached; what edition 2 printed otherwise is told as older."""
    names = [ANSWERS["project_name"], ANSWERS["applicant_name"]]

    def sha256(edition: int, carbon: dict) -> str:
        body = json.dumps([edition, carbon, *names], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()

    assert basis(factories.CARBON, ANSWERS) == sha256(2, factories.CARBON)
    assert basis({}, ANSWERS) == sha256(2, {})
    wide = factories.CARBON | {"lines": [LINE | {"baseline": "１２００"}]}
    assert basis(wide, ANSWERS) == sha256(3, wide)
