"""The record of a draw: enough to do it again (REV-2)."""

import hashlib
import json
from datetime import UTC

from django.db import models
from django.db.models import Q

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
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

    def computed_sha256(self) -> str:
        """SHA-256 over the whole record, in canonical JSON; the journal keeps it too."""
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
        body = {name: getattr(self, name) for name in names} | {"at": self.at.astimezone(UTC).isoformat()}
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
