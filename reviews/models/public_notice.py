"""The public notice (公示) of what the city wants to select (AWD-1); objections to it are in ``objection``."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.districts import District
from accounts.models import User
from accounts.rules import OwnMatter
from applications.models import Application
from applications.states import State
from face.wording import chinese_date, cutoff_text
from journal.clock import day_of
from programme.models import Cycle
from programme.notice import LEAST_NOTICE_DAYS, PilotType
from reviews.states import AWARD_BEGUN, PublicNoticeState

NOT_WITHDRAWN = ~Q(application__state=State.WITHDRAWN)
LISTED = Q(items__struck_at=None) & ~Q(
    items__application__state=State.WITHDRAWN
)  # lines of a notice that stand


def _standing() -> Exists:
    return Exists(PublicNoticeItem.objects.standing().filter(notice=OuterRef("pk")))


class PublicNoticeQuerySet(models.QuerySet["PublicNotice"]):
    """Which notices are meant. All of them are public."""

    def running(self, now: datetime):
        """Those whose end has not come at ``now`` and on which a line stands."""
        return self.filter(_standing(), ends_at__gt=now)

    def over(self, now: datetime):
        """Those that are over at ``now``: their end has come, or no line stands any more."""
        return self.filter(Q(ends_at__lte=now) | ~_standing())

    def with_counts(self):
        """Add ``listed`` (items that stand) for lists, newest first."""
        counted = self.annotate(listed=Count("items", filter=LISTED))
        return counted.order_by("-published_at", "-pk")


class PublicNotice(OwnMatter, models.Model):
    """One list put up for so many working days. Its end is an exclusive instant, kept as it was announced.

    From the day after the first day to the end it counts whole working days; objections are taken from the instant of
    publishing on.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="public_notices", verbose_name="年度")
    batch = models.PositiveSmallIntegerField("批次")
    first_day = models.DateField("公示首日")
    working_days = models.PositiveSmallIntegerField("工作日数")
    counts_first_day = models.BooleanField(
        "公示首日计入", default=False, help_text="只有 1.0.0 版发布的公示计入首日"
    )
    ends_at = models.DateTimeField("公示结束时刻（不含）")
    phone = models.CharField("联系电话", max_length=60)
    email = models.EmailField("电子邮箱")
    state = models.CharField(
        "进度", max_length=10, choices=PublicNoticeState, default=PublicNoticeState.RUNNING
    )
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发布人")
    published_at = models.DateTimeField("发布时间")
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="名单确认人"
    )
    confirmed_at = models.DateTimeField("名单确认时间", null=True, blank=True)
    awarded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定人"
    )
    awarded_at = models.DateTimeField("认定时间", null=True, blank=True)

    OFFICIAL = ("phone", "email")  # of the office that answers: published on purpose
    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "batch"],
                name="one_notice_per_batch",
                violation_error_message="该年度的这一批已经公示，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="notice_ends_after_publishing",
                condition=Q(working_days__gte=1, ends_at__gt=models.F("published_at")),
                violation_error_message="公示至少一个工作日，并在发布之后结束。",
            ),
            models.CheckConstraint(
                name="notice_runs_whole_days",
                condition=Q(counts_first_day=True) | Q(working_days__gte=LEAST_NOTICE_DAYS),
                violation_error_message=f"公示不少于 {LEAST_NOTICE_DAYS} 个完整工作日，公示首日不计。",
            ),
            models.CheckConstraint(
                name="notice_confirmed_after_its_end",
                condition=Q(state=PublicNoticeState.RUNNING, confirmed_at=None, confirmed_by=None)
                | Q(
                    state__in=[PublicNoticeState.CONFIRMED, *AWARD_BEGUN],
                    confirmed_by__isnull=False,
                    confirmed_at__gte=models.F("ends_at"),
                ),
                violation_error_message="公示期满以后才能确认名单。",
            ),
            models.CheckConstraint(
                name="notice_awarded_by_another",
                condition=Q(
                    state__in=[PublicNoticeState.RUNNING, PublicNoticeState.CONFIRMED],
                    awarded_at=None,
                    awarded_by=None,
                )
                | (
                    Q(state__in=AWARD_BEGUN, awarded_at__isnull=False, awarded_by__isnull=False)
                    & ~Q(awarded_by=models.F("published_by"))
                    & ~Q(awarded_by=models.F("confirmed_by"))
                ),
                violation_error_message="认定须在确认名单之后，由发布人、确认人以外的另一人办理。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("public_notice", args=[self.pk])

    def party_ids(self) -> set[int]:
        """Who applied with what stands on the list (REV-2)."""
        standing = self.items.filter(struck_at=None).order_by()
        return set(standing.values_list("application__organisation_id", flat=True))

    def is_open(self, now: datetime) -> bool:
        """Whether objections are taken at ``now``: it has not ended, and a line stands."""
        return now < self.ends_at and self.items.standing().exists()

    @property
    def title(self) -> str:
        """What it is called; a second list of a year says so."""
        return f"{self.cycle.year}年度北京市低碳试点拟认定名单公示{self.again}"

    @property
    def again(self) -> str:
        """Which list of the year it is, from the second on."""
        return f"（第{self.batch}批）" if self.batch > 1 else ""

    @property
    def last_day(self) -> date:
        """The last day on which objections are taken."""
        return day_of(self.ends_at - timedelta(seconds=1))

    @property
    def period(self) -> str:
        """2026年7月31日 至 8月7日 24:00（5 个工作日，首日不计）."""
        return period_text(self.first_day, self.ends_at, self.working_days, self.counts_first_day)


def period_text(first_day: date, ends_at: datetime, working_days: int, counts_first_day: bool = False) -> str:
    """How a period of notice is said; the year of the end only when it is another."""
    counted = "" if counts_first_day else "，首日不计"
    until = cutoff_text(ends_at)
    if until.startswith(f"{first_day.year}年"):
        until = until.removeprefix(f"{first_day.year}年")
    return f"{chinese_date(first_day)} 至 {until}（{working_days} 个工作日{counted}）"


class PublicNoticeItemQuerySet(models.QuerySet["PublicNoticeItem"]):
    """Which lines are meant."""

    def standing(self):
        """Lines that nobody took off and whose applicant did not withdraw."""
        return self.filter(NOT_WITHDRAWN, struck_at=None)

    def withdrawn(self):
        """Lines whose applicant withdrew while they were on the notice."""
        return self.filter(application__state=State.WITHDRAWN)

    def waiting(self):
        """Lines that stand and are not awarded yet."""
        return self.standing().filter(awarded_at=None)


class PublicNoticeItem(models.Model):
    """One line of a notice as it was published: number, name, organisation, district, type; no person."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="items", verbose_name="公示")
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        related_name="public_notice_item",
        verbose_name="申报",
        error_messages={"unique": "该申报已列入公示，请刷新后查看。"},
    )
    number = models.CharField("编号", max_length=20)
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType)
    name = models.CharField("名称", max_length=200)
    organisation_name = models.CharField("申报单位", max_length=200)
    district = models.CharField("所在区", max_length=20, choices=District, blank=True)
    struck_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移出人"
    )
    struck_at = models.DateTimeField("移出时间", null=True, blank=True)
    struck_reason = models.TextField("移出原因", blank=True, help_text="告知申报单位，不含异议人信息")
    awarded_at = models.DateTimeField("认定时间", null=True, blank=True)
    obstacle = models.TextField("未能认定的原因", blank=True, help_text="认定办理中受阻时写入，办成后清空")

    objects = PublicNoticeItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示项目"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="item_struck_with_reason",
                condition=Q(struck_at=None, struck_by=None, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                violation_error_message="移出名单必须写明原因。",
            ),
            models.CheckConstraint(
                name="item_struck_or_awarded",
                condition=Q(struck_at=None) | Q(awarded_at=None),
                violation_error_message="移出名单的项目不能认定。",
            ),
            models.CheckConstraint(
                name="item_awarded_without_obstacle",
                condition=Q(awarded_at=None) | Q(obstacle=""),
                violation_error_message="已认定的项目不再有未能认定的原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether its applicant withdrew; lists fetch it with its ``application``."""
        return self.application.state == State.WITHDRAWN

    @property
    def stands(self) -> bool:
        """As ``standing`` of the lines that are fetched already."""
        return self.struck_at is None and not self.is_withdrawn
