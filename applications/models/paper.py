"""The paper of a revision: the steps of its applicant, the stamped scan, the copies that the centre received (MAT-W)."""

from django.db import models
from django.db.models import DateTimeField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from applications.models.application import Application
from applications.models.revision import Revision
from applications.states import PaperStep


class PaperReceiptQuerySet(models.QuerySet["PaperReceipt"]):
    """Which deliveries are meant."""

    def standing(self):
        """Those that count: not taken back as a mistake."""
        return self.filter(voided_at=None)


class PaperReceipt(models.Model):
    """Paper copies that the centre received, matched to a revision by the code on each page (MAT-W).

    A mistaken registration is never changed: it is voided with a reason, and a right one takes its place.
    """

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="paper_receipts", verbose_name="提交版本"
    )
    copies = models.PositiveSmallIntegerField("份数")
    received_on = models.DateField("收到日期")
    note = models.CharField("备注", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="接收人")
    at = models.DateTimeField("登记时间")
    voided_at = models.DateTimeField("更正时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更正人"
    )
    void_reason = models.CharField("更正理由", max_length=200, blank=True)

    objects = PaperReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "纸质材料接收"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_has_copies", condition=Q(copies__gte=1), violation_error_message="份数至少为 1。"
            ),
            models.CheckConstraint(
                name="paper_voided_with_reason",
                condition=Q(voided_at=None, voided_by=None, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                violation_error_message="更正登记必须写明更正人和理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.copies} 份"


class PaperReminder(models.Model):
    """The applicant was asked for the paper that is missing (MAT-W): by a person, or by the portal once per revision."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="paper_reminders", verbose_name="申报"
    )
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="paper_reminders", verbose_name="提交版本"
    )
    day = models.DateField("日期")
    copies = models.PositiveSmallIntegerField("当时已收份数")
    automatic = models.BooleanField("自动提醒", default=False)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提醒人"
    )
    at = models.DateTimeField("提醒时间")

    class Meta:
        verbose_name = verbose_name_plural = "纸质材料催交"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "day"],
                name="one_paper_reminder_a_day",
                violation_error_message="今天已经提醒过该申报单位。",
            ),
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(automatic=True),
                name="one_automatic_paper_reminder",
                violation_error_message="该版本已经自动提醒过。",
            ),
            models.CheckConstraint(
                name="paper_reminder_by_someone",
                condition=Q(automatic=True, by=None) | Q(automatic=False, by__isnull=False),
                violation_error_message="人工提醒必须有提醒人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.day}"


def with_paper_copies(applications: QuerySet) -> QuerySet:
    """Add ``copies`` to applications: paper copies received of the current revision (MAT-W).

    A subquery, not a join: so that counting the list costs nothing, and filtering by it one look into an index a row.
    """
    received = PaperReceipt.objects.standing().filter(revision_id=OuterRef("current_revision_id"))
    total = received.order_by().values("revision_id").annotate(total=Sum("copies")).values("total")
    return applications.annotate(copies=Coalesce(Subquery(total, output_field=IntegerField()), 0))


def with_last_reminder(applications: QuerySet) -> QuerySet:
    """Add ``reminded_at``: when the applicant was last asked for the paper of the current revision; None never."""
    told = PaperReminder.objects.filter(revision_id=OuterRef("current_revision_id")).order_by("-pk")
    last = Subquery(told.values("at")[:1], output_field=DateTimeField())
    return applications.annotate(reminded_at=last)


class PaperMark(models.Model):
    """A step on paper that the applicant ticked for one revision; a new revision starts without any (MAT-W)."""

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="paper_marks", verbose_name="提交版本"
    )
    step = models.CharField("步骤", max_length=8, choices=PaperStep)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "打印盖章进度"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "step"],
                name="one_mark_per_step",
                violation_error_message="这一步已经登记。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_step_display()}"


class StampedScanQuerySet(models.QuerySet["StampedScan"]):
    """Scans of stamped forms."""

    def visible_to(self, user):
        """The scans of every application that a person may open."""
        return self.filter(revision__in=Revision.objects.visible_to(user))


class StampedScan(models.Model):
    """The stamped form of exactly one revision, scanned. The newest counts; the ones it replaced are kept (MAT-W)."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="scans", verbose_name="提交版本")
    files = models.JSONField("文件清单")
    pages = models.PositiveSmallIntegerField("页数")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")

    objects = StampedScanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "盖章扫描件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="scan_has_pages", condition=Q(pages__gte=1), violation_error_message="页数至少为 1。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}: 盖章扫描件"
