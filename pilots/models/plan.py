"""Plans of pilots, version by version (A1 §三.2, A3 §三.二)."""

from django.db import models

from accounts.models import User
from face.look import Look
from files.models import StoredFile
from pilots.models.pilot import Pilot
from pilots.states import PLAN_LOOKS, PlanOutcome


class Plan(models.Model):
    """A version of the implementation plan (technology) or work plan (zone) of a pilot."""

    Outcome = PlanOutcome

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="plans", verbose_name="试点")
    version = models.PositiveSmallIntegerField("版本")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="方案文件")
    file_name = models.CharField("文件名", max_length=150)
    note = models.TextField("说明", blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")
    outcome = models.CharField("审核结果", max_length=10, choices=Outcome, default=Outcome.WAITING)
    remarks = models.TextField("审核意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "version"],
                name="one_plan_per_version",
                violation_error_message="这一版方案已经提交，请刷新后查看。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pilot} 方案第 {self.version} 版"

    @property
    def look(self) -> Look:
        """How the city's answer looks."""
        return PLAN_LOOKS.look(self.outcome)
