"""The lives that an evaluation has, each as a table (REV-1 to REV-4)."""

from accounts.capabilities import Capability
from accounts.rules import holds
from journal.acts import anyone
from journal.models import Audience
from journal.workflow import Verb, Workflow
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
from reviews.refusals import (
    award_refusal,
    confirm_refusal,
    confirmed_already,
    heir_refusal,
    list_confirmed,
    not_awardable,
    not_publishable,
    overtaken,
    propose_refusal,
    publish_refusal,
    published_or_lapsed,
    return_refusal,
    second_for_change,
    second_for_seed,
    take_back_refusal,
)
from reviews.rules import (
    assigned_reviewer,
    award_heir,
    awarder,
    city_during_review,
    decision_maker,
    may_answer,
    may_form_panels,
    other_than_proposer,
    other_than_who_named,
    other_than_who_proposed,
    record_writer,
    second_person,
    the_portal,
    visit_planner,
    who_proposed,
    zone_submitter,
)
from reviews.states import CaseState as C
from reviews.states import DecisionState as D
from reviews.states import ObjectionState as O
from reviews.states import PublicNoticeState as N
from reviews.states import ScoreSheetState as S
from reviews.states import VisitState as V
from reviews.states import WorkPlanState as P

G, E = PanelChange.State, SeedNaming.State

SCORE_SHEET = Workflow(
    ScoreSheet,
    [
        Verb("declare_none", "声明无利益关系", (S.ASSIGNED,), S.SCORING, assigned_reviewer, Audience.CITY),
        Verb("recuse", "申请回避", (S.ASSIGNED, S.SCORING), S.RECUSED, assigned_reviewer, Audience.CITY),
        Verb("step_back", "自动回避", (S.ASSIGNED, S.SCORING), S.RECUSED, the_portal, Audience.CITY),
        Verb("exclude", "认定不参加评审", (S.ASSIGNED, S.SCORING), S.RECUSED, may_form_panels, Audience.CITY),
        Verb(
            "exclude_counted",
            "认定不参加评审，评分不再计入",
            (S.SUBMITTED,),
            S.RECUSED,
            may_form_panels,
            Audience.CITY,
        ),
        Verb("take_out", "调整出评审组", (S.ASSIGNED, S.SCORING), S.RECUSED, may_form_panels, Audience.CITY),
        Verb(
            "close_lack", "不再等待评分表", (S.ASSIGNED, S.SCORING), S.RECUSED, may_form_panels, Audience.CITY
        ),
        Verb("submit_sheet", "提交评分表", (S.SCORING,), S.SUBMITTED, assigned_reviewer, Audience.CITY),
        Verb("reopen_sheet", "退回评分表", (S.SUBMITTED,), S.SCORING, may_form_panels, Audience.CITY),
    ],
)

PANEL_CHANGE = Workflow(
    PanelChange,
    [
        Verb(
            "propose_panel_change", "提议评审组变动", (G.WAITING,), G.WAITING, may_form_panels, Audience.CITY
        ),
        Verb(
            "confirm_panel_change",
            "确认评审组变动",
            (G.WAITING,),
            G.CONFIRMED,
            other_than_who_proposed,
            Audience.CITY,
            refusal=second_for_change,
        ),
        Verb(
            "return_panel_change",
            "不同意评审组变动",
            (G.WAITING,),
            G.RETURNED,
            other_than_who_proposed,
            Audience.CITY,
            refusal=second_for_change,
        ),
        Verb(
            "take_back_panel_change",
            "撤回评审组变动",
            (G.WAITING,),
            G.TAKEN_BACK,
            who_proposed,
            Audience.CITY,
        ),
    ],
    about=lambda change: change.panel,
)  # REV-2

