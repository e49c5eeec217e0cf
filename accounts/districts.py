"""The sixteen districts and the BDA, by functional area (减污降碳协同增效实施方案 §六.二)."""

from django.db import models


class FunctionalArea(models.TextChoices):
    """What the city plan wants a district to be."""

    CORE = "core", "核心区"
    SUBCENTRE = "subcentre", "城市副中心"
    CENTRAL = "central", "中心城区"
    PLAIN = "plain", "平原地区"
    ECOLOGICAL = "ecological", "生态涵养区"


class District(models.TextChoices):
    """The places of the programme (programme §4)."""

    DONGCHENG = "dongcheng", "东城区"
    XICHENG = "xicheng", "西城区"
    TONGZHOU = "tongzhou", "通州区"
    CHAOYANG = "chaoyang", "朝阳区"
    HAIDIAN = "haidian", "海淀区"
    FENGTAI = "fengtai", "丰台区"
    SHIJINGSHAN = "shijingshan", "石景山区"
    SHUNYI = "shunyi", "顺义区"
    DAXING = "daxing", "大兴区"
    CHANGPING = "changping", "昌平区"
    FANGSHAN = "fangshan", "房山区"
    BDA = "bda", "经开区"
    MENTOUGOU = "mentougou", "门头沟区"
    PINGGU = "pinggu", "平谷区"
    HUAIROU = "huairou", "怀柔区"
    MIYUN = "miyun", "密云区"
    YANQING = "yanqing", "延庆区"


def bureau_name(district: District) -> str:
    """The office that recommends for a district; the BDA's is its city operations bureau (programme §1)."""
    if district == District.BDA:
        return "北京经济技术开发区城市运行局"
    return f"北京市{district.label}生态环境局"


DISTRICTS_OF = {
    FunctionalArea.CORE: (District.DONGCHENG, District.XICHENG),
    FunctionalArea.SUBCENTRE: (District.TONGZHOU,),
    FunctionalArea.CENTRAL: (
        District.CHAOYANG,
        District.HAIDIAN,
        District.FENGTAI,
        District.SHIJINGSHAN,
    ),
    FunctionalArea.PLAIN: (
        District.SHUNYI,
        District.DAXING,
        District.CHANGPING,
        District.FANGSHAN,
        District.BDA,
    ),
    FunctionalArea.ECOLOGICAL: (
        District.MENTOUGOU,
        District.PINGGU,
        District.HUAIROU,
        District.MIYUN,
        District.YANQING,
    ),
}


def functional_area(district: str) -> str:
    """Name of the functional area of a district code; empty for an unknown place."""
    return next((area.label for area, places in DISTRICTS_OF.items() if district in places), "")
