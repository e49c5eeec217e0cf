"""People and the roles they hold, organisations, memberships, invitations."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from accounts.capabilities import Capability, Role, capabilities_of, roles_with
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


class UserManager(BaseUserManager):
    """Makes people by e-mail address."""

    @transaction.atomic
    def create_user(
        self, email: str, password: str | None = None, *, roles: Iterable[str] = (), **fields
    ) -> "User":
        """Make a person who signs in with ``email`` and holds ``roles``."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.set_roles(roles)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Make an administrator with access to the admin site."""
        fields = {"roles": [Role.ADMINISTRATOR], "is_staff": True, "is_superuser": True} | fields
        return self.create_user(email, password, **fields)


class UserQuerySet(models.QuerySet["User"]):
    """Who is meant."""

    def of(self, organisation: Organisation | int | None):
        """Active members of one organisation (or its id) who open its matters; nobody for None.

        Those of a recommender who recommend, those of any other who apply: a member who only reviews is not told what no
        page shows to a reviewer.
        """
        if not organisation:
            return self.none()
        members = Membership.objects.filter(user=OuterRef("pk"), organisation=organisation)
        recommends = Q(Exists(members.filter(organisation__kind__in=Organisation.RECOMMENDERS)))
        opens = recommends & _holding(Capability.RECOMMEND) | ~recommends & _holding(Capability.APPLY)
        return self.filter(Q(Exists(members)), opens, is_active=True)

    def who_may(self, capability: Capability):
        """Active people who hold a role with the capability, each once."""
        return self.filter(_holding(capability), is_active=True)


def _holding(capability: Capability) -> Q:
    """The condition on a person to hold a role with the capability."""
    return Q(Exists(RoleGrant.objects.filter(user=OuterRef("pk"), role__in=roles_with(capability))))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    email = models.EmailField(
        "电子邮箱", unique=True, error_messages={"unique": "已有账号使用这个电子邮箱，大小写视为相同。"}
    )
    name = models.CharField("姓名", max_length=60, validators=[check_name])
    phone = models.CharField("联系电话", max_length=30, blank=True)
    is_active = models.BooleanField("可登录", default=True)
    is_staff = models.BooleanField("可进入后台", default=False)
    date_joined = models.DateTimeField("注册时间", auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message="已有账号使用这个电子邮箱，大小写视为相同。",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held, read once per object. Who signs in brings them along (``accounts.backends``); lists of people
        fetch them with ``prefetch_related("grants")``."""
        return frozenset(grant.role for grant in self.grants.all())

    @property
    def role_names(self) -> str:
        """The roles in words, in the order of the table."""
        return "、".join(role.label for role in Role if role in self.roles)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """All that the roles give, also of an account that is closed; guards ask ``accounts.rules.may``."""
        return capabilities_of(self.roles)

    @transaction.atomic(savepoint=False)
    def set_roles(self, roles: Iterable[str]) -> None:
        """Hold these roles and no others."""
        roles = frozenset(roles)
        self.grants.exclude(role__in=roles).delete()
        RoleGrant.objects.bulk_create(
            [RoleGrant(user=self, role=role) for role in sorted(roles)], ignore_conflicts=True
        )
        self.roles = roles


class RoleGrant(models.Model):
    """A person holds a role. What a role allows stands in ``accounts.capabilities``."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name="人员")
    role = models.CharField("角色", max_length=15, choices=Role)

    class Meta:
        verbose_name = verbose_name_plural = "人员角色"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                name="one_grant_each",
                violation_error_message="该人员已有这个角色。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_role_display()}"


class Membership(models.Model):
    """A person belongs to an organisation and may, or may not, submit for it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="人员")
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
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="邀请人")
    invited_at = models.DateTimeField("邀请时间")
    expires_at = models.DateTimeField("有效期至")
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接受人"
    )
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)

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


def display_name(user: User) -> str:
    """The name that pages and e-mails of the account system show."""
    return str(user)
