"""People with an account, and who of them is meant."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.capabilities import Capability, Role
from accounts.models.organisation import Membership, Organisation
from accounts.models.role import RoleGrant, rights_of
from accounts.names import check_name


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
    return Q(Exists(RoleGrant.objects.with_right(capability).filter(user=OuterRef("pk"))))


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

    PERSONAL = ("email", "name", "phone")
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

    def get_absolute_url(self) -> str:
        """The page on which administrators keep the account."""
        return reverse("person", args=[self.pk])

    @cached_property
    def held(self) -> dict[str, frozenset[Capability]]:
        """The roles held and what each gives, read once per object. Who signs in brings them along (``accounts.backends``);
        lists of people fetch them with ``prefetch_related("grants")``."""
        return {grant.role: grant.rights for grant in self.grants.all()}

    @property
    def roles(self) -> frozenset[str]:
        """The roles held."""
        return frozenset(self.held)

    @property
    def role_names(self) -> str:
        """The roles in words, in the order of the table."""
        return "、".join(role.label for role in Role if role in self.roles)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """All that the roles give, also of an account that is closed; guards ask ``accounts.rules.may``."""
        return frozenset().union(*self.held.values())

    def hold(self, roles: Iterable[str]) -> None:
        """Have these roles on this object alone, as somebody whose roles are about to be saved."""
        self.held = rights_of(roles)

    @transaction.atomic(savepoint=False)
    def set_roles(self, roles: Iterable[str]) -> None:
        """Hold these roles and no others."""
        roles = frozenset(roles)
        self.grants.exclude(role__in=roles).delete()
        RoleGrant.objects.bulk_create(
            [RoleGrant(user=self, role=role) for role in sorted(roles)], ignore_conflicts=True
        )
        self.hold(roles)


def display_name(user: User) -> str:
    """The name that pages and e-mails of the account system show."""
    return str(user)
