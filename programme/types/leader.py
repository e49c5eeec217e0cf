"""低碳领跑者试点: everything that annex 2 of the notice says, as data."""

from programme.types.common import (
    CLEAN_UNIT,
    COMMON_SUPPORT,
    EXPLAIN,
    FINANCE_SUPPORT,
    LICENCE,
    OPTIONAL_ROUTE,
    OTHER_PROOFS,
    RECORD_KEPT,
)
from programme.types.terms import (
    Call,
    Carbon,
    Condition,
    Field,
    FormOfProgramme,
    Item,
    Life,
    PilotType,
    Programme,
    Sheet,
    StarterCriterion,
    Support,
)

CONDITIONS = (
    Condition("responsible", "积极履行社会责任，绿色低碳发展取得实效，在本领域起到引领作用", "附件2 二.1"),
    Condition("intensity", "碳排放强度应达到行业领先水平", "附件2 二.2"),
    Condition(
        "allowances",
        "纳入全国碳市场或本市碳市场管理的重点碳排放单位，历年均按时提交碳排放报告、核查并完成配额清缴",
        "附件2 二.3",
        "未纳入碳市场管理、自愿参与的单位，本条视为满足，可以勾选。",
    ),
    Condition("clean_record", CLEAN_UNIT, "附件2 二.4"),
)  # ELI-L

CALL = Call(
    who="在本市注册、纳入全国或本市碳市场管理的重点碳排放单位和一般报告单位；其他企业和公共机构可自愿参与。",
    summary="寻找在同行中碳排放水平领先、管理扎实、能带着行业一起往前走的企业和公共机构。",
    route=OPTIONAL_ROUTE,
    norms=(f"申报单位原则上在本市注册并纳入碳市场管理。{EXPLAIN}",),
    after=("评选结果确定后即授予称号，无需另行编制方案",),
    support=(*COMMON_SUPPORT, FINANCE_SUPPORT),
)

CHECKLIST = (
    Item("allowances", "申报条件", "碳排放报告、核查和配额清缴的凭据齐全，均按时完成", "附件2 二.3"),
    Item("clean_record", "申报条件", RECORD_KEPT, "附件2 二.4"),
    Item("emissions", "碳排放情况", "能源账单和台账支持申报的碳排放总量和强度", "申报表 碳排放情况"),
    Item("management", "低碳管理", "低碳规划和工作制度已经建立并执行，开展了低碳宣传", "申报表 低碳管理"),
    Item("renewables", "低碳运营", "申报的可再生能源设施或绿电消纳属实", "申报表 低碳运营"),
    Item("retrofit", "低碳运营", "申报的节能降碳改造和能碳管理平台已建成并在运行", "申报表 低碳运营"),
    Item("chain", "产业链低碳化", "清洁低碳生产、先进技术应用等措施属实", "申报表 产业链低碳化"),
    Item("responsibility", "社会责任", "碳排放信息披露等材料属实", "申报表 社会责任"),
    Item("innovation", "创新机制", "碳资产管理、标准制订等材料属实", "申报表 创新机制"),
    Item("leading", "引领作用", "在本行业、本领域的带动作用有事实支持", "附件2 二.1"),
)

# The seven aspects that the form prints under 创建措施和成效, with the conditions of annex 2 §二.
RUBRIC = (
    StarterCriterion(
        "碳排放情况",
        30,
        "看上一年度碳排放强度和总量、较历史基准年的下降率，以及在行业中所处的水平。",
        "碳排放强度处于行业领先水平，较历史基准年显著下降，数据经过核查。",
        "碳排放强度优于行业平均水平，有下降，数据基本完整。",
        "碳排放强度处于行业平均水平或以下，或数据无法比较。",
    ),
    StarterCriterion(
        "低碳管理",
        10,
        "看低碳规划、工作制度和低碳宣传。",
        "有明确的目标和规划，制度健全、责任到人，宣传持续并有记录。",
        "有规划和制度，执行或宣传的材料不够完整。",
        "没有形成规划或制度。",
    ),
    StarterCriterion(
        "低碳运营",
        20,
        "看新能源和可再生能源利用（包括直购绿电）、节能降碳改造、低碳建筑与交通、能碳管理平台。",
        "多方面措施已经实施，成效有数据，可再生能源利用水平在同行业中突出。",
        "实施了主要措施，部分成效缺少数据。",
        "措施少，或停留在计划阶段。",
    ),
    StarterCriterion(
        "产业链低碳化",
        10,
        "看清洁低碳生产、先进技术研发和应用，以及对上下游的要求。",
        "生产过程清洁低碳，研发或应用先进技术，并带动上下游减排。",
        "在自身生产环节开展工作，对上下游影响有限。",
        "没有实质工作。",
    ),
    StarterCriterion(
        "社会责任",
        10,
        "看碳排放信息披露等社会责任履行情况。",
        "定期公开碳排放信息，内容完整、经过核验。",
        "有公开，但不定期或内容不完整。",
        "没有公开。",
    ),
    StarterCriterion(
        "创新机制",
        10,
        "看碳资产管理、参与制订行业碳排放标准、全生命周期碳排放研究、购买减排产品注销活动碳排放等。",
        "开展两项以上，形成标准、报告等成果。",
        "开展一项，或成果尚未形成。",
        "没有开展。",
    ),
    StarterCriterion(
        "带动引领",
        10,
        "看在本行业、本领域起到的带动引领作用。",
        "做法被行业采用或由主管部门推广，引领作用有据可查。",
        "在行业内有交流和影响，引领作用有一定依据。",
        "引领作用没有依据。",
    ),
)

FORM = FormOfProgramme(
    sheet=Sheet.LEADER,
    call=CALL,
    fields=(Field.PHARMACY, Field.DATA_CENTRE, Field.HOSPITAL, Field.OTHER_SECTOR),  # A2 §一
    conditions=CONDITIONS,
    work=None,
    materials=(LICENCE, OTHER_PROOFS),  # MAT-L
    by_authority=True,
    counts_for_quota=False,
    area_km2=None,
    project_months=None,
    carbon_market=True,
    penalties=True,
    named_by_project=False,
    asks_applicant=True,
    carbon=Carbon.HISTORY,
    checklist=CHECKLIST,
    figures=("address",),
    evaluated=(),
)

LEADER = Programme(
    type=PilotType.LEADER,
    number_code="LP",
    title="北京市低碳试点—{year}年度低碳领跑者",
    forms=(FORM,),
    must_be_recommended=False,
    routes="自主申报，或经推荐单位报送。",
    may_come_again=False,
    support=(
        Support.PLAQUE,
        Support.PUBLICITY,
        Support.FINANCE,
        Support.NATIONAL,
        Support.LIBRARY,
    ),  # A2 §三.三
    life=Life(
        plan=None,  # title at once, A2 §三.三
        implementing="",
        implementing_months=0,
        trial_months=0,
        evaluation="",
        report="年度碳排放数据",
        report_months=12,
        tracked=False,
    ),
    rubric=RUBRIC,
)
