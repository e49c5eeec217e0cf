"""Since when a pilot is in commissioning and trial operation, and what proves it (A1 §三.3)."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from files.models import StoredFile
from pilots.models.pilot import Pilot


class TrialDay(models.Model):
    """One word about the day on which trial operation began; the last of a pilot counts.

    Number 1 is what the organisation recorded, with its note; later ones are corrections by the city, with the reason.
    """

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="trial_days", verbose_name="试点")
    number = models.PositiveSmallIntegerField("序号")
    day = models.DateField("试运行起始日期")
    text = models.TextField("说明", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "试运行起始日期"
        ordering = ["pilot", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "number"],
                name="one_trial_day_per_number",
                violation_error_message="试运行起始日期已经登记，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="correction_of_trial_has_its_reason",
                condition=Q(number=1) | ~Q(text=""),
                violation_error_message="更正试运行起始日期必须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.day}"


class TrialEvidenceQuerySet(models.QuerySet["TrialEvidence"]):
    """Which files are meant."""

    def visible_to(self, user):
        """Of pilots that a person may see."""
        return self.filter(pilot__in=Pilot.objects.visible_to(user))


class TrialEvidence(models.Model):
    """A file that proves the start of trial operation."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="trial_evidence", verbose_name="试点")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=150)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")

    objects = TrialEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试运行证明材料"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "file"],
                name="one_trial_evidence_per_file",
                violation_error_message="这个文件已经上传过。",
            )
        ]

    def __str__(self) -> str:
        return self.name
