"""The starter rubric of each type, derived from the conditions and from the aspects of the forms (REV-3)."""

from pilots.models import Cycle
from pilots.programme import PilotType
from reviews.models import Assignment, Criterion

SCALE = 10

STARTER = {
    PilotType.TECHNOLOGY: (
        ("减排效果", "每年避免或减少的温室气体排放量及其核算依据是否充分、可信。", 30),
        ("技术先进性", "主要技术指标与行业先进水平相比如何。", 20),
        ("技术成熟度", "是否具备落地实施条件，风险是否可控。", 15),
        ("应用与推广价值", "应用场景是否广泛，能否在较大范围推广。", 20),
        ("经济与社会效益", "投资是否合理，经济效益和社会效益是否明确。", 15),
    ),
    PilotType.LEADER: (
        ("碳排放水平", "碳排放强度在行业中的水平，较历史基准年的下降情况。", 30),
        ("低碳管理", "低碳规划、工作制度与宣传。", 10),
        ("低碳运营", "可再生能源利用、节能降碳改造、低碳建筑与交通、能碳管理。", 20),
        ("产业链低碳化", "清洁低碳生产、先进技术研发和应用。", 10),
        ("社会责任", "碳排放信息披露等。", 10),
        ("创新机制", "碳资产管理、标准制订、全生命周期研究、活动碳中和等。", 10),
        ("带动引领", "在本行业、本领域起到的带动引领作用。", 10),
    ),
    PilotType.ZONE: (
        ("规划与管理", "低碳规划、组织架构与管理制度。", 20),
        ("基础设施", "能源、交通、建筑等方面的低碳建设。", 25),
        ("气候适应能力", "应对极端天气、内涝与高温的措施。", 20),
        ("低碳生产生活", "企业低碳生产或居民低碳生活的推动情况。", 20),
        ("运营与推广", "智慧运营、宣传引导，模式是否可复制、可推广。", 15),
    ),
}


def rubric_of(cycle: Cycle, pilot_type: str) -> list[Criterion]:
    """The rubric of a cycle and type in its order; made from that of the year before, else from the starter."""
    own = Criterion.objects.filter(cycle=cycle, pilot_type=pilot_type).order_by("position")
    if not own.exists():
        made = [
            Criterion(
                cycle=cycle,
                pilot_type=pilot_type,
                position=n,
                name=name,
                guidance=guidance,
                weight=weight,
                scale=scale,
            )
            for n, (name, guidance, weight, scale) in enumerate(_pattern(cycle, pilot_type), start=1)
        ]
        Criterion.objects.bulk_create(made, ignore_conflicts=True)
    return list(own.all())


def _pattern(cycle: Cycle, pilot_type: str) -> list[tuple]:
    """What a new rubric starts from: (name, guidance, weight, scale) of each criterion."""
    earlier = Criterion.objects.filter(cycle__year__lt=cycle.year, pilot_type=pilot_type)
    newest = earlier.order_by("-cycle__year").first()
    if newest is None:
        return [(*row, SCALE) for row in STARTER[PilotType(pilot_type)]]
    rows = earlier.filter(cycle=newest.cycle_id).order_by("position")
    return list(rows.values_list("name", "guidance", "weight", "scale"))


def is_locked(cycle: Cycle, pilot_type: str) -> bool:
    """Whether a sheet of the cycle and type is submitted, so that its rubric stays as it is (REV-3)."""
    return Assignment.objects.valid().filter(panel__cycle=cycle, panel__pilot_type=pilot_type).exists()
