"""What the city looked up about an applicant, year by year: the clean record, compliance in the carbon market (ELI-*)."""

from django.db import models
from django.db.models import Q

from accounts.capabilities import Capability
from accounts.models import Organisation, User
from accounts.rules import OwnMatter, may
from face.look import Look
from reviews.states import COMPLIANCE_LOOKS, ComplianceResult


class Topic(models.TextChoices):
    """What is looked up for each year (A1 §二.1, A2 §二.3 and 4, A3 §一)."""

    PENALTY = "penalty", "生态环境行政处罚"
    INCIDENT = "incident", "突发环境事件"
    SAFETY = "safety", "重大安全生产责任事故"
    REPORTED = "reported", "按时提交碳排放报告"
    VERIFIED = "verified", "按时完成核查"
    SURRENDERED = "surrendered", "按时完成配额清缴"


CLEAN_TOPICS = (Topic.PENALTY, Topic.INCIDENT, Topic.SAFETY)
MARKET_TOPICS = (Topic.REPORTED, Topic.VERIFIED, Topic.SURRENDERED)
CLEAN_RESULTS = (ComplianceResult.NONE, ComplianceResult.FOUND)
MARKET_RESULTS = (
    ComplianceResult.DONE,
    ComplianceResult.LATE,
    ComplianceResult.NOT_DUE,
    ComplianceResult.NOT_COVERED,
)
ADVERSE = (ComplianceResult.FOUND, ComplianceResult.LATE)


class ComplianceEntryQuerySet(models.QuerySet["ComplianceEntry"]):
    """Which entries are meant."""

    def visible_to(self, user):
        """The city's alone: what an authority noted about a unit is shown to nobody else."""
        return self if may(user, Capability.SCREEN) else self.none()


class ComplianceEntry(OwnMatter, models.Model):
    """One topic of one year of an organisation, with where and when it was looked up, and by whom.

    It belongs to the organisation, so that its next application shows it too. A row holds what is known now; the
    journal holds what it said before; a screening keeps a copy of what it was decided on.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="compliance_entries", verbose_name="单位"
    )
    year = models.PositiveSmallIntegerField("年份")
    topic = models.CharField("事项", max_length=12, choices=Topic)
    result = models.CharField("结果", max_length=12, choices=ComplianceResult)
    detail = models.CharField("说明", max_length=300, blank=True)
    source = models.CharField("查询来源", max_length=120)
    looked_up_on = models.DateField("查询日期")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="查询人")
    at = models.DateTimeField("登记时间")

    objects = ComplianceEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "近三年记录"
        ordering = ["organisation", "topic", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "topic", "year"],
                name="one_compliance_entry_per_year",
                violation_error_message="该单位这一年的这一事项已有记录。",
            ),
            models.CheckConstraint(
                name="compliance_result_fits_topic",
                condition=Q(topic__in=CLEAN_TOPICS, result__in=CLEAN_RESULTS)
                | Q(topic__in=MARKET_TOPICS, result__in=MARKET_RESULTS),
                violation_error_message="结果与事项不符。",
            ),
            models.CheckConstraint(
                name="compliance_has_source",
                condition=~Q(source=""),
                violation_error_message="请写明查询来源。",
            ),
            models.CheckConstraint(
                name="adverse_compliance_is_explained",
                condition=~Q(result__in=ADVERSE) | ~Q(detail=""),
                violation_error_message="查到不利记录的，请写明情况。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year} {self.get_topic_display()}：{self.get_result_display()}"

    def party_ids(self) -> list[int]:
        """Whose record it is (REV-2)."""
        return [self.organisation_id]

    @property
    def look(self) -> Look:
        """How its result looks."""
        return COMPLIANCE_LOOKS.look(self.result)
