"""What a recommender keeps before it acts: the pre-check sheet, its order of parks, its reusable texts (REC-2, REC-3)."""

from django.db import models

from accounts.capabilities import Capability
from accounts.models import Organisation, User
from accounts.rules import may, organisation_ids
from applications.models.application import Application
from applications.models.revision import Revision


class PreCheckQuerySet(models.QuerySet["PreCheck"]):
    """Which pre-check sheets are meant."""

    def visible_to(self, user):
        """The recommender that filled it in; city staff once the city has received what it speaks of."""
        received = Application.objects.of_city(user)
        forwarded = self.filter(revision__application__in=received, revision__opinion__outcome="forwarded")
        return self.at_desk_of(user) | forwarded

    def at_desk_of(self, user):
        """Those of the recommender that the person works for."""
        own = self.filter(recommender_id__in=organisation_ids(user))
        return own if may(user, Capability.RECOMMEND) else self.none()


class PreCheck(models.Model):
    """The pre-check of a revision, saved partly at any time, with the opinion as drafted so far (REC-2).

    It is frozen once the recommender has acted on the revision: ``revision.opinion`` exists then.
    """

    revision = models.OneToOneField(
        Revision,
        models.PROTECT,
        related_name="precheck",
        verbose_name="提交版本",
        error_messages={"unique": "该版本已有初审表，请刷新后继续填写。"},
    )
    recommender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="prechecks", verbose_name="推荐单位"
    )
    findings = models.JSONField(
        "逐项初审", default=dict, blank=True, help_text="条件 → {met: 是否符合, remark: 说明}"
    )
    materials = models.JSONField(
        "材料初审", default=dict, blank=True, help_text="材料 → {met: 是否齐备, remark: 说明}"
    )
    opinion = models.JSONField("拟写的推荐意见", default=dict, blank=True)
    dated = models.DateField("拟写的意见日期", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="最后填写人")
    at = models.DateTimeField("最后保存时间")

    objects = PreCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "初审表"

    def __str__(self) -> str:
        return f"{self.recommender} {self.revision}"


class ParkOrder(models.Model):
    """In which order a recommender prefers the parks that wait at it, while its quota is short (REC-3).

    ``ids`` holds applications, the most preferred first. Those that no longer wait stay in it and do no harm; those
    that are missing come last, the longest waiting first.
    """

    recommender = models.OneToOneField(
        Organisation,
        models.PROTECT,
        related_name="park_order",
        verbose_name="推荐单位",
        error_messages={"unique": "该推荐单位已有园区推荐顺序，请修改原来的顺序。"},
    )
    ids = models.JSONField("园区申报的先后", default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="排序人")
    at = models.DateTimeField("排序时间")

    class Meta:
        verbose_name = verbose_name_plural = "园区推荐顺序"

    def __str__(self) -> str:
        return f"{self.recommender} 园区推荐顺序"


class OpinionTextQuerySet(models.QuerySet["OpinionText"]):
    """Which texts are meant."""

    def visible_to(self, user):
        """A recommender's own texts; nobody else's."""
        return (
            self.filter(recommender_id__in=organisation_ids(user))
            if may(user, Capability.RECOMMEND)
            else self.none()
        )


class OpinionText(models.Model):
    """A named text that a recommender uses again in its opinions (REC-2)."""

    recommender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="opinion_texts", verbose_name="推荐单位"
    )
    name = models.CharField("名称", max_length=30)
    text = models.TextField("内容")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="最后修改人")
    at = models.DateTimeField("最后修改时间")

    objects = OpinionTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用意见"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommender", "name"],
                name="one_text_per_name",
                violation_error_message="贵单位已有同名的常用意见。",
            )
        ]

    def __str__(self) -> str:
        return self.name
