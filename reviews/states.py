"""States of a score sheet: one reviewer, one application."""

from django.db import models


class ScoreSheetState(models.TextChoices):
    """From the declaration on conflicts to the final sheet (REV-2, REV-3)."""

    ASSIGNED = "assigned", "待声明利益关系"
    SCORING = "scoring", "评分中"
    SUBMITTED = "submitted", "已提交"
    RECUSED = "recused", "已回避"


DECLARED = (ScoreSheetState.SCORING, ScoreSheetState.SUBMITTED)  # no conflict: form and files are open

FAMILIES = {
    ScoreSheetState.ASSIGNED: "action",
    ScoreSheetState.SCORING: "waiting",
    ScoreSheetState.SUBMITTED: "good",
    ScoreSheetState.RECUSED: "neutral",
}  # how a state looks: family of the state tag


class Stage(models.TextChoices):
    """How far a decision is: proposed by one, confirmed by another, published later."""

    PROPOSED = "proposed", "待确认"
    RETURNED = "returned", "已退回重议"
    CONFIRMED = "confirmed", "已确认，待公布"
    PUBLISHED = "published", "已公布"
    LAPSED = "lapsed", "申报单位已撤回，不再公布"


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
    """Who chose the seed of a draw."""

    SERVER = "server", "系统生成"
    PUBLIC = "public", "事先公布"


class ObjectionState(models.TextChoices):
    """From an objection to a public notice to its result."""

    RECEIVED = "received", "待受理"
    TAKEN = "taken", "核查中"
    UPHOLDING = "upholding", "拟认定成立，待另一人确认"
    UPHELD = "upheld", "异议成立"
    NOT_UPHELD = "not_upheld", "异议不成立"


OBJECTION_FAMILIES = {
    ObjectionState.RECEIVED: "action",
    ObjectionState.TAKEN: "waiting",
    ObjectionState.UPHOLDING: "action",
    ObjectionState.UPHELD: "good",
    ObjectionState.NOT_UPHELD: "neutral",
}
HANDLED = (ObjectionState.UPHELD, ObjectionState.NOT_UPHELD)


class WorkPlanState(models.TextChoices):
    """From asking a zone for its work plan to having it (REV-4)."""

    ASKED = "asked", "待提交"
    HANDED_IN = "handed_in", "已提交"
    RETURNED = "returned", "退回修改"


class VisitState(models.TextChoices):
    """A site visit takes place, or does not."""

    PLANNED = "planned", "已安排"
    CANCELLED = "cancelled", "已取消"


class CaseState(models.TextChoices):
    """The record of a site visit is written, then final (REV-1)."""

    OPEN = "open", "记录中"
    HANDED_IN = "handed_in", "已提交"
