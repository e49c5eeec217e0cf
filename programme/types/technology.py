"""先进低碳技术试点: everything that annex 1 of the notice says, as data."""

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
    Material,
    PilotType,
    PlanRule,
    Programme,
    Sheet,
    StarterCriterion,
    Support,
)

PROJECT_MONTHS = 24  # A1 §三.2, in principle
TRIAL_MONTHS = 3  # A1 §三.3
REPORT_MONTHS = 6  # decision

CONDITIONS = (
    Condition(
        "registered",
        "申报主体应为先进低碳技术应用单位，在本市登记注册、具有独立法人资格，符合国家、本市相关政策要求",
        "附件1 二.1",
    ),
    Condition("clean_record", CLEAN_UNIT, "附件1 二.1"),
    Condition("inside_city", "申报项目在本市行政区域内实施，符合本市产业发展定位", "附件1 二.2"),
    Condition(
        "reduction", "申报技术应具有明显的温室气体减排效果，主要技术指标达到行业先进水平", "附件1 二.3"
    ),
    Condition(
        "mature",
        "申报项目应具备较高的技术成熟度和落地实施条件、具有在较大范围推广的潜力",
        "附件1 二.4",
    ),
)  # ELI-T

MATERIALS = (
    LICENCE,
    Material("approval", "项目审批、核准或备案材料", "项目相关审批手续", True),
    Material("study", "项目建议书或可行性研究报告", "申报表中选择「是」时必须提供", False, proves=True),
    Material("carbon", "碳减排量核算说明", "单独说明该项技术的碳减排量核算过程", True),
    OTHER_PROOFS,
)  # MAT-T

CALL = Call(
    who="在本市登记注册、应用先进低碳技术的独立法人单位，项目在本市实施。",
    summary="寻找减排效果看得见、技术站得住、别处也能照着做的低碳技术应用项目，鼓励多种技术组合使用。",
    route=OPTIONAL_ROUTE,
    norms=(f"项目实施周期原则上不超过 {PROJECT_MONTHS} 个月。{EXPLAIN}",),
    after=(
        "按评审意见编制试点实施方案，经同意后组织实施",
        f"建成后调试和试运行不少于 {TRIAL_MONTHS} 个月，提交自评报告",
        "市生态环境局审核评估，未达到建设要求的取消试点资格",
    ),
    support=(
        *COMMON_SUPPORT,
        "符合条件的，按规定给予一定额度的财政资金支持",
        FINANCE_SUPPORT,
    ),
)

CHECKLIST = (
    Item("location", "申报主体和地点", "项目在本市，地点与申报的建设地点一致", "附件1 二.2"),
    Item("approval", "申报主体和地点", "审批、核准或备案手续的原件与申报材料一致", "申报表 建设周期"),
    Item("clean_record", "申报主体和地点", RECORD_KEPT, "附件1 二.1"),
    Item("content", "建设内容", "已建或在建的内容与申报的建设内容一致", "申报表 建设内容"),
    Item("progress", "建设内容", "建设进度与申报的建设周期相符", "申报表 建设周期"),
    Item("spending", "建设内容", "合同和付款凭证支持申报的投资", "申报表 项目投资"),
    Item("technology", "技术", "申报的技术已在现场应用，或已落实应用的位置", "附件1 二.3"),
    Item("mature", "技术", "设备运行稳定，具备落地实施和推广的条件", "附件1 二.4"),
    Item("meters", "减排效果", "与减排量核算有关的计量器具和运行记录齐全", "碳减排量核算说明"),
    Item("reduction", "减排效果", "运行记录和能源账单支持申报的减排量", "附件1 二.3"),
)

EVALUATED = (
    Item("plan", "方案落实", "建设内容按同意的实施方案完成", "附件1 三.2"),
    Item("remarks", "方案落实", "评审意见已逐条落实", "附件1 三.2"),
    Item("in_time", "方案落实", "在实施方案写明的期限内完成", "附件1 三.2"),
    Item("trial", "试运行", "调试和试运行不少于 3 个月，有连续的运行记录", "附件1 三.3"),
    Item("records", "试运行", "自评报告的数据有计量、监测记录和账单支持", "附件1 三.3"),
    Item("reduction", "减排和技术", "温室气体减排效果明显，主要技术指标达到行业先进水平", "附件1 二.3"),
    Item("mature", "减排和技术", "运行稳定，具备在较大范围推广的条件", "附件1 二.4"),
    Item("clean_record", "合规", RECORD_KEPT, "附件1 二.1"),
)

