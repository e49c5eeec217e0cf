"""The printed table: what was measured, what the audit found, and whether the marks were reached."""

from collections import Counter

from bench.rush_steps.audit import Phase, verdict
from bench.tables import table

SUBMISSIONS, RATE, P99 = 2000, 40, 2.0  # to be reached on 2 cores: in all, a second, seconds at 64 users
KINDS = {
    "lost": "丢失（答复已接收而库中没有，或库中已接收而无答复）",
    "doubled": "重复（一份申报多个编号、版本、记录或消息）",
    "wrong year": "年度错误（与记录的接收时刻不符）",
    "gaps": "编号断号",
    "unequal answers": "同一份申报的重复请求得到不同答复",
    "packets": "已接收而没有生成材料包",
}


def figures(phases: list[Phase]) -> str:
    """Throughput, latency and errors of each phase. Latency counts from when a request was due."""
    head = [
        "阶段",
        "请求",
        "接收",
        "截止前",
        "截止后",
        "用时 s",
        "接收/s",
        "p50 s",
        "p95 s",
        "p99 s",
        "最长 s",
        "错误",
    ]
    return table([head, *(_row(phase) for phase in phases)])


def _row(phase: Phase) -> list:
    received = len({answer["draft"] for answer in phase.accepted})
    early = sum(year == phase.year for year in phase.told.values())
    rate, seconds = rate_of(phase)
    spread = [f"{percentile(phase, part):.3f}" for part in (0.5, 0.95, 0.99, 1)]
    errors = Counter(kind for kind in map(verdict, phase.answers) if kind != "accepted")
    kinds = "、".join(f"{kind} × {times}" for kind, times in errors.items()) or "无"
    counts = [len(phase.answers), received, early, received - early]
    return [phase.name, *counts, f"{seconds:.1f}", f"{rate:.1f}", *spread, kinds]


def judgement(phases: list[Phase], found: dict[str, list[str]]) -> tuple[str, bool]:
    """What the audit found and whether the marks were reached, as a table; and whether all is well."""
    received, crowd = sum(len(phase.told) for phase in phases), phases[0]
    rate, p99 = rate_of(crowd)[0], percentile(crowd, 0.99)
    marks = [
        ("接收的申报", received, f"≥ {SUBMISSIONS}", received >= SUBMISSIONS),
        (f"每秒接收（{crowd.name}）", f"{rate:.1f}", f"≥ {RATE}", rate >= RATE),
        (f"p99（{crowd.name}）", f"{p99:.3f} s", f"< {P99:.0f} s", p99 < P99),
        *((label, len(found[kind]), "0", not found[kind]) for kind, label in KINDS.items()),
    ]
    rows = [[*row, "达到" if reached else "未达到"] for *row, reached in marks]
    return table([["核对", "结果", "应为", ""], *rows]), all(reached for *_, reached in marks)


def percentile(phase: Phase, part: float) -> float:
    """The latency (s, from due to complete) that ``part`` of the requests stayed within."""
    spread = sorted(answer["done"] - answer["due"] for answer in phase.answers)
    return spread[min(len(spread) - 1, int(len(spread) * part))]


def rate_of(phase: Phase) -> tuple[float, float]:
    """Submissions a second over the whole phase, and its length in seconds."""
    seconds = max(a["done"] for a in phase.answers) - min(a["due"] for a in phase.answers)
    return len({answer["draft"] for answer in phase.accepted}) / seconds, seconds
