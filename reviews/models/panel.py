"""Panels, and the sheets of their reviewers (REV-2, REV-3)."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application
from applications.states import State
from face.look import Look
from programme.models import Cycle
from programme.notice import Field, PilotType
from reviews.states import SCORE_SHEET_LOOKS, Conflict, ScoreSheetState, Viewer


class Panel(models.Model):
    """A review panel: per cycle, type and field (REV-2)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="panels", verbose_name="年度")
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType)
    field = models.CharField("领域", max_length=20, choices=Field, blank=True)
    name = models.CharField("评审组名称", max_length=60)
    reviewers = models.ManyToManyField(User, related_name="panels", verbose_name="评审专家")
    due = models.DateField("评分截止日期", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="组建人")
    created_at = models.DateTimeField("组建时间")

    class Meta:
        verbose_name = verbose_name_plural = "评审组"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "name"],
                name="one_panel_per_name",
                violation_error_message="该年度已有同名的评审组，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} {self.name}"


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats of panels."""

    def numbers(self, panels: Iterable[int]) -> dict[tuple[int, int], int]:
        """(panel id, reviewer id) → number of the reviewer in the panel, whatever part of it a table shows."""
        rows = self.filter(panel__in=panels).values_list("panel_id", "reviewer_id", "number")
        return {(panel, reviewer): number for panel, reviewer, number in rows}


class Seat(models.Model):
    """The place of a reviewer in a panel: the number by which tables call the person, kept for good.

    Numbers are given in the order of joining; those who join together are numbered in a secret order. Who leaves keeps
    the number, so that nobody else's changes.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats", verbose_name="评审组")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="seats", verbose_name="评审专家")
    number = models.PositiveSmallIntegerField("代号")
    joined_at = models.DateTimeField("加入时间")
    left_at = models.DateTimeField("退出时间", null=True, blank=True)
    left_reason = models.CharField("退出原因", max_length=300, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审组席位"
        ordering = ["panel", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "reviewer"],
                name="one_seat_per_reviewer",
                violation_error_message="该专家已在评审组中，请勿重复加入。",
            ),
            models.UniqueConstraint(
                fields=["panel", "number"],
                name="one_seat_per_number",
                violation_error_message="评审组中已有这个代号，请换一个代号。",
            ),
            models.CheckConstraint(
                name="seat_left_with_reason",
                condition=Q(left_at=None, left_reason="") | (Q(left_at__isnull=False) & ~Q(left_reason="")),
                violation_error_message="退出评审组必须说明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel} {self.code}"

    @property
    def code(self) -> str:
        """How the reviewer is called where names do not belong."""
        return f"专家{self.number}"


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    """Score sheets of reviewers; only a submitted one counts."""

    def visible_to(self, user):
        """The city sees all; a reviewer the own ones only."""
        if may(user, Capability.FORM_PANELS, Capability.READ_REVIEW):
            return self
        return self.filter(reviewer=user) if may(user, Capability.REVIEW) else self.none()

    def valid(self):
        """Sheets that count: submitted, and not recused (REV-3)."""
        return self.filter(state=ScoreSheetState.SUBMITTED)

    def open(self):
        """Sheets still to be declared or scored, of applications in review without a confirmed decision."""
        waiting = (ScoreSheetState.ASSIGNED, ScoreSheetState.SCORING)
        undecided = {"application__state": State.IN_REVIEW, "application__decision__confirmed_at": None}
        return self.filter(state__in=waiting, **undecided)


class ScoreSheet(models.Model):
    """One reviewer's sheet on one application, with the declaration on conflicts."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="score_sheets", verbose_name="评审组")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="score_sheets", verbose_name="申报"
    )
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="score_sheets", verbose_name="评审专家")
    draw = models.ForeignKey(
        "Draw", models.PROTECT, null=True, blank=True, related_name="score_sheets", verbose_name="抽取记录"
    )
    state = models.CharField("状态", max_length=10, choices=ScoreSheetState, default=ScoreSheetState.ASSIGNED)
    state_since = models.DateTimeField("状态起始时间")
    conflict = models.CharField("利益关系", max_length=12, choices=Conflict, blank=True)
    conflict_note = models.CharField("说明", max_length=300, blank=True)
    scores = models.JSONField("各项得分", default=dict, help_text="指标编号 → 得分")
    remarks = models.TextField("评审意见", blank=True)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审任务"
        ordering = ["application", "reviewer"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                name="one_sheet_per_reviewer",
                violation_error_message="该专家已有这项申报的评分表，请勿重复分配。",
            ),
            models.CheckConstraint(
                name="submitted_sheet_is_whole",
                condition=Q(state="submitted", total__isnull=False, submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(total=None, submitted_at=None)),
                violation_error_message="只有已提交的评分表才有总分和提交时间。",
            ),
            models.CheckConstraint(
                name="recused_iff_conflict",
                condition=(Q(state="recused") & ~Q(conflict="")) | (~Q(state="recused") & Q(conflict="")),
                violation_error_message="回避必须说明利益关系。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.application}"

    @property
    def city_look(self) -> Look:
        """How its state looks to the city."""
        return SCORE_SHEET_LOOKS.look(self.state, Viewer.CITY)
