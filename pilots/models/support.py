"""What an entry of the library was given: the measures of support, one row each (AWD-1)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import Person, may, organisation_ids
from files.models import StoredFile
from programme.notice import Support

AUTHORITY_LENGTH = 100
DOCUMENT_LENGTH = 200


class SupportMeasureQuerySet(models.QuerySet["SupportMeasure"]):
    """Which measures are meant."""

    def standing(self):
        """Those that were not taken back as entered by mistake."""
        return self.filter(cancelled_at=None)

    def visible_to(self, user: Person):
        """The city sees all; an organisation what it was given itself."""
        if may(user, Capability.READ_RECEIVED):
            return self
        return self.filter(entry__organisation_id__in=organisation_ids(user))


class SupportMeasure(models.Model):
    """One measure of support that an entry was given; a row entered by mistake is cancelled, not deleted.

    ``pilot`` is that of the entry; None for an entry that was kept in the library (Notice §四). That both belong
    together spans two tables: ``pilots.support.actions`` writes it so, ``invariants`` looks.
    """

    entry = models.ForeignKey(
        "programme.LibraryEntry", models.PROTECT, related_name="support_measures", verbose_name="项目库条目"
    )
    pilot = models.ForeignKey(
        "Pilot", models.PROTECT, null=True, blank=True, related_name="support_measures", verbose_name="试点"
    )
    kind = models.CharField("支持措施", max_length=12, choices=Support)
    amount_wan = models.DecimalField("金额（万元）", max_digits=12, decimal_places=2, null=True, blank=True)
    granted_on = models.DateField("日期")
    authority = models.CharField("给予支持的部门", max_length=AUTHORITY_LENGTH, blank=True)
    document = models.CharField("文件名称或文号", max_length=DOCUMENT_LENGTH, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    file_name = models.CharField("文件名", max_length=150, blank=True)
    handed_over_on = models.DateField(
        "会后交付日期", null=True, blank=True, help_text="低碳日没有到场、以后才领取奖牌的（AWD-1）"
    )
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    cancel_reason = models.CharField("撤销原因", max_length=300, blank=True)

    objects = SupportMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支持措施"
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(kind="plaque", cancelled_at=None),
                name="one_plaque_per_entry",
                violation_error_message="该试点已登记授牌。",
            ),
            models.CheckConstraint(
                name="plaque_is_of_a_pilot",
                condition=~Q(kind="plaque") | Q(pilot__isnull=False),
                violation_error_message="只有试点才能登记授牌。",
            ),
            models.CheckConstraint(
                name="measure_amount_is_positive",
                condition=Q(amount_wan=None) | Q(amount_wan__gt=0),
                violation_error_message="金额应大于 0；没有金额的请留空。",
            ),
            models.CheckConstraint(
                name="measure_file_has_a_name",
                condition=Q(file=None, file_name="") | (Q(file__isnull=False) & ~Q(file_name="")),
                violation_error_message="上传的文件必须有文件名；没有文件的，不填文件名。",
            ),
            models.CheckConstraint(
                name="only_a_plaque_is_handed_over_later",
                condition=Q(handed_over_on=None)
                | Q(kind="plaque", handed_over_on__gt=models.F("granted_on")),
                violation_error_message="只有授牌可以填写会后交付日期，而且必须晚于低碳日。",
            ),
            models.CheckConstraint(
                name="measure_cancelled_with_reason",
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason="")),
                violation_error_message="撤销登记必须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The page on which it stands: of the pilot, else of the entry."""
        page = (
            self.pilot.get_absolute_url() if self.pilot else reverse("library_support", args=[self.entry_id])
        )
        return f"{page}#support"

    @property
    def file_url(self) -> str:
        """Where its document is downloaded; "" without one."""
        return reverse("support_document", args=[self.pk]) if self.file_id else ""
