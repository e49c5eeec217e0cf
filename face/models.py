"""A view of the screening list that a person keeps: a name and the query of the URL."""

from django.db import models
from django.db.models import Q

from accounts.models import User

MOST_VIEWS = 20


class SavedViewQuerySet(models.QuerySet):
    """Which views are meant."""

    def visible_to(self, user):
        """One's own; they are shared with nobody."""
        return self.filter(user=user)


class SavedView(models.Model):
    """Filters and order of the screening list under a name. At most one of a person is the start view."""

    user = models.ForeignKey(User, models.CASCADE, related_name="screening_views", verbose_name="人员")
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=1000)
    start = models.BooleanField("打开列表时使用", default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="one_view_per_name",
                violation_error_message="您已有同名的视图。",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(start=True),
                name="one_start_view",
                violation_error_message="只能有一个起始视图。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
