"""Organisations, who belongs to them, and who is invited."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.districts import District
from accounts.names import check_name


class Organisation(models.Model):
    """A unit that applies, recommends, runs the programme or lends reviewers."""

    class Kind(models.TextChoices):
        APPLICANT = "applicant", "申报单位"
        BUREAU = "bureau", "区生态环境部门"
        AUTHORITY = "authority", "市级行业主管部门"
        CITY = "city", "市生态环境局及事务中心"
        INSTITUTE = "institute", "评审专家所在单位"

    RECOMMENDERS = (Kind.BUREAU, Kind.AUTHORITY)  # programme §1 推荐单位

    class Nature(models.TextChoices):
        INSTITUTION = "事业单位", "事业单位"
        STATE_OWNED = "国有企业", "国有企业"
        PRIVATE = "民营企业", "民营企业"
        FOREIGN = "外资企业", "外资企业"
        OTHER = "其他", "其他"

    name = models.CharField("单位名称", max_length=120, validators=[check_name])  # another may have the same
    kind = models.CharField("单位类别", max_length=12, choices=Kind, default=Kind.APPLICANT)
    uscc = models.CharField(
        "统一社会信用代码",
        max_length=18,
        unique=True,
        error_messages={"unique": "已有单位使用这个统一社会信用代码，请核对。"},
        null=True,
        blank=True,
    )
    nature = models.CharField("单位性质", max_length=10, choices=Nature, blank=True)
    district = models.CharField("所在区", max_length=20, choices=District, blank=True)
    address = models.CharField("单位地址", max_length=200, blank=True)
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    members = models.ManyToManyField("User", through="Membership", related_name="organisations")

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="applicant_has_uscc",
                condition=~Q(kind="applicant") | Q(uscc__isnull=False),
                violation_error_message="申报单位必须填写统一社会信用代码。",
            ),
            models.CheckConstraint(
                name="bureau_has_district",
                condition=~Q(kind="bureau") | ~Q(district=""),
                violation_error_message="区生态环境部门必须指明所在区。",
            ),
            models.UniqueConstraint(
                fields=["district"],
                condition=Q(kind="bureau"),
                name="one_bureau_per_district",
                violation_error_message="每个区只有一个生态环境部门。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def with_code(self) -> str:
        """The name with the unified social credit code, which tells two organisations of one name apart."""
        return f"{self.name}（{self.uscc}）" if self.uscc else self.name

    @property
    def is_recommender(self) -> bool:
        """Whether it may recommend."""
        return self.kind in self.RECOMMENDERS


class Membership(models.Model):
    """A person belongs to an organisation and may, or may not, submit for it."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="memberships", verbose_name="人员")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name="单位"
    )
    can_submit = models.BooleanField("可提交", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位成员"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="one_membership_each",
                violation_error_message="该人员已是本单位成员。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Which invitations are meant."""

    def open(self, now: datetime):
        """Those that can still be accepted at ``now``."""
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A colleague asked by e-mail to join an organisation. The link in the e-mail is what proves the mailbox."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name="单位"
    )
    email = models.EmailField("电子邮箱")
    can_submit = models.BooleanField("可提交", default=False)
    invited_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="邀请人")
    invited_at = models.DateTimeField("邀请时间")
    expires_at = models.DateTimeField("有效期至")
    accepted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接受人"
    )
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)

    PERSONAL = ("email",)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成员邀请"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_by_someone",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, cancelled_at=None),
                violation_error_message="已接受的邀请必须有接受人，且不能同时被取消。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"
