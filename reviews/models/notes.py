"""What a panel discussed: points on an application, and minutes. Each edit is a version of its own; none is lost."""

from django.db import models
from django.db.models import OuterRef, Subquery

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application
from files.models import StoredFile
from reviews.models.panel import Panel


class NotesQuerySet(models.QuerySet):
    """Which versions are meant."""

    def visible_to(self, user):
        """The city writes and reads them; nobody else does."""
        return self if may(user, Capability.FORM_PANELS, Capability.READ_REVIEW) else self.none()


class PanelNoteQuerySet(NotesQuerySet):
    """Points discussed on applications."""

    def current(self):
        """The latest version of each application before each panel."""
        same = self.model.objects.filter(panel=OuterRef("panel"), application=OuterRef("application"))
        return self.filter(number=Subquery(same.order_by("-number").values("number")[:1]))

    def of_application(self, application: Application):
        """The current points discussed on an application, panel by panel, with who wrote them."""
        return self.current().filter(application=application).select_related("panel", "by").order_by("panel")

    def before(self, panel: Panel) -> "dict[int, PanelNote]":
        """Application id → its current note before the panel."""
        notes = self.current().filter(panel=panel).select_related("by")
        return {note.application_id: note for note in notes}


class MinutesQuerySet(NotesQuerySet):
    """Minutes of panels."""

    def current(self):
        """The latest version of each panel."""
        same = self.model.objects.filter(panel=OuterRef("panel"))
        return self.filter(number=Subquery(same.order_by("-number").values("number")[:1]))


class PanelNote(models.Model):
    """One version of what a panel discussed on an application before it."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="notes", verbose_name="评审组")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="panel_notes", verbose_name="申报"
    )
    number = models.PositiveSmallIntegerField("版本")
    text = models.TextField("讨论要点")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间")

    objects = PanelNoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "讨论要点"
        ordering = ["panel", "application", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "application", "number"],
                name="one_note_per_version",
                violation_error_message="这一版讨论要点已有人保存，请刷新后再改。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} 讨论要点第 {self.number} 版"


class Minutes(models.Model):
    """One version of the minutes of a panel; the signed original may be kept with it."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="minutes", verbose_name="评审组")
    number = models.PositiveSmallIntegerField("版本")
    held_on = models.DateField("会议日期")
    attendees = models.TextField("参会人员")
    text = models.TextField("会议纪要")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签字件"
    )
    file_name = models.CharField("签字件名称", max_length=255, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间")

    PERSONAL = ("attendees",)
    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议纪要"
        ordering = ["panel", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "number"],
                name="one_minutes_per_version",
                violation_error_message="这一版会议纪要已有人保存，请刷新后再改。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel} 会议纪要第 {self.number} 版"
