"""The record of a draw: enough to do it again (REV-2)."""

import hashlib
import json
from datetime import UTC

from django.db import models
from django.db.models import Q

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import OwnMatter, may
from applications.models import Application
from reviews.models.panel import Panel
from reviews.states import DrawKind, DrawScope, DrawTarget, SeedSource


class DrawQuerySet(models.QuerySet["Draw"]):
    """Which draws are meant."""

    def visible_to(self, user):
        """Who forms panels only: who was drawn for what is not for reviewers or applicants to see."""
        return self if may(user, Capability.FORM_PANELS) else self.none()


class Draw(models.Model):
    """Who was drawn for what, from whom, without whom and why, by which seed. Written once, never changed.

    Attributes:
        origin: the draw that a redraw takes the place of, or that a replacement continues.
        replaces: the sheet of who stepped back, in whose place a replacement was drawn.
        round: 0 for a draw of its own; a replacement takes the next number of the same seed.
        cases: ``{id, number, name, areas}`` of each application; with target ``all`` the panel itself, id 0.
        pool: ``{id, name, areas, load}`` of each reviewer; load in sheets of the cycle before the draw.
        exclusions: ``{case, reviewer, kind, note}``; case None: from the whole draw.
        result: ``{case, reviewers}``, reviewers in the order drawn.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="draws", verbose_name="评审组")
    kind = models.CharField("种类", max_length=12, choices=DrawKind)
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="原抽取"
    )
    replaces = models.OneToOneField(
        "ScoreSheet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacement",
        verbose_name="补抽所替代的评分表",
        error_messages={"unique": "该评分表已经补抽过专家，请刷新后查看结果。"},
    )
    reason = models.CharField("理由", max_length=300, blank=True)
    target = models.CharField("抽取方式", max_length=5, choices=DrawTarget)
    scope = models.CharField("抽取范围", max_length=8, choices=DrawScope)
    applications = models.JSONField("申报", help_text="申报编号列表")
    count = models.PositiveSmallIntegerField("人数")
    seed = models.CharField("随机种子", max_length=64)
    seed_source = models.CharField("种子来源", max_length=8, choices=SeedSource)
    round = models.PositiveSmallIntegerField("轮次", default=0)
    algorithm = models.CharField("算法版本", max_length=10)
    cases = models.JSONField("抽取对象")
    pool = models.JSONField("抽取时的专家库")
    exclusions = models.JSONField("未参加抽取")
    result = models.JSONField("结果")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="抽取人")
    at = models.DateTimeField("抽取时间")
    sha256 = models.CharField("校验值", max_length=64)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专家抽取"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="draw_kind_has_its_origin",
                condition=Q(kind="first", origin=None, replaces=None, reason="")
                | (Q(kind="redraw", origin__isnull=False, replaces=None) & ~Q(reason=""))
                | (Q(kind="replacement", origin__isnull=False, replaces__isnull=False) & ~Q(reason="")),
                violation_error_message="重新抽取和补抽必须指明原抽取并说明理由。",
            ),
            models.UniqueConstraint(
                fields=["origin"],
                condition=Q(kind="redraw"),
                name="one_redraw_of_a_draw",
                violation_error_message="该次抽取已经重新抽取过，请刷新后查看结果。",
            ),
            models.UniqueConstraint(
                fields=["origin", "round"],
                condition=Q(kind="replacement"),
                name="one_replacement_per_round",
                violation_error_message="这一轮补抽已经完成，请刷新后查看结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def body(self) -> dict:
        """The whole record as it is hashed and handed out (docs/draw-record.md)."""
        names = (
            *(
                "panel_id",
                "kind",
                "origin_id",
                "replaces_id",
                "reason",
                "target",
                "scope",
                "applications",
                "count",
                "seed",
            ),
            *("seed_source", "round", "algorithm", "cases", "pool", "exclusions", "result", "by_id"),
        )
        return {name: getattr(self, name) for name in names} | {"at": self.at.astimezone(UTC).isoformat()}

    def computed_sha256(self) -> str:
        """SHA-256 over the whole record, in canonical JSON; the journal keeps it too."""
        return canonical_sha256(self.body())


def canonical_sha256(body: dict) -> str:
    """SHA-256 over canonical JSON: keys sorted, no blanks, characters as they are, UTF-8."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class SeedNamingQuerySet(models.QuerySet["SeedNaming"]):
    """Which namings are meant."""

    def visible_to(self, user):
        """Who forms panels only."""
        return self if may(user, Capability.FORM_PANELS) else self.none()

    def open(self):
        """Those whose value is still awaited."""
        return self.filter(state=SeedNaming.State.NAMED)


class SeedNaming(OwnMatter, models.Model):
    """A public value named as the seed of a draw before it exists, with the plan of the draw (REV-2).

    Pool and plan stay as they were when it was named: another pool or plan voids it. So nobody can choose a seed that
    suits, nor a pool that suits the seed.

    Attributes:
        source: which value, so that anybody can look it up.
        day: the value comes into being on this day, after the naming; it is entered on a later day.
        decimals: how many the value is written with, so that there is one way only to write it.
        cases, pool, exclusions: as ``Draw`` keeps them; loads are those of the naming.
    """

    class State(models.TextChoices):
        NAMED = "named", "待填写数值"
        DRAWN = "drawn", "已抽取"
        VOID = "void", "已作废"

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seed_namings", verbose_name="评审组")
    source = models.CharField("公开数值", max_length=200)
    day = models.DateField("数值产生日期")
    decimals = models.PositiveSmallIntegerField("小数位数")
    applications = models.JSONField("申报", help_text="申报编号列表")
    target = models.CharField("抽取方式", max_length=5, choices=DrawTarget)
    scope = models.CharField("抽取范围", max_length=8, choices=DrawScope)
    count = models.PositiveSmallIntegerField("人数")
    cases = models.JSONField("抽取对象")
    pool = models.JSONField("指定时的专家库")
    exclusions = models.JSONField("未参加抽取")
    state = models.CharField("进度", max_length=8, choices=State, default=State.NAMED)
    state_since = models.DateTimeField("进度起始时间")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="指定人")
    named_at = models.DateTimeField("指定时间")
    value = models.CharField("数值", max_length=40, blank=True)
    draw = models.OneToOneField(
        Draw,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="naming",
        verbose_name="抽取记录",
        error_messages={"unique": "该次抽取已对应一个公开数值。"},
    )
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    objects = SeedNamingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指定的公开数值"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="seed_naming_is_drawn_or_void_for_a_reason",
                condition=Q(state="named", value="", draw=None, void_reason="")
                | (Q(state="drawn", draw__isnull=False, void_reason="") & ~Q(value=""))
                | (Q(state="void", draw=None) & ~Q(void_reason="")),
                violation_error_message="公开数值填写后即抽取；作废的必须有原因，不能再抽取。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}（{self.day}）"

    def party_ids(self) -> set[int]:
        """Who applied with what is drawn for (REV-2)."""
        chosen = Application.objects.filter(pk__in=self.applications).order_by()
        return set(chosen.values_list("organisation_id", flat=True))
