"""Every definition, and the Word and PDF made from it, say what the notice's own text says (A1, A2, A3 附表)."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from sheets.definitions import Field, Sheet, fill_year
from sheets.grid import grid
from sheets.loading import definition, years
from sheets.pdf.render import render_pdf
from sheets.word.render import render_word
from tests.sheets.fillings import FILLINGS
from tests.sheets.notice import GARBLED, Printed, notice, plain, raw_lines
from tests.sheets.notice import years as notice_years
from tests.sheets.notice_text import holds, read_notice
from tests.sheets.pdf_text import pdf_text

EVERY_FORM = pytest.mark.parametrize(
    ("year", "form"), [(year, form) for year in years() for form in definition(year).sheets]
)
ABOVE = "^"  # a cell that belongs to the one above


def cells(row) -> list[str]:
    """Texts of the cells that are not empty, as wording is compared."""
    found = []
    for cell in row.findall(qn("w:tc")):
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        text = plain("".join(t.text or "" for t in cell.iter(qn("w:t"))))
        found.append(ABOVE if merge is not None and merge.get(qn("w:val")) == "continue" else text)
    return [text for text in found if text and text != ABOVE]


def word_of(sheet: Sheet, answers: dict, year: int):
    return docx.Document(io.BytesIO(render_word(grid(sheet, answers, year))))


def rows_of(word) -> list[list[str]]:
    return [cells(row) for row in word.tables[0]._tbl.tr_lst]


def fields_of(sheet: Sheet) -> list[Field]:
    return [field for part in sheet.parts for field in part.fields if field.kind != "signature"]


def printed_beside(year: int, form: str) -> dict[str, Printed | None]:
    """Label of a field of the definition → what the notice prints in the cell for its answer, None for nothing."""
    labels = {plain(field.label): field.label for field in fields_of(definition(year).sheets[form])}
    found: dict[str, Printed | None] = {}
    for row in notice(year)[form].rows:
        for cell, beside in zip(row, [*row[1:], None], strict=True):
            if label := labels.get(plain(cell.text)):
                assert label not in found, f"the notice has {label} twice"
                found[label] = None if beside is None or plain(beside.text) in labels else beside
    return found


def test_every_definition_has_the_text_of_its_notice():
    assert notice_years() == years()


def test_the_scan_is_wrong_where_we_say_so_and_nowhere_else_is_anything_changed():
    assert len(GARBLED) < 5 and all(wrong.why for wrong in GARBLED)
    for wrong in GARBLED:
        assert wrong.printed in raw_lines(wrong.year)[wrong.line]


@EVERY_FORM
def test_the_title_is_that_of_the_notice_wherever_it_names_the_form(year, form):
    title, printed = definition(year).sheets[form].title_for(year), notice(year)[form]
    assert plain(title) == plain(printed.title.text)
    assert printed.named
    for each in printed.named:
        assert plain(each.text).removeprefix(f"{year}年") == plain(title).removeprefix(f"{year}年"), each.line


@EVERY_FORM
def test_every_label_of_the_definition_is_printed_once(year, form):
    sheet = definition(year).sheets[form]
    assert set(printed_beside(year, form)) == {field.label for field in fields_of(sheet)}
    printed = [plain(cell.text) for row in notice(year)[form].rows for cell in row]
    for name in (*(part.name for part in sheet.parts), *{field.group for field in fields_of(sheet)} - {""}):
        assert printed.count(plain(name)) == 1, name


@EVERY_FORM
def test_options_and_limits_are_those_of_the_notice(year, form):
    beside = printed_beside(year, form)
    for field in fields_of(definition(year).sheets[form]):
        printed = beside[field.label] or Printed(0, "")
        assert printed.limit == field.limit, field.label
        assert [plain(option) for option in printed.options] == [plain(option) for option in options(field)]


def options(field: Field) -> list[str]:
    """What stands behind the boxes of a field. Where the notice leaves the cell empty, yes or no has none."""
    if field.detail:
        return [f"是（{field.detail}：）", "否"]
    if field.other_text:
        return [*field.choices[:-1], f"{field.choices[-1]}（{field.other_text}：）"]
    return list(field.choices)


@EVERY_FORM
def test_hints_samples_and_commitments_are_those_of_the_notice(year, form):
    beside = printed_beside(year, form)
    for field in fields_of(definition(year).sheets[form]):
        printed = plain(beside[field.label].text) if beside[field.label] else ""
        words = [field.lead, field.text, field.sample, field.format, field.unit]
        words += [text for leaf in field.leaves for text in (leaf.hint, leaf.unit, *leaf.aspects)]
        words += [leaf.label for leaf in field.items]
        for text in words:
            assert plain(fill_year(text, year)) in printed, (field.label, text)
        assert bool(printed) == any((*words, *field.choices, field.detail)) or field.key.endswith("opinion")


@EVERY_FORM
def test_the_blank_word_is_the_table_of_the_notice(year, form):
    word = word_of(definition(year).sheets[form], {}, year)
    printed = notice(year)[form]
    first, *rest = [plain(entry.text) for entry in word.paragraphs]
    assert first == plain(printed.title.text)
    assert "".join(rest) == (plain(printed.footnote.text) if printed.footnote else "")
    assert rows_of(word) == [[plain(cell.text) for cell in row] for row in printed.rows]


@EVERY_FORM
def test_the_blank_pdf_says_every_cell_of_the_notice_in_order(year, form):
    text = plain(pdf_text(render_pdf(grid(definition(year).sheets[form], {}, year))))
    printed = notice(year)[form]
    below = [printed.footnote] if printed.footnote else []
    for cell in [printed.title, *(cell for row in printed.rows for cell in row), *below]:
        _, words, text = text.partition(plain(cell.text))
        assert words, (cell.line, cell.text)


@EVERY_FORM
def test_a_full_word_keeps_every_row_and_label_of_the_notice(year, form):
    """A blank place grows into an answer and loses its sample; everything else that the notice prints stays."""
    sheet = definition(year).sheets[form]
    printed = [cell for row in rows_of(word_of(sheet, FILLINGS["full"](sheet), year)) for cell in row]
    leaving = {plain(text) for field in fields_of(sheet) for text in (field.sample, field.format) if text}
    for row in grid(sheet, {}, year).rows:
        for line in (line for cell in row.cells for line in cell.lines):
            words = [plain(run.text) for run in line.runs if run.role != "answer"]
            if not leaving & set(words):
                assert any(contains(cell, words) for cell in printed), words


def contains(cell: str, words: list[str]) -> bool:
    """Whether the words stand in the cell in their order, answers filled in between (可容纳入驻企业：… 家)."""
    place = 0
    for word in words:
        place = cell.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True


NOTICE = """附表：2031 年北京市先进低碳技术试点项目申报表

