"""Where an application stands, in words: what happens next, by whom, until when, for which year. No writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.capabilities import Capability
from accounts.rules import may
from applications.models import Application, Opinion
from applications.rules import at_this_recommender, member
from applications.states import APPLICATION_LOOKS, NOT_RECEIVED, State, Viewer
from programme.cutoff import correction_keeps_year, default_cutoff, year_of

CLOSE = timedelta(days=10)  # from here on pages press: what waits at a recommender may miss the cutoff
SOON = timedelta(days=14)  # from here on every page of a draft says how long there is
CITY = "市生态环境局"
KIND = Application._meta.label_lower


@dataclass(frozen=True)
class Counting:
    """The year an application would count for if it arrived now, and the exclusive instant until which it does."""

    year: int
    until: datetime | None


def counting(application: Application, now: datetime, cutoffs: Mapping[int, datetime]) -> Counting:
    """For which year the application counts, or would count at ``now`` (CUT-3, CUT-5).

    Args:
        cutoffs: year → exclusive cutoff of the cycles that exist.
    """
    if application.state in NOT_RECEIVED:
        year = year_of(now, cutoffs)
        return Counting(year, cutoffs.get(year, default_cutoff(year)))
    year = application.cycle.year
    if application.state != State.CORRECTION:
        return Counting(year, None)
    if correction_keeps_year(now, application.correction_due):
        return Counting(year, application.correction_due)
    year = year_of(now, cutoffs)
    return Counting(year, cutoffs.get(year, default_cutoff(year)))


def cutoff_is_close(counts: Counting, now: datetime) -> bool:
    """Whether the last ten days before the cutoff have begun."""
    return counts.until is not None and counts.until - now <= CLOSE


def closes_soon(counts: Counting, now: datetime) -> bool:
    """Whether the last fourteen days have begun in which a draft still counts for its year."""
    return counts.until is not None and counts.until - now < SOON


@dataclass(frozen=True)
class Progress:
    """The status panel: family of the state tag, next step, who does it, until when (None: no deadline)."""

    family: str
    next: str
    by: str
    until: datetime | None


NEXT_STEPS = {
    State.DRAFT: "填写完整并提交申报",
    State.AT_RECOMMENDER: "初审申报材料并出具推荐意见",
    State.RETURNED: "按退回理由修改后重新提交",
    State.DECLINED: "修改后改由其他途径申报，或撤回",
    State.RECEIVED: "形式审查",
    State.CORRECTION: "按补正要求修改后重新提交",
    State.ACCEPTED: "组织评审组评审",
    State.NOT_ELIGIBLE: "本次评选结束，申报保留在项目库",
    State.IN_REVIEW: "评审组评分，之后作出决定",
    State.PROPOSED: "公示拟入选名单，公示期满后认定",
    State.SELECTED: "进入试点管理",
    State.KEPT: "纳入项目库，可在以后年度继续申报",
    State.WITHDRAWN: "申报单位已撤回，流程结束",
}
BY_APPLICANT = (State.DRAFT, State.RETURNED, State.DECLINED, State.CORRECTION)
BY_SCREENING = {
    State.CORRECTION: "形式审查要求补正",
    State.NOT_ELIGIBLE: "形式审查认定不符合申报条件",
}
BY_CITY = {
    State.RECEIVED: Capability.SCREEN,
    State.ACCEPTED: Capability.FORM_PANELS,
    State.IN_REVIEW: Capability.PROPOSE,
    State.PROPOSED: Capability.AWARD,
}  # state → what who takes the next step must be able to do


def progress(application: Application, user, until: datetime | None) -> Progress:
    """What the status panel says to this person; ``until`` as ``counting`` found it."""
    state = State(application.state)
    if state in BY_APPLICANT:
        mine, by = member(user, application), application.organisation.name
    elif state == State.AT_RECOMMENDER:
        mine, by = at_this_recommender(user, application), str(application.recommender)
    else:
        mine, by = state in BY_CITY and may(user, BY_CITY[state]), CITY if state in BY_CITY else ""
    viewer = Viewer.ACTING if mine else Viewer.FOLLOWING
    return Progress(APPLICATION_LOOKS.look(state, viewer).family, NEXT_STEPS[state], by, until)


@dataclass(frozen=True)
class Reasons:
    """Why an application came back: who says so, the words, and what was found not to be met."""

    title: str
    text: str
    findings: list[str]


def reasons(application: Application) -> Reasons | None:
    """The reasons behind the present state: of the recommender, or of screening; None when there are none."""
    if application.state in (State.RETURNED, State.DECLINED):
        opinion = Opinion.objects.filter(revision=application.current_revision_id)
        found = opinion.select_related("recommender").first()
        return found and Reasons(f"{found.recommender}{found.get_outcome_display()}", found.reasons, [])
    title = BY_SCREENING.get(application.state)
    if not title:
        return None
    return Reasons(title, application.screening_remarks, _unmet(application, application.screening_findings))


def _unmet(application: Application, findings: dict) -> list[str]:
    """What screening ticked as not met, one sentence each."""
    unmet = {key: found for key, found in findings.items() if not found.get("met")}
    return [
        f"{condition.text}：{unmet[condition.key].get('remark') or '未满足'}"
        for condition in application.programme_form.conditions
        if condition.key in unmet
    ]
