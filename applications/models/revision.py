"""What was submitted, unchangeable, and what its recommender did with it."""

import hashlib
import json
from datetime import UTC

from django.db import models
from django.db.models import Q

from accounts.districts import District
from accounts.models import Organisation, User
from accounts.rules import organisation_ids
from applications.models.application import Application
from applications.states import OPINION_LOOKS, OpinionOutcome, Route
from face.look import Look
from programme.notice import Field


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What was submitted."""

    def visible_to(self, user):
        """The revisions of every application that a person may open; of a recommender, those that were sent to it."""
        whole = Q(application__in=Application.objects.read_wholly_by(user))
        sent = Q(application__in=Application.objects.at_desk_of(user), recommender__in=organisation_ids(user))
        return self.filter(whole | sent)


class Revision(models.Model):
    """What was submitted, unchangeable: where it belongs and went, answers, files by checksum, one SHA-256 over all."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="revisions", verbose_name="申报"
    )
    number = models.PositiveSmallIntegerField("版本")
    field = models.CharField("领域", max_length=20, choices=Field, blank=True)
    district = models.CharField("所在区", max_length=20, choices=District, blank=True)
    route = models.CharField("申报途径", max_length=12, choices=Route, blank=True)
    recommender = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="推荐单位"
    )
    answers = models.JSONField("填报内容")
    attachments = models.JSONField("附件清单")
    confirmed_conditions = models.JSONField("已确认的申报条件")
    norm_reasons = models.JSONField("原则性要求之外的理由")
    carbon = models.JSONField("碳排放数据", default=dict)
    definition_checksum = models.CharField("表样校验值", max_length=64)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")
    sha256 = models.CharField("校验值", max_length=64)
    after_record = models.BigIntegerField("提交前最后一条日志", default=0)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提交版本"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"],
                name="one_revision_per_number",
                violation_error_message="同一申报的版本号不能重复，请刷新后重新提交。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} 第 {self.number} 版"

    def computed_sha256(self) -> str:
        """SHA-256 over everything that was submitted, in canonical JSON (``canonical``)."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def canonical(self) -> str:
        """Everything that was submitted, as the text that is hashed; the packet carries it with its recipe (MAT-W).

        Without carbon figures where there are none, and without route, field, district and recommender where the
        route is blank: revisions from before these were kept have their checksum on paper already.
        """
        body = {
            "application": self.application_id,
            "number": self.number,
            "sheet": self.application.sheet,
            "answers": self.answers,
            "attachments": self.attachments,
            "confirmed_conditions": self.confirmed_conditions,
            "norm_reasons": self.norm_reasons,
            "definition": self.definition_checksum,
            "submitted_at": self.submitted_at.astimezone(UTC).isoformat(),
        }
        if self.carbon:
            body["carbon"] = self.carbon
        if self.route:
            body |= {"route": self.route, "field": self.field, "district": self.district}
            body["recommender"] = self.recommender_id
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Opinion(models.Model):
    """What a recommender did with a revision: forwarded, returned or declined it (REC-2)."""

    Outcome = OpinionOutcome

    revision = models.OneToOneField(
        Revision,
        models.PROTECT,
        related_name="opinion",
        verbose_name="提交版本",
        error_messages={"unique": "该版本已有推荐意见，请刷新后查看。"},
    )
    recommender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="opinions", verbose_name="推荐单位"
    )
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    answers = models.JSONField("推荐单位意见", default=dict)
    dated = models.DateField("意见日期")
    reasons = models.TextField("理由", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "推荐意见"
        constraints = [
            models.CheckConstraint(
                name="opinion_has_its_words",
                condition=Q(outcome="forwarded") | ~Q(reasons=""),
                violation_error_message="退回或不予推荐必须说明理由。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommender} {self.get_outcome_display()}"

    @property
    def look(self) -> Look:
        """How its outcome looks."""
        return OPINION_LOOKS.look(self.outcome)
