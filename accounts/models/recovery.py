"""An administrator's account that is to be recovered from the host, after a day in which others can stop it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models.person import User


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    """Which recoveries are meant."""

    def waiting(self):
        """Those that are neither done nor stopped."""
        return self.filter(done_at=None, stopped_at=None)

    def due(self, now: datetime):
        """Those whose day is over."""
        return self.waiting().filter(due_at__lte=now)


class Recovery(models.Model):
    """Asked for on the host, told to all who watch over rights, done after a day unless one of them stops it."""

    person = models.ForeignKey(User, models.PROTECT, related_name="recoveries", verbose_name="管理员")
    reason = models.CharField("理由", max_length=300)
    asked_at = models.DateTimeField("申请时间")
    due_at = models.DateTimeField("生效时间")
    done_at = models.DateTimeField("已生效时间", null=True, blank=True)
    stopped_at = models.DateTimeField("制止时间", null=True, blank=True)
    stopped_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="制止人"
    )

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "管理员账号恢复"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(done_at=None, stopped_at=None),
                name="one_waiting_recovery_each",
                violation_error_message="该账号已有一项恢复在等待生效。",
            ),
            models.CheckConstraint(
                name="recovery_done_or_stopped",
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False, done_at=None),
                violation_error_message="恢复要么生效，要么由一人制止。",
            ),
        ]

    def __str__(self) -> str:
        return f"恢复管理员账号：{self.person.name}（{self.person.email}）"
