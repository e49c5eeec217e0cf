"""What stood in a score sheet each time it was reopened (REV-3)."""

from datetime import datetime

from django.db import models

from accounts.models import User
from reviews.models.panel import ScoreSheet


class ScoreSheetVersion(models.Model):
    """A submitted score sheet as it was when it was reopened, with who reopened it, when and why."""

    score_sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, related_name="versions", verbose_name="评审任务"
    )
    scores = models.JSONField("各项得分", default=dict, help_text="指标编号 → 得分")
    remarks = models.TextField("评审意见", blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2)
    submitted_at = models.DateTimeField("提交时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="退回人")
    at = models.DateTimeField("退回时间")
    reason = models.TextField("退回原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "退回前的评分表"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.score_sheet} {self.total}"

    @classmethod
    def of(cls, sheet: ScoreSheet, *, by: User, at: datetime, reason: str) -> "ScoreSheetVersion":
        """The row, not saved yet, of a submitted sheet that stops to count."""
        return cls(
            score_sheet=sheet,
            scores=sheet.scores,
            remarks=sheet.remarks,
            total=sheet.total,
            submitted_at=sheet.submitted_at,
            by=by,
            at=at,
            reason=reason,
        )
