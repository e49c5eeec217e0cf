"""Which roles a person holds, and what a city's roles give that differs from the table in code."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery

from accounts.capabilities import CAPABILITIES, Capability, Role, roles_with


class ChangedRight(models.Model):
    """A right that a role has, or has not, other than ``accounts.capabilities`` says. Two administrators change it."""

    role = models.CharField("角色", max_length=15, choices=Role)
    capability = models.CharField("权限", max_length=30)
    given = models.BooleanField("有此权限")

    class Meta:
        verbose_name = verbose_name_plural = "角色权限的变动"
        constraints = [
            models.UniqueConstraint(
                fields=["role", "capability"],
                name="one_change_each_right",
                violation_error_message="该角色的这项权限已有变动。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.capability} {'有' if self.given else '无'}"


class ChangeList(Func):
    """The changes of one role as one text, ``screen+ visit-``; null when there are none."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s || CASE WHEN given THEN '+' ELSE '-' END, ' ')"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        """The same aggregate has another name there."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


class RoleGrantManager(models.Manager["RoleGrant"]):
    """Grants come with what was changed about their role, so that who has them has the rights in the same query."""

    def get_queryset(self):
        """All grants, each with ``changes``."""
        changes = ChangedRight.objects.filter(role=OuterRef("role")).annotate(all=ChangeList(F("capability")))
        return super().get_queryset().annotate(changes=Subquery(changes.values("all")))

    def with_right(self, capability: Capability):
        """Those whose role gives the capability today."""
        changed = ChangedRight.objects.filter(role=OuterRef("role"), capability=capability)
        at_first = Q(role__in=roles_with(capability)) & ~Exists(changed.filter(given=False))
        return models.QuerySet(self.model).filter(at_first | Q(Exists(changed.filter(given=True))))


class RoleGrant(models.Model):
    """A person holds a role. What a role allows: ``rights``."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="grants", verbose_name="人员")
    role = models.CharField("角色", max_length=15, choices=Role)

    objects = RoleGrantManager()

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

    @property
    def rights(self) -> frozenset[Capability]:
        """What the role gives, with what was changed about it; of a grant read by ``objects``."""
        return _changed(self.role, self.changes or "")


def rights_of(roles: Iterable[str]) -> dict[str, frozenset[Capability]]:
    """What each of these roles gives today, in the order given; one query."""
    changes: dict[str, list[str]] = {role: [] for role in roles}
    for row in ChangedRight.objects.filter(role__in=list(changes)):
        changes[row.role].append(f"{row.capability}{'+' if row.given else '-'}")
    return {role: _changed(role, " ".join(words)) for role, words in changes.items()}


def _changed(role: str, changes: str) -> frozenset[Capability]:
    """The rights of a role in code, with changes as ``ChangeList`` writes them. A word that no release knows is left out."""
    known = [(word[:-1], word[-1]) for word in changes.split() if word[:-1] in set(Capability)]
    given = {Capability(name) for name, sign in known if sign == "+"}
    taken = {Capability(name) for name, sign in known if sign == "-"}
    return CAPABILITIES[role] - taken | given
