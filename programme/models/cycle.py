"""Cycles as data: cutoff and its changes, numbers, quotas, reminders, the list frozen at the end (CUT-1 to CUT-6, NUM-1)."""

from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from face.wording import chinese_date
from programme.cutoff import correction_due
from programme.notice import (
    CORRECTION_DAYS,
    DEFAULT_FOCUS,
    LEAST_NOTICE_DAYS,
    PAPER_REMINDER_DAYS,
    PARK_QUOTA,
    PROGRAMMES,
    PUBLIC_NOTICE_DAYS,
    PilotType,
    programme_of,
)
from programme.states import Origin


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Which cycles are meant."""

    def open(self) -> Self:
        """Cycles not frozen yet."""
        return self.filter(closed_at=None)

    def running(self) -> "Cycle | None":
        """The earliest cycle not frozen yet, or None."""
        return self.open().order_by("year").first()

    def held_here(self) -> Self:
        """Cycles that the portal evaluates, or did: with numbers and frozen lists of its own."""
        return self.filter(origin=Origin.PORTAL)

    def cutoffs(self) -> dict[int, datetime]:
        """Year → exclusive cutoff, as ``cutoff.year_of`` takes it."""
        return dict(self.values_list("year", "cutoff"))


def default_focus() -> list[str]:
    """The focus of 2024; staff change it per cycle."""
    return list(DEFAULT_FOCUS)


def default_titles() -> dict[str, str]:
    """The titles of the notice by type; ``{year}`` stands for the year of the cycle."""
    return {programme.type.value: programme.title for programme in PROGRAMMES.values()}


class MovedCutoff(NamedTuple):
    """What everybody reads beside a cutoff that is not the one first announced (CUT-2)."""

    original: datetime
    later: bool
    reason: str


class Cycle(models.Model):
    """One yearly evaluation (CUT-1, CUT-2)."""

    class DayKind(models.TextChoices):
        CALENDAR = "calendar", "自然日"
        WORKING = "working", "工作日"

    year = models.PositiveSmallIntegerField(
        "年度", unique=True, error_messages={"unique": "该年度的评选已经开启，请修改原有的年度。"}
    )
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.PORTAL)
    cutoff = models.DateTimeField("截止时刻（不含）")
    opened_at = models.DateTimeField("开启时间")
    closed_at = models.DateTimeField("截止处理完成时间", null=True, blank=True)
    frozen_count = models.PositiveIntegerField("截止时申报数", null=True, blank=True)
    frozen_checksum = models.CharField("截止名单校验值", max_length=64, blank=True)
    focus = models.JSONField("年度优先领域", default=default_focus)
    park_quota = models.PositiveSmallIntegerField("每个推荐单位的园区名额", default=PARK_QUOTA)
    correction_days = models.PositiveSmallIntegerField("补正期限（天）", default=CORRECTION_DAYS)
    correction_day_kind = models.CharField(
        "补正期限按", max_length=10, choices=DayKind, default=DayKind.CALENDAR
    )
    public_notice_days = models.PositiveSmallIntegerField("公示工作日数", default=PUBLIC_NOTICE_DAYS)
    paper_reminder_days = models.PositiveSmallIntegerField(
        "催交纸质材料（接收后天数）", default=PAPER_REMINDER_DAYS
    )
    low_carbon_day = models.DateField("授牌所在的低碳日", null=True, blank=True)
    titles = models.JSONField("授予称号", default=default_titles)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度评选"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="cycle_is_portal_or_imported",
                condition=Q(origin__in=[Origin.PORTAL, Origin.IMPORTED]),
                violation_error_message="年度的来源只能是本平台或历年资料。",
            ),
            models.CheckConstraint(
                name="imported_cycle_is_over",
                condition=~Q(origin="imported")
                | Q(closed_at__isnull=False, frozen_count=None, frozen_checksum=""),
                violation_error_message="历年资料的年度不在本平台评选：必须已截止，没有截止名单。",
            ),
            models.CheckConstraint(
                name="closed_cycle_is_frozen",
                condition=~Q(origin=Origin.PORTAL)
                | Q(closed_at=None, frozen_count=None, frozen_checksum="")
                | (Q(closed_at__isnull=False, frozen_count__isnull=False) & ~Q(frozen_checksum="")),
                violation_error_message="已截止的年度必须有名单数量和校验值。",
            ),
            models.CheckConstraint(
                name="cycle_notice_runs_whole_days",
                condition=Q(public_notice_days__gte=LEAST_NOTICE_DAYS),
                violation_error_message=f"公示不少于 {LEAST_NOTICE_DAYS} 个工作日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度"

    @property
    def correction_period(self) -> str:
        """How long a correction may take, in words."""
        working = self.correction_day_kind == self.DayKind.WORKING
        return f"{self.correction_days} 个工作日" if working else f"{self.correction_days} 天"

    @property
    def moved_cutoff(self) -> "MovedCutoff | None":
        """How the cutoff stands to the one first announced, whatever lay between; None when nobody gave a reason."""
        changes = list(self.cutoff_changes.order_by("pk")) if self.pk else []
        if not changes or self.cutoff == changes[0].before:
            return None
        later = self.cutoff > changes[0].before
        reasons = [
            change.reason for change in changes if change.reason and (change.after > change.before) == later
        ]
        return MovedCutoff(changes[0].before, later, reasons[-1]) if reasons else None

    @property
    def day_corrections(self) -> dict[date, bool]:
        """Day → whether offices work on it, where staff know better than the calendar (``programme.workdays``)."""
        return dict(self.corrected_days.values_list("day", "working"))

    def correction_due(self, asked: datetime) -> datetime:
        """The usual deadline, exclusive, of a correction asked for at ``asked``, by this cycle's days (CUT-5)."""
        working = self.correction_day_kind == self.DayKind.WORKING
        corrections = self.day_corrections if working else {}
        return correction_due(asked, self.correction_days, working=working, corrections=corrections)

    @property
    def plaque_day(self) -> str:
        """The day of the plaques in words: the Low Carbon Day of the next year, 待定 until it is set (AWD-1)."""
        return chinese_date(self.low_carbon_day) or f"待定（{self.year + 1} 年低碳日）"

    def title_of(self, pilot_type: str) -> str:
        """The title that pilots of a type carry in this cycle (programme §3, row "title")."""
        title = self.titles.get(pilot_type) or programme_of(pilot_type).title
        return title.replace("{year}", str(self.year))


