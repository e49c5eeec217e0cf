"""What the city decided: proposed by one person, confirmed by another, published later."""

import hashlib
import json

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.rules import OwnMatter
from applications.models import Application
from applications.states import State
from reviews.states import SETTLED, DecisionState, Stage


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Which decisions are meant."""

    def ready(self, cycle):
        """Decisions of a cycle that may be published: confirmed, not published, the application still in review."""
        return self.waiting().filter(application__cycle=cycle)

    def waiting(self):
        """The same of all cycles."""
        return self.filter(application__state=State.IN_REVIEW, state=DecisionState.CONFIRMED)

    def proposed(self):
        """Decisions that wait for a second person."""
        return self.filter(application__state=State.IN_REVIEW, state=DecisionState.PROPOSED)

    def closing(self):
        """Decisions that close the sheets of their application: the confirmed ones, published or not."""
        return self.filter(state__in=SETTLED)


class Decision(OwnMatter, models.Model):
    """What the city decided on an application, and why.

    ``sheets_checksum`` is what the score sheets were when it was proposed (``reviews.scoring.totals.fingerprint``);
    nobody outside the city may learn of it before it is published.
    """

    class Outcome(models.TextChoices):
        SELECTED = "selected", "列为试点"
        KEPT = "kept", "纳入项目库"

    application = models.OneToOneField(
        Application,
        models.PROTECT,
        related_name="decision",
        verbose_name="申报",
        error_messages={"unique": "该申报已有决定，请刷新后查看。"},
    )
    outcome = models.CharField("决定", max_length=10, choices=Outcome)
    reason = models.TextField("理由")
    remarks = models.TextField("对方案的意见", blank=True)
    score = models.DecimalField("评审得分", max_digits=5, decimal_places=2, null=True, blank=True)
    rank = models.PositiveIntegerField("名次", null=True, blank=True)
    sheets_checksum = models.CharField("评分表校验值", max_length=64, default="")
    state = models.CharField("进度", max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提议人")
    proposed_at = models.DateTimeField("提议时间")
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退回人"
    )
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    return_remark = models.TextField("退回意见", blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        constraints = [
            models.CheckConstraint(
                name="decision_takes_two",
                condition=Q(
                    state__in=[DecisionState.PROPOSED, DecisionState.RETURNED],
                    confirmed_by=None,
                    confirmed_at=None,
                )
                | (
                    Q(state__in=SETTLED, confirmed_by__isnull=False, confirmed_at__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                ),
                violation_error_message="决定由一人提议、另一人确认，提议人不能确认自己的提议。",
            ),
            models.CheckConstraint(
                name="decision_returned_with_remark",
                condition=Q(
                    ~Q(state=DecisionState.RETURNED), returned_by=None, returned_at=None, return_remark=""
                )
                | (
                    Q(state=DecisionState.RETURNED, returned_by__isnull=False, returned_at__isnull=False)
                    & ~Q(return_remark="")
                ),
                violation_error_message="退回提议必须写明意见；已退回的提议不能确认。",
            ),
            models.CheckConstraint(
                name="published_is_confirmed",
                condition=Q(~Q(state=DecisionState.PUBLISHED), published_at=None)
                | Q(state=DecisionState.PUBLISHED, published_at__isnull=False, confirmed_at__isnull=False),
                violation_error_message="未经确认的决定不能公布。",
            ),
            models.CheckConstraint(
                name="selected_has_score",
                condition=Q(outcome="kept") | Q(score__isnull=False),
                violation_error_message="没有评审结果的申报不能列为试点。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.get_outcome_display()}"

    def party_ids(self) -> list[int]:
        """The applicant (REV-2)."""
        return [self.application.organisation_id]

    @property
    def stage(self) -> Stage:
        """How far the decision is; ``application`` decides whether it lapsed."""
        return stage_of(self.state, self.application.state)

    @property
    def mark(self) -> str:
        """What a page showed of it: who acts on an older mark acts on something else than stands here now."""
        seen = [self.pk, self.outcome, self.reason, self.remarks, self.proposed_by_id]
        seen += [at and at.isoformat() for at in (self.proposed_at, self.returned_at, self.confirmed_at)]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def stage_of(state: str, application_state: str) -> Stage:
    """How far a decision is: one that was not published when its application was withdrawn has lapsed."""
    if state != DecisionState.PUBLISHED and application_state == State.WITHDRAWN:
        return Stage.LAPSED
    return Stage(state)


class DecisionReturn(models.Model):
    """A proposal that was returned to its proposer; it stays when the decision is proposed anew or taken back."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="decision_returns", verbose_name="申报"
    )
    outcome = models.CharField("退回的决定", max_length=10, choices=Decision.Outcome)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="退回人")
    at = models.DateTimeField("退回时间")
    remark = models.TextField("退回意见")

    class Meta:
        verbose_name = verbose_name_plural = "退回的决定提议"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="return_of_decision_says_why",
                condition=~Q(remark=""),
                violation_error_message="退回提议必须写明意见。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} 退回：{self.get_outcome_display()}"

    @classmethod
    def of(cls, decision: Decision) -> "DecisionReturn":
        """The row, not saved yet, of a decision that has just been returned."""
        return cls(
            application_id=decision.application_id,
            outcome=decision.outcome,
            by=decision.returned_by,
            at=decision.returned_at,
            remark=decision.return_remark,
        )
