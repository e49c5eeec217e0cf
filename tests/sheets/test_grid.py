"""The paper layout: rows, spans and hints as the annexes print them (A1, A2, A3 附表)."""

from datetime import date

import pytest

from sheets.grid import Cell, grid
from tests.sheets.strategies import SHEETS

FORMS = pytest.mark.parametrize("form", SHEETS)


def text(cell: Cell) -> str:
    return "\n".join("".join(run.text for run in line.runs) for line in cell.lines)


def rows(form: str, answers: dict | None = None, **options) -> list[list[tuple[str, int, int]]]:
    found = grid(SHEETS[form], answers or {}, 2026, **options)
    return [[(text(cell), cell.colspan, cell.rowspan) for cell in row.cells] for row in found.rows]


def row_with(form: str, label: str, answers: dict | None = None, **options) -> list[tuple[str, int, int]]:
    return next(row for row in rows(form, answers, **options) if any(cell[0] == label for cell in row))


@FORMS
def test_every_row_fills_the_width(form):
    paper = grid(SHEETS[form], {"technologies": [{}, {}]}, 2026)
    reaching_down = 0
    for row in paper.rows:
        width = sum(cell.colspan for cell in row.cells) + (1 if reaching_down else 0)
        reaching_down = max(reaching_down - 1, 0)
        reaching_down = max([reaching_down, *(cell.rowspan - 1 for cell in row.cells)])
        assert width == len(paper.columns)
    assert sum(paper.columns) == pytest.approx(166)


def test_title_carries_the_year_of_the_cycle():
    assert grid(SHEETS["park"], {}, 2026).title == "2026 年北京市气候友好型区域（园区）试点申报表"
    assert "2025 年度碳排放强度" in row_with("leader", "创建措施和成效")[1][0]


def test_two_labels_share_a_row():
    assert [cell[0] for cell in row_with("technology", "法定代表人")] == ["法定代表人", "", "申报联系人", ""]
    assert [cell[0] for cell in row_with("park", "申报区域面积")][::2] == ["申报区域面积", "企业数量"]
    assert row_with("leader", "是否有意愿推荐至金融机构获取金融支持")[1][1] == 3


def test_groups_span_their_rows():
    assert row_with("technology", "项目主要内容")[0] == ("项目主要内容", 1, 3)
    assert [cell[0] for cell in row_with("technology", "项目投资")] == [
        "项目投资",
        "项目总投资（万元）",
        "",
        "固定资产投资（万元）",
        "",
    ]
    assert row_with("technology", "技术概述")[0] == ("技术概述", 1, 2)


def test_part_three_stands_once_for_each_technology():
    answers = {"technologies": [{"name": "光储直柔"}, {"name": "能碳管理平台"}]}
    found = [row[0] for row in rows("technology", answers) if row[0][0].startswith("技术概述")]
    assert found == [("技术概述\n1", 1, 2), ("技术概述\n2", 1, 2)]
    headings = [row[0][0] for row in rows("technology", answers) if row[0][1] == 5]
    assert headings.count("第三部分 技术基本情况") == 1


@pytest.mark.parametrize("answers", [{}, {"project_content": "光伏", "project_location": "海淀区"}])
def test_hints_stay_in_empty_and_in_filled_cells(answers):
    assert "（1000 字以内简要描述）" in row_with("technology", "项目建设内容", answers)[-1][0]


def test_a_sample_stands_in_the_empty_place_only():
    filled = {"project_location": "海淀区", "applicant_name": "海淀区示例街道"}
    assert "xx 区" in row_with("technology", "项目建设地点")[-1][0]
    assert "XX 区 XX 街道/乡镇、社区/村" in row_with("community", "主体名称")[-1][0]
    assert row_with("technology", "项目建设地点", filled)[-1][0] == "海淀区"
    assert row_with("community", "主体名称", filled)[-1][0] == "海淀区示例街道"
    raw = {"project_location": {"raw": "海\n淀"}}
    assert row_with("technology", "项目建设地点", raw)[-1][0] == "海\n淀"


