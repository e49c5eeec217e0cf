"""Evaluations by the city: the audit before the title, tracking on schedule, the recheck after a repair (A1 §三.3, A3 §三.四)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.rules import OwnMatter
from face.look import Look
from files.models import StoredFile
from pilots.models.pilot import Pilot
from pilots.models.submission import SubmissionVersion
from pilots.models.target import DIGITS, PLACES, Target
from pilots.states import (
    EVALUATION_LOOKS,
    EvaluationKind,
    EvaluationOutcome,
    EvaluationState,
)
from reviews.models import SiteVisit


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Which evaluations are meant."""

    def visible_to(self, user):
        """Of pilots that a person may see; pages show the organisation a confirmed one only."""
        return self.filter(pilot__in=Pilot.objects.visible_to(user))

    def running(self):
        """Those that are not decided."""
        return self.filter(state__in=[EvaluationState.OPEN, EvaluationState.PROPOSED])

    def confirmed(self):
        """Those whose outcome holds."""
        return self.filter(state=EvaluationState.CONFIRMED)


class Evaluation(OwnMatter, models.Model):
    """One look of the city at a pilot: found values, checklist, findings, an outcome of two persons.

    ``checklist`` is kept as it was when the evaluation began: {"version", "items": [{"key", "aspect", "text"}]};
    ``entries`` and ``edits`` hold what is written, as of a site visit.
    """

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="evaluations", verbose_name="试点")
    kind = models.CharField("种类", max_length=10, choices=EvaluationKind)
    number = models.PositiveSmallIntegerField("序号")
    state = models.CharField("状态", max_length=10, choices=EvaluationState, default=EvaluationState.OPEN)
    state_since = models.DateTimeField("状态起始时间")
    opened_at = models.DateTimeField("开始时间")
    due_on = models.DateField("应完成日期", null=True, blank=True)
    about = models.ForeignKey(
        SubmissionVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name="所评材料",
    )
    visit = models.ForeignKey(
        SiteVisit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="现场核查"
    )
    checklist = models.JSONField("核查清单", default=dict, blank=True)
    entries = models.JSONField("填写内容", default=dict, blank=True)
    edits = models.JSONField("各处的最近改动", default=dict, blank=True)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    score = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True, blank=True)
    findings = models.TextField("评估情况", blank=True)
    outcome = models.CharField("结论", max_length=12, choices=EvaluationOutcome, blank=True)
    reasons = models.TextField("结论理由", blank=True)
    repair_until = models.DateField("整改截止日期", null=True, blank=True)
    repair_requirements = models.TextField("整改要求", blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    returned_reason = models.TextField("退回原因", blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估"
        ordering = ["pilot", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "number"],
                name="one_evaluation_per_number",
                violation_error_message="这次评估已经开始，请刷新后查看。",
            ),
            models.UniqueConstraint(
                fields=["pilot"],
                condition=Q(state__in=["open", "proposed"]),
                name="one_running_evaluation",
                violation_error_message="这个试点已有一次评估在进行，请先办完。",
            ),
            models.CheckConstraint(
                name="evaluation_outcome_fits_state",
                condition=(
                    Q(state__in=["open", "cancelled"], proposed_by=None, proposed_at=None, outcome="")
                    | (
                        Q(state__in=["proposed", "confirmed"], proposed_at__isnull=False)
                        & Q(proposed_by__isnull=False)
                        & ~Q(outcome="")
                        & ~Q(findings="")
                    )
                ),
                violation_error_message="提出结论的评估必须有结论、评估情况和提出人。",
            ),
            models.CheckConstraint(
                name="evaluation_takes_two",
                condition=Q(state="confirmed", confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("proposed_by"))
                | (~Q(state="confirmed") & Q(confirmed_by=None, confirmed_at=None)),
                violation_error_message="评估结论由一人提出、另一人确认。",
            ),
            models.CheckConstraint(
                name="repair_outcome_has_its_terms",
                condition=(Q(outcome="repair", repair_until__isnull=False) & ~Q(repair_requirements=""))
                | (~Q(outcome="repair") & Q(repair_until=None, repair_requirements="")),
                violation_error_message="限期整改必须写明整改要求和截止日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("evaluation", args=[self.pk])

    def party_ids(self) -> list[int]:
        """Whose pilot it is (REV-2)."""
        return self.pilot.party_ids()

    @property
    def look(self) -> Look:
        """How its state looks."""
        return EVALUATION_LOOKS.look(self.state)


class FoundValue(models.Model):
    """What the city found of one target, and why it differs from what was reported."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="found", verbose_name="评估")
    target = models.ForeignKey(Target, models.PROTECT, related_name="found", verbose_name="目标")
    year = models.PositiveSmallIntegerField("年份")
    value = models.DecimalField("核定值", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    reached = models.BooleanField("已达成", null=True, blank=True)
    reason = models.TextField("与填报不一致的原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核定值"
        ordering = ["target__key"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "target"],
                name="one_found_value_per_target",
                violation_error_message="这个目标已有核定值，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="found_value_or_reached",
                condition=Q(value__isnull=False, reached=None) | Q(value=None, reached__isnull=False),
                violation_error_message="里程碑核定是否达成，其他目标核定数值。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} 核定"


class EvaluationFile(models.Model):
    """Evidence of an evaluation: photos, minutes; its organisation reads it once the outcome is confirmed."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="attached", verbose_name="评估")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=150)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "核查证据"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "file"],
                name="one_evaluation_file_per_file",
                violation_error_message="这个文件已经上传过。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class EvaluationCondition(models.Model):
    """One condition that comes with an outcome, with its day; met when staff say so."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="conditions", verbose_name="评估")
    text = models.TextField("条件")
    due_on = models.DateField("完成期限")
    met_at = models.DateTimeField("完成确认时间", null=True, blank=True)
    met_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    met_note = models.CharField("确认说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "附带条件"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="condition_met_by_somebody",
                condition=Q(met_at=None, met_by=None, met_note="")
                | Q(met_at__isnull=False, met_by__isnull=False),
                violation_error_message="附带条件的完成须有确认人和时间。",
            )
        ]

    def __str__(self) -> str:
        return self.text
