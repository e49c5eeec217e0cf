"""Where a pilot stands, what is next, by whom and until when: told for every state, to its organisation and to the city.

The words of each state stand in one table; what depends on the type is asked of its record (``programme.life``).
"""

from dataclasses import dataclass
from datetime import date

from face.wording import chinese_date
from pilots.models import Evaluation, Pilot, Submission, Withdrawal
from pilots.states import ENDED, PILOT_LOOKS, PilotState, SubmissionKind, Viewer
from programme.notice import ISSUER, Support

S, CITY = PilotState, ISSUER
PROMPTLY = "请尽快提交"


@dataclass(frozen=True)
class Standing:
    """What the panel at the top of a pilot's page says.

    Attributes:
        next, by, until: empty where nothing is next. note: a sentence more; "" for none.
    """

    state: str
    family: str
    next: str
    by: str
    until: str
    note: str = ""


@dataclass(frozen=True)
class Days:
    """What of other rows the panel names.

    Attributes:
        evaluation: the day on which the running evaluation is to be done; None when none runs.
        earliest: the first day on which the self-evaluation may be handed in.
        intended: whether a withdrawal runs. plaque_given: whether its plaque was recorded as given.
    """

    evaluation: date | None = None
    earliest: date | None = None
    intended: bool = False
    plaque_given: bool = False


def days_of(pilot: Pilot) -> Days:
    """What of other rows the panel of a pilot names, at most four queries; none for an ended one."""
    if pilot.state in ENDED:
        return Days()
    running = Evaluation.objects.running().filter(pilot=pilot).values_list("due_on", flat=True)
    written = Submission.objects.unfinished().filter(pilot=pilot, kind=SubmissionKind.SELF_EVALUATION)
    return Days(
        evaluation=running.first(),
        earliest=written.values_list("not_before", flat=True).first(),
        intended=Withdrawal.objects.running().filter(pilot=pilot).exists(),
        plaque_given=pilot.support_measures.standing().filter(kind=Support.PLAQUE).exists(),
    )


def standing(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Standing:
    """Where a pilot stands, for this audience."""
    family = PILOT_LOOKS.look(pilot.state, viewer).family
    if not pilot.entry.pilot_type:  # of the ministry
        return Standing(pilot.standing, family, "", "", "", "由国家有关部门组织，办理情况以国家文件为准。")
    next_step, by, until, note = TOLD[PilotState(pilot.state)](pilot, viewer, today, days)
    by = pilot.entry.organisation_name if by == "unit" else by
    if days.intended:
        note = f"已告知拟取消{'称号' if pilot.carries_title else '试点资格'}，办理情况见本页。{note}"
    return Standing(pilot.standing, family, next_step, by, until, note)


Told = tuple[str, str, str, str]


def _planning(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    name = pilot.entry.programme.plan_name
    note = "" if viewer == Viewer.CITY else f"请按评审意见编制{name}，在本页填写并提交。"
    return f"编制并提交{name}", "unit", PROMPTLY, note


def _plan_submitted(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    name = pilot.entry.programme.plan_name
    note = (
        "请审核最新一版：同意，或退回修改并写明意见。"
        if viewer == Viewer.CITY
        else "结果会通过消息和邮件通知。"
    )
    return f"审核{name}", CITY, "", note


def _implementing(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    life, until = pilot.entry.programme.life, pilot.implementing_until
    change = "内容需要较大调整的，请先提交调整申请，报市生态环境局批准。" if viewer != Viewer.CITY else ""
    if not life.tracked:
        late = "实施期已过。" if until and until < today else ""
        step = "按方案组织实施，建成后开始试运行"
        return step, "unit", f"{chinese_date(until)}前" if until else "", late + change
    if days.evaluation:
        note = "评估期间请继续按方案实施。" if viewer != Viewer.CITY else ""
        return "跟踪评估", CITY, f"{chinese_date(days.evaluation)}前", note
    if until and until <= today:
        return "实施期满后的跟踪评估", CITY, "", ""
    return "按方案组织实施", "unit", f"{chinese_date(until)}前" if until else "", change


def _trial(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    months = pilot.entry.programme.life.trial_months
    note = f"调试和试运行不少于 {months} 个月。" if months else ""
    if days.earliest and days.earliest > today:
        return "继续试运行，期满后提交自评报告", "unit", f"最早可于{chinese_date(days.earliest)}提交", note
    return "提交自评报告", "unit", PROMPTLY, note


def _audited(step: str):
    def told(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
        until = f"{chinese_date(days.evaluation)}前" if days.evaluation else ""
        note = "结论由一人提出、另一人确认。" if viewer == Viewer.CITY else "结论会通过消息和邮件通知。"
        return step, CITY, until, note

    return told


def _repair(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    late = "整改期限已过。" if pilot.repair_until and pilot.repair_until < today else ""
    until = f"{chinese_date(pilot.repair_until)}前" if pilot.repair_until else ""
    return "按整改要求整改，提交整改报告", "unit", until, late


def _failed(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    note = (
        "请决定是否取消：先告知理由，听取陈述，再由两人决定。"
        if viewer == Viewer.CITY
        else "决定以前会告知理由，并听取本单位的陈述。"
    )
    what = "称号" if pilot.titled_at else "试点资格"
    return f"研究是否取消{what}", CITY, "", note


def _excellent(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    note = "称号由一人提出、另一人确认。" if viewer == Viewer.CITY else ""
    return "授予称号", CITY, "", note


def _titled(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    life = pilot.entry.programme.life
    if not days.plaque_given and (pilot.plaque_on is None or pilot.plaque_on >= today):
        return "在低碳日活动上授牌", CITY, pilot.plaque_day, ""
    if not days.plaque_given:
        day = chinese_date(pilot.plaque_on)
        note = f"授牌所在的低碳日（{day}）已过，还没有登记授牌；登记的授牌日期仍为该日。"
        return "另行交付牌匾并登记授牌", CITY, "", note
    if days.evaluation:
        return "跟踪评估", CITY, f"{chinese_date(days.evaluation)}前", ""
    if life.tracked:
        return "保持建设成效，接受定期跟踪评估", "unit", "", ""
    if not life.plan:
        return f"每年报送{life.report}", "unit", "", ""
    return "", "", "", "称号已授予并授牌。"


def _completed(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    again = "，可以在以后年度再次申报" if pilot.entry.ended_untitled else ""
    return "", "", "", f"已完成试点任务，没有授予称号{again}。"


def _withdrawn(pilot: Pilot, viewer: Viewer, today: date, days: Days) -> Told:
    when = f"{chinese_date(pilot.ended_at)}" if pilot.ended_at else ""
    return "", "", "", f"{when}取消，原来的资料和记录保留。"


TOLD = {
    S.PLANNING: _planning,
    S.PLAN_SUBMITTED: _plan_submitted,
    S.IMPLEMENTING: _implementing,
    S.TRIAL: _trial,
    S.SELF_EVALUATED: _audited("审核评估"),
    S.REPAIR: _repair,
    S.REPAIRED: _audited("整改核查"),
    S.FAILED: _failed,
    S.EXCELLENT: _excellent,
    S.TITLED: _titled,
    S.COMPLETED: _completed,
    S.WITHDRAWN: _withdrawn,
}
