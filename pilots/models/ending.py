"""How a pilot gets its title, and how title or status are withdrawn: both take two persons (AWD-1)."""

import hashlib
import json

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.rules import OwnMatter
from files.models import StoredFile
from pilots.models.evaluation import Evaluation
from pilots.models.pilot import Pilot
from pilots.models.terms import STATEMENT_WORKING_DAYS
from pilots.states import TitleState, WithdrawalGround, WithdrawalState


def _digest(seen: list) -> str:
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


class TitleProposal(OwnMatter, models.Model):
    """A title that one person proposes on an evaluation that says excellent, and another grants (AWD-1)."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="title_proposals", verbose_name="试点")
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="+", verbose_name="依据的评估")
    state = models.CharField("状态", max_length=10, choices=TitleState, default=TitleState.PROPOSED)
    remarks = models.CharField("说明", max_length=500, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = models.CharField("退回原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "称号提议"
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot"],
                condition=Q(state="proposed"),
                name="one_waiting_title_proposal",
                violation_error_message="已提出授予称号，请等待另一位工作人员确认。",
            ),
            models.CheckConstraint(
                name="title_takes_two",
                condition=Q(state="proposed", decided_by=None, decided_at=None, reason="")
                | (
                    Q(state__in=["granted", "returned"])
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & (Q(state="returned") | ~Q(decided_by=F("proposed_by")))
                ),
                violation_error_message="授予称号由一人提出、另一人确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} 称号提议"

    def party_ids(self) -> list[int]:
        """Whose pilot it is (REV-2)."""
        return self.pilot.party_ids()

    @property
    def mark(self) -> str:
        """What a page showed of it: who grants on an older mark grants something else than stands here now."""
        return _digest([self.pk, self.state, self.evaluation_id, self.remarks, self.proposed_by_id])


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Which withdrawals are meant."""

    def visible_to(self, user):
        """Of pilots that a person may see."""
        return self.filter(pilot__in=Pilot.objects.visible_to(user))

    def running(self):
        """Those that are not decided."""
        return self.filter(state__in=[WithdrawalState.INTENDED, WithdrawalState.PROPOSED])


class Withdrawal(OwnMatter, models.Model):
    """Withdrawing pilot status or title: notice of the intent, statement, hearing, decision of two persons (AWD-1).

    ``statement_until`` is the exclusive end of the period for a statement, in working days after the notice.
    """

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="withdrawals", verbose_name="试点")
    state = models.CharField("状态", max_length=10, choices=WithdrawalState, default=WithdrawalState.INTENDED)
    state_since = models.DateTimeField("状态起始时间")
    grounds = models.CharField("取消的情形", max_length=14, choices=WithdrawalGround)
    reasons = models.TextField("拟取消的理由")
    intended_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="告知人")
    intended_at = models.DateTimeField("告知时间")
    working_days = models.PositiveSmallIntegerField("陈述期限（工作日）", default=STATEMENT_WORKING_DAYS)
    statement_until = models.DateTimeField("陈述截止时间")
    statement = models.TextField("陈述意见", blank=True)
    statement_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="陈述附件"
    )
    statement_file_name = models.CharField("陈述附件文件名", max_length=150, blank=True)
    stated_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="陈述人"
    )
    stated_at = models.DateTimeField("陈述时间", null=True, blank=True)
    hearing_on = models.DateField("听取意见日期", null=True, blank=True)
    hearing_note = models.TextField("听取意见记录", blank=True)
    conclusion = models.TextField("决定理由", blank=True)
    return_reason = models.TextField("退回原因", blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取消资格"
        ordering = ["intended_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot"],
                condition=Q(state__in=["intended", "proposed"]),
                name="one_running_withdrawal",
                violation_error_message="这个试点已有取消资格的程序在进行。",
            ),
            models.CheckConstraint(
                name="statement_has_its_person",
                condition=Q(stated_at=None, stated_by=None, statement="", statement_file=None)
                | (Q(stated_at__isnull=False, stated_by__isnull=False) & ~Q(statement="")),
                violation_error_message="陈述意见必须有陈述人和时间。",
            ),
            models.CheckConstraint(
                name="statement_has_time",
                condition=Q(statement_until__gt=F("intended_at")),
                violation_error_message="陈述期限必须晚于告知时间。",
            ),
            models.CheckConstraint(
                name="statement_takes_working_days",
                condition=Q(working_days__gte=STATEMENT_WORKING_DAYS),
                violation_error_message=f"陈述期限不少于 {STATEMENT_WORKING_DAYS} 个工作日。",
            ),
            models.CheckConstraint(
                name="withdrawal_takes_two",
                condition=Q(state="intended", proposed_by=None, decided_by=None, decided_at=None)
                | Q(state="proposed", proposed_by__isnull=False, decided_by=None, decided_at=None)
                | (Q(state="dropped", decided_by__isnull=False, decided_at__isnull=False) & ~Q(conclusion=""))
                | (
                    Q(state="withdrawn", proposed_by__isnull=False, decided_by__isnull=False)
                    & Q(decided_at__isnull=False, decided_at__gte=F("statement_until"))
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_by=F("intended_by"))
                    & ~Q(conclusion="")
                ),
                violation_error_message="取消资格须在陈述期满后，由告知人和提出人以外的另一人写明理由后决定。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} 取消资格"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("withdrawal", args=[self.pk])

    def party_ids(self) -> list[int]:
        """Whose pilot it is (REV-2)."""
        return self.pilot.party_ids()
