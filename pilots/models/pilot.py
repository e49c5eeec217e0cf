"""A pilot on its way from the decision to the title."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.rules import OwnMatter, may, organisation_ids
from face.wording import chinese_date
from pilots.states import PilotState
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


class Pilot(OwnMatter, models.Model):
    """A selected application on its way from the decision to the title."""

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
    title = models.CharField("称号", max_length=TITLE_LENGTH, blank=True)
    titled_at = models.DateTimeField("授予称号时间", null=True, blank=True)
    plaque_on = models.DateField(
        "授牌日期", null=True, blank=True, help_text="年度次年的低碳日；该日确定之前为空（AWD-1）"
    )

    objects = PilotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点"
        constraints = [
            models.CheckConstraint(
                name="titled_iff_title",
                condition=(Q(state="titled", titled_at__isnull=False) & ~Q(title=""))
                | (~Q(state="titled") & Q(titled_at=None, title="")),
                violation_error_message="只有已授予称号的试点才有称号和授予时间。",
            ),
            models.CheckConstraint(
                name="plaque_of_a_title",
                condition=Q(plaque_on=None) | Q(state="titled"),
                violation_error_message="只有已授予称号的试点才有授牌日期。",
            ),
            models.CheckConstraint(
                name="national_pilot_has_no_title",
                condition=~Q(origin=Origin.NATIONAL) | Q(title=""),
                violation_error_message="国家组织的试点不授予本市的称号。",
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
    def plaque_day(self) -> str:
        """The day of its plaque in words; 待定 while the Low Carbon Day is not set (AWD-1)."""
        return chinese_date(self.plaque_on) or f"待定（{self.entry.cycle.year + 1} 年低碳日）"

    @property
    def standing(self) -> str:
        """Its state in words; also when it finished without the title."""
        return self.entry.result if self.entry.ended_untitled else self.get_state_display()

    @property
    def certificate(self) -> "models.Model | None":
        """The certificate of the title it carries; None without a title."""
        return self.certificates.filter(granted_at=self.titled_at).first() if self.titled_at else None
