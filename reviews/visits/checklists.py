"""What is looked at on a site visit, by type: from the conditions of the notice and the aspects of the official forms.

The list is data with a version. A visit keeps the list that it was planned with (``VisitCase.checklist``): who changes
anything here raises ``VERSION``, and earlier visits stay as they were.
"""

from dataclasses import asdict, dataclass

from applications.carbon import history, reduction
from applications.models import Revision
from programme.notice import Sheet
from sheets.answers import display, slots

VERSION = "2026.1"


@dataclass(frozen=True)
class Item:
    """One thing to see on site: 是, 否 or 未看到. ``aspect`` is its heading, ``source`` where it comes from."""

    key: str
    aspect: str
    text: str
    source: str


_RECORD = "未见与“近三年内未受生态环境行政处罚、未发生突发环境事件和重大安全事故”的承诺不符的情况"

CHECKLISTS = {
    Sheet.TECHNOLOGY: (
        Item("location", "申报主体和地点", "项目在本市，地点与申报的建设地点一致", "附件1 二.2"),
        Item("approval", "申报主体和地点", "审批、核准或备案手续的原件与申报材料一致", "申报表 建设周期"),
        Item("clean_record", "申报主体和地点", _RECORD, "附件1 二.1"),
        Item("content", "建设内容", "已建或在建的内容与申报的建设内容一致", "申报表 建设内容"),
        Item("progress", "建设内容", "建设进度与申报的建设周期相符", "申报表 建设周期"),
        Item("spending", "建设内容", "合同和付款凭证支持申报的投资", "申报表 项目投资"),
        Item("technology", "技术", "申报的技术已在现场应用，或已落实应用的位置", "附件1 二.3"),
        Item("mature", "技术", "设备运行稳定，具备落地实施和推广的条件", "附件1 二.4"),
        Item("meters", "减排效果", "与减排量核算有关的计量器具和运行记录齐全", "碳减排量核算说明"),
        Item("reduction", "减排效果", "运行记录和能源账单支持申报的减排量", "附件1 二.3"),
    ),
    Sheet.LEADER: (
        Item("allowances", "申报条件", "碳排放报告、核查和配额清缴的凭据齐全，均按时完成", "附件2 二.3"),
        Item("clean_record", "申报条件", _RECORD, "附件2 二.4"),
        Item("emissions", "碳排放情况", "能源账单和台账支持申报的碳排放总量和强度", "申报表 碳排放情况"),
        Item("management", "低碳管理", "低碳规划和工作制度已经建立并执行，开展了低碳宣传", "申报表 低碳管理"),
        Item("renewables", "低碳运营", "申报的可再生能源设施或绿电消纳属实", "申报表 低碳运营"),
        Item("retrofit", "低碳运营", "申报的节能降碳改造和能碳管理平台已建成并在运行", "申报表 低碳运营"),
        Item("chain", "产业链低碳化", "清洁低碳生产、先进技术应用等措施属实", "申报表 产业链低碳化"),
        Item("responsibility", "社会责任", "碳排放信息披露等材料属实", "申报表 社会责任"),
        Item("innovation", "创新机制", "碳资产管理、标准制订等材料属实", "申报表 创新机制"),
        Item("leading", "引领作用", "在本行业、本领域的带动作用有事实支持", "附件2 二.1"),
    ),
    Sheet.PARK: (
        Item("boundary", "区域和主体", "区域在本市，四至和面积与申报一致", "附件3 一.一.1"),
        Item("applicant", "区域和主体", "申报主体是园区的管理或运营机构", "附件3 一.一.2"),
        Item("clean_record", "区域和主体", _RECORD, "附件3 一.一.3"),
        Item("organisation", "规划和管理", "组织管理架构明确，有专人负责低碳工作", "附件3 一.一.3"),
        Item("planning", "规划和管理", "低碳规划、目标和任务已经落实到文件", "申报表 建设目标和相关任务"),
        Item("infrastructure", "基础设施", "能源、建筑、交通等基础设施与申报的现状一致", "申报表 区域现状"),
        Item("enterprises", "低碳生产", "入驻企业数量和低碳水平与申报一致", "申报表 企业数量"),
        Item("energy", "低碳生产", "申报的节能低碳改造已实施，或已具备条件", "申报表 建设目标和相关任务"),
        Item("adaptation", "适应气候变化", "排水、绿化、应急等适应气候变化的措施属实", "附件3 一.一.3"),
        Item("operation", "运营", "能耗和碳排放有计量和统计", "申报表 区域现状"),
    ),
    Sheet.COMMUNITY: (
        Item("applicant", "区域和主体", "区域范围和申报主体与申报一致", "附件3 一.二.1"),
        Item("clean_record", "区域和主体", _RECORD, "附件3 一.二.2"),
        Item("organisation", "规划和管理", "领导机构明确，有专人负责低碳工作", "附件3 一.二.2"),
        Item("planning", "规划和管理", "低碳发展规划已经制订并执行", "申报表 低碳发展规划和组织管理"),
        Item("facilities", "基础设施", "设施构成与申报一致，完好可用", "申报表 设施构成"),
        Item(
            "mitigation", "减缓和适应气候变化", "申报的减缓气候变化项目属实", "申报表 减缓和适应气候变化项目"
        ),
        Item(
            "adaptation", "减缓和适应气候变化", "申报的适应气候变化项目属实", "申报表 减缓和适应气候变化项目"
        ),
        Item("publicity", "低碳生活", "宣传引导活动有记录，居民知晓", "申报表 宣传引导"),
        Item("results", "低碳生活", "申报的工作成效有数据或实物支持", "申报表 工作成效和愿景"),
    ),
}

