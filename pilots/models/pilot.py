"""A pilot on its way from the decision to its end."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.rules import OwnMatter, may, organisation_ids
from face.wording import chinese_date
from journal.clock import day_of
from pilots.states import MAY_CARRY_TITLE, PilotState
from programme.models import LibraryEntry
from programme.notice import TITLE_LENGTH
from programme.states import Origin


class PilotQuerySet(models.QuerySet["Pilot"]):
    """Which pilots are meant."""

    def visible_to(self, user):
        """The city sees all; an organisation sees its own."""
        if may(user, Capability.READ_RECEIVED):
            return self
        return self.filter(entry__organisation_id__in=organisation_ids(user))

    def public(self):
        """Pilots on the public page: everything selected."""
        return self.select_related("entry", "entry__cycle").order_by("-entry__cycle__year", "entry__number")

    def titled(self):
        """Pilots that carry their title; also while an evaluation after it asks for a repair."""
        return self.filter(state__in=MAY_CARRY_TITLE, titled_at__isnull=False)


class Pilot(OwnMatter, models.Model):
    """A selected application on its way to its end; which states it passes, its type's table in ``workflow`` says.

    A date belongs to its states, as the constraints say: a pilot whose title or status was withdrawn keeps what it
    was, but for the day of a plaque that was not given. Pilots of paper years and of the ministry may lack dates;
    ``known_gaps`` says what is not known.
    """

    entry = models.OneToOneField(
        LibraryEntry,
        models.PROTECT,
        related_name="pilot",
        verbose_name="项目库条目",
        error_messages={"unique": "该项目库条目已是试点，请刷新后查看。"},
    )
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.PORTAL)
    state = models.CharField("状态", max_length=16, choices=PilotState)
    state_since = models.DateTimeField("状态起始时间")
    selected_at = models.DateTimeField("入选时间")
    remarks = models.TextField("评审意见", blank=True)
    report_months = models.PositiveSmallIntegerField("进展报告周期（月）", default=6)
    implementing_from = models.DateField("实施起始日期", null=True, blank=True, help_text="方案同意之日")
    implementing_until = models.DateField(
        "实施截止日期", null=True, blank=True, help_text="方案写明的完成日期"
    )
    trial_from = models.DateField("试运行起始日期", null=True, blank=True)
    repair_until = models.DateField("整改截止日期", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True, help_text="完成或取消的时间")
    title = models.CharField("称号", max_length=TITLE_LENGTH, blank=True)
    titled_at = models.DateTimeField("授予称号时间", null=True, blank=True)
    plaque_on = models.DateField(
        "授牌日期", null=True, blank=True, help_text="年度次年的低碳日；该日确定之前为空（AWD-1）"
    )
    known_gaps = models.TextField(
        "资料缺项", blank=True, help_text="不是在本平台走完全程的试点，写明哪些情况不详"
    )

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点"
        constraints = [
            models.CheckConstraint(
                name="title_fits_state",
                condition=(Q(state="titled", titled_at__isnull=False) & ~Q(title=""))
                | (
                    Q(state__in=["repair", "repaired", "failed", "withdrawn"])
                    & (Q(titled_at=None, title="") | (Q(titled_at__isnull=False) & ~Q(title="")))
                )
                | Q(
                    state__in=[
                        "planning",
                        "plan_submitted",
                        "implementing",
                        "trial",
                        "self_evaluated",
                        "excellent",
                        "completed",
                    ],
                    titled_at=None,
                    title="",
                ),
                violation_error_message="称号和授予时间与试点的状态不符。",
            ),
            models.CheckConstraint(
                name="plaque_of_a_title",
                condition=Q(plaque_on=None) | Q(titled_at__isnull=False),
                violation_error_message="只有授予过称号的试点才有授牌日期。",
            ),
            models.CheckConstraint(
                name="national_pilot_has_no_title",
                condition=~Q(origin=Origin.NATIONAL) | Q(title=""),
                violation_error_message="国家组织的试点不授予本市的称号。",
            ),
            models.CheckConstraint(
                name="plan_dates_fit_state",
                condition=~Q(origin=Origin.PORTAL)
                | ~Q(state__in=["planning", "plan_submitted", "implementing", "trial", "self_evaluated"])
                | Q(
                    state__in=["planning", "plan_submitted"],
                    implementing_from=None,
                    implementing_until=None,
                )
                | Q(
                    state__in=["implementing", "trial", "self_evaluated"],
                    implementing_from__isnull=False,
                    implementing_until__isnull=False,
                ),
                violation_error_message="方案同意以后才有实施起止日期，实施中的试点必须有实施起止日期。",
            ),
            models.CheckConstraint(
                name="plan_ends_after_its_start",
                condition=Q(implementing_until=None)
                | Q(implementing_from=None)
                | Q(implementing_until__gt=models.F("implementing_from")),
                violation_error_message="实施截止日期应晚于起始日期。",
            ),
            models.CheckConstraint(
                name="trial_fits_state",
                condition=Q(state__in=["planning", "plan_submitted", "implementing"], trial_from=None)
                | (
                    Q(state__in=["trial", "self_evaluated"])
                    & (Q(trial_from__isnull=False) | ~Q(known_gaps=""))
                )
                | ~Q(state__in=["planning", "plan_submitted", "implementing", "trial", "self_evaluated"]),
                violation_error_message="试运行开始以后才有试运行起始日期。",
            ),
            models.CheckConstraint(
                name="repair_has_its_end",
                condition=Q(state__in=["repair", "repaired"], repair_until__isnull=False)
                | (~Q(state__in=["repair", "repaired"])),
                violation_error_message="限期整改的试点必须有整改截止日期。",
            ),
            models.CheckConstraint(
                name="ended_iff_end",
                condition=Q(state__in=["completed", "withdrawn"], ended_at__isnull=False)
                | (~Q(state__in=["completed", "withdrawn"]) & Q(ended_at=None)),
                violation_error_message="已完成或已取消的试点，才有、也必须有结束时间。",
            ),
        ]

    def __str__(self) -> str:
        return self.entry.name

    def get_absolute_url(self) -> str:
        """The page of the pilot."""
        return reverse("pilot_detail", args=[self.pk])

    def party_ids(self) -> list[int]:
        """Whose pilot it is (REV-2)."""
        return list(self.entry.party_ids())

    @property
    def carries_title(self) -> bool:
        """Whether it has its title now."""
        return self.titled_at is not None and self.state in MAY_CARRY_TITLE

    @property
    def title_withdrawn(self) -> bool:
        """Whether it had its title and lost it."""
        return self.titled_at is not None and self.state == PilotState.WITHDRAWN

    @property
    def plaque_day(self) -> str:
        """The day of its plaque in words; 待定 while the Low Carbon Day is not set (AWD-1)."""
        return chinese_date(self.plaque_on) or f"待定（{self.entry.cycle.year + 1} 年低碳日）"

    @property
    def titled_after_its_day(self) -> bool:
        """Whether the title came after its Low Carbon Day, so that the plaque is handed over by itself (AWD-1)."""
        return bool(self.plaque_on and self.titled_at and day_of(self.titled_at) > self.plaque_on)

    @property
    def standing(self) -> str:
        """Its state in words; who lost a title, and not only the status of a pilot, is told apart."""
        return "称号已撤销" if self.title_withdrawn else self.get_state_display()

    @property
    def certificate(self) -> "models.Model | None":
        """The certificate of the title it carries; None without a title."""
        return self.certificates.filter(granted_at=self.titled_at).first() if self.carries_title else None
