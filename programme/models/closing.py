"""What closing a cycle did, beside its frozen list (CUT-4)."""

from django.db import models

from programme.models.cycle import Cycle


class ClosingReport(models.Model):
    """What moved on when a cycle closed, and how many were told; written with the frozen list."""

    cycle = models.OneToOneField(
        Cycle,
        models.PROTECT,
        related_name="closing_report",
        verbose_name="年度",
        error_messages={"unique": "该年度已有截止处理结果，请刷新后查看。"},
    )
    rolled_over = models.JSONField("转入下一年度", default=dict, help_text="状态名称 → 项数")
    applicants = models.PositiveIntegerField("已告知的申报单位", default=0)
    recommenders = models.PositiveIntegerField("已告知的推荐单位", default=0)
    people = models.PositiveIntegerField("已告知的人数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "截止处理结果"

    def __str__(self) -> str:
        return f"{self.cycle} 截止处理结果"
