"""Screening, rubrics, panels, score sheets, decisions, public notices and objections."""

from reviews.models.compliance import ComplianceEntry
from reviews.models.decision import Decision, DecisionQuerySet, DecisionReturn, stage_of
from reviews.models.draw import Draw, DrawQuerySet, SeedNaming, canonical_sha256
from reviews.models.duplicate import DuplicateRuling
from reviews.models.notes import Minutes, PanelNote
from reviews.models.objection import Objection, ObjectionFile, ObjectionNote
from reviews.models.panel import Panel, PanelChange, ScoreSheet, ScoreSheetQuerySet, Seat
from reviews.models.public_notice import PublicNotice, PublicNoticeItem, period_text
from reviews.models.reviewer import DeclaredConflict, Exclusion, Expertise, ReviewerProfile
from reviews.models.rubric import Criterion, Rubric
from reviews.models.score_sheet_version import ScoreSheetVersion
from reviews.models.screening import Screening, ScreeningDraft, ScreeningQuerySet
from reviews.models.visit import SiteVisit, VisitCase, VisitPhoto
from reviews.models.work_plan import WorkPlan, WorkPlanVersion

__all__ = [
    "ComplianceEntry",
    "Criterion",
    "Decision",
    "DecisionQuerySet",
    "DecisionReturn",
    "DeclaredConflict",
    "Draw",
    "DrawQuerySet",
    "DuplicateRuling",
    "Exclusion",
    "Expertise",
    "Minutes",
    "Objection",
    "ObjectionFile",
    "ObjectionNote",
    "Panel",
    "PanelChange",
    "PanelNote",
    "PublicNotice",
    "PublicNoticeItem",
    "ReviewerProfile",
    "Rubric",
    "ScoreSheet",
    "ScoreSheetQuerySet",
    "ScoreSheetVersion",
    "Screening",
    "ScreeningDraft",
    "ScreeningQuerySet",
    "Seat",
    "SeedNaming",
    "SiteVisit",
    "VisitCase",
    "VisitPhoto",
    "WorkPlan",
    "WorkPlanVersion",
    "canonical_sha256",
    "period_text",
    "stage_of",
]