SEED_NAMING = Workflow(
    SeedNaming,
    [
        Verb("name_seed", "指定公开数值作为种子", (E.NAMED,), E.NAMED, may_form_panels, Audience.CITY),
        Verb(
            "draw_by_named_seed",
            "填写公开数值并抽取",
            (E.NAMED,),
            E.DRAWN,
            other_than_who_named,
            Audience.CITY,
            refusal=second_for_seed,
        ),
        Verb("take_back_seed", "撤回指定的公开数值", (E.NAMED,), E.VOID, may_form_panels, Audience.CITY),
        Verb("void_seed", "公开数值作废", (E.NAMED,), E.VOID, the_portal, Audience.CITY),
    ],
    about=lambda naming: naming.panel,
)  # REV-2

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


OBJECTION = Workflow(
    Objection,
    [
        Verb("take_objection", "受理异议", (O.RECEIVED, O.TAKEN), O.TAKEN, may_answer, Audience.CITY),
        Verb("note_objection", "记录核查情况", (O.TAKEN,), None, may_answer, Audience.CITY),
        Verb("propose_upholding", "提出认定异议成立", (O.TAKEN,), O.UPHOLDING, may_answer, Audience.CITY),
        Verb(
            "return_upholding",
            "退回认定异议成立",
            (O.UPHOLDING,),
            O.TAKEN,
            other_than_proposer,
            Audience.CITY,
        ),
        Verb(
            "uphold_objection", "确认异议成立", (O.UPHOLDING,), O.UPHELD, other_than_proposer, Audience.CITY
        ),
        Verb("dismiss_objection", "认定异议不成立", (O.TAKEN,), O.NOT_UPHELD, may_answer, Audience.CITY),
    ],
)

DECISION = Workflow(
    Decision,
    [
        Verb(
            "propose_decision",
            "提议决定",
            (D.PROPOSED, D.RETURNED),
            D.PROPOSED,
            decision_maker(Capability.PROPOSE),
            Audience.CITY,
            refusal=propose_refusal,
            too_late=confirmed_already,
        ),
        Verb(
            "confirm_decision",
            "确认决定",
            (D.PROPOSED,),
            D.CONFIRMED,
            second_person,
            Audience.CITY,
            refusal=confirm_refusal,
            too_late=overtaken,
        ),
        Verb(
            "return_decision",
            "退回决定提议",
            (D.PROPOSED,),
            D.RETURNED,
            second_person,
            Audience.CITY,
            refusal=return_refusal,
            too_late=overtaken,
        ),
        Verb(
            "take_back_decision",
            "撤销未公布的决定",
            (D.PROPOSED, D.RETURNED, D.CONFIRMED),
            None,
            decision_maker(Capability.PROPOSE),
            Audience.CITY,
            refusal=take_back_refusal,
            too_late=published_or_lapsed,
        ),
        Verb(
            "publish_decision",
            "公布决定",
            (D.CONFIRMED,),
            D.PUBLISHED,
            decision_maker(Capability.PUBLISH),
            Audience.CITY,
            too_late=not_publishable,
        ),
    ],
    about=lambda decision: decision.application,
)  # REV-5

PUBLIC_NOTICE = Workflow(
    PublicNotice,
    [
        Verb(
            "confirm_list",
            "确认认定名单",
            (N.RUNNING,),
            N.CONFIRMED,
            holds(Capability.PUBLISH),
            Audience.CITY,
            refusal=publish_refusal,
            too_late=list_confirmed,
        ),
        Verb(
            "award",
            "认定试点",
            (N.CONFIRMED,),
            N.AWARDING,
            awarder,
            Audience.CITY,
            refusal=award_refusal,
            too_late=not_awardable,
        ),
        Verb("take_over_award", "接续认定", (N.AWARDING,), None, award_heir, Audience.CITY, heir_refusal),
        Verb("hold_award", "认定受阻", (N.AWARDING,), None, the_portal, Audience.CITY),
        Verb("finish_award", "认定办理完毕", (N.AWARDING,), N.AWARDED, anyone, Audience.CITY),
    ],
)  # AWD-1
