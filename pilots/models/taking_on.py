"""Old pilots that are followed here from now on, wherever they stand: one person proposes, another confirms (AWD-1)."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.rules import OwnMatter
from pilots.states import TakingOnState
from programme.models import LibraryEntry


class TakingOn(OwnMatter, models.Model):
    """What one person knows of an old pilot; the pilot begins when another confirms it.

    ``told``: state and dates of the pilot as they will be, by the names of its fields; days as ISO texts.
    """

    State = TakingOnState

    entry = models.ForeignKey(
        LibraryEntry, models.PROTECT, related_name="takings_on", verbose_name="项目库条目"
    )
    state = models.CharField("状态", max_length=10, choices=TakingOnState, default=TakingOnState.PROPOSED)
    told = models.JSONField("试点情况")
    known_gaps = models.TextField("不详之处")
    basis = models.CharField("依据", max_length=300)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    reason = models.CharField("退回原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "纳入试点管理"
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="taken_on_once",
                violation_error_message="这个条目已提出纳入试点管理，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="taking_on_takes_two",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | Q(state="returned", decided_by__isnull=False, decided_at__isnull=False)
                | (
                    Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                violation_error_message="纳入试点管理由一人提出、另一人确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} 纳入试点管理"

    def party_ids(self) -> list[int]:
        """Whose pilot it is (REV-2)."""
        return self.entry.party_ids()
