"""Who may review what (REV-2)."""

from collections.abc import Callable, Iterable

from django.db import models

from accounts.capabilities import Capability
from accounts.rules import Person, holds, may, may_act, may_submit_for
from applications.models import Application
from applications.states import State
from journal.workflow import Refused
from programme.cycles.deciding import listed, why_not_decided
from reviews.models import (
    Decision,
    Objection,
    PanelChange,
    PublicNotice,
    ScoreSheet,
    SeedNaming,
    SiteVisit,
    VisitCase,
    WorkPlan,
)
from reviews.states import DECLARED, SETTLED, CaseState, VisitState, WorkPlanState


def assigned_reviewer(user: Person, score_sheet: ScoreSheet) -> bool:
    """The reviewer whose score sheet it is."""
    return user is not None and may(user, Capability.REVIEW) and score_sheet.reviewer_id == user.pk


may_form_panels = holds(Capability.FORM_PANELS)


def other_than_who_proposed(user: Person, change: PanelChange) -> bool:
    """Who forms panels, other than who proposed this change of one (REV-2)."""
    return user is not None and may_form_panels(user, change) and change.proposed_by_id != user.pk


def who_proposed(user: Person, change: PanelChange) -> bool:
    """Who proposed this change of a panel."""
    return user is not None and may_form_panels(user, change) and change.proposed_by_id == user.pk


def other_than_who_named(user: Person, naming: SeedNaming) -> bool:
    """Who forms panels, other than who named the public value (REV-2)."""
    return user is not None and may_form_panels(user, naming) and naming.named_by_id != user.pk


may_answer = holds(Capability.ANSWER_OBJECTIONS)


def review_open(score_sheet: ScoreSheet) -> bool:
    """Whether the sheets of the application may change: it is in review, and no decision on it is confirmed."""
    return sheets_open(score_sheet.application)


def sheets_open(application: Application) -> bool:
    """The same of an application; lists fetch it with its ``decision``."""
    decision = getattr(application, "decision", None)
    return application.state == State.IN_REVIEW and not (decision and decision.state in SETTLED)


def require_review_open(score_sheet: ScoreSheet) -> None:
    """Stop whoever would change a sheet after the review.

    Raises:
        Refused: the review of the application is over.
    """
    if not review_open(score_sheet):
        raise Refused("该申报的评审已结束，评分表不能再改动。")


def may_read(user: Person, score_sheet: ScoreSheet) -> bool:
    """Form and files: the city reads them, and the reviewer who has declared that there is no conflict (REV-2)."""
    declared = score_sheet.state in DECLARED
    return may(user, Capability.READ_REVIEW) or (declared and assigned_reviewer(user, score_sheet))


def the_portal(user: Person, subject: models.Model) -> bool:
    """Nobody: the portal itself."""
    return user is None


def zone_submitter(user: Person, plan: WorkPlan) -> bool:
    """A person who may submit for the zone that a work plan is asked of, while it is in review (REV-4)."""
    return plan.application.state == State.IN_REVIEW and may_submit_for(
        user, plan.application.organisation_id
    )


def city_during_review(user: Person, plan: WorkPlan) -> bool:
    """Who asks for work plans, while the zone is in review and not decided."""
    return may_act(user, plan, Capability.ASK_WORK_PLANS) and sheets_open(plan.application)


def require_decidable(applications: Iterable[Application]) -> None:
    """Stop whoever decides on a year before its list is frozen, or on what does not stand on it (CUT-2, CUT-4).

    Who asks holds the locks of the applications, so that none changes its year meanwhile. One query for all.

    Raises:
        Refused: the list is not frozen, or one of them is not on it.
    """
    asked = list(applications)
    frozen = listed(application.number for application in asked)
    for application in asked:
        number, cycle = application.number or application.reference, application.cycle
        if why := why_not_decided(number, cycle, listed=(cycle.pk, number) in frozen):
            raise Refused(f"{why}。")


def work_plan_missing(application: Application) -> bool:
    """Whether a zone has no work plan handed in, so that it cannot be proposed as selected (REV-4, A3 §三.二).

    Args:
        application: with ``work_plan`` selected, where many are asked.
    """
    if not application.programme.plans_before_decision:
        return False
    plan = getattr(application, "work_plan", None)
    return plan is None or plan.state != WorkPlanState.HANDED_IN


VISITABLE = (
    State.ACCEPTED,
    State.IN_REVIEW,
    State.SELECTED,
)  # what may be visited (REV-1); pilots for evaluations


def visit_planner(user: Person, visit: SiteVisit) -> bool:
    """Who visits for the city, while nothing that the visit found is handed in."""
    return (
        may_act(user, visit, Capability.VISIT) and not visit.cases.filter(state=CaseState.HANDED_IN).exists()
    )


def may_be_visited(user: Person, application: Application) -> bool:
    """Who visits for the city, while the application is accepted, in review and not decided, or a pilot (REV-1)."""
    open_now = application.state in (State.ACCEPTED, State.SELECTED) or sheets_open(application)
    return may_act(user, application, Capability.VISIT) and open_now


def record_writer(user: Person, case: VisitCase) -> bool:
    """Who visits for the city, while the visit stands and the application is not decided (REV-1).

    The record of a visit to a pilot is written like any other; what was found before the decision stays as it was.
    """
    application, visit = case.application, case.visit
    before_decision = application.state == State.SELECTED and visit.created_at < application.state_since
    return visit.state == VisitState.PLANNED and not before_decision and may_be_visited(user, application)


def decision_maker(*capabilities: Capability) -> Callable[[Person, Decision], bool]:
    """Who has one of the capabilities, while the application is in review (REV-5)."""

    def predicate(user: Person, decision: Decision) -> bool:
        return may_act(user, decision, *capabilities) and decision.application.state == State.IN_REVIEW

    return predicate


def second_person(user: Person, decision: Decision) -> bool:
    """Who confirms or returns decisions, other than who proposed this one."""
    return (
        user is not None
        and decision_maker(Capability.CONFIRM)(user, decision)
        and decision.proposed_by_id != user.pk
    )


def other_than_proposer(user: Person, objection: Objection) -> bool:
    """Who answers objections, other than who proposed that the objection holds."""
    return user is not None and may_answer(user, objection) and objection.proposed_by_id != user.pk


def award_heir(user: Person, notice: PublicNotice) -> bool:
    """Who may award, once the person who began it cannot any more: the account is closed or the right is gone (AWD-1)."""
    return awarder(user, notice) and not may(notice.awarded_by, Capability.AWARD)


def awarder(user: Person, notice: PublicNotice) -> bool:
    """Who awards, other than who published the list or confirmed it (AWD-1)."""
    return (
        user is not None
        and may_act(user, notice, Capability.AWARD)
        and user.pk not in (notice.published_by_id, notice.confirmed_by_id)
    )
