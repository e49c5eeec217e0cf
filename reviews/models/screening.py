"""What screening found in a revision (REV-1)."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from applications.models import Revision
from face.look import Look
from reviews.states import SCREENING_LOOKS, ScreeningOutcome

BY_PLACES = "请按逐处意见补正。"  # the words of a correction that is only remarks at places


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Which screenings are meant."""

    def visible_to(self, user):
        """Those of every application that a person may open: its applicant, its recommender, city staff."""
        return self.filter(revision__in=Revision.objects.visible_to(user))


class Screening(models.Model):
    """What screening found in a revision (REV-1)."""

    Outcome = ScreeningOutcome

    revision = models.OneToOneField(
        Revision,
        models.PROTECT,
        related_name="screening",
        verbose_name="提交版本",
        error_messages={"unique": "该版本已有形式审查结论，请刷新后查看。"},
    )
    year = models.PositiveSmallIntegerField(
        "审查时所在年度"
    )  # a late correction moves the application on (CUT-5)
    outcome = models.CharField("结论", max_length=14, choices=Outcome)
    findings = models.JSONField("逐项审查", default=dict, help_text="条件 → {met: 是否符合, remark: 说明}")
    compliance = models.JSONField(
        "审查时的近三年记录", default=list, blank=True, help_text="reviews.compliance.table.snapshot 的各行"
    )
    compliance_reason = models.TextField("记录不全或有不利记录时通过的理由", blank=True)
    remarks = models.TextField("意见", blank=True)
    due = models.DateTimeField("补正截止时刻（不含）", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="审查人")
    at = models.DateTimeField("审查时间")

    objects = ScreeningQuerySet.as_manager()

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

    @property
    def look(self) -> Look:
        """How its outcome looks."""
        return SCREENING_LOOKS.look(self.outcome)


class ScreeningDraft(models.Model):
    """The screening sheet of a revision while it is not finished: as typed, with who saved it last and when.

    ``version`` counts the saves; whoever saves from an older one is refused, so that two screeners overwrite nothing.
    """

    revision = models.OneToOneField(
        Revision,
        models.CASCADE,
        related_name="screening_draft",
        verbose_name="提交版本",
        error_messages={"unique": "该版本已有未完成的形式审查，请刷新后继续填写。"},
    )
    data = models.JSONField("填写内容", default=dict)
    version = models.PositiveIntegerField("保存次数", default=1)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="保存人")
    at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "未完成的形式审查"

    def __str__(self) -> str:
        return f"{self.revision} 审查草稿"
