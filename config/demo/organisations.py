"""The organisations of the demo: real public offices as recommenders, everything else obviously invented."""

from dataclasses import dataclass
from datetime import datetime

from stdnum.cn.uscc import calc_check_digit

from accounts.districts import District, bureau_name
from accounts.models import Organisation
from programme.models import AuthorityField

Kind, Nature = Organisation.Kind, Organisation.Nature

AUTHORITIES = {
    "fagai": "北京市发展和改革委员会",
    "jingxin": "北京市经济和信息化局",
    "zhujian": "北京市住房和城乡建设委员会",
    "chengguan": "北京市城市管理委员会",
    "jiaotong": "北京市交通委员会",
    "weijian": "北京市卫生健康委员会",
    "zhongguancun": "中关村科技园区管理委员会",
}
FIELDS = {
    "fagai": ("energy", "smart", "capture", "data_centre", "other_technology"),
    "jingxin": ("smart", "capture", "pharmacy", "data_centre", "other_technology", "other_sector"),
    "zhujian": ("building",),
    "chengguan": ("energy", "waste"),
    "jiaotong": ("transport",),
    "weijian": ("hospital",),
    "zhongguancun": ("capture", "smart", "other_technology"),
}  # what the authorities are in charge of (REC-1)
CITY = {"bureau-of-city": "北京市生态环境局", "centre": "北京市应对气候变化管理事务中心"}
INSTITUTES = {
    "huanke": "北京示例环境科学研究院",
    "jieneng": "北京示例节能技术研究中心",
    "jianzhu": "北京虚构建筑设计研究院",
    "yunshu": "北京示例交通运输研究所",
    "weisheng": "北京虚构卫生健康发展研究中心",
    "chengshi": "北京示例城市规划研究院",
}


@dataclass(frozen=True)
class Applicant:
    """An invented applicant organisation. ``office`` is the first two characters of its credit code."""

    key: str
    name: str
    nature: str
    district: str
    address: str
    office: str = "91"


APPLICANTS = (
    Applicant(
        "xinneng", "北京示例新能源科技有限公司", Nature.PRIVATE, "haidian", "北京市海淀区示例北路 8 号院"
    ),
    Applicant(
        "jianke", "北京示例建筑科技股份有限公司", Nature.PRIVATE, "tongzhou", "北京市通州区虚构大街 66 号"
    ),
    Applicant(
        "gongjiao", "北京虚构公共交通集团有限公司", Nature.STATE_OWNED, "fengtai", "北京市丰台区示例南路 3 号"
    ),
    Applicant(
        "buji",
        "北京虚构碳捕集工程技术有限公司",
        Nature.PRIVATE,
        "changping",
        "北京市昌平区虚构科技园 12 号楼",
    ),
    Applicant(
        "zaisheng",
        "北京示例再生资源有限公司",
        Nature.STATE_OWNED,
        "fangshan",
        "北京市房山区示例循环产业园 1 号",
    ),
    Applicant(
        "zhiyao", "北京虚构生物制药有限公司", Nature.FOREIGN, "bda", "北京经济技术开发区示例中路 18 号"
    ),
    Applicant(
        "yunsuan", "北京示例云算数据中心有限公司", Nature.PRIVATE, "shunyi", "北京市顺义区虚构东路 29 号"
    ),
    Applicant("yiyuan", "北京示例综合医院", Nature.INSTITUTION, "xicheng", "北京市西城区虚构胡同 5 号", "12"),
    Applicant(
        "reli", "北京虚构热力集团有限公司", Nature.STATE_OWNED, "shijingshan", "北京市石景山区示例西街 40 号"
    ),
    Applicant(
        "lenglian", "北京示例冷链物流有限公司", Nature.PRIVATE, "pinggu", "北京市平谷区虚构物流园 A 区 7 号"
    ),
    Applicant(
        "tanshu", "北京示例碳数科技有限公司", Nature.PRIVATE, "chaoyang", "北京市朝阳区示例中心 B 座 15 层"
    ),
    Applicant("daxue", "北京虚构大学", Nature.INSTITUTION, "haidian", "北京市海淀区虚构学院路 100 号", "12"),
    Applicant(
        "kexueyuan",
        "北京示例科学园管理委员会",
        Nature.INSTITUTION,
        "haidian",
        "北京市海淀区示例科学园 1 号楼",
        "12",
    ),
    Applicant(
        "shengmingyuan",
        "北京虚构生命科学产业园管理委员会",
        Nature.INSTITUTION,
        "changping",
        "北京市昌平区虚构生命园路 2 号",
        "12",
    ),
    Applicant(
        "wenchuang",
        "北京示例文化创意园运营管理有限公司",
        Nature.STATE_OWNED,
        "chaoyang",
        "北京市朝阳区示例厂路 4 号",
    ),
    Applicant(
        "jiedao",
        "北京市西城区示例街道办事处",
        Nature.OTHER,
        "xicheng",
        "北京市西城区示例大街 21 号",
        "11",
    ),
    Applicant(
        "shequ", "北京市东城区虚构社区居民委员会", Nature.OTHER, "dongcheng", "北京市东城区虚构里 9 号", "55"
    ),
    Applicant(
        "cun", "北京市怀柔区示例村村民委员会", Nature.OTHER, "huairou", "北京市怀柔区虚构镇示例村 1 号", "55"
    ),
    Applicant(
        "zhen", "北京市延庆区虚构镇人民政府", Nature.OTHER, "yanqing", "北京市延庆区虚构镇示例街 6 号", "11"
    ),
)


def credit_code(office: str, serial: int) -> str:
    """A unified social credit code with a true check character (GB 32100-2015); the unit code is invented."""
    body = f"{office}110000MA0DEM{serial:03d}"
    return body + calc_check_digit(body)


def make_organisations(at: datetime) -> dict[str, Organisation]:
    """Make all of them, registered at ``at``; return them by key (bureaus by their district)."""
    made: dict[str, Organisation] = {}

    def make(key: str, name: str, kind: str, **fields) -> None:
        made[key] = Organisation.objects.create(name=name, kind=kind, **fields)

    for serial, unit in enumerate(APPLICANTS, start=1):
        make(
            unit.key,
            unit.name,
            Kind.APPLICANT,
            uscc=credit_code(unit.office, serial),
            nature=unit.nature,
            district=unit.district,
            address=unit.address,
        )
    for district in District:
        make(district.value, bureau_name(district), Kind.BUREAU, district=district)
    for group, kind in ((AUTHORITIES, Kind.AUTHORITY), (CITY, Kind.CITY), (INSTITUTES, Kind.INSTITUTE)):
        for key, name in group.items():
            make(key, name, kind)
    AuthorityField.objects.bulk_create(
        AuthorityField(authority=made[key], field=field) for key, fields in FIELDS.items() for field in fields
    )
    Organisation.objects.filter(pk__in=[unit.pk for unit in made.values()]).update(registered_at=at)
    return made
