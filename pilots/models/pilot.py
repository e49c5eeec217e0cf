"""The programme itself: the library and the life of a pilot; cycles and numbers are in ``models_cycle``."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.rules import is_city_staff, organisation_ids
from files.models import StoredFile
from pilots.models.support import SupportMeasure
from pilots.states import PilotState
from programme.codes import new_code
from programme.models import (
    CutoffChange,
    Cycle,
    DayCorrection,
    FrozenLine,
    LibraryEntry,
    NumberGate,
    ParkQuota,
    QuotaRequest,
    Reminder,
)
from programme.notice import Support

__all__ = [
    "Certificate",
    "CutoffChange",
    "Cycle",
    "DayCorrection",
    "FrozenLine",
    "LibraryEntry",
    "NumberGate",
    "ParkQuota",
    "Pilot",
    "Plan",
    "QuotaRequest",
    "Reminder",
    "SupportMeasure",
]


class PilotQuerySet(models.QuerySet):
    """Which pilots are meant."""

    def visible_to(self, user):
        """City staff see all; an organisation sees its own."""
        if is_city_staff(user):
            return self
        return self.filter(entry__organisation_id__in=organisation_ids(user))

    def public(self):
        """Pilots on the public page: everything selected, with ``plaque_on``, the day of its plaque or None."""
        plaque = SupportMeasure.objects.standing().filter(pilot=models.OuterRef("pk"), kind=Support.PLAQUE)
        return (
            self.annotate(plaque_on=models.Subquery(plaque.values("granted_on")[:1]))
            .select_related("entry", "entry__cycle")
            .order_by("-entry__cycle__year", "entry__number")
        )


class Pilot(models.Model):
    """A selected application on its way from the decision to the title."""

    entry = models.OneToOneField(
        LibraryEntry, models.PROTECT, related_name="pilot", verbose_name="项目库条目"
    )
    state = models.CharField("状态", max_length=16, choices=PilotState)
    state_since = models.DateTimeField("状态起始时间")
    selected_at = models.DateTimeField("入选时间")
    remarks = models.TextField("评审意见", blank=True)
    title = models.CharField("称号", max_length=80, blank=True)
    titled_at = models.DateTimeField("授予称号时间", null=True, blank=True)

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点"
        constraints = [
            models.CheckConstraint(
                name="titled_iff_title",
                condition=(Q(state="titled", titled_at__isnull=False) & ~Q(title=""))
                | (~Q(state="titled") & Q(titled_at=None, title="")),
                violation_error_message="只有已授予称号的试点才有称号和授予时间。",
            )
        ]

    def __str__(self) -> str:
        return self.entry.name

    def get_absolute_url(self) -> str:
        """The page of the pilot."""
        return reverse("pilot_detail", args=[self.pk])

    @property
    def certificate(self) -> "Certificate | None":
        """The certificate of the title it carries; None without a title."""
        return self.certificates.filter(granted_at=self.titled_at).first() if self.titled_at else None


class Certificate(models.Model):
    """The certificate of a granted title; it stays when the title is withdrawn, so that its code can say so."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="certificates", verbose_name="试点")
    code = models.CharField("核验码", max_length=20, unique=True, default=new_code)
    title = models.CharField("称号", max_length=80)
    granted_at = models.DateTimeField("授予称号时间")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证书文件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "称号证书"
        ordering = ["granted_at"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "granted_at"], name="one_certificate_per_grant")
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.title}"

    @property
    def valid(self) -> bool:
        """Whether the pilot carries the title that was granted with this certificate."""
        return self.pilot.state == PilotState.TITLED and self.pilot.titled_at == self.granted_at


class Plan(models.Model):
    """A version of the implementation plan (technology) or work plan (zone) of a pilot."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "审核中"
        APPROVED = "approved", "已同意"
        RETURNED = "returned", "退回修改"

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="plans", verbose_name="试点")
    version = models.PositiveSmallIntegerField("版本")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="方案文件")
    file_name = models.CharField("文件名", max_length=150)
    note = models.TextField("说明", blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")
    outcome = models.CharField("审核结果", max_length=10, choices=Outcome, default=Outcome.WAITING)
    remarks = models.TextField("审核意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案"
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["pilot", "version"], name="one_plan_per_version")]

    def __str__(self) -> str:
        return f"{self.pilot} 方案第 {self.version} 版"
