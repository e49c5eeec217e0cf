"""What a closed cycle passed on to the next one (CUT-4)."""

from django.db import models

from accounts.models import Organisation
from applications.models.application import Application
from applications.states import State
from programme.models import Cycle


class RollOver(models.Model):
    """One application that a closing cycle had not received, and who was told that it moved on."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="roll_overs", verbose_name="申报"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="roll_overs", verbose_name="转出年度")
    state = models.CharField("转出时状态", max_length=16, choices=State)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="已告知的申报单位"
    )
    recommender = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="已告知的推荐单位",
    )
    people = models.JSONField("已告知的人员编号", default=list)
    at = models.DateTimeField("转出时间")

    class Meta:
        verbose_name = verbose_name_plural = "转入下一年度"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "cycle"],
                name="rolled_over_once_a_cycle",
                violation_error_message="一项申报从一个年度只转出一次。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} 转出 {self.cycle}"
