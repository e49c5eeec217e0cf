"""A remark on one place of what was submitted: by the recommender that returns it, or by screening (REC-2, CUT-5)."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.rules import organisation_ids
from applications.models.application import Application
from applications.models.revision import Revision

TEXT_CHARACTERS = 500


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Which remarks are meant."""

    def visible_to(self, user):
        """Those of every application that a person may open; a recommender reads only what it wrote itself.

        Reviewers open no application and so see none.
        """
        whole = Revision.objects.filter(application__in=Application.objects.read_wholly_by(user))
        own = Revision.objects.filter(
            application__in=Application.objects.at_desk_of(user),
            recommender__in=organisation_ids(user),
            opinion__recommender__in=organisation_ids(user),
        )
        return self.filter(Q(revision__in=whole) | Q(revision__in=own, source=Remark.Source.RETURN))


class Remark(models.Model):
    """What is to be changed at one place of a revision. Written with the verb that sends it back, never changed.

    ``place`` is a key path of the form (``technologies/0/name``), ``carbon``, ``material:<kind>``, ``condition:<key>``,
    or empty: the application as a whole. ``applications.remarks.places`` knows their official labels.
    """

    class Source(models.TextChoices):
        RETURN = "return", "推荐单位"
        CORRECTION = "correction", "市级"

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="remarks", verbose_name="提交版本")
    place = models.CharField("位置", max_length=100, blank=True)
    text = models.TextField("意见", max_length=TEXT_CHARACTERS)
    source = models.CharField("来源", max_length=10, choices=Source)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("时间")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "逐处意见"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="remark_has_text",
                condition=~Q(text=""),
                violation_error_message="意见不能为空。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.place}：{self.text}"
