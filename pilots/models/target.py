"""Targets of a pilot, set by set: what was promised with the application, what the plan and its changes aim at.

Set 0 is what the application promised; the plan makes set 1, each approved change the next. A target keeps its ``key``
through all sets, so that old ones stay comparable. What is reported and what the city finds stands in rows of its own.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from accounts.models import User
from pilots.models.pilot import Pilot
from pilots.models.submission import SubmissionVersion
from pilots.states import Outcome, SubmissionKind, TargetKind

DIGITS, PLACES = 18, 4
STANDING = (Outcome.WAITING, Outcome.APPROVED)  # versions that say what the organisation says now


@dataclass(frozen=True)
class Measure:
    """How a kind of target is counted.

    Attributes:
        unit: the usual one; "" where the pilot says it.
        adds_up: whether the amounts of several periods of one year are added; else the last one holds.
        less_is_better: whether a value below the target reaches it.
    """

    unit: str
    adds_up: bool = False
    less_is_better: bool = False


MEASURES: dict[str, Measure] = {
    TargetKind.REDUCTION: Measure("tCO2e", adds_up=True),
    TargetKind.ENERGY: Measure("tce", adds_up=True),
    TargetKind.RENEWABLE: Measure("MWh", adds_up=True),
    TargetKind.EMISSIONS: Measure("tCO2", adds_up=True, less_is_better=True),
    TargetKind.INTENSITY: Measure("", less_is_better=True),
    TargetKind.INVESTMENT: Measure("万元"),
    TargetKind.AREA: Measure("平方米"),
    TargetKind.PEOPLE: Measure("人"),
    TargetKind.OTHER: Measure(""),
    TargetKind.MILESTONE: Measure(""),
}


class TargetSetQuerySet(models.QuerySet["TargetSet"]):
    """Which sets are meant."""

    def in_force(self):
        """The set that counts now, of pilots that have one."""
        return self.filter(in_force_since__isnull=False, replaced_at=None, version__gt=0)

    def promised(self):
        """What was promised with the application."""
        return self.filter(version=0)


class TargetSet(models.Model):
    """The targets of a pilot at one time; ``source`` is the version of the plan or change that they come from."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="target_sets", verbose_name="试点")
    version = models.PositiveSmallIntegerField("版本", help_text="0：申报时的承诺；1：方案；以后：每次调整")
    source = models.ForeignKey(
        SubmissionVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来源材料"
    )
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    made_at = models.DateTimeField("登记时间")
    in_force_since = models.DateTimeField("生效时间", null=True, blank=True)
    replaced_at = models.DateTimeField("被替换时间", null=True, blank=True)

    objects = TargetSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标版本"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "version"],
                name="one_target_set_per_version",
                violation_error_message="这一版目标已经登记，请刷新后查看。",
            ),
            models.UniqueConstraint(
                fields=["pilot"],
                condition=Q(in_force_since__isnull=False, replaced_at=None, version__gt=0),
                name="one_target_set_in_force",
                violation_error_message="试点同一时间只有一版目标生效，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="replaced_after_it_held",
                condition=Q(replaced_at=None)
                | Q(in_force_since__isnull=False, replaced_at__gte=models.F("in_force_since")),
                violation_error_message="没有生效的目标不能被替换。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.called}"

    @property
    def called(self) -> str:
        """What the set is called on pages."""
        return "申报承诺" if self.version == 0 else f"第 {self.version} 版目标"


class Target(models.Model):
    """One target. A milestone has a date and no value; every other has a value in its unit.

    ``source`` says where a first row comes from (carbon sheet, answers of the form); "" for the pilot's own.
    """

    set = models.ForeignKey(TargetSet, models.CASCADE, related_name="targets", verbose_name="目标版本")
    key = models.PositiveSmallIntegerField("目标编号", help_text="各版本之间不变")
    kind = models.CharField("种类", max_length=12, choices=TargetKind)
    name = models.CharField("目标", max_length=120)
    unit = models.CharField("单位", max_length=30, blank=True)
    baseline = models.DecimalField("基准值", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    value = models.DecimalField("目标值", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    due_on = models.DateField("完成日期", null=True, blank=True)
    method = models.TextField("计量方法", blank=True)
    evidence = models.TextField("证明材料", blank=True)
    source = models.CharField("来源", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "key"],
                name="one_target_per_key",
                violation_error_message="目标编号重复，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="target_has_its_value",
                condition=Q(kind="milestone", value=None, baseline=None, unit="")
                | (~Q(kind="milestone") & Q(value__isnull=False) & ~Q(unit="")),
                violation_error_message="里程碑没有数值，其他目标必须有目标值和单位。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def measure(self) -> Measure:
        """How it is counted."""
        return MEASURES[self.kind]


class ReportedValueQuerySet(models.QuerySet["ReportedValue"]):
    """Which reported values are meant, the earliest period first."""

    def accepted(self):
        """Of progress reports that the city accepted: what every sum counts."""
        return self._of_reports().filter(version__outcome=Outcome.APPROVED)

    def standing(self):
        """Of progress reports that were accepted or wait for the answer of the city: what the organisation says now."""
        return self._of_reports().filter(version__outcome__in=STANDING)

    def _of_reports(self):
        rows = self.filter(version__submission__kind=SubmissionKind.PROGRESS)
        return rows.order_by("version__submission__period_to", "version__version")


class ReportedValue(models.Model):
    """What a version that was handed in says about one target; of a self-evaluation what was reached.

    ``year``: the calendar year that the amount belongs to. A milestone says ``reached`` and has no value.
    """

    version = models.ForeignKey(
        SubmissionVersion, models.CASCADE, related_name="values", verbose_name="材料版本"
    )
    target = models.ForeignKey(Target, models.PROTECT, related_name="reported", verbose_name="目标")
    year = models.PositiveSmallIntegerField("年份")
    value = models.DecimalField("数值", max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    reached = models.BooleanField("已达成", null=True, blank=True)
    method = models.TextField("计算方法", blank=True)
    evidence = models.TextField("证明材料", blank=True)
    explanation = models.TextField("说明", blank=True)

    objects = ReportedValueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告数值"
        ordering = ["target__key"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "target"],
                name="one_value_per_target",
                violation_error_message="这个目标已经填报，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="reported_value_or_reached",
                condition=Q(value__isnull=False, reached=None) | Q(value=None, reached__isnull=False),
                violation_error_message="里程碑填是否达成，其他目标填数值。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year}"
