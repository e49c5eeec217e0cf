"""Screening, rubrics, panels, score sheets, decisions."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.rules import is_city_staff, is_reviewer
from applications.models import Application, Revision
from pilots.models import Cycle
from pilots.programme import Field, PilotType
from reviews.states import AssignmentState, Conflict


class Screening(models.Model):
    """What screening found in a revision (REV-1)."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "通过形式审查"
        CORRECTION = "correction", "要求补正"
        NOT_ELIGIBLE = "not_eligible", "不符合申报条件"

    revision = models.OneToOneField(
        Revision, models.PROTECT, related_name="screening", verbose_name="提交版本"
    )
    outcome = models.CharField("结论", max_length=14, choices=Outcome)
    findings = models.JSONField("逐项审查", default=dict, help_text="条件 → {met: 是否符合, remark: 说明}")
    remarks = models.TextField("意见", blank=True)
    due = models.DateTimeField("补正截止时刻（不含）", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="审查人")
    at = models.DateTimeField("审查时间")

    class Meta:
        verbose_name = verbose_name_plural = "形式审查"
        constraints = [
            models.CheckConstraint(
                name="screening_says_why",
                condition=Q(outcome="accepted") | ~Q(remarks=""),
                violation_error_message="要求补正或不符合条件必须写明意见。",
            ),
            models.CheckConstraint(
                name="correction_has_due",
                condition=(Q(outcome="correction") & Q(due__isnull=False))
                | (~Q(outcome="correction") & Q(due=None)),
                violation_error_message="要求补正必须有期限。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.get_outcome_display()}"


class Criterion(models.Model):
    """A weighted criterion of the rubric of a cycle and type; the weights add up to 100 (REV-3)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="criteria", verbose_name="年度")
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType)
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("指标", max_length=40)
    guidance = models.TextField("评分说明")
    weight = models.PositiveSmallIntegerField("权重")
    scale = models.PositiveSmallIntegerField("分制", default=10)

    class Meta:
        verbose_name = verbose_name_plural = "评分指标"
        ordering = ["cycle", "pilot_type", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "pilot_type", "position"], name="one_criterion_per_position"
            ),
            models.CheckConstraint(
                name="criterion_counts",
                condition=Q(weight__gte=1, scale__gte=1),
                violation_error_message="权重和分制必须大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.weight}%）"


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
        constraints = [models.UniqueConstraint(fields=["cycle", "name"], name="one_panel_per_name")]

    def __str__(self) -> str:
        return f"{self.cycle.year} {self.name}"


class AssignmentQuerySet(models.QuerySet):
    """Which assignments are meant."""

    def visible_to(self, user):
        """City staff see all; a reviewer the own ones only."""
        if is_city_staff(user):
            return self
        return self.filter(reviewer=user) if is_reviewer(user) else self.none()

    def valid(self):
        """Sheets that count: submitted, and not recused (REV-3)."""
        return self.filter(state=AssignmentState.SUBMITTED)


class Assignment(models.Model):
    """One reviewer's sheet on one application, with the declaration on conflicts."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="assignments", verbose_name="评审组")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="assignments", verbose_name="申报"
    )
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name="评审专家")
    state = models.CharField("状态", max_length=10, choices=AssignmentState, default=AssignmentState.ASSIGNED)
    state_since = models.DateTimeField("状态起始时间")
    conflict = models.CharField("利益关系", max_length=12, choices=Conflict, blank=True)
    conflict_note = models.CharField("说明", max_length=300, blank=True)
    scores = models.JSONField("各项得分", default=dict, help_text="指标编号 → 得分")
    remarks = models.TextField("评审意见", blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审任务"
        ordering = ["application", "reviewer"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="one_sheet_per_reviewer"),
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


class Decision(models.Model):
    """What the city decided on an application, and why."""

    class Outcome(models.TextChoices):
        SELECTED = "selected", "列为试点"
        KEPT = "kept", "纳入项目库"

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="decision", verbose_name="申报"
    )
    outcome = models.CharField("决定", max_length=10, choices=Outcome)
    reason = models.TextField("理由")
    remarks = models.TextField("对方案的意见", blank=True)
    score = models.DecimalField("评审得分", max_digits=5, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="决定人")
    at = models.DateTimeField("决定时间")

    class Meta:
        verbose_name = verbose_name_plural = "决定"

    def __str__(self) -> str:
        return f"{self.application} {self.get_outcome_display()}"
