"""Objections to a public notice, and what the city did with them. Who objects is known to city staff alone."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import OwnMatter, may
from face.look import Look
from files.models import StoredFile
from reviews.models.public_notice import PublicNotice, PublicNoticeItem
from reviews.models.receipt_number import new_number
from reviews.states import HANDLED, OBJECTION_LOOKS, ObjectionState


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Which objections are meant."""

    def visible_to(self, user):
        """Who answers objections sees all, nobody else any: applicants and the public never learn who objected."""
        return self if may(user, Capability.ANSWER_OBJECTIONS) else self.none()

    def open(self):
        """Those without a result yet."""
        return self.exclude(state__in=HANDLED)


class Objection(OwnMatter, models.Model):
    """An objection to a line of a notice, or to the notice as a whole, from somebody without an account."""

    number = models.CharField("回执编号", max_length=20, unique=True, default=new_number)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name="公示")
    item = models.ForeignKey(
        PublicNoticeItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name="异议项目",
    )
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    organisation = models.CharField("单位", max_length=120, blank=True)
    grounds = models.TextField("事实和理由")
    received_at = models.DateTimeField("收到时间")
    state = models.CharField("状态", max_length=12, choices=ObjectionState, default=ObjectionState.RECEIVED)
    state_since = models.DateTimeField("状态起始时间")
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    reason = models.TextField("认定理由", blank=True)
    answer = models.TextField("答复", blank=True)
    struck_item = models.ForeignKey(
        PublicNoticeItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟移出项目"
    )
    told = models.TextField("告知申报单位的移出原因", blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    return_remark = models.TextField("退回意见", blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人"
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    PERSONAL = ("name", "phone", "email", "organisation")
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="objector_can_be_reached",
                condition=~Q(phone="") | ~Q(email=""),
                violation_error_message="请至少填写联系电话、电子邮箱中的一项。",
            ),
            models.CheckConstraint(
                name="objection_taken_by_someone",
                condition=Q(state="received", taken_by=None)
                | (~Q(state="received") & Q(taken_by__isnull=False)),
                violation_error_message="受理后的异议必须有经办人。",
            ),
            models.CheckConstraint(
                name="objection_closed_with_answer",
                condition=(
                    Q(state__in=["upheld", "not_upheld"], closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(reason="")
                    & ~Q(answer="")
                )
                | (~Q(state__in=["upheld", "not_upheld"]) & Q(closed_at=None, closed_by=None)),
                violation_error_message="办结异议必须写明理由和答复。",
            ),
            models.CheckConstraint(
                name="objection_upheld_by_two",
                condition=~Q(state__in=["upholding", "upheld"])
                | Q(state="upholding", proposed_by__isnull=False, proposed_at__isnull=False)
                | (Q(state="upheld", proposed_by__isnull=False) & ~Q(closed_by=F("proposed_by"))),
                violation_error_message="异议成立由经办人提出、另一人确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"异议 {self.number}"

    def get_absolute_url(self) -> str:
        """The page on which staff handle it."""
        return reverse("objection_detail", args=[self.pk])

    def party_ids(self) -> list[int]:
        """The applicant whose line it is about; an objection to the whole notice is about all of them (REV-2)."""
        return [self.item.application.organisation_id] if self.item else list(self.notice.party_ids())

    @property
    def look(self) -> Look:
        """How its state looks."""
        return OBJECTION_LOOKS.look(self.state)

    @property
    def mark(self) -> str:
        """Which proposal stands; who confirms an older one confirms something else than stands here now."""
        return self.proposed_at.isoformat() if self.proposed_at else ""


class ObjectionFile(models.Model):
    """Evidence that came with an objection."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files", verbose_name="异议")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=150)

    class Meta:
        verbose_name = verbose_name_plural = "异议材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ObjectionNote(models.Model):
    """What staff found while they looked into an objection; notes are added, never changed."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="notes", verbose_name="异议")
    text = models.TextField("核查记录")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "核查记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]
