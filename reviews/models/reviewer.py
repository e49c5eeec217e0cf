"""The pool of reviewers: who they are, what they know, and with whom they are tied (REV-2)."""

from django.db import models
from django.db.models import Q

from accounts.capabilities import Capability
from accounts.models import Organisation, User
from accounts.rules import may
from applications.models import Application
from programme.notice import Field, PilotType
from reviews.states import DECLARABLE


class OwnQuerySet(models.QuerySet):
    """Rows that belong to one reviewer."""

    def visible_to(self, user):
        """Who forms panels sees all; a reviewer the own ones only."""
        return self if may(user, Capability.FORM_PANELS) else self.own(user)

    def own(self, user):
        """The reviewer's own: what the page of the own profile shows."""
        return self.filter(reviewer=user) if may(user, Capability.REVIEW) else self.none()


class ReviewerProfile(models.Model):
    """What the pool knows about a reviewer. Who has no profile yet is available and has no expertise named.

    The organisation stands here and not among the memberships of accounts: members read the messages of their
    organisation, and a reviewer must not.
    """

    reviewer = models.OneToOneField(
        User,
        models.PROTECT,
        related_name="reviewer_profile",
        verbose_name="评审专家",
        error_messages={"unique": "该专家已有资料，请修改原有的资料。"},
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位"
    )
    employer = models.CharField("所在单位名称", max_length=120, blank=True)
    title = models.CharField("职称或职务", max_length=60, blank=True)
    note = models.TextField("备注", blank=True)
    available = models.BooleanField("可以参加评审", default=True)

    PERSONAL = ("employer", "title", "note")
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专家资料"

    def __str__(self) -> str:
        return str(self.reviewer)


class Expertise(models.Model):
    """A type or a field that a reviewer knows; a type stands for all its fields."""

    AREAS = (*PilotType.choices, *Field.choices)

    reviewer = models.ForeignKey(User, models.CASCADE, related_name="expertise", verbose_name="评审专家")
    area = models.CharField("熟悉的类型或领域", max_length=20, choices=AREAS)

    class Meta:
        verbose_name = verbose_name_plural = "专家专长"
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "area"],
                name="expertise_named_once",
                violation_error_message="该专家已登记这项专长，请选择其他类型或领域。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.get_area_display()}"


class DeclaredConflict(models.Model):
    """A tie with an organisation that a reviewer declared ahead; it counts until it is withdrawn (REV-2).

    The organisation is named, not chosen from a list: who has an account on the portal is not for reviewers to see.
    """

    reviewer = models.ForeignKey(
        User, models.PROTECT, related_name="declared_conflicts", verbose_name="评审专家"
    )
    kind = models.CharField(
        "利益关系", max_length=12, choices=[(each.value, each.label) for each in DECLARABLE]
    )
    organisation = models.CharField("单位全称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    declared_at = models.DateTimeField("声明时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预先声明的利益关系"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "organisation", "kind"],
                condition=Q(withdrawn_at=None),
                name="declared_conflict_once",
                violation_error_message="您已声明过与该单位的这种利益关系。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.organisation} {self.get_kind_display()}"


class Exclusion(models.Model):
    """City staff keep a reviewer from an application, with a reason; nothing puts anyone in over a conflict (REV-2)."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="exclusions", verbose_name="申报"
    )
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="exclusions", verbose_name="评审专家")
    reason = models.CharField("原因", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="认定人")
    at = models.DateTimeField("认定时间")

    class Meta:
        verbose_name = verbose_name_plural = "不参加评审的认定"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                name="one_exclusion_each",
                violation_error_message="已认定该专家不参加这项申报的评审，请勿重复认定。",
            ),
            models.CheckConstraint(
                name="exclusion_says_why",
                condition=~Q(reason=""),
                violation_error_message="认定专家不参加评审必须说明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} × {self.application}"
