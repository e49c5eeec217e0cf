"""The programme itself: the library and the life of a pilot; cycles and numbers are in ``models_cycle``."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.districts import District, functional_area
from accounts.models import Organisation, User
from accounts.rules import is_city_staff, organisation_ids
from files.models import StoredFile
from pilots.certificate_code import new_code
from pilots.models_cycle import (
    CutoffChange,
    Cycle,
    DayCorrection,
    FrozenLine,
    NumberGate,
    ParkQuota,
    Reminder,
)
from pilots.models_quota import QuotaRequest
from pilots.models_support import SupportMeasure
from pilots.programme import Field, PilotType, Sheet, Support
from pilots.states import PilotState, Standing

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


class LibraryEntryQuerySet(models.QuerySet):
    """What a person may see of the library."""

    def visible_to(self, user):
        """City staff see all; an organisation sees its own."""
        if is_city_staff(user):
            return self
        return self.filter(organisation_id__in=organisation_ids(user))

    def wanting_finance(self):
        """What said on its form that it wants to be referred to financial institutions (AWD-1)."""
        return self.filter(wants_finance=True).select_related("cycle", "application", "pilot")


class LibraryEntry(models.Model):
    """A line of the library: every received application and every pilot, classified and graded (LIB-1, REV-5)."""

    class Grade(models.TextChoices):
        A = "A", "一级：重点培育"
        B = "B", "二级：跟踪支持"
        C = "C", "三级：持续关注"

    number = models.CharField("编号", max_length=20, unique=True, null=True, blank=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="entries", verbose_name="年度")
    sheet = models.CharField("申报表", max_length=12, choices=Sheet, blank=True)
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType, blank=True)
    field = models.CharField("领域", max_length=20, choices=Field, blank=True)
    name = models.CharField("名称", max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="申报单位"
    )
    organisation_name = models.CharField("申报单位名称", max_length=200)
    district = models.CharField("所在区", max_length=20, choices=District, blank=True)
    area_km2 = models.DecimalField("面积（平方公里）", max_digits=12, decimal_places=4, null=True, blank=True)
    investment_wan = models.DecimalField(
        "总投资（万元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    wants_finance = models.BooleanField(
        "有意愿被推荐至金融机构", null=True, blank=True, help_text="申报表没有这一项的为空（AWD-1）"
    )
    received_at = models.DateTimeField("接收时间", null=True, blank=True)
    standing = models.CharField("状态", max_length=14, choices=Standing, default=Standing.RECEIVED)
    grade = models.CharField("分级", max_length=1, choices=Grade, blank=True)
    basis = models.TextField("依据", blank=True, help_text="国家试点的文件依据（NAT-1）")

    objects = LibraryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目库"
        ordering = ["-cycle__year", "number"]
        constraints = [
            models.CheckConstraint(
                name="entry_is_received_or_national",
                condition=Q(standing="national", number=None, received_at=None)
                | (~Q(standing="national") & Q(number__isnull=False, received_at__isnull=False)),
                violation_error_message="除国家试点外，项目库条目必须有编号和接收时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number or '国家试点'} {self.name}"

    @property
    def functional_area(self) -> str:
        """Name of the functional area it lies in."""
        return functional_area(self.district)


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
