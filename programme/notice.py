"""What the notice 京环函〔2024〕42号 says, as data: types, fields, conditions, materials, titles, support.

Read by the public pages, by the applicant's checks and by screening, so that the three never differ.
"""

from dataclasses import dataclass

from django.db import models


class PilotType(models.TextChoices):
    """The three types of pilot (Notice §一)."""

    TECHNOLOGY = "technology", "先进低碳技术试点"
    LEADER = "leader", "低碳领跑者试点"
    ZONE = "zone", "气候友好型区域试点"


class Sheet(models.TextChoices):
    """The four official forms; their keys in ``sheets``."""

    TECHNOLOGY = "technology", "先进低碳技术项目"
    LEADER = "leader", "低碳领跑者"
    PARK = "park", "气候友好型区域（园区）"
    COMMUNITY = "community", "气候友好型区域（街道/乡镇、社区/村）"

    @property
    def pilot_type(self) -> PilotType:
        """The type of pilot that the form applies for."""
        return PilotType.ZONE if self in (Sheet.PARK, Sheet.COMMUNITY) else PilotType(self.value)


NUMBER_CODES = {PilotType.TECHNOLOGY: "JS", PilotType.LEADER: "LP", PilotType.ZONE: "QY"}  # NUM-1

TITLE_LENGTH = 80  # characters
TITLES = {
    PilotType.TECHNOLOGY: "北京市低碳试点—{year}年度先进低碳技术试点优秀项目",
    PilotType.LEADER: "北京市低碳试点—{year}年度低碳领跑者",
    PilotType.ZONE: "北京市低碳试点—{year}年度气候友好型区域",
}


class Field(models.TextChoices):
    """What an application is about: field of technology, sector of a leader, kind of zone."""

    ENERGY = "energy", "绿色低碳能源"
    BUILDING = "building", "低碳建筑"
    TRANSPORT = "transport", "低碳交通"
    NON_CO2 = "non_co2", "非二氧化碳温室气体排放控制"
    SMART = "smart", "能源及碳排放智慧化管理"
    CAPTURE = "capture", "碳捕集利用与封存"
    WASTE = "waste", "城市废弃物循环资源化利用"
    OTHER_TECHNOLOGY = "other_technology", "其他先进低碳技术应用"
    PHARMACY = "pharmacy", "医药制造"
    DATA_CENTRE = "data_centre", "数据中心"
    HOSPITAL = "hospital", "医院"
    OTHER_SECTOR = "other_sector", "其他行业"
    PARK = "park", "园区"
    STREET = "street", "街道/乡镇"
    VILLAGE = "village", "社区/村"


FIELDS_OF = {
    Sheet.TECHNOLOGY: (
        Field.ENERGY,
        Field.BUILDING,
        Field.TRANSPORT,
        Field.NON_CO2,
        Field.SMART,
        Field.CAPTURE,
        Field.WASTE,
        Field.OTHER_TECHNOLOGY,
    ),  # A1 §一.1-8
    Sheet.LEADER: (Field.PHARMACY, Field.DATA_CENTRE, Field.HOSPITAL, Field.OTHER_SECTOR),  # A2 §一
    Sheet.PARK: (Field.PARK,),  # A3 §一.一
    Sheet.COMMUNITY: (Field.STREET, Field.VILLAGE),  # A3 §一.二
}


@dataclass(frozen=True)
class Condition:
    """One condition for applying: the applicant confirms it, the screener checks it."""

    key: str
    text: str
    source: str


_CLEAN_UNIT = "近三年内未因生态环境问题受到行政处罚、未发生突发环境事件、未发生重大安全生产责任事故"
_CLEAN_AREA = "近三年内辖区未发生突发环境事件、未发生重大安全生产责任事故"

CONDITIONS = {
    Sheet.TECHNOLOGY: (
        Condition("registered", "在本市登记注册，具有独立法人资格，符合国家和本市相关政策要求", "附件1 二.1"),
        Condition("clean_record", _CLEAN_UNIT, "附件1 二.1"),
        Condition("inside_city", "申报项目在本市行政区域内实施，符合本市产业发展定位", "附件1 二.2"),
        Condition("reduction", "技术具有明显的温室气体减排效果，主要技术指标达到行业先进水平", "附件1 二.3"),
        Condition("mature", "技术成熟度较高，具备落地实施条件，具有在较大范围推广的潜力", "附件1 二.4"),
    ),
    Sheet.LEADER: (
        Condition(
            "responsible", "积极履行社会责任，绿色低碳发展取得实效，在本领域起到引领作用", "附件2 二.1"
        ),
        Condition("intensity", "碳排放强度达到行业领先水平", "附件2 二.2"),
        Condition(
            "allowances",
            "纳入碳市场管理的单位，历年均按时提交碳排放报告、核查并完成配额清缴（自愿参与的单位视为满足）",
            "附件2 二.3",
        ),
        Condition("clean_record", _CLEAN_UNIT, "附件2 二.4"),
    ),
    Sheet.PARK: (
        Condition("inside_city", "申报区域为本市行政区域内的产业园区", "附件3 一.一.1"),
        Condition("applicant", "申报主体为园区管理委员会或运营管理机构", "附件3 一.一.2"),
        Condition(
            "organisation", "有明确的组织管理架构，对园区可持续发展有明确的目标和工作思路", "附件3 一.一.3"
        ),
        Condition("clean_record", _CLEAN_AREA, "附件3 一.一.3"),
        Condition(
            "foundation", "绿色低碳发展、气候适应、资源利用、污染防治等方面有较好的工作基础", "附件3 一.一.3"
        ),
    ),
    Sheet.COMMUNITY: (
        Condition("applicant", "申报主体为本市街道办事处、乡镇政府或社区居委会、村委会", "附件3 一.二.1"),
        Condition("organisation", "有明确的组织领导机构，在绿色低碳建设上有较强积极性", "附件3 一.二.2"),
        Condition("clean_record", _CLEAN_AREA, "附件3 一.二.2"),
        Condition(
            "foundation", "应对气候变化、资源利用、环境治理等基础条件较好，基础设施完善", "附件3 一.二.2"
        ),
    ),
}  # ELI-T, ELI-L, ELI-P, ELI-C


