"""Which of two applications for the same park or project is evaluated (REC-3)."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from applications.models import Application


class DuplicateRuling(models.Model):
    """What staff said about two applications that may be for the same: which one is evaluated, or that they differ.

    ``chosen`` is empty when they are not for the same. The pair is kept in the order of its ids.
    """

    first = models.ForeignKey(Application, models.PROTECT, related_name="+", verbose_name="申报一")
    second = models.ForeignKey(Application, models.PROTECT, related_name="+", verbose_name="申报二")
    chosen = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="参加评选的申报"
    )
    reason = models.TextField("理由")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="确定人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "重复申报的处理"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="one_ruling_per_pair",
                violation_error_message="这两项申报已有处理结果，请刷新后修改。",
            ),
            models.CheckConstraint(
                name="pair_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message="两项申报须按先后排列，且不能相同。",
            ),
            models.CheckConstraint(
                name="chosen_of_the_pair",
                condition=Q(chosen=None) | Q(chosen=F("first")) | Q(chosen=F("second")),
                violation_error_message="参加评选的只能是这两项申报之一。",
            ),
            models.CheckConstraint(
                name="ruling_has_reason",
                condition=~Q(reason=""),
                violation_error_message="确定由哪一项参加评选必须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