# Conditions of annex 1 §二.3-4 and parts 二, 三 of the form. Each guidance says what to look at, and what earns
# full, middle and low marks of ten.
RUBRIC = (
    StarterCriterion(
        "减排效果",
        30,
        "看应用该技术每年避免或减少的温室气体排放量（折算二氧化碳当量）及碳减排量核算说明。",
        "减排量大，或单位投入的减排量突出；边界、基准、排放因子和数据来源齐全，可以复核。",
        "减排效果明显，核算基本完整，个别数据来源或基准需要补充说明。",
        "减排量小，或核算缺少依据、前后不一致，无法复核。",
    ),
    StarterCriterion(
        "技术先进性",
        20,
        "看主要技术指标与行业水平的比较，以及自主研发和知识产权情况。",
        "主要技术指标达到国内领先或国际先进水平，有检测报告、鉴定或第三方数据支持。",
        "主要技术指标达到行业先进水平，支持材料不够完整。",
        "与行业通行做法相当，或没有可比的指标。",
    ),
    StarterCriterion(
        "技术成熟度",
        15,
        "看是否具备落地实施条件：已有应用、审批手续、建设周期和风险控制。",
        "已有稳定运行的应用案例，手续齐全，进度安排合理，风险可控。",
        "完成中试或示范，主要手续具备，部分实施条件有待落实。",
        "仍处于研发阶段，或实施条件不具备、周期明显不合理。",
    ),
    StarterCriterion(
        "应用范围",
        10,
        "看技术的应用范围、应用现状和潜在应用场景。",
        "可用于多个行业或多类场景，本市有大量具体的潜在应用场景。",
        "可用于本行业的多数同类场景。",
        "只适用于特定条件，潜在场景少。",
    ),
    StarterCriterion(
        "推广价值",
        10,
        "看示范带动作用：模式能否复制，减污降碳、经济和社会效益是否明确。",
        "具有在较大范围推广的潜力，模式清晰、可以复制，协同效益明确。",
        "有一定示范作用，推广路径或协同效益说明不充分。",
        "难以复制，示范作用有限。",
    ),
    StarterCriterion(
        "投资与成本",
        15,
        "看总投资、固定资产投资和运行成本，单位减排成本及资金落实情况。",
        "投资构成合理，资金落实，单位减排成本明显低于同类技术。",
        "投资基本合理，单位减排成本与同类技术相当。",
        "投资依据不足，单位减排成本过高，或资金没有落实。",
    ),
)

FORM = FormOfProgramme(
    sheet=Sheet.TECHNOLOGY,
    call=CALL,
    fields=(
        Field.ENERGY,
        Field.BUILDING,
        Field.TRANSPORT,
        Field.NON_CO2,
        Field.SMART,
        Field.CAPTURE,
        Field.WASTE,
        Field.OTHER_TECHNOLOGY,
    ),  # A1 §一.1-8
    conditions=CONDITIONS,
    work=None,
    materials=MATERIALS,
    by_authority=True,
    counts_for_quota=False,
    area_km2=None,
    project_months=PROJECT_MONTHS,
    carbon_market=False,
    penalties=True,
    named_by_project=True,
    asks_applicant=True,
    carbon=Carbon.CALCULATION,
    checklist=CHECKLIST,
    figures=("project_location", "construction_period", "total_investment", "fixed_investment"),
    evaluated=EVALUATED,
)

TECHNOLOGY = Programme(
    type=PilotType.TECHNOLOGY,
    number_code="JS",
    title="北京市低碳试点—{year}年度先进低碳技术试点优秀项目",
    forms=(FORM,),
    must_be_recommended=False,
    routes="自主申报，或经推荐单位报送。",
    may_come_again=True,  # A1 §二.5
    support=(
        Support.PLAQUE,
        Support.PUBLICITY,
        Support.FISCAL,
        Support.FINANCE,
        Support.NATIONAL,
        Support.LIBRARY,
    ),  # A1 §三.4
    life=Life(
        plan=PlanRule("试点实施方案", before_decision=False),
        implementing=f"原则上 {PROJECT_MONTHS} 个月内建成",
        implementing_months=PROJECT_MONTHS,
        trial_months=TRIAL_MONTHS,
        evaluation="审核评估",
        report="试点进展报告",
        report_months=REPORT_MONTHS,
        tracked=False,
    ),  # A1 §三.2-3
    rubric=RUBRIC,
)
