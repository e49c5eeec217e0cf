"""Conditions and contents of the work say what the annexes say, word for word and whole (ELI-T, ELI-L, ELI-P, ELI-C, A3 §二)."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from programme.notice import FORMS, Sheet, form_of
from tests.programme.annex_text import FOLDER, read_annexes

ANNEXES = yaml.safe_load((FOLDER / "2024.yaml").read_text("utf-8"))
FORM_NOTICE = Path(__file__).parents[1] / "sheets" / "notices" / "2024.yaml"


@dataclass(frozen=True)
class Elsewhere:
    """A paragraph of a section that is no condition to be confirmed: where the portal holds it instead."""

    line: int
    why: str


ELSEWHERE = (
    Elsewhere(90, "who may come again: ELI-R, asked when an application begins"),
    Elsewhere(208, "in principle only: a norm, which asks for a reason and does not block"),
)
FRAME = ("3.基本条件:", "2.基本条件:")  # headings inside a section
NUMBER = re.compile(r"^\(?\d+\)?\.?")


def plain(text: str) -> str:
    """As wording is compared: half and full width, and white space, make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def paragraphs(kind: str, sheet: str) -> dict[int, str]:
    """Line → paragraph of the section of a form."""
    return {part["line"]: plain(part["text"]) for part in ANNEXES[kind][sheet]}


def test_both_fixtures_come_from_the_same_notice():
    assert ANNEXES["notice_sha256"] == yaml.safe_load(FORM_NOTICE.read_text("utf-8"))["notice_sha256"]


@pytest.mark.parametrize("sheet", Sheet)
def test_eli_t_eli_l_eli_p_eli_c_conditions_quote_the_annex_word_for_word(sheet):
    printed = paragraphs("conditions", sheet)
    for condition in form_of(sheet).conditions:
        assert any(plain(condition.text) in text for text in printed.values()), condition.text


@pytest.mark.parametrize("sheet", Sheet)
def test_eli_t_eli_l_eli_p_eli_c_conditions_are_complete(sheet):
    """Nothing of the section is left when the conditions are taken out of it, but numbers, headings and full stops."""
    left_out = {place.line for place in ELSEWHERE}
    for line, text in paragraphs("conditions", sheet).items():
        if line in left_out:
            continue
        rest = text
        for condition in form_of(sheet).conditions:
            rest = rest.replace(plain(condition.text), "")
        for frame in FRAME:
            rest = rest.removeprefix(frame)
        assert set(NUMBER.sub("", rest)) <= set("。,;"), (line, rest)


def test_what_is_no_condition_stands_in_the_annex_and_has_a_reason():
    lines = {line for sheet in Sheet for line in paragraphs("conditions", sheet)}
    assert {place.line for place in ELSEWHERE} <= lines
    assert all(place.why for place in ELSEWHERE)


def test_the_contents_of_the_work_are_those_of_annex_3_word_for_word():
    assert {sheet for sheet, form in FORMS.items() if form.work} == set(ANNEXES["work"])
    for sheet, printed in ANNEXES["work"].items():
        work = form_of(sheet).work
        items = [f"{number}.{title}。{text}" for number, (title, text) in enumerate(work.items, 1)]
        assert [plain(part["text"]) for part in printed] == [plain(text) for text in (work.lead, *items)]


def test_the_norm_of_the_area_is_that_of_annex_3():
    low, high = form_of(Sheet.PARK).area_km2
    assert (
        paragraphs("conditions", Sheet.PARK)[208]
        == f"原则上区域面积应在{low}平方公里以上,{high}平方公里以内。"
    )


NOTICE = """附件 1
二、申报条件
1. 条件甲，

乙。
2. 条件丙。
三、工作流程
附件 2
二、申报条件
1. 丁。
三、工作流程
附件 3
（一）气候友好型园区试点
1. 戊。
(二) 气候友好型街道/乡镇、社区/乡村试点
1. 己。
二、试点内容
(一) 气候友好型园区试点内容
引言：
1. 庚。辛
等。
（二）气候友好型街道/乡镇、社区/乡村试点内容
引言：
三、工作流程
"""


def test_a_paragraph_that_a_page_breaks_is_put_together():
    read = read_annexes(NOTICE)
    assert read["conditions"]["technology"] == [
        {"line": 3, "text": "1. 条件甲，乙。"},
        {"line": 6, "text": "2. 条件丙。"},
    ]
    assert read["work"]["park"][1]["text"] == "1. 庚。辛等。"


def test_a_notice_without_a_section_is_refused():
    with pytest.raises(ValueError, match="二、试点内容"):
        read_annexes(NOTICE.replace("二、试点内容\n", ""))