附表

2031 年北京市先进低碳技术试点项目申报表

第一部分 申报单位基本情况\t\t\t
申报单位性质\t\t<input type="checkbox"/> 事业单位 <input type="checkbox"/> 其他\t
<p>项目名称</p>\t\t项目建设地点\t
\t\txx 区\t

项目内容\t目标\t<p>(限 80 字, 简述</p><ol> 1. 内容)\t
如有附件，请一并报送。

附件 2
"""


NOTICE_OF_FOUR = NOTICE + "".join(
    f"2031 年北京市{name}试点申报表\n第一部分 情况\t\t\n附表\n"
    for name in ("低碳领跑者", "区域（园区）", "区域（街道/乡镇）")
)


def test_the_text_of_a_notice_is_read_line_by_line():
    form = read_notice(NOTICE_OF_FOUR)["technology"]
    assert form["title"]["line"] == 5
    assert form["named"] == [{"line": 1, "text": "2031 年北京市先进低碳技术试点项目申报表"}]
    assert form["footnote"] == {"line": 13, "text": "如有附件，请一并报送。"}
    assert [[(cell["line"], cell["text"]) for cell in row] for row in form["rows"]] == [
        [(7, "第一部分 申报单位基本情况")],
        [(8, "申报单位性质"), (8, "☐ 事业单位 ☐ 其他")],
        [(9, "项目名称"), (9, "项目建设地点"), (10, "xx 区")],
        [(12, "项目内容"), (12, "目标"), (12, "(限 80 字, 简述 1. 内容)")],
    ]
    assert form["rows"][1][1]["options"] == ["事业单位", "其他"]
    assert form["rows"][3][2]["limit"] == 80


def test_the_fixture_is_that_of_no_other_text():
    assert not holds(NOTICE_OF_FOUR.encode(), notice_years()[0])


def test_a_notice_without_one_of_the_forms_is_refused():
    with pytest.raises(ValueError, match="leader, park, community"):
        read_notice(NOTICE)
