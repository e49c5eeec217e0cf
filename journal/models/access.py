"""The access log: who signed in, took a file or guessed at an address, and the daily batches that seal it."""

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from journal import clock
from journal.recipe import GENESIS


def bounds(day: date) -> tuple[datetime, datetime]:
    """From which instant to before which a day in Beijing lasts."""
    begin = datetime.combine(day, time(), clock.BEIJING)
    return begin, begin + timedelta(days=1)


class AccessEntryQuerySet(models.QuerySet["AccessEntry"]):
    """Views of the access log."""

    def of_person(self, user: models.Model) -> Self:
        """What is known of one person, newest first: signing in, also where it failed, and what was read."""
        return self.filter(person_id=user.pk).order_by("-at", "-pk")

    def of_signing_in(self) -> Self:
        """Signing in and out, and attempts at it."""
        return self.filter(kind__in=AccessEntry.SIGNING_IN)

    def of_day(self, day: date) -> Self:
        """The entries of a day in Beijing, in the order in which a batch hashes them."""
        begin, end = bounds(day)
        return self.filter(at__gte=begin, at__lt=end).order_by("at", "pk")


class AccessEntry(models.Model):
    """One line of the access log. Written by ``journal.access.writing`` only; nothing is locked for it.

    The person is kept by id, so that a name stands in one place. Instants are those of the database, real ones in the
    demo too.

    Attributes:
        tried: of a failed sign-in to no account, the keyed digest of what was typed: people type passwords there.
        object_key: what stands in the address beside its route, ``pk=12``.
        count: how many times; more than one only in a line that stands for those beyond the bound of a minute.
    """

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", "登录"
        FAILED = "failed", "登录失败"
        THROTTLED = "throttled", "尝试过多被限制"
        SIGN_OUT = "sign_out", "退出"
        CONTACTS = "contacts", "查看联系方式"
        DOWNLOAD = "download", "下载文件"
        EXPORT = "export", "导出数据"
        REFUSED = "refused", "访问被拒绝"

    SIGNING_IN = (Kind.SIGN_IN, Kind.FAILED, Kind.THROTTLED, Kind.SIGN_OUT)

    at = models.DateTimeField("时间", db_default=Now(), db_index=True)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    person_id = models.BigIntegerField("人员编号", null=True, blank=True)
    tried = models.CharField("所试账号的摘要值", max_length=64, blank=True)
    route = models.CharField("页面", max_length=80, blank=True)
    object_key = models.CharField("对象", max_length=120, blank=True)
    address = models.CharField("网络地址", max_length=45, blank=True)
    agent = models.CharField("浏览器", max_length=120, blank=True)
    request_id = models.CharField("请求编号", max_length=64, blank=True)
    count = models.PositiveIntegerField("次数", default=1)

    PERSONAL = ("address", "agent")
    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "访问日志"
        indexes = [
            models.Index(fields=["person_id", "at"], name="access_by_person"),
            models.Index(fields=["address", "at"], name="access_by_address"),
        ]
        constraints = [
            models.CheckConstraint(
                name="access_counts_something",
                condition=Q(count__gte=1),
                violation_error_message="访问日志的次数至少为 1。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.route}"


class AccessBatch(models.Model):
    """A day of the access log that is closed: its entries counted and hashed, chained to the day before.

    The entries go when their time is over (``swept_at``); the batch stays, so that the chain stays.
    """

    day = models.DateField("日期", unique=True, error_messages={"unique": "这一天的访问日志已经封存。"})
    recipe = models.PositiveSmallIntegerField("校验算法版本")
    count = models.PositiveBigIntegerField("条数")
    rows_digest = models.CharField("当日各条的校验值", max_length=64)
    previous_hash = models.CharField("前一日校验值", max_length=64, default=GENESIS)
    hash = models.CharField("校验值", max_length=64)
    closed_at = models.DateTimeField("封存时间")
    swept_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "访问日志的每日封存"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} 访问日志"
