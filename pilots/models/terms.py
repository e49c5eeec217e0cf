"""The terms of the life of pilots, a setting per year and type; what is not set has the defaults of this module."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from programme.models import Cycle
from programme.notice import PilotType

CHANGE_PERCENT = Decimal("10.00")  # A3 §三.三 "较大调整": decision
CHANGE_DAYS = 90
REPORT_DAYS = 30  # from the end of a period to the deadline of its report
FIRST_TRACKING_MONTHS = 6
LATER_TRACKING_MONTHS = 12
STATEMENT_WORKING_DAYS = 5  # for a statement before a withdrawal: decision


class LifeTerms(models.Model):
    """How the pilots of a year and type are followed."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="life_terms", verbose_name="年度")
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType)
    change_percent = models.DecimalField(
        "须经批准的目标调整幅度（%）",
        max_digits=5,
        decimal_places=2,
        default=CHANGE_PERCENT,
        help_text="目标值或基准值的变化超过这一幅度的调整，须经批准；不超过的备案（A3 §三.三）",
    )
    change_days = models.PositiveSmallIntegerField(
        "须经批准的日期变动天数",
        default=CHANGE_DAYS,
        help_text="完成日期提前或推迟超过这一天数的调整，须经批准",
    )
    report_days = models.PositiveSmallIntegerField("报告期结束后提交进展报告的天数", default=REPORT_DAYS)
    first_tracking_months = models.PositiveSmallIntegerField(
        "第一年跟踪评估间隔（月）", default=FIRST_TRACKING_MONTHS
    )
    later_tracking_months = models.PositiveSmallIntegerField(
        "以后跟踪评估间隔（月）", default=LATER_TRACKING_MONTHS
    )

    class Meta:
        verbose_name = verbose_name_plural = "试点管理设置"
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "pilot_type"],
                name="one_row_of_terms_per_type",
                violation_error_message="这一年度和类型的设置已经保存，请刷新后修改。",
            ),
            models.CheckConstraint(
                name="life_terms_are_sensible",
                condition=Q(
                    change_percent__gte=0,
                    change_percent__lte=100,
                    report_days__gte=7,
                    report_days__lte=180,
                    first_tracking_months__gte=1,
                    later_tracking_months__gte=1,
                ),
                violation_error_message="幅度为 0 至 100，提交天数为 7 至 180，间隔至少 1 个月。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.get_pilot_type_display()}管理设置"


def terms_of(cycle: Cycle, pilot_type: str) -> LifeTerms:
    """The terms of a year and type: as set, else the defaults (not saved)."""
    terms = LifeTerms.objects.filter(cycle=cycle, pilot_type=pilot_type).first()
    return terms or LifeTerms(cycle=cycle, pilot_type=pilot_type)