FIGURES = {
    Sheet.TECHNOLOGY: ("project_location", "construction_period", "total_investment", "fixed_investment"),
    Sheet.LEADER: ("address",),
    Sheet.PARK: (
        "area_km2",
        "enterprises/enterprise_capacity",
        "enterprises/enterprises_settled",
        "enterprises/enterprises_awaited",
        "existing_title",
    ),
    Sheet.COMMUNITY: (
        "area_km2",
        "population/population_resident",
        "population/population_total",
        "facilities",
    ),
}  # key paths of the form's answers that are held against the place


def checklist_of(revision: Revision) -> dict:
    """The present list for an application, with the key figures that its revision states; plain data to be kept.

    Args:
        revision: with ``application`` and its cycle.
    """
    sheet = Sheet(revision.application.sheet)
    return {
        "version": VERSION,
        "items": [asdict(item) for item in CHECKLISTS[sheet]],
        "figures": [*_stated(revision, FIGURES[sheet]), *_carbon(revision, sheet)],
    }


def _stated(revision: Revision, paths: tuple[str, ...]) -> list[dict]:
    found = {slot.path: (slot, value) for slot, value in slots(revision.application.form, revision.answers)}
    return [
        _figure(path.rpartition("/")[2], found[path][0].label, display(found[path][0].leaf, found[path][1]))
        for path in paths
        if path in found and found[path][1] is not None
    ]


def _figure(key: str, label: str, stated: str) -> dict:
    return {"key": key, "label": label, "stated": stated}


def _carbon(revision: Revision, sheet: Sheet) -> list[dict]:
    """What the carbon figures come to: the yearly reduction of a technology, the last year of a leader."""
    if not revision.carbon:
        return []
    if sheet == Sheet.TECHNOLOGY:
        total = reduction.read(revision.carbon).figure
        return [] if total is None else [_figure("reduction", "年减排量", f"{total} tCO2e")]
    if sheet != Sheet.LEADER:
        return []
    years = history.read(revision.carbon).by_year
    if not years:
        return []
    year = max(years)
    row = years[year]
    lines = [("emissions", f"{year} 年碳排放总量", row.value("emissions"), " tCO2")]
    lines.append(("intensity", f"{year} 年碳排放强度", row.intensity, ""))
    return [_figure(key, label, f"{value}{unit}") for key, label, value, unit in lines if value is not None]
