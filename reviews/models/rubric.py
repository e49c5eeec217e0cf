"""The rubric of a cycle and type: its criteria, and since when they are fixed (REV-3)."""

from django.db import models
from django.db.models import Q

from programme.models import Cycle
from programme.notice import PilotType


class Rubric(models.Model):
    """The rubric of a cycle and type as one row: what its changes and the first submission lock (REV-3).

    ``locked_at`` is set by the first submitted sheet and never taken back, also when that sheet is reopened.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="rubrics", verbose_name="年度")
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType)
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评分指标表"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "pilot_type"],
                name="one_rubric_per_cycle_and_type",
                violation_error_message="该年度的这一试点类型已有评分指标表，请修改原表。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} {self.get_pilot_type_display()}"


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
                fields=["cycle", "pilot_type", "position"],
                name="one_criterion_per_position",
                violation_error_message="同一次序已有评分指标，请换一个次序。",
            ),
            models.CheckConstraint(
                name="criterion_counts",
                condition=Q(weight__gte=1, scale__gte=1),
                violation_error_message="权重和分制必须大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.weight}%）"
