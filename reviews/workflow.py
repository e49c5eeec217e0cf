"""The lives that an evaluation has, each as a table (REV-1 to REV-4)."""

from collections.abc import Iterable

from accounts.models import User
from accounts.rules import Person
from applications.models import Application
from journal.models import Audience
from journal.workflow import Verb, Workflow
from reviews.models import Objection, ScoreSheet, SiteVisit, VisitCase, WorkPlan
from reviews.rules import (
    assigned_reviewer,
    city_during_review,
    may_answer,
    may_form_panels,
    record_writer,
    sheets_open,
    the_portal,
    visit_planner,
    zone_submitter,
)
from reviews.states import CaseState as C
from reviews.states import ObjectionState as O
from reviews.states import ScoreSheetState as S
from reviews.states import VisitState as V
from reviews.states import WorkPlanState as P

SCORE_SHEET = Workflow(
    ScoreSheet,
    [
        Verb("declare_none", "声明无利益关系", (S.ASSIGNED,), S.SCORING, assigned_reviewer, Audience.CITY),
        Verb("recuse", "申请回避", (S.ASSIGNED, S.SCORING), S.RECUSED, assigned_reviewer, Audience.CITY),
        Verb("step_back", "自动回避", (S.ASSIGNED, S.SCORING), S.RECUSED, the_portal, Audience.CITY),
        Verb("exclude", "认定不参加评审", (S.ASSIGNED, S.SCORING), S.RECUSED, may_form_panels, Audience.CITY),
        Verb("take_out", "调整出评审组", (S.ASSIGNED, S.SCORING), S.RECUSED, may_form_panels, Audience.CITY),
        Verb("submit_sheet", "提交评分表", (S.SCORING,), S.SUBMITTED, assigned_reviewer, Audience.CITY),
        Verb("reopen_sheet", "退回评分表", (S.SUBMITTED,), S.SCORING, may_form_panels, Audience.CITY),
    ],
)

WORK_PLAN = Workflow(
    WorkPlan,
    [
        Verb("hand_in", "提交试点工作方案", tuple(P), P.HANDED_IN, zone_submitter),
        Verb("return", "退回试点工作方案", (P.HANDED_IN,), P.RETURNED, city_during_review),
        Verb("postpone", "调整提交期限", (P.ASKED, P.RETURNED), None, city_during_review),
    ],
)  # REV-4

VISIT = Workflow(
    SiteVisit,
    [
        Verb("change", "调整现场调研", (V.PLANNED,), None, visit_planner, Audience.CITY),
        Verb("cancel", "取消现场调研", (V.PLANNED,), V.CANCELLED, visit_planner, Audience.CITY),
    ],
)  # REV-1

VISIT_CASE = Workflow(
    VisitCase,
    [
        Verb("write", "填写调研记录", (C.OPEN,), None, record_writer, Audience.CITY),
        Verb("hand_in", "提交调研记录", (C.OPEN,), C.HANDED_IN, record_writer, Audience.CITY),
        Verb("reopen", "退回调研记录", (C.HANDED_IN,), C.OPEN, record_writer, Audience.CITY),
    ],
)


def reopenable(user: User, applications: Iterable[Application]) -> set[int]:
    """Ids of the sheets that a person may reopen, from applications with prefetched sheets."""
    return {
        sheet.pk
        for application in applications
        if sheets_open(application)
        for sheet in application.score_sheets.all()
        if SCORE_SHEET.can("reopen_sheet", sheet, user)
    }


def another_person(user: Person, objection: Objection) -> bool:
    """Who answers objections, other than who proposed that the objection holds."""
    return user is not None and may_answer(user, objection) and objection.proposed_by_id != user.pk


OBJECTION = Workflow(
    Objection,
    [
        Verb("take_objection", "受理异议", (O.RECEIVED, O.TAKEN), O.TAKEN, may_answer, Audience.CITY),
        Verb("note_objection", "记录核查情况", (O.TAKEN,), None, may_answer, Audience.CITY),
        Verb("propose_upholding", "提出认定异议成立", (O.TAKEN,), O.UPHOLDING, may_answer, Audience.CITY),
        Verb("return_upholding", "退回认定异议成立", (O.UPHOLDING,), O.TAKEN, another_person, Audience.CITY),
        Verb("uphold_objection", "确认异议成立", (O.UPHOLDING,), O.UPHELD, another_person, Audience.CITY),
        Verb("dismiss_objection", "认定异议不成立", (O.TAKEN,), O.NOT_UPHELD, may_answer, Audience.CITY),
    ],
)
