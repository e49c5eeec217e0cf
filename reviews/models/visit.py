"""Site visits: the plan, and of each application that is visited the checklist, findings and photos (REV-1)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import OwnMatter, may, organisation_ids
from applications.models import Application
from face.look import Look
from files.models import StoredFile
from reviews.states import (
    CASE_LOOKS,
    DECLARED,
    CaseState,
    Conclusion,
    ScoreSheetState,
    VisitState,
)


class SiteVisitQuerySet(models.QuerySet["SiteVisit"]):
    """Which visits are meant."""

    def visible_to(self, user):
        """The city sees all; an applicant those to it; a reviewer those with the own person, unless recused (REV-2)."""
        if may(user, Capability.VISIT):
            return self
        seen = self.none()
        if may(user, Capability.APPLY):
            own = VisitCase.objects.filter(application__organisation_id__in=organisation_ids(user))
            seen |= self.filter(pk__in=own.values("visit"))
        return seen | self.gone_on_by(user)

    def gone_on_by(self, user):
        """Those that a reviewer goes on, unless it is recused from something that is visited (REV-2)."""
        if not may(user, Capability.REVIEW):
            return self.none()
        recused = Application.objects.filter(
            score_sheets__reviewer=user, score_sheets__state=ScoreSheetState.RECUSED
        )
        going = SiteVisit.objects.filter(visitors=user).exclude(cases__application__in=recused)
        return self.filter(pk__in=going.values("pk"))


class SiteVisit(OwnMatter, models.Model):
    """A visit to one or several applications at one place and time (A2 §三.二, A3 §三.二)."""

    starts_at = models.DateTimeField("调研时间")
    place = models.CharField("地点", max_length=200)
    purpose = models.TextField("调研内容")
    visitors = models.ManyToManyField(User, related_name="site_visits", verbose_name="参加人员")
    others = models.CharField("其他参加人员", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=VisitState, default=VisitState.PLANNED)
    state_since = models.DateTimeField("状态起始时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="安排人")
    created_at = models.DateTimeField("安排时间")

    PERSONAL = ("others",)
    objects = SiteVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场调研"
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["starts_at"], name="visit_by_time")]

    def __str__(self) -> str:
        return f"现场调研 {self.place}"

    def get_absolute_url(self) -> str:
        """The page of the plan."""
        return reverse("visit", args=[self.pk])

    def party_ids(self) -> set[int]:
        """Who applied with what is visited (REV-2)."""
        return set(self.cases.order_by().values_list("application__organisation_id", flat=True))


class VisitCaseQuerySet(models.QuerySet["VisitCase"]):
    """Which records of visits are meant."""

    def visible_to(self, user):
        """The city sees all; a reviewer what is handed in, of applications it scores, if it was at the visit (REV-2)."""
        if may(user, Capability.VISIT, Capability.READ_REVIEW):
            return self
        if not may(user, Capability.REVIEW):
            return self.none()
        scored = Application.objects.filter(score_sheets__reviewer=user, score_sheets__state__in=DECLARED)
        invited = SiteVisit.objects.gone_on_by(user)
        return self.filter(state=CaseState.HANDED_IN, visit__in=invited, application__in=scored)

    def counted(self):
        """Those that are shown beside scores: handed in."""
        return self.filter(state=CaseState.HANDED_IN)


class VisitCase(OwnMatter, models.Model):
    """What a visit found of one application.

    ``checklist`` is kept as it was when the visit was planned (``reviews.visits.checklists``), so that a later change of the
    list changes no earlier visit: {"version", "items": [{"key", "aspect", "text"}], "figures": [{"key", "label", "stated"}]}.
    ``entries`` holds what was found by the names of the form's fields; ``edits`` who wrote each last.
    """

    visit = models.ForeignKey(SiteVisit, models.PROTECT, related_name="cases", verbose_name="现场调研")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="visit_cases", verbose_name="申报"
    )
    checklist = models.JSONField("核查清单")
    entries = models.JSONField("现场记录", default=dict)
    edits = models.JSONField("各处的最近改动", default=dict)
    conclusion = models.CharField("结论", max_length=12, choices=Conclusion, blank=True)
    findings = models.TextField("调研情况", blank=True)
    state = models.CharField("状态", max_length=10, choices=CaseState, default=CaseState.OPEN)
    state_since = models.DateTimeField("状态起始时间")
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    handed_in_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    handed_in_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = VisitCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调研记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "application"],
                name="one_case_per_visit",
                violation_error_message="这次调研已包含该申报，请勿重复添加。",
            ),
            models.CheckConstraint(
                name="handed_in_case_is_whole",
                condition=(
                    Q(state="handed_in", handed_in_at__isnull=False, handed_in_by__isnull=False)
                    & ~Q(conclusion="")
                    & ~Q(findings="")
                )
                | Q(state="open", handed_in_at=None, handed_in_by=None),
                violation_error_message="已提交的调研记录必须有结论、调研情况和提交人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} 调研记录"

    def get_absolute_url(self) -> str:
        """The page of the record."""
        return reverse("visit_case", args=[self.pk])

    def party_ids(self) -> list[int]:
        """The applicant (REV-2)."""
        return [self.application.organisation_id]

    @property
    def look(self) -> Look:
        """How its state looks."""
        return CASE_LOOKS.look(self.state)


class VisitPhoto(models.Model):
    """A photo of a visit: made anew when it came in, upright and without what the camera wrote beside the picture."""

    case = models.ForeignKey(VisitCase, models.PROTECT, related_name="photos", verbose_name="调研记录")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="照片")
    small = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="缩略图")
    name = models.CharField("文件名", max_length=150)
    caption = models.CharField("说明", max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "调研照片"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "file"],
                name="one_photo_per_case",
                violation_error_message="这张照片已经上传过。",
            )
        ]

    def __str__(self) -> str:
        return self.name