def test_boxes_units_and_items():
    answers = {
        "pilot_type": {"choice": "其他", "other": "生命科学园区"},
        "existing_title": {"answer": True, "detail": "示例称号"},
        "enterprises": {"enterprise_capacity": 200},
        "area_km2": "3.2",
    }
    assert (
        row_with("park", "申报试点类型", answers)[1][0]
        == "☐ 科技产业园区　☐ 文化产业园区　☑ 其他（类型：生命科学园区）"
    )
    assert row_with("park", "是否有国家级/市级称号", answers)[1][0] == "☑ 是（称号：示例称号）　☐ 否"
    values = row_with("park", "申报区域面积", answers)
    assert values[1][0] == "3.2 平方公里"
    assert values[3][0] == "可容纳入驻企业：200 家\n已入驻企业： 家\n待入驻企业： 家"
    assert row_with("park", "申报试点类型")[1][0] == "☐ 科技产业园区　☐ 文化产业园区　☐ 其他（类型：_____）"
    assert "20XX年XX月—20XX年XX月" in row_with("technology", "建设周期")[-1][0]


def test_aspects_are_numbered_under_the_hint():
    lines = row_with("leader", "创建措施和成效")[1][0].split("\n")
    assert lines[0] == "（2000 字以内简要描述低碳领跑者创建措施和成效，包括但不限于以下几方面："
    assert [line[:2] for line in lines[1:8]] == [f"{number}." for number in range(1, 8)]
    assert lines[7].endswith("等。）")


def test_signatures_stand_right_in_the_cell_of_declaration_and_opinion():
    for label in ("申报单位承诺", "市级行业主管部门或各区生态环境局推荐意见"):
        paper = grid(SHEETS["technology"], {}, 2026)
        cell = next(row.cells[1] for row in paper.rows if text(row.cells[0]) == label)
        signature = [line for line in cell.lines if line.role == "signature"]
        assert signature and all(line.align == "right" for line in signature)
        assert text(cell).endswith("年 月 日")


def test_rec_2_opinion_may_be_dated():
    signed = {"recommender": date(2026, 7, 1)}
    opinion = row_with("park", "区生态环境局推荐意见", {"recommender_opinion": "同意推荐。"}, signed=signed)
    assert opinion[1][0] == "同意推荐。\n推荐单位：（盖章）\n2026 年 7 月 1 日"


def test_malformed_drafts_stand_on_paper_as_typed():
    assert (
        row_with("technology", "项目总投资（万元）", {"total_investment": {"raw": "约两千"}})[2][0]
        == "约两千"
    )


def test_short_rows_are_kept_whole_and_long_ones_may_break_with_their_label_at_the_top():
    paper = grid(SHEETS["park"], {"current_state": "碳" * 900}, 2026)
    kept = {text(row.cells[0]): row.keep for row in paper.rows}
    assert kept["主体名称"] and not kept["区域现状"] and kept["区生态环境局推荐意见"]
    labels = {text(row.cells[0]): row.cells[0].top for row in paper.rows}
    assert labels["区域现状"] and not labels["区域组织架构"] and not labels["主体名称"]


def test_headings_and_labels_of_groups_stay_with_what_follows():
    answers = {"technologies": [{"content": "碳" * 700}, {}], "project_goal": "碳" * 900}
    paper = grid(SHEETS["technology"], answers, 2026)
    assert all(row.keep_next for row in paper.rows if row.is_heading)
    groups = [row for row in paper.rows if row.cells[0].rowspan > 1]
    assert [text(row.cells[0]) for row in groups] == ["项目主要内容", "技术概述\n1", "技术概述\n2"]
    # A row that may break is not held: it would leave most of a page blank.
    assert [row.keep_next for row in groups] == [False, True, True]
    assert [row.cells[0].top for row in groups] == [True, True, False]
    assert all(row.height >= 18 for row in groups)  # the three lines of the label fit into the first row


@FORMS
def test_who_recommends_stays_with_the_opinion(form):
    *_, heading, contact, opinion = grid(SHEETS[form], {}, 2026).rows
    assert (heading.keep_next, contact.keep_next, opinion.keep_next) == (True, True, False)


def test_answers_carry_the_label_of_their_place():
    paper = grid(SHEETS["technology"], {"technologies": [{}, {}]}, 2026)
    runs = [run for row in paper.rows for cell in row.cells for line in cell.lines for run in line.runs]
    labels = {run.path: run.label for run in runs if run.role == "answer"}
    assert labels["technologies/1/name"] == "技术 2 · 技术名称"
    assert labels["performance/economic_benefit"] == "项目绩效 · 经济效益"
