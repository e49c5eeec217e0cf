"""The official file filled in by hand, without tags: labels tell what is what, free writing is understood or told."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sheets.grid import grid
from sheets.kinds import Malformed, kind_of
from sheets.reading.read import read_form
from sheets.word.render import render_word
from tests.sheets.official import official, saved
from tests.sheets.rewriting import W, rewritten
from tests.sheets.strategies import SHEETS, leaves

FIELDS = {f"{form}.{leaf.key}": leaf for form, sheet in SHEETS.items() for leaf in leaves(sheet)}
NATURE, FUNDING, TYPE = "technology.applicant_nature", "technology.public_funding", "park.pilot_type"
TITLE, MONEY, AREA = "park.existing_title", "technology.total_investment", "park.area_km2"
PERIOD, COUNT, YES = "technology.construction_period", "park.enterprises_settled", "technology.has_proposal"
CENTURY = ["2025-03", "2026-12"]
WRITTEN = [
    (NATURE, "□事业单位  □ 国有企业 √民营企业 □外资企业 □其他", "民营企业"),
    (NATURE, "事业单位□ 国有企业■ 民营企业□ 外资企业□ 其他□", "国有企业"),
    (NATURE, "[ ]事业单位 [x]国有企业 [ ]民营企业 [ ]外资企业 [ ]其他", "国有企业"),
    (NATURE, "□√ 民营企业 □ 外资企业", "民营企业"),
    (NATURE, "民 营 企 业", "民营企业"),
    (FUNDING, "☐ 中央 ☑ 市级 ☑ 区级 ☐ 否", ["市级", "区级"]),
    (FUNDING, "市级、区级", ["市级", "区级"]),
    (FUNDING, "√否", ["否"]),
    (
        TYPE,
        "□ 科技产业园区 □ 文化产业园区 √ 其他（类型：生命科学园区）",
        {"choice": "其他", "other": "生命科学园区"},
    ),
    (TYPE, "■科技产业园区 □文化产业园区 □其他(类型:____)", {"choice": "科技产业园区", "other": ""}),
    (TYPE, "其他：生命科学园区", {"choice": "其他", "other": "生命科学园区"}),
    (TITLE, "√是（称号：国家级绿色园区） □否", {"answer": True, "detail": "国家级绿色园区"}),
    (TITLE, "□ 是（称号： ） √ 否", {"answer": False, "detail": ""}),
    (TITLE, "是，国家级绿色园区", {"answer": True, "detail": "国家级绿色园区"}),
    (TITLE, "是(国家级绿色园区)√ 否□", {"answer": True, "detail": "国家级绿色园区"}),
    (TITLE, "无", {"answer": False, "detail": ""}),
    (YES, "☑是 ☐否", True),
    (YES, "是□ 否√", False),
    (YES, " 是。", True),
    (MONEY, "２，３５０．５　万元", "2350.50"),
    (MONEY, "人民币2350.5万元整", "2350.50"),
    (MONEY, "约0.235亿元", "2350.00"),
    (MONEY, "23505000元", "2350.50"),
    (AREA, "约 5.6 km²", "5.6"),
    (AREA, "320公顷", "3.2"),
    (COUNT, "约200家左右", 200),
    (COUNT, "共１,２００个", 1200),
    (PERIOD, "2025年3月至2026年12月", CENTURY),
    (PERIOD, "2025.3-2026.12", CENTURY),
    (PERIOD, "自2025年03月01日起至2026年12月31日止", CENTURY),
    (PERIOD, "二〇二五年三月—二〇二六年十二月", CENTURY),
    (PERIOD, "2025/03～2026/12（共22个月）", CENTURY),
    (PERIOD, "20XX 年 XX 月—20XX 年 XX 月", None),
    ("technology.contact_phone", "电话：（010）1234 5678 转 601", "010-12345678-601"),
]


@pytest.mark.parametrize(("name", "text", "data"), WRITTEN)
def test_free_writing_is_understood(name, text, data):
    field = FIELDS[name]
    value = kind_of(field).parse(field, text)
    assert (None if value is None else kind_of(field).dump(field, value)) == data


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (NATURE, "√事业单位 √国有企业"),
        (NATURE, "□事业单位 国有企业 □民营企业"),
        (NATURE, "√其他（合伙企业）"),
        (NATURE, "事业单位、国有企业√、民营企业"),
        (NATURE, "股份公司"),
        (FUNDING, "市级 500 万元"),
        (TITLE, "√是（称号：甲） √否"),
        (TITLE, "正在申请"),
        (YES, "是 否"),
        (YES, "是，已附后"),
        (MONEY, "两千万左右"),
        (MONEY, "2000-3000万元"),
        (AREA, "4800亩"),
        (COUNT, "200余家"),
        (PERIOD, "2025年3月开工，2026年底完工"),
        (PERIOD, "2025年3月—2026年13月"),
    ],
)
def test_what_could_mean_two_things_or_lose_something_is_not_guessed(name, text):
    with pytest.raises(Malformed):
        kind_of(FIELDS[name]).parse(FIELDS[name], text)


TYPED = {
    "applicant_name": "北京示例新能源科技\n有限公司",
    "applicant_nature": "□事业单位 □国有企业 √民营企业 □外资企业 □其他",
    "address": " 北京市海淀区　示例路 1 号 ",
    "legal_representative": "示例法人",
    "contact_name": "示例联系人",
    "contact_phone": "０１０－１２３４５６７８",
    "contact_email": "contact@example.org",
    "has_proposal": "是",
    "wants_finance": "☐是 ☑否",
    "project_name": "示例项目",
    "project_location": "海淀区\nxx 区",
    "public_funding": "□ 中央 ■ 市级 ■ 区级 □ 否",
    "project_goal": "目标一。\n目标二。",
    "project_content": "(1000 字以内简要描述)\n　　建设内容第一段。\n　　第二段。",
    "construction_period": "2025 年 3 月—2026 年 6 月\n(请附项目相关审批手续)",
    "total_investment": "2,350.5万元",
    "fixed_investment": "2100",
    "performance": "包括：\n1 减污降碳效益 (示范项目通过应用该项技术每年避免或减少排放的温室气体总量折算 CO2 当量。"
    "申报企业需单独附件说明该项技术的碳减排量核算过程。)\n年减排 1200 tCO2。\n"
    "2、经济效益：年节约 160 万元。\n(三)社会效益\n可推广。",
}
BLOCKS = [
    {
        "name": "光储直柔",
        "scope": "园区",
        "content": "(限 800 字, 申报低碳技术内容、主要技术指标、技术先进性、应用范围、应用现状及潜在应用场景。)\n内容一",
    },
    {"name": "能碳平台", "scope": "建筑", "content": "内容二"},
]
READ = {
    "applicant_name": "北京示例新能源科技 有限公司",
    "applicant_nature": "民营企业",
    "address": "北京市海淀区 示例路 1 号",
    "legal_representative": "示例法人",
    "contact_name": "示例联系人",
    "contact_phone": "010-12345678",
    "contact_email": "contact@example.org",
    "has_proposal": True,
    "wants_finance": False,
    "project_name": "示例项目",
    "project_location": "海淀区",
    "public_funding": ["市级", "区级"],
    "project_goal": "目标一。\n目标二。",
    "project_content": "　　建设内容第一段。\n　　第二段。",
    "construction_period": ["2025-03", "2026-06"],
    "total_investment": "2350.50",
    "fixed_investment": "2100.00",
    "performance": {
        "emission_benefit": "年减排 1200 tCO2。",
        "economic_benefit": "年节约 160 万元。",
        "social_benefit": "可推广。",
    },
    "technologies": [
        {"name": "光储直柔", "scope": "园区", "content": "内容一"},
        {"name": "能碳平台", "scope": "建筑", "content": "内容二"},
    ],
}


def test_the_official_technology_form_typed_by_hand():
    reading = read_form(saved(official("technology", TYPED, BLOCKS, signed=True)), SHEETS)
    assert (reading.sheet.key, reading.year) == ("technology", 2026)
    assert reading.stray == (("申报单位承诺", "张三   2026 年 5 月 1 日"),), (
        "the day and name typed at the seal are told"
    )
    found = reading.answers
    for key, item in (found.get("performance") or {}).items():
        found["performance"][key] = item.strip()
    assert found == READ


def test_the_official_park_form_with_counts_on_one_line_and_hints_left_in():
    typed = {
        "applicant_name": "示例园区管委会",
        "pilot_type": "√ 科技产业园区 □ 文化产业园区 □ 其他（类型：_____）",
        "area_km2": "3.2 平方公里",
        "enterprises": "可容纳入驻企业： 200家 已入驻企业：150 家 待入驻企业： 家",
        "existing_title": "□ 是（称号： ） √ 否",
        "current_state": "区域规划建设总体规划和建设现状、基础设施建设情况、园区运营模式、"
        "园区低碳管理、园区企业低碳等发展水平。\n"
        "（1000 字以内简要描述）\n现状正文。",
    }
    reading = read_form(saved(official("park", typed)), SHEETS)
    assert reading.stray == () and reading.answers == {
        "applicant_name": "示例园区管委会",
        "pilot_type": {"choice": "科技产业园区", "other": ""},
        "area_km2": "3.2",
        "enterprises": {"enterprise_capacity": 200, "enterprises_settled": 150},
        "existing_title": {"answer": False, "detail": ""},
        "current_state": "现状正文。",
    }


SAMPLE = "XX 区 XX 街道/乡镇、社区/村"


@pytest.mark.parametrize(
    "typed", ["海淀区示例街道", f"海淀区示例街道\n{SAMPLE}", f"{SAMPLE}\n海淀区示例街道"]
)
def test_a_sample_that_was_left_or_taken_out_by_hand_is_no_part_of_the_answer(typed):
    document = official("community", {"applicant_name": typed})
    assert read_form(saved(document), SHEETS).answers == {"applicant_name": "海淀区示例街道"}


def test_a_blank_annex_with_its_hints_and_samples_holds_no_answers():
    for form in SHEETS:
        reading = read_form(saved(official(form, {})), SHEETS)
        assert (reading.sheet.key, reading.answers, reading.stray) == (form, {}, ())


@pytest.mark.parametrize("left", [True, False])
def test_a_sample_of_our_word_may_stay_or_go_when_the_place_is_filled_in(left):
    word = render_word(grid(SHEETS["community"], {}, 2026))

    def fill(tree):
        sample = next(each for each in tree.iter(f"{W}t") if each.text == SAMPLE)
        control = next(
            each
            for each in tree.iter(f"{W}sdt")
            if any(tag.get(f"{W}val") == "applicant_name" for tag in each.iter(f"{W}tag"))
        )
        next(control.iter(f"{W}t")).text = "海淀区示例街道"
        if not left:
            sample.text = ""

    assert read_form(rewritten(word, fill), SHEETS).answers == {"applicant_name": "海淀区示例街道"}
    assert read_form(word, SHEETS).answers == {}


def test_text_without_a_place_is_told_with_where_it_stands():
    document = official("park", {"applicant_name": "示例园区"})
    document.add_paragraph("另附说明一页。")
    document.tables[0].add_row().cells[0].text = "自己加的一栏"
    assert {text for _, text in read_form(saved(document), SHEETS).stray} == {
        "另附说明一页。",
        "自己加的一栏",
    }


def test_a_nested_table_and_automatic_numbers_are_read_as_text():
    document = official("park", {})
    cell = next(c for c in document.tables[0]._cells if c.text == "区域组织架构")
    value = document.tables[0].cell(
        next(i for i, r in enumerate(document.tables[0].rows) if cell.text in r.cells[0].text), 1
    )
    value.paragraphs[0].text = "组织如下"
    inner = value.add_table(2, 2)
    for position, text in enumerate(["部门", "职责", "低碳办", "统筹"]):
        inner.cell(position // 2, position % 2).text = text
    value.add_paragraph("第一条", style="List Number")
    found = read_form(saved(document), SHEETS).answers["organisation_structure"]
    assert found.startswith("组织如下\n部门\t职责\n低碳办\t统筹\n") and found.endswith("第一条")


def test_tracked_changes_count_as_made():
    word = render_word(grid(SHEETS["park"], {"applicant_name": "旧名"}, 2026))

    def change(tree):
        text = next(each for each in tree.iter(f"{W}t") if each.text == "旧名")
        run = text.getparent()
        run.addnext(
            parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>新名</w:t></w:r></w:ins>')
        )
        deleted = parse_xml(
            f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>旧名</w:delText></w:r></w:del>'
        )
        run.addprevious(deleted)
        run.getparent().remove(run)

    assert read_form(rewritten(word, change), SHEETS).answers == {"applicant_name": "新名"}


def test_what_is_typed_beside_a_control_is_read_with_it():
    word = render_word(grid(SHEETS["park"], {"current_state": "控件里的现状。"}, 2026))

    def add(tree):
        text = next(each for each in tree.iter(f"{W}t") if each.text == "控件里的现状。")
        paragraph = next(ancestor for ancestor in text.iterancestors() if ancestor.tag == f"{W}p")
        paragraph.addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>控件外补充的一段。</w:t></w:r></w:p>"))

    reading = read_form(rewritten(word, add), SHEETS)
    assert reading.answers == {"current_state": "控件里的现状。\n控件外补充的一段。"} and reading.stray == ()


def test_a_copied_block_of_rows_is_one_more_technology():
    """Copies in Word have the tags of the original."""
    answers = {"technologies": [{"name": "甲", "scope": "园区"}]}
    word = render_word(grid(SHEETS["technology"], answers, 2026))

    def copy(tree):
        rows = [
            row
            for row in tree.iter(f"{W}tr")
            if any("technologies/" in tag.get(f"{W}val") for tag in row.iter(f"{W}tag"))
        ]
        for row in reversed(rows):
            twin = docx.oxml.parse_xml(docx.oxml.xmlchemy.serialize_for_reading(row).encode())
            for text in twin.iter(f"{W}t"):
                text.text = "乙" if text.text == "甲" else text.text
            rows[-1].addnext(twin)

    found = read_form(rewritten(word, copy), SHEETS).answers
    assert found == {"technologies": [{"name": "甲", "scope": "园区"}, {"name": "乙", "scope": "园区"}]}


def test_of_a_notice_with_two_forms_the_expected_one_is_read():
    both = official("park", {"applicant_name": "园区甲"})
    both.add_paragraph("2026 年北京市先进低碳技术试点项目申报表")
    table = both.add_table(0, 2)
    for label, text in (
        ("申报单位名称", "单位乙"),
        ("单位地址", "地址"),
        ("项目名称", "项目丙"),
        ("法定代表人", "丁"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, text
    word = saved(both)
    assert read_form(word, SHEETS, "park").answers == {"applicant_name": "园区甲"}
    assert read_form(word, SHEETS, "technology").answers["project_name"] == "项目丙"
