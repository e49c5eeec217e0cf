"""气候友好型区域试点, with its two forms: everything that annex 3 of the notice says, as data."""

from programme.types.common import CLEAN_AREA, COMMON_SUPPORT, EXPLAIN, OTHER_PROOFS, RECORD_KEPT
from programme.types.terms import (
    Call,
    Condition,
    Field,
    FormOfProgramme,
    Item,
    Life,
    PilotType,
    PlanRule,
    Programme,
    Sheet,
    StarterCriterion,
    Support,
)
from programme.types.zone_work import COMMUNITY_WORK, PARK_WORK, items_of

PARK_QUOTA = 3  # A3 §三.一
PARK_AREA_KM2 = (1, 15)  # A3 §一.一, in principle
WORK_MONTHS = 12  # A3 §三.二
REPORT_MONTHS = 6  # decision

_AFTER = (
    "进入最终评审的区域，先编制为期一年的试点工作方案",
    "按方案组织创建；内容需要较大调整的，先报市生态环境局批准",
    "市生态环境局定期跟踪评估，未达到建设标准的取消试点资格",
)
_SUPPORT = (
    *COMMON_SUPPORT,
    "区域内的气候友好型项目，可按规定优先申请市对区转移支付资金",
)
_ROUTE = "须经推荐，不能自主申报。"

ZONE_MODEL = "形成具有特色、可复制、可推广的小尺度气候友好型区域发展模式"

PARK_CONDITIONS = (
    Condition(
        "inside_city",
        "申报范围：北京市域内的产业园区（包括但不限于中关村国家自主创新示范区内的特色产业园区、"
        "北京市文化产业园区认定名单下包含的文化产业园区、以高端制造业企业聚集为主的工业园区等）",
        "附件3 一.一.1",
    ),
    Condition("applicant", "申报主体：园区管理委员会或运营管理机构", "附件3 一.一.2"),
    Condition(
        "organisation",
        "试点主体应有明确的组织管理架构，负责推进气候友好型园区的建设、运行和管理，"
        "对园区可持续发展有明确的目标和工作思路，有较强建设积极性",
        "附件3 一.一.3(1)",
    ),
    Condition("clean_record", CLEAN_AREA, "附件3 一.一.3(2)"),
    Condition(
        "foundation",
        "区域建设符合可持续发展理念，建设主体具备较强的统筹管理能力，在产业转型升级、绿色低碳发展、"
        "气候适应行动、基础设施建设、资源高效利用、提升绿化水平、统筹污染防治等方面具有较好的工作基础",
        "附件3 一.一.3(3)",
    ),
    Condition("model", f"可以{ZONE_MODEL}", "附件3 一.一.3(4)"),
)  # ELI-P

PARK_CALL = Call(
    who="本市产业园区的管理委员会或运营管理机构。",
    summary="寻找把减排和适应气候变化一起放进规划、建设和日常运营的产业园区。",
    route=f"{_ROUTE}由园区所在区的生态环境局（经开区为城市运行局）或市级行业主管部门推荐。",
    norms=(
        f"园区面积原则上在 {PARK_AREA_KM2[0]} 至 {PARK_AREA_KM2[1]} 平方公里之间。{EXPLAIN}",
        "推荐名额用完后，推荐单位可说明理由，请市级工作人员调整名额。",
    ),
    after=_AFTER,
    support=_SUPPORT,
)

PARK_CHECKLIST = (
    Item("boundary", "区域和主体", "区域在本市，四至和面积与申报一致", "附件3 一.一.1"),
    Item("applicant", "区域和主体", "申报主体是园区的管理或运营机构", "附件3 一.一.2"),
    Item("clean_record", "区域和主体", RECORD_KEPT, "附件3 一.一.3"),
    Item("organisation", "规划和管理", "组织管理架构明确，有专人负责低碳工作", "附件3 一.一.3"),
    Item("planning", "规划和管理", "低碳规划、目标和任务已经落实到文件", "申报表 建设目标和相关任务"),
    Item("infrastructure", "基础设施", "能源、建筑、交通等基础设施与申报的现状一致", "申报表 区域现状"),
    Item("enterprises", "低碳生产", "入驻企业数量和低碳水平与申报一致", "申报表 企业数量"),
    Item("energy", "低碳生产", "申报的节能低碳改造已实施，或已具备条件", "申报表 建设目标和相关任务"),
    Item("adaptation", "适应气候变化", "排水、绿化、应急等适应气候变化的措施属实", "附件3 一.一.3"),
    Item("operation", "运营", "能耗和碳排放有计量和统计", "申报表 区域现状"),
)

COMMUNITY_CONDITIONS = (
    Condition(
        "applicant",
        "申报主体：北京行政区域内街道办事处/乡镇政府、社区居委会/村委会",
        "附件3 一.二.1",
    ),
    Condition(
        "organisation",
        "试点主体应有明确的组织领导机构，负责推进气候友好型区域的建设、运行和管理，在绿色低碳建设上有较强积极性",
        "附件3 一.二.2",
    ),
    Condition("clean_record", CLEAN_AREA, "附件3 一.二.2"),
    Condition(
        "foundation",
        "区域建设符合可持续发展理念，应对气候变化、资源高效利用、污染防治、环境治理等基础条件较好，"
        "基础设施完善，居民行为节能低碳",
        "附件3 一.二.2",
    ),
    Condition("model", ZONE_MODEL, "附件3 一.二.2"),
)  # ELI-C

COMMUNITY_CALL = Call(
    who="本市街道办事处、乡镇政府，社区居委会、村委会。",
    summary="寻找让居民在家门口就能感受到低碳与安全的街道、乡镇、社区和村。",
    route=f"{_ROUTE}由所在区的生态环境局（经开区为城市运行局）推荐。",
    norms=(),
    after=_AFTER,
    support=_SUPPORT,
)

