"""States of everything in the review, and how each looks."""

from enum import StrEnum

from django.db import models

from face.look import Looks


class Viewer(StrEnum):
    """Who looks at a state that does not look the same to everybody."""

    OWNER = "owner"  # whose turn it is: the reviewer of a score sheet, the zone that writes a work plan
    CITY = "city"


class ScoreSheetState(models.TextChoices):
    """From the declaration on conflicts to the final sheet (REV-2, REV-3)."""

    ASSIGNED = "assigned", "待声明利益关系"
    SCORING = "scoring", "评分中"
    SUBMITTED = "submitted", "已提交"
    RECUSED = "recused", "已回避"


DECLARED = (ScoreSheetState.SCORING, ScoreSheetState.SUBMITTED)  # no conflict: form and files are open

SCORE_SHEET_LOOKS = Looks(
    ScoreSheetState,
    {
        ScoreSheetState.ASSIGNED: ("action", "waiting"),
        ScoreSheetState.SCORING: ("waiting", "waiting"),
        ScoreSheetState.SUBMITTED: ("good", "good"),
        ScoreSheetState.RECUSED: ("neutral", "neutral"),
    },
    Viewer,
)


class DecisionState(models.TextChoices):
    """What people did to a decision: proposed by one, confirmed or returned by another, published later."""

    PROPOSED = "proposed", "待确认"
    RETURNED = "returned", "已退回重议"
    CONFIRMED = "confirmed", "已确认，待公布"
    PUBLISHED = "published", "已公布"


SETTLED = (DecisionState.CONFIRMED, DecisionState.PUBLISHED)  # by two persons: the sheets are closed


class Stage(models.TextChoices):
    """How far a decision is, its application considered: one that was withdrawn is not published any more."""

    PROPOSED = DecisionState.PROPOSED.value, DecisionState.PROPOSED.label
    RETURNED = DecisionState.RETURNED.value, DecisionState.RETURNED.label
    CONFIRMED = DecisionState.CONFIRMED.value, DecisionState.CONFIRMED.label
    PUBLISHED = DecisionState.PUBLISHED.value, DecisionState.PUBLISHED.label
    LAPSED = "lapsed", "申报单位已撤回，不再公布"


STAGE_LOOKS = Looks(
    Stage,
    {
        Stage.PROPOSED: "action",
        Stage.RETURNED: "bad",
        Stage.CONFIRMED: "waiting",
        Stage.PUBLISHED: "good",
        Stage.LAPSED: "neutral",
    },
)


class PublicNoticeState(models.TextChoices):
    """What people did to a public notice; that its period is over is a question of time, not a state."""

    RUNNING = "running", "公示"
    CONFIRMED = "confirmed", "名单已确认，待认定"
    AWARDING = "awarding", "认定办理中"
    AWARDED = "awarded", "已认定"


AWARD_BEGUN = (PublicNoticeState.AWARDING, PublicNoticeState.AWARDED)


class Conflict(models.TextChoices):
    """Kinds of conflict of interest (REV-2)."""

    OWN = "own", "本单位申报"
    RECOMMENDED = "recommended", "本单位推荐"
    EMPLOYED = "employed", "近三年曾在申报单位任职"
    CONTRACT = "contract", "与申报单位有合作或经济往来"
    FAMILY = "family", "近亲属在申报单位任职"
    OTHER = "other", "其他可能影响公正的情形"
    EXCLUDED = "excluded", "市级工作人员认定不宜评审"
    TAKEN_OUT = "taken_out", "已调整出评审组"
    NOT_AWAITED = "not_awaited", "没有交评分表，不再等待"


DECLARABLE = (Conflict.EMPLOYED, Conflict.CONTRACT, Conflict.FAMILY, Conflict.OTHER)

DETECTED = (Conflict.OWN, Conflict.RECOMMENDED)  # seen by the portal: they block (REV-2)


class DrawKind(models.TextChoices):
    """Why reviewers were drawn (REV-2)."""

    FIRST = "first", "抽取"
    REDRAW = "redraw", "重新抽取"
    REPLACEMENT = "replacement", "补抽"


class DrawTarget(models.TextChoices):
    """What a draw draws reviewers for."""

    EACH = "each", "每项申报分别抽取"
    ALL = "all", "所选申报由同一组专家评审"


class DrawScope(models.TextChoices):
    """From whom a draw draws."""

    POOL = "pool", "专家库"
    MEMBERS = "members", "本评审组成员"


class SeedSource(models.TextChoices):
    """Where the seed of a draw comes from: the server, or a public value named before it existed (REV-2)."""

    SERVER = "server", "系统生成"
    PUBLIC = "public", "事先公布"


