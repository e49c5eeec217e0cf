"""Certificates of granted titles (AWD-1)."""

from django.db import models

from files.models import StoredFile
from pilots.models.pilot import Pilot
from programme.codes import new_code
from programme.notice import TITLE_LENGTH


class Certificate(models.Model):
    """The certificate of a granted title; it stays when the title is withdrawn, so that its code can say so."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="certificates", verbose_name="试点")
    code = models.CharField("核验码", max_length=20, unique=True, default=new_code)
    title = models.CharField("称号", max_length=TITLE_LENGTH)
    granted_at = models.DateTimeField("授予称号时间")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证书文件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "称号证书"
        ordering = ["granted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "granted_at"],
                name="one_certificate_per_grant",
                violation_error_message="这次授予的称号已有证书，请刷新后查看。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.title}"

    @property
    def valid(self) -> bool:
        """Whether the pilot carries the title that was granted with this certificate."""
        return self.pilot.carries_title and self.pilot.titled_at == self.granted_at
