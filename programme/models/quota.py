"""How many parks a recommender may recommend; asking the city for more, with a reason, and its answer (REC-3)."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.capabilities import Capability
from accounts.models import Organisation, User
from accounts.rules import Person, may, organisation_ids
from face.look import Look
from programme.models.cycle import Cycle
from programme.states import QUOTA_REQUEST_LOOKS, QuotaRequestState


class ParkQuota(models.Model):
    """How many parks a recommender may recommend in a cycle, and how many it has (REC-3)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="quotas", verbose_name="年度")
    recommender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="quotas", verbose_name="推荐单位"
    )
    allowed = models.PositiveSmallIntegerField("名额")
    used = models.PositiveSmallIntegerField("已用", default=0)
    reason = models.TextField("调整理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "园区推荐名额"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "recommender"],
                name="one_quota_per_recommender",
                violation_error_message="该推荐单位本年度已有名额，请修改原来的名额。",
            ),
            models.CheckConstraint(
                name="quota_not_exceeded",
                condition=Q(used__lte=F("allowed")),
                violation_error_message="推荐园区数不能超过名额。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommender} {self.cycle.year}: {self.used}/{self.allowed}"

    @property
    def left(self) -> int:
        """How many parks may still be recommended."""
        return self.allowed - self.used


class QuotaRequestQuerySet(models.QuerySet["QuotaRequest"]):
    """Which requests are meant."""

    def visible_to(self, user: Person) -> Self:
        """Who grants quotas sees all; a recommender sees its own."""
        if may(user, Capability.GRANT_QUOTAS):
            return self
        if may(user, Capability.RECOMMEND):
            return self.filter(recommender_id__in=organisation_ids(user))
        return self.none()

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state=QuotaRequest.State.OPEN)


class QuotaRequest(models.Model):
    """One request of one recommender for one year (REC-3, decision: the quota blocks until staff grant a higher one)."""

    State = QuotaRequestState

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="quota_requests", verbose_name="年度")
    recommender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="quota_requests", verbose_name="推荐单位"
    )
    asked = models.PositiveSmallIntegerField("申请的名额总数")
    reason = models.TextField("申请理由")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    at = models.DateTimeField("申请时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    granted = models.PositiveSmallIntegerField("同意的名额总数", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = QuotaRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "园区名额申请"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "recommender"],
                condition=Q(state="open"),
                name="one_open_quota_request",
                violation_error_message="贵单位本年度已有一件待答复的名额申请。",
            ),
            models.CheckConstraint(
                name="quota_request_answered_or_open",
                condition=Q(state__in=("open", "withdrawn"), answered_at=None, answered_by=None, granted=None)
                | Q(
                    state="granted",
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    granted__isnull=False,
                )
                | (
                    Q(state="refused", answered_at__isnull=False, answered_by__isnull=False, granted=None)
                    & ~Q(answer="")
                ),
                violation_error_message="答复过的名额申请必须有答复人和时间，不同意的必须说明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommender} {self.cycle.year}: {self.asked}"

    @property
    def look(self) -> Look:
        """How its state looks."""
        return QUOTA_REQUEST_LOOKS.look(self.state)