COMMUNITY_CHECKLIST = (
    Item("applicant", "区域和主体", "区域范围和申报主体与申报一致", "附件3 一.二.1"),
    Item("clean_record", "区域和主体", RECORD_KEPT, "附件3 一.二.2"),
    Item("organisation", "规划和管理", "领导机构明确，有专人负责低碳工作", "附件3 一.二.2"),
    Item("planning", "规划和管理", "低碳发展规划已经制订并执行", "申报表 低碳发展规划和组织管理"),
    Item("facilities", "基础设施", "设施构成与申报一致，完好可用", "申报表 设施构成"),
    Item("mitigation", "减缓和适应气候变化", "申报的减缓气候变化项目属实", "申报表 减缓和适应气候变化项目"),
    Item("adaptation", "减缓和适应气候变化", "申报的适应气候变化项目属实", "申报表 减缓和适应气候变化项目"),
    Item("publicity", "低碳生活", "宣传引导活动有记录，居民知晓", "申报表 宣传引导"),
    Item("results", "低碳生活", "申报的工作成效有数据或实物支持", "申报表 工作成效和愿景"),
)

# What annex 3 and its two forms describe.
RUBRIC = (
    StarterCriterion(
        "低碳规划与组织管理",
        20,
        "看低碳发展规划和目标、组织架构、责任分工和管理制度。",
        "减排目标量化、路径清楚，组织机构明确、责任到人，制度健全。",
        "有目标和组织机构，量化程度或责任分工不够。",
        "目标笼统，没有明确的组织机构。",
    ),
    StarterCriterion(
        "低碳基础设施",
        25,
        "看能源、建筑、交通等重点领域的低碳建设和节能升级改造。",
        "重点领域均有已建成或已落实的项目，可再生能源利用和节能成效有数据。",
        "部分领域有项目，成效数据不完整。",
        "项目少，或只有设想。",
    ),
    StarterCriterion(
        "气候适应能力",
        20,
        "看应对极端天气、内涝、高温等的工程和管理措施。",
        "识别了本区域的主要气候风险，工程与预警、应急措施齐全并已落实。",
        "有主要措施，风险识别或落实情况不充分。",
        "没有针对本区域气候风险的措施。",
    ),
    StarterCriterion(
        "低碳生产生活",
        20,
        "看园区企业低碳生产，或居民低碳生活、垃圾分类和资源利用的推动情况。",
        "参与面广，企业或居民的低碳行动经常开展，成效有数据。",
        "开展了活动，参与面或成效有限。",
        "很少开展。",
    ),
    StarterCriterion(
        "低碳运营与推广",
        15,
        "看运营模式、智慧化管理、宣传引导，以及模式是否可以复制推广。",
        "运营机制长效，能碳数据在线管理，宣传充分，经验可以复制。",
        "运营机制基本建立，智慧化或宣传有待加强。",
        "缺少运营机制，难以持续。",
    ),
)

PARK_FORM = FormOfProgramme(
    sheet=Sheet.PARK,
    call=PARK_CALL,
    fields=(Field.PARK,),  # A3 §一.一
    conditions=PARK_CONDITIONS,
    work=PARK_WORK,
    materials=(OTHER_PROOFS,),  # MAT-P
    by_authority=True,
    counts_for_quota=True,
    area_km2=PARK_AREA_KM2,
    project_months=None,
    carbon_market=False,
    penalties=False,
    named_by_project=False,
    asks_applicant=False,
    carbon=None,
    checklist=PARK_CHECKLIST,
    figures=(
        "area_km2",
        "enterprises/enterprise_capacity",
        "enterprises/enterprises_settled",
        "enterprises/enterprises_awaited",
        "existing_title",
    ),
    evaluated=items_of(PARK_WORK),
)

COMMUNITY_FORM = FormOfProgramme(
    sheet=Sheet.COMMUNITY,
    call=COMMUNITY_CALL,
    fields=(Field.STREET, Field.VILLAGE),  # A3 §一.二
    conditions=COMMUNITY_CONDITIONS,
    work=COMMUNITY_WORK,
    materials=(OTHER_PROOFS,),  # MAT-C
    by_authority=False,
    counts_for_quota=False,
    area_km2=None,
    project_months=None,
    carbon_market=False,
    penalties=False,
    named_by_project=False,
    asks_applicant=False,
    carbon=None,
    checklist=COMMUNITY_CHECKLIST,
    figures=(
        "area_km2",
        "population/population_resident",
        "population/population_total",
        "facilities",
    ),
    evaluated=items_of(COMMUNITY_WORK),
)

ZONE = Programme(
    type=PilotType.ZONE,
    number_code="QY",
    title="北京市低碳试点—{year}年度气候友好型区域",
    forms=(PARK_FORM, COMMUNITY_FORM),
    must_be_recommended=True,  # A3 §三.一
    routes="由所在区生态环境部门推荐，园区也可由市级行业主管部门推荐。",
    may_come_again=False,
    support=(
        Support.PLAQUE,
        Support.PUBLICITY,
        Support.NATIONAL,
        Support.LIBRARY,
        Support.TRANSFER,
    ),  # A3 §三.五
    life=Life(
        plan=PlanRule("试点工作方案", before_decision=True),
        implementing="实施期一年",
        implementing_months=WORK_MONTHS,
        trial_months=0,
        evaluation="跟踪评估",
        report="试点进展报告",
        report_months=REPORT_MONTHS,
        tracked=True,
    ),  # A3 §三.二-四
    rubric=RUBRIC,
)