class DayCorrection(models.Model):
    """A day that the calendar of working days has wrong for a cycle, with what staff know of it (公示)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="corrected_days", verbose_name="年度")
    day = models.DateField("日期")
    working = models.BooleanField("上班")
    note = models.CharField("依据", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修改人")
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作日调整"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "day"],
                name="one_correction_per_day",
                violation_error_message="这一天已经调整过，请先删除原来的调整。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.day} {'上班' if self.working else '休息'}"


class NumberGate(models.Model):
    """Hands out the numbers of one cycle and type, and is the gate that closing shuts (NUM-1, CUT-4)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="gates")
    pilot_type = models.CharField(max_length=12, choices=PilotType)
    last = models.PositiveIntegerField(default=0)
    closed = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "pilot_type"],
                name="one_gate_per_cycle_and_type",
                violation_error_message="该年度的这一试点类型已有编号记录，请直接使用。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} {self.pilot_type}: {self.last}"


class Announcement(models.Model):
    """Something about a cutoff that many people are told; ``done_at`` says that everybody was (resumable)."""

    done_at = models.DateTimeField("告知完成时间", null=True, blank=True)
    told = models.PositiveIntegerField("告知人数", default=0)

    class Meta:
        abstract = True


class CutoffChange(Announcement):
    """A cutoff that was moved before it passed (CUT-2).

    An extension of the running cycle and any earlier cutoff have a reason: both change what people count on.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="cutoff_changes", verbose_name="年度")
    before = models.DateTimeField("原截止时刻（不含）")
    after = models.DateTimeField("新截止时刻（不含）")
    reason = models.TextField("理由", blank=True)
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "截止时刻修改"

    def __str__(self) -> str:
        return f"{self.cycle}: {self.before} → {self.after}"

    @property
    def word(self) -> str:
        """What was done to the cutoff."""
        if self.after < self.before:
            return "提前"
        return "延长" if self.reason else "推迟"


class Reminder(Announcement):
    """One reminder before one cutoff (CUT-6): unique, so that it goes out once."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reminders", verbose_name="年度")
    days = models.PositiveSmallIntegerField("提前天数")
    cutoff = models.DateTimeField("截止时刻（不含）")
    begun_at = models.DateTimeField("开始时间")

    class Meta:
        verbose_name = verbose_name_plural = "截止提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "days", "cutoff"],
                name="one_reminder_each",
                violation_error_message="该年度的这次截止提醒已经登记，请勿重复添加。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.days} 天"

    @property
    def due(self) -> datetime:
        """The instant from which it may go out."""
        return self.cutoff - timedelta(days=self.days)


class FrozenLine(models.Model):
    """A line of the list of a cycle as it was frozen at closing; corrections and withdrawals do not touch it (CUT-4)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="frozen_lines", verbose_name="年度")
    number = models.CharField("编号", max_length=20)
    revision_sha256 = models.CharField("版本校验值", max_length=64)
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType)
    name = models.CharField("名称", max_length=200)
    organisation_name = models.CharField("申报单位", max_length=200)
    received_at = models.DateTimeField("接收时间")

    class Meta:
        verbose_name = verbose_name_plural = "截止名单"
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "number"],
                name="one_frozen_line_per_number",
                violation_error_message="截止名单中已有这个编号，请核对名单。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.revision_sha256}"
