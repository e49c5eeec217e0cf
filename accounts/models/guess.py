"""Attempts at the doors of the portal, kept for as long as they count (``accounts.doors``)."""

from django.db import models


class Guess(models.Model):
    """One attempt at a door that did not succeed. Whom it was aimed at is kept as a hash only."""

    door = models.CharField("入口", max_length=20)
    whom = models.CharField("对象", max_length=64, blank=True)
    source = models.CharField("来源", max_length=64)  # an address, or the hash of a known device
    at = models.DateTimeField("时间")

    PERSONAL = ("source",)

    class Meta:
        verbose_name = verbose_name_plural = "未成功的尝试"
        indexes = [
            models.Index(fields=["door", "whom", "at"], name="guess_by_whom"),
            models.Index(fields=["door", "source", "at"], name="guess_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%Y-%m-%d %H:%M}"
