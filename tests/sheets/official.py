"""The city's own annex as a Word file without tags, as an office types it: other widths, line breaks and spaces."""

import io

import docx
from docx.document import Document
from docx.table import Table

TECHNOLOGY = [
    ["第一部分 申报单位基本情况"],
    ["申报单位名称", "{applicant_name}"],
    ["申报单位性质", "{applicant_nature}"],
    ["单位地址", "{address}"],
    ["法定代表人", "{legal_representative}", "申报联系人", "{contact_name}"],
    ["联系方式", "{contact_phone}", "电子\n邮箱", "{contact_email}"],
    [
        "是否提供项目建议书\n或可行性研究报告",
        "{has_proposal}",
        "是否有意愿被推荐至金融机构\n获取金融政策支持",
        "{wants_finance}",
    ],
    ["第二部分  项目基本情况"],
    ["项目名称", "{project_name}", "项目建设地点", "{project_location}"],
    ["是否获得财政资金或政府固定资产投资支持", "{public_funding}"],
    ["项目\n主要\n内容", "项目建设目标", "{project_goal}"],
    ["项目\n主要\n内容", "项目建设内容", "{project_content}"],
    ["项目\n主要\n内容", "建设周期", "{construction_period}"],
    ["项目\n投资", "项目总投资\n(万元)", "{total_investment}", "固定资产投资\n(万元)", "{fixed_investment}"],
    ["项目绩效", "{performance}"],
    ["第三部分 技术基本情况"],
    ["技术概述", "技术名称", "{name}", "技术应用范围", "{scope}"],
    ["技术概述", "低碳技术内容", "{content}"],
    ["第四部分 申报单位承诺书"],
    [
        "申报单位承诺",
        "我单位现承诺: 此次申请上报的所有材料真实无误, 无科技成果和专利权属争议, 自愿承担由此引发的全部责任。\n"
        "法人代表签字: 张三\n申报单位: (盖章)\n2026 年 5 月 1 日",
    ],
    ["第五部分 推荐单位意见"],
    ["推荐单位联系人", "", "联系电话", ""],
    ["市级行业主管部门或各区生态环境局推荐意见", "推荐单位: (盖章)\n年 月 日"],
]
PARK = [
    ["第一部分 申报单位基本情况"],
    ["主体名称", "{applicant_name}"],
    ["所处位置", "{location}"],
    ["申报试点类型", "{pilot_type}"],
    ["法定代表人", "{legal_representative}", "申报联系人", "{contact_name}"],
    ["申报联系人手机", "{contact_phone}", "申报联系人邮箱", "{contact_email}"],
    ["第二部分 试点区域基本情况"],
    ["申报区域面积", "{area_km2}", "企业数量", "{enterprises}"],
    ["是否有国家级/\n市级称号", "{existing_title}"],
    ["区域组织架构", "{organisation_structure}"],
    ["区域现状", "{current_state}"],
    ["区域建设目标和\n相关任务", "{goals_and_tasks}"],
    ["第三部分 推荐单位意见"],
    ["推荐单位联系人", "", "联系电话", ""],
    ["区生态环境局\n推荐意见", "推荐单位：（盖章）\n年 月 日"],
]
TITLES = {
    "technology": "2026 年北京市先进低碳技术项目试点申报表",
    "park": "2026年北京市气候友好型区域（园区） 试点申报表",
}
ROWS = {"technology": TECHNOLOGY, "park": PARK}
COLUMNS = 6


def official(form: str, typed: dict[str, str], blocks: list[dict[str, str]] | None = None) -> Document:
    """The annex with texts typed into its cells; of technologies one block of rows each."""
    document = docx.Document()
    document.add_paragraph("附表")
    document.add_paragraph(TITLES[form])
    table = document.add_table(0, COLUMNS)
    rows = ROWS[form]
    repeated = [row for row in rows if row[0] == "技术概述"]
    for row in rows:
        if row in repeated:
            if row is repeated[0]:
                for block in blocks or [{}]:
                    for each in repeated:
                        _add(table, each, block)
        else:
            _add(table, row, typed)
    if form == "technology":
        document.add_paragraph("如项目应用两种及以上先进低碳技术, 可在第三部分添加相应表格")
    return document


def _add(table: Table, texts: list[str], typed: dict[str, str]) -> None:
    """Add a row; its last cell reaches to the right edge, a group cell goes on with the one above."""
    cells = table.add_row().cells
    for column, text in enumerate(texts):
        cell = cells[column]
        if column == len(texts) - 1 and column < COLUMNS - 1:
            cell = cell.merge(cells[COLUMNS - 1])
        key = text.strip("{}")
        cell.text = typed.get(key, "") if text.startswith("{") else text
    above = table.rows[-2].cells[0] if len(table.rows) > 1 else None
    if above is not None and len(texts) > 2 and above.text == texts[0]:
        cells[0].text = ""
        above.merge(cells[0])


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
