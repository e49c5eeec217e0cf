"""States of an assignment: one reviewer, one application."""

from django.db import models


class AssignmentState(models.TextChoices):
    """From the declaration on conflicts to the final sheet (REV-2, REV-3)."""

    ASSIGNED = "assigned", "待声明利益关系"
    SCORING = "scoring", "评分中"
    SUBMITTED = "submitted", "已提交"
    RECUSED = "recused", "已回避"


FAMILIES = {
    AssignmentState.ASSIGNED: "action",
    AssignmentState.SCORING: "waiting",
    AssignmentState.SUBMITTED: "good",
    AssignmentState.RECUSED: "neutral",
}  # how a state looks: family of the state tag


class Conflict(models.TextChoices):
    """Kinds of conflict of interest (REV-2)."""

    OWN = "own", "本单位申报"
    RECOMMENDED = "recommended", "本单位推荐"
    EMPLOYED = "employed", "近三年曾在申报单位任职"
    CONTRACT = "contract", "与申报单位有合作或经济往来"
    FAMILY = "family", "近亲属在申报单位任职"
    OTHER = "other", "其他可能影响公正的情形"


DECLARABLE = (Conflict.EMPLOYED, Conflict.CONTRACT, Conflict.FAMILY, Conflict.OTHER)
