"""Views that a person saves of a list: a name and the query of the URL.

The owner is kept by id: accounts stand above this room.
"""

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

MOST_VIEWS = 20  # of one person and list
QUERY_LENGTH = 1000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Saved views by owner and list."""

    def visible_to(self, user: AbstractBaseUser) -> Self:
        """One's own; they are shared with nobody."""
        return self.filter(owner_id=user.pk)

    def of_list(self, name: str) -> Self:
        """Those of one list."""
        return self.filter(list=name)


class SavedView(models.Model):
    """Filters and order of a list under a name. At most one of a person and list is the start view."""

    owner_id = models.BigIntegerField("人员编号")
    list = models.CharField("列表", max_length=30)
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=QUERY_LENGTH)
    start = models.BooleanField("打开列表时使用", default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "list", "name"],
                name="one_view_per_name",
                violation_error_message="您已有同名的视图。",
            ),
            models.UniqueConstraint(
                fields=["owner_id", "list"],
                condition=Q(start=True),
                name="one_start_view",
                violation_error_message="只能有一个起始视图。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
