"""The call of the year in plain words, form by form, as the public pages tell it."""

from dataclasses import dataclass

from programme.notice import PARK_AREA_KM2, PARK_QUOTA, PROJECT_MONTHS, Sheet


@dataclass(frozen=True)
class Call:
    """What somebody who thinks of applying wants to know about one form.

    Attributes:
        who: who may apply. summary: what is looked for. route: how it reaches the city (REC-1).
        norms: rules "in principle", which do not block. after: what follows selection. support: AWD-1.
    """

    who: str
    summary: str
    route: str
    norms: tuple[str, ...]
    after: tuple[str, ...]
    support: tuple[str, ...]


_OPTIONAL_ROUTE = (
    "可以自主申报，直接提交市生态环境局；也可以先送市级行业主管部门、"
    "所在区生态环境局或北京经济技术开发区城市运行局，由其初审并出具推荐意见后报送。"
)
_EXPLAIN = "不在此范围内的，申报时说明理由即可，不影响提交。"
_COMMON_SUPPORT = (
    "通过多种渠道宣传推广",
    "择优推荐参加国家有关部门的评优评先",
    "纳入本市绿色企业、绿色项目库",
)
_ZONE_AFTER = (
    "进入最终评审的区域，先编制为期一年的试点工作方案",
    "按方案组织创建；内容需要较大调整的，先报市生态环境局批准",
    "市生态环境局定期跟踪评估，未达到建设标准的取消试点资格",
)
_ZONE_SUPPORT = (
    *_COMMON_SUPPORT,
    "区域内的气候友好型项目，可按规定优先申请市对区转移支付资金",
)
_ZONE_ROUTE = "须经推荐，不能自主申报。"

CALLS = {
    Sheet.TECHNOLOGY: Call(
        who="在本市登记注册、应用先进低碳技术的独立法人单位，项目在本市实施。",
        summary="寻找减排效果看得见、技术站得住、别处也能照着做的低碳技术应用项目，鼓励多种技术组合使用。",
        route=_OPTIONAL_ROUTE,
        norms=(f"项目实施周期原则上不超过 {PROJECT_MONTHS} 个月。{_EXPLAIN}",),
        after=(
            "按评审意见编制试点实施方案，经同意后组织实施",
            "建成后调试和试运行不少于 3 个月，提交自评报告",
            "市生态环境局审核评估，未达到建设要求的取消试点资格",
        ),
        support=(
            *_COMMON_SUPPORT,
            "符合条件的，按规定给予一定额度的财政资金支持",
            "愿意接受金融支持的，推荐给金融机构",
        ),
    ),
    Sheet.LEADER: Call(
        who="在本市注册、纳入全国或本市碳市场管理的重点碳排放单位和一般报告单位；其他企业和公共机构可自愿参与。",
        summary="寻找在同行中碳排放水平领先、管理扎实、能带着行业一起往前走的企业和公共机构。",
        route=_OPTIONAL_ROUTE,
        norms=(f"申报单位原则上在本市注册并纳入碳市场管理。{_EXPLAIN}",),
        after=("评选结果确定后即授予称号，无需另行编制方案",),
        support=(*_COMMON_SUPPORT, "愿意接受金融支持的，推荐给金融机构"),
    ),
    Sheet.PARK: Call(
        who="本市产业园区的管理委员会或运营管理机构。",
        summary="寻找把减排和适应气候变化一起放进规划、建设和日常运营的产业园区。",
        route=f"{_ZONE_ROUTE}由园区所在区的生态环境局（经开区为城市运行局）或市级行业主管部门推荐；"
        f"每个推荐单位每年度推荐不超过 {PARK_QUOTA} 个园区。",
        norms=(
            f"园区面积原则上在 {PARK_AREA_KM2[0]} 至 {PARK_AREA_KM2[1]} 平方公里之间。{_EXPLAIN}",
            "推荐名额用完后，推荐单位可说明理由，请市级工作人员调整名额。",
        ),
        after=_ZONE_AFTER,
        support=_ZONE_SUPPORT,
    ),
    Sheet.COMMUNITY: Call(
        who="本市街道办事处、乡镇政府，社区居委会、村委会。",
        summary="寻找让居民在家门口就能感受到低碳与安全的街道、乡镇、社区和村。",
        route=f"{_ZONE_ROUTE}由所在区的生态环境局（经开区为城市运行局）推荐。",
        norms=(),
        after=_ZONE_AFTER,
        support=_ZONE_SUPPORT,
    ),
}