@dataclass(frozen=True)
class Material:
    """One line of the material list (MAT-*). ``required`` may depend on the answers: see applications.rules."""

    key: str
    name: str
    hint: str
    required: bool


_LICENCE = Material("licence", "营业执照复印件", "加盖公章的扫描件，事业单位提供法人证书", True)
_OTHER = Material("other", "其他证明材料", "如获奖证书、检测报告、合同等，可上传多个文件", False)

MATERIALS = {
    Sheet.TECHNOLOGY: (
        _LICENCE,
        Material("approval", "项目审批、核准或备案材料", "项目相关审批手续", True),
        Material("study", "项目建议书或可行性研究报告", "申报表中选择「是」时必须提供", False),
        Material("carbon", "碳减排量核算说明", "单独说明该项技术的碳减排量核算过程", True),
        _OTHER,
    ),
    Sheet.LEADER: (_LICENCE, _OTHER),
    Sheet.PARK: (_OTHER,),
    Sheet.COMMUNITY: (_OTHER,),
}

PROGRESS_REPORT = Material("progress", "项目实施进展和成效报告", "再次申报时提供", True)
AGAIN_MATERIALS = (PROGRESS_REPORT, _OTHER)  # ELI-R, A1 §二.5


def material_names(sheet: str) -> dict[str, str]:
    """Key → name of every line that a material list of this form may have, in its order."""
    return {material.key: material.name for material in (*MATERIALS[Sheet(sheet)], *AGAIN_MATERIALS)}


MATERIAL_FILE_TYPES = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png")

DEFAULT_FOCUS = ["医药制造", "数据中心", "医院", "园区"]  # Notice §一, focus of 2024; a setting of the cycle
PARK_QUOTA = 3  # A3 §三.一
PARK_AREA_KM2 = (1, 15)  # A3 §一.一, in principle
PROJECT_MONTHS = 24  # A1 §三.2, in principle
CORRECTION_DAYS = 10  # CUT-5, decision
NOTICE_DAYS = 5  # working days of a public notice, a setting of the cycle
ISSUER = "北京市生态环境局"  # who issued the notice and signs every letter
CENTRE_NAME = "北京市应对气候变化管理事务中心"
CENTRE_ADDRESS = "海淀区苏州街67号"
PAPER_COPIES = 5  # MAT-W
PAPER_REMINDER_DAYS = 10  # after receipt, by the portal itself; a setting of the cycle, 0 for never


class Support(models.TextChoices):
    """Measures of support for a pilot (AWD-1, Notice §四)."""

    PLAQUE = "plaque", "低碳日授牌"
    PUBLICITY = "publicity", "宣传推广"
    FISCAL = "fiscal", "财政资金支持"
    FINANCE = "finance", "推荐绿色金融支持"
    NATIONAL = "national", "推荐至国家部门评优评先"
    LIBRARY = "library", "纳入绿色企业、绿色项目库"
    TRANSFER = "transfer", "市对区转移支付优先支持"


SUPPORT_OF = {
    PilotType.TECHNOLOGY: tuple(each for each in Support if each != Support.TRANSFER),  # A1 §三.4
    PilotType.LEADER: tuple(
        each for each in Support if each not in (Support.FISCAL, Support.TRANSFER)
    ),  # A2 §三.三
    PilotType.ZONE: tuple(
        each for each in Support if each not in (Support.FISCAL, Support.FINANCE)
    ),  # A3 §三.五
}


def needs_plan(pilot_type: str) -> bool:
    """Technology and zone pilots plan first; leaders get their title at once (programme §3 Life of a pilot)."""
    return pilot_type != PilotType.LEADER


def plan_name(pilot_type: str) -> str:
    """What the plan is called for a type (A1 §三.2, A3 §三.二)."""
    return "试点工作方案" if pilot_type == PilotType.ZONE else "试点实施方案"
