"""The library: every received application and every pilot (LIB-1, REV-5, NAT-1)."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.capabilities import Capability
from accounts.districts import District, functional_area
from accounts.models import Organisation
from accounts.rules import OwnMatter, Person, may, organisation_ids
from programme.models.cycle import Cycle
from programme.notice import Field, PilotType, Programme, Sheet, programme_of
from programme.states import DECIDED_LIBRARY_STATES, LibraryState, Origin


class LibraryEntryQuerySet(models.QuerySet["LibraryEntry"]):
    """What a person may see of the library."""

    def visible_to(self, user: Person) -> Self:
        """The city sees all; an organisation sees its own."""
        if may(user, Capability.READ_RECEIVED):
            return self
        return self.filter(organisation_id__in=organisation_ids(user))

    def of_codes(self, organisation_ids: list[int]) -> Self:
        """What these organisations applied with, also before they were registered here: by their credit codes."""
        own = Organisation.objects.filter(pk__in=organisation_ids)
        codes = own.exclude(uscc=None).values("uscc")
        return self.filter(Q(organisation__in=organisation_ids) | Q(organisation_code__in=codes))

    def wanting_finance(self) -> Self:
        """What said on its form that it wants to be referred to financial institutions (AWD-1)."""
        return self.filter(wants_finance=True).select_related("cycle")


class LibraryEntry(OwnMatter, models.Model):
    """A line of the library: every received application and every pilot, classified and graded (LIB-1, REV-5)."""

    class Grade(models.TextChoices):
        A = "A", "一级：重点培育"
        B = "B", "二级：跟踪支持"
        C = "C", "三级：持续关注"

    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.PORTAL)
    number = models.CharField(
        "编号",
        max_length=20,
        unique=True,
        error_messages={"unique": "项目库中已有这个编号，请换一个编号。"},
        null=True,
        blank=True,
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="entries", verbose_name="年度")
    sheet = models.CharField("申报表", max_length=12, choices=Sheet, blank=True)
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType, blank=True)
    field = models.CharField("领域", max_length=20, choices=Field, blank=True)
    name = models.CharField("名称", max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="申报单位"
    )
    organisation_name = models.CharField("申报单位名称", max_length=200)
    organisation_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, help_text="区分同名单位，往年的申报单位可能尚未登记"
    )
    district = models.CharField("所在区", max_length=20, choices=District, blank=True)
    area_km2 = models.DecimalField("面积（平方公里）", max_digits=12, decimal_places=4, null=True, blank=True)
    investment_wan = models.DecimalField(
        "总投资（万元）", max_digits=16, decimal_places=2, null=True, blank=True
    )
    wants_finance = models.BooleanField(
        "有意愿被推荐至金融机构", null=True, blank=True, help_text="申报表没有这一项的为空（AWD-1）"
    )
    received_at = models.DateTimeField("接收时间", null=True, blank=True)
    state = models.CharField("状态", max_length=14, choices=LibraryState, default=LibraryState.RECEIVED)
    ended_untitled = models.BooleanField(
        "试点已完成，未授予称号", default=False, help_text="可以再次申报（ELI-R）"
    )
    grade = models.CharField("分级", max_length=1, choices=Grade, blank=True)
    basis = models.TextField("依据", blank=True, help_text="国家试点的文件依据（NAT-1）")

    objects = LibraryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目库"
        ordering = ["-cycle__year", "number"]
        constraints = [
            models.CheckConstraint(
                name="portal_entry_was_received",
                condition=~Q(origin=Origin.PORTAL)
                | (
                    Q(number__isnull=False, received_at__isnull=False, organisation__isnull=False)
                    & ~Q(sheet="")
                    & ~Q(pilot_type="")
                ),
                violation_error_message="在本平台申报的条目必须有编号、接收时间、申报单位、申报表和试点类型。",
            ),
            models.CheckConstraint(
                name="imported_entry_is_decided",
                condition=~Q(origin=Origin.IMPORTED)
                | (
                    Q(number__isnull=False, state__in=DECIDED_LIBRARY_STATES)
                    & ~Q(sheet="")
                    & ~Q(pilot_type="")
                ),
                violation_error_message="历年资料的条目必须有当年的编号、申报表和试点类型，并且已有结果。",
            ),
            models.CheckConstraint(
                name="national_entry_has_basis",
                condition=~Q(origin=Origin.NATIONAL)
                | (Q(number=None, received_at=None, sheet="", pilot_type="") & ~Q(basis="")),
                violation_error_message="国家组织的试点没有本市的编号、接收时间和类型，必须写明文件依据。",
            ),
            models.CheckConstraint(
                name="national_state_iff_national_origin",
                condition=Q(origin=Origin.NATIONAL, state=LibraryState.NATIONAL)
                | (~Q(origin=Origin.NATIONAL) & ~Q(state=LibraryState.NATIONAL)),
                violation_error_message="只有国家组织的试点才有、也必须有“国家试点”状态。",
            ),
            models.CheckConstraint(
                name="only_pilots_end_untitled",
                condition=Q(ended_untitled=False) | Q(state=LibraryState.SELECTED),
                violation_error_message="只有入选试点的项目才能登记为“已完成，未授予称号”。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.name}"

    def party_ids(self) -> list[int]:
        """The applicant, where the portal knows it (REV-2)."""
        return [self.organisation_id] if self.organisation_id else []

    @property
    def called(self) -> str:
        """Its number, or what stands in its place."""
        return self.number or self.get_state_display()

    @property
    def programme(self) -> Programme:
        """What the notice says about its type; a national pilot has no type, and raises ValueError."""
        return programme_of(self.pilot_type)

    @property
    def is_earlier_project(self) -> bool:
        """Whether it may come again in a later year: it was evaluated and has no title (ELI-R, A1 §二.5).

        That is what was kept, and a pilot that finished without the title; not what was found not eligible.
        """
        evaluated = self.state == LibraryState.KEPT or self.ended_untitled
        return evaluated and bool(self.pilot_type) and self.programme.may_come_again

    @property
    def result(self) -> str:
        """What became of it, in words."""
        return "试点已完成，未授予称号" if self.ended_untitled else self.get_state_display()

    @property
    def functional_area(self) -> str:
        """Name of the functional area it lies in."""
        return functional_area(self.district)
