"""The work plan for one year that a zone writes when it reaches the final review (REV-4, A3 §三.二)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import OwnMatter, may, organisation_ids
from applications.models import Application
from files.models import StoredFile
from reviews.states import DECLARED, WorkPlanState


class WorkPlanQuerySet(models.QuerySet["WorkPlan"]):
    """Which work plans are meant."""

    def visible_to(self, user):
        """The city sees all; an applicant its own; a reviewer what is handed in, of applications it scores (REV-2)."""
        if may(user, Capability.ASK_WORK_PLANS, Capability.READ_REVIEW):
            return self
        seen = self.none()
        if may(user, Capability.APPLY):
            seen |= self.filter(application__organisation_id__in=organisation_ids(user))
        if may(user, Capability.REVIEW):
            declared = Application.objects.filter(
                score_sheets__reviewer=user, score_sheets__state__in=DECLARED
            )
            seen |= self.filter(state=WorkPlanState.HANDED_IN, application__in=declared)
        return seen


class WorkPlan(OwnMatter, models.Model):
    """A zone in the final review, and the plan that is asked of it (REV-4).

    ``due`` is exclusive. A plan that comes later is taken and shown as late: without one the zone cannot be selected.
    """

    application = models.OneToOneField(
        Application,
        models.PROTECT,
        related_name="work_plan",
        verbose_name="申报",
        error_messages={"unique": "该区域已进入最终评审，请刷新后查看。"},
    )
    state = models.CharField("状态", max_length=10, choices=WorkPlanState, default=WorkPlanState.ASKED)
    state_since = models.DateTimeField("状态起始时间")
    due = models.DateTimeField("提交截止时刻（不含）")
    requirements = models.TextField("编写要求")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    asked_at = models.DateTimeField("提出时间")

    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点工作方案"
        ordering = ["application"]
        indexes = [models.Index(fields=["state", "due"], name="work_plan_state_due")]

    def __str__(self) -> str:
        return f"{self.application} 试点工作方案"

    def get_absolute_url(self) -> str:
        """The page of the plan, for its applicant and the city."""
        return reverse("work_plan", args=[self.pk])

    def party_ids(self) -> list[int]:
        """The applicant (REV-2)."""
        return [self.application.organisation_id]


class WorkPlanVersion(models.Model):
    """A version of the work plan as it was handed in; one that was returned keeps the remarks."""

    plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="versions", verbose_name="试点工作方案")
    version = models.PositiveSmallIntegerField("版本")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="方案文件")
    file_name = models.CharField("文件名", max_length=150)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("提交时间")
    late = models.BooleanField("逾期提交", default=False)
    remarks = models.TextField("退回意见", blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退回人"
    )
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "试点工作方案版本"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "version"],
                name="one_work_plan_per_version",
                violation_error_message="这一版试点工作方案已经提交，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="returned_work_plan_says_why",
                condition=Q(returned_at=None, returned_by=None, remarks="")
                | (Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(remarks="")),
                violation_error_message="退回的试点工作方案必须写明意见。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} 第 {self.version} 版"
