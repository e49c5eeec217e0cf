"""For which yearly evaluation a received application stood, and when (CUT-4, CUT-5)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from applications.models.application import Application
from programme.models import Cycle


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Stays of received applications in cycles."""

    def at_cutoff(self, cycle: Cycle, cutoff: datetime) -> Self:
        """Those that stood in ``cycle`` when its cutoff passed; a correction that ran out then had left already."""
        return self.filter(Q(until=None) | Q(until__gt=cutoff), cycle=cycle, since__lt=cutoff)


class Participation(models.Model):
    """One stay of a received application in one cycle: from its receipt, or its late correction, until a correction lapsed.

    Between two stays it belongs to no list. The frozen list is read from these rows, so it does not matter when closing runs.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="participations", verbose_name="申报"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="participations", verbose_name="参评年度")
    since = models.DateTimeField("开始时间")
    until = models.DateTimeField("补正逾期时间（不含）", null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参评年度"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(until=None),
                name="one_year_at_a_time",
                violation_error_message="一项申报同时只能参加一个年度的评选。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.cycle}"