class ObjectionState(models.TextChoices):
    """From an objection to a public notice to its result."""

    RECEIVED = "received", "待受理"
    TAKEN = "taken", "核查中"
    UPHOLDING = "upholding", "拟认定成立，待另一人确认"
    UPHELD = "upheld", "异议成立"
    NOT_UPHELD = "not_upheld", "异议不成立"


OBJECTION_LOOKS = Looks(
    ObjectionState,
    {
        ObjectionState.RECEIVED: "action",
        ObjectionState.TAKEN: "waiting",
        ObjectionState.UPHOLDING: "action",
        ObjectionState.UPHELD: "good",
        ObjectionState.NOT_UPHELD: "neutral",
    },
)
HANDLED = (ObjectionState.UPHELD, ObjectionState.NOT_UPHELD)


class WorkPlanState(models.TextChoices):
    """From asking a zone for its work plan to having it (REV-4)."""

    ASKED = "asked", "待提交"
    HANDED_IN = "handed_in", "已提交"
    RETURNED = "returned", "退回修改"


WORK_PLAN_LOOKS = Looks(
    WorkPlanState,
    {
        WorkPlanState.ASKED: ("action", "waiting"),
        WorkPlanState.HANDED_IN: ("good", "good"),
        WorkPlanState.RETURNED: ("action", "waiting"),
    },
    Viewer,
)


class VisitState(models.TextChoices):
    """A site visit takes place, or does not."""

    PLANNED = "planned", "已安排"
    CANCELLED = "cancelled", "已取消"


class CaseState(models.TextChoices):
    """The record of a site visit is written, then final (REV-1)."""

    OPEN = "open", "记录中"
    HANDED_IN = "handed_in", "已提交"


CASE_LOOKS = Looks(CaseState, {CaseState.OPEN: "action", CaseState.HANDED_IN: "good"})


class VisitStatus(models.TextChoices):
    """Where a visit stands with its cases; derived from both and from the time."""

    COMING = "coming", "未到时间"
    OPEN = "open", "待提交记录"
    DONE = "done", "记录已提交"
    CANCELLED = "cancelled", "已取消"


VISIT_LOOKS = Looks(
    VisitStatus,
    {
        VisitStatus.COMING: "waiting",
        VisitStatus.OPEN: "action",
        VisitStatus.DONE: "good",
        VisitStatus.CANCELLED: "neutral",
    },
)


class Conclusion(models.TextChoices):
    """How the place that was visited compares with what was stated."""

    CONSISTENT = "consistent", "与申报一致"
    MOSTLY = "mostly", "基本一致"
    INCONSISTENT = "inconsistent", "不一致"


CONCLUSION_LOOKS = Looks(
    Conclusion,
    {Conclusion.CONSISTENT: "good", Conclusion.MOSTLY: "neutral", Conclusion.INCONSISTENT: "bad"},
)


class ScreeningOutcome(models.TextChoices):
    """What screening a revision ended with (REV-1)."""

    ACCEPTED = "accepted", "通过形式审查"
    CORRECTION = "correction", "要求补正"
    NOT_ELIGIBLE = "not_eligible", "不符合申报条件"


SCREENING_LOOKS = Looks(
    ScreeningOutcome,
    {
        ScreeningOutcome.ACCEPTED: "good",
        ScreeningOutcome.CORRECTION: "waiting",
        ScreeningOutcome.NOT_ELIGIBLE: "bad",
    },
)


class ComplianceResult(models.TextChoices):
    """What was looked up about an applicant for a year (ELI-*)."""

    NONE = "none", "未发现"
    FOUND = "found", "有"
    DONE = "done", "按时完成"
    LATE = "late", "未按时完成"
    NOT_DUE = "not_due", "尚未到期"
    NOT_COVERED = "not_covered", "当年未纳入"


COMPLIANCE_LOOKS = Looks(
    ComplianceResult,
    {
        ComplianceResult.NONE: "good",
        ComplianceResult.FOUND: "bad",
        ComplianceResult.DONE: "good",
        ComplianceResult.LATE: "bad",
        ComplianceResult.NOT_DUE: "neutral",
        ComplianceResult.NOT_COVERED: "neutral",
    },
)


class RubricState(models.TextChoices):
    """How far a rubric is; it is locked by the first sheet that is submitted (REV-3)."""

    DRAFT = "draft", "草稿"
    IN_USE = "in_use", "使用中"
    LOCKED = "locked", "已锁定"


RUBRIC_LOOKS = Looks(
    RubricState,
    {RubricState.DRAFT: "action", RubricState.IN_USE: "waiting", RubricState.LOCKED: "good"},
)
