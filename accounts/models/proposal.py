"""What one administrator proposes and another one decides: rights of the city, and what would give somebody another's."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models.organisation import Organisation
from accounts.models.person import User
from face.look import Look, Looks


class ProposalKind(models.TextChoices):
    """What takes two administrators."""

    GRANT = "grant", "授予角色"
    ACCOUNT = "account", "开通账号"
    REOPEN = "reopen", "重新启用账号"
    EMAIL = "email", "更改登录邮箱"
    RESET = "reset", "重置登录凭据"
    TABLE = "table", "调整角色权限"


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    WAITING = "waiting", "待另一位管理员确认"
    DONE = "done", "已办理"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "逾期失效"


PROPOSAL_LOOKS = Looks(
    ProposalState,
    {
        ProposalState.WAITING: "action",
        ProposalState.DONE: "good",
        ProposalState.DECLINED: "bad",
        ProposalState.WITHDRAWN: "neutral",
        ProposalState.LAPSED: "neutral",
    },
)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Which proposals are meant."""

    def waiting(self):
        """Those that nobody has decided."""
        return self.filter(state=ProposalState.WAITING)


class Proposal(models.Model):
    """An act on accounts that one administrator proposes and another one confirms.

    Attributes:
        person: whom it is about; None before an account is there, and of the table of rights.
        roles: to be given. email: the new address, or that of the new account.
        changes: of the table: lists of role, capability and whether it is given.
    """

    kind = models.CharField("事项", max_length=10, choices=ProposalKind)
    state = models.CharField("状态", max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    state_since = models.DateTimeField("状态起始时间")
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="人员"
    )
    roles = models.JSONField("角色", default=list, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    name = models.CharField("姓名", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    changes = models.JSONField("权限变动", default=list, blank=True)
    reason = models.CharField("理由", max_length=300)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    remark = models.CharField("意见", max_length=300, blank=True)

    PERSONAL = ("email", "name", "phone")
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "账号事项"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person"],
                condition=Q(state="waiting", person__isnull=False),
                name="one_waiting_proposal_each",
                violation_error_message="该人员已有一项同样的事项待确认，请先办理或撤回。",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(state="waiting", kind="account"),
                name="one_waiting_account_each",
                violation_error_message="这个邮箱已有一项开通账号的事项待确认。",
            ),
            models.CheckConstraint(
                name="proposal_takes_two",
                condition=Q(state__in=["waiting", "withdrawn", "lapsed"], decided_by=None, decided_at=None)
                | (
                    Q(state__in=["done", "declined"], decided_by__isnull=False, decided_at__isnull=False)
                    & (
                        Q(state="declined")
                        | (~Q(decided_by=F("proposed_by")) & (Q(person=None) | ~Q(decided_by=F("person"))))
                    )
                ),
                violation_error_message="涉及市级权限的事项由一位管理员提出、另一位管理员确认，本人不能确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.whom}"

    def get_absolute_url(self) -> str:
        """The page on which another administrator decides."""
        return reverse("proposal", args=[self.pk])

    @property
    def whom(self) -> str:
        """Whom or what it is about, in words."""
        if self.kind == ProposalKind.TABLE:
            return "角色权限表"
        return f"{self.person.name}（{self.person.email}）" if self.person else f"{self.name}（{self.email}）"

    @property
    def look(self) -> Look:
        """How its state looks."""
        return PROPOSAL_LOOKS.look(self.state)

    @property
    def mark(self) -> str:
        """A checksum of what is proposed; who confirms another one saw something else than stands here now."""
        about = [self.person_id, self.organisation_id, self.proposed_by_id, self.proposed_at]
        said = [
            self.kind,
            self.state,
            self.roles,
            self.email,
            self.name,
            self.phone,
            self.changes,
            self.reason,
        ]
        if self.person:  # an account whose address was changed meanwhile is another person's
            about += [self.person.email, self.person.name, sorted(self.person.roles), self.person.is_active]
        return hashlib.sha256(json.dumps(about + said, cls=DjangoJSONEncoder).encode()).hexdigest()
