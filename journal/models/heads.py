"""Heads of the journal that went out of the house, and the nightly verification with the faults that it found."""

from datetime import timedelta
from typing import Self

from django.db import models

from journal.recipe import GENESIS
from journal.work import Work


class PublishedHeadQuerySet(models.QuerySet["PublishedHead"]):
    """Views of the published heads."""

    def newest(self) -> Self:
        """The last published first."""
        return self.order_by("-pk")


class PublishedHead(models.Model):
    """A head as it was published: how many rows the journal had, and the hash of the last.

    Whoever noted one elsewhere can show later whether the rows up to it are still the same (docs/journal.md). Rows are
    only added (``journal.guard``).
    """

    class Why(models.TextChoices):
        DAY = "day", "每日公布"
        CLOSING = "closing", "年度截止"
        PUBLICATION = "publication", "发布评选结果"
        AWARD = "award", "认定"

    key = models.CharField(
        "唯一键", max_length=60, unique=True, error_messages={"unique": "这个链头已经公布。"}
    )
    at = models.DateTimeField("公布时间")
    count = models.BigIntegerField("条数")
    hash = models.CharField("最后一条的校验值", max_length=64)
    record = models.BigIntegerField("最后一条的编号", default=0)
    why = models.CharField("缘由", max_length=12, choices=Why)

    objects = PublishedHeadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公布的日志链头"
        indexes = [
            models.Index(fields=["count"], name="published_head_by_count"),
            models.Index(fields=["at"], name="published_head_by_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


class Verification(Work):
    """The verification of the whole journal in one night: how far it has come, so that it goes on after a kill."""

    task_name = "portal.tasks.verify_journal"
    failure = "日志核对未能完成"
    backoff = timedelta(minutes=1)

    night = models.DateField("夜次", unique=True, error_messages={"unique": "这一夜的核对已经开始。"})
    begun_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    last = models.BigIntegerField("已核对到的编号", default=0)
    count = models.BigIntegerField("已核对条数", default=0)
    hash = models.CharField("已核对的最后校验值", max_length=64, default=GENESIS)
    faults = models.PositiveIntegerField("发现的问题数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "日志夜间核对"

    def __str__(self) -> str:
        return f"{self.night:%Y-%m-%d} 日志核对"


class Fault(models.Model):
    """A fault of the journal. It is told once; one that went and came again is another."""

    verification = models.ForeignKey(
        Verification, models.PROTECT, related_name="+", verbose_name="最近发现它的核对"
    )
    sentence = models.TextField("问题")
    first_at = models.DateTimeField("首次发现时间")
    told_at = models.DateTimeField("告知时间", null=True, blank=True)
    gone_at = models.DateTimeField("不再存在的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日志核对发现的问题"
        constraints = [
            models.UniqueConstraint(
                fields=["sentence"],
                condition=models.Q(gone_at=None),
                name="fault_is_open_once",
                violation_error_message="这个问题已经登记。",
            )
        ]

    def __str__(self) -> str:
        return self.sentence
