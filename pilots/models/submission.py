"""What the organisation of a pilot writes and hands in: plan, progress report, change, self-evaluation, repair report.

All of them are written the same way (``pilots.writing``): saved while one types, by several people at once, with files,
handed in as a version, returned or accepted.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.rules import OwnMatter
from face.look import Look
from files.models import StoredFile
from pilots.models.pilot import Pilot
from pilots.states import OUTCOME_LOOKS, UNFINISHED, Outcome, SubmissionKind, SubmissionState


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Which submissions are meant."""

    def visible_to(self, user):
        """The organisation sees its own; the city everything, of what is being written only that it is."""
        return self.filter(pilot__in=Pilot.objects.visible_to(user))

    def unfinished(self):
        """Those that are still to be handed in or answered."""
        return self.filter(state__in=UNFINISHED)


class Submission(OwnMatter, models.Model):
    """One thing that is written about a pilot and handed in, perhaps several times.

    ``content`` holds what stands on its page now, by the names of the places of its layout (``writing.layout``);
    ``edits`` who wrote each last: [user id, name, instant]. ``number`` counts per pilot and kind.
    """

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="submissions", verbose_name="试点")
    kind = models.CharField("种类", max_length=16, choices=SubmissionKind)
    number = models.PositiveSmallIntegerField("序号")
    state = models.CharField("状态", max_length=10, choices=SubmissionState, default=SubmissionState.OPEN)
    state_since = models.DateTimeField("状态起始时间")
    opened_at = models.DateTimeField("开始时间")
    period_from = models.DateField("报告期起", null=True, blank=True)
    period_to = models.DateField("报告期止", null=True, blank=True)
    due_on = models.DateField("提交期限", null=True, blank=True, help_text="当日 24:00 截止")
    not_before = models.DateField(
        "最早提交日期", null=True, blank=True, help_text="自评报告：试运行满三个月之日（A1 §三.3）"
    )
    first_handed_in_on = models.DateField("首次提交日期", null=True, blank=True)
    weighty = models.BooleanField(
        "须经批准的调整", null=True, blank=True, help_text="调整申请提交时按设定的幅度判断（A3 §三.三）"
    )
    content = models.JSONField("填写内容", default=dict, blank=True)
    edits = models.JSONField("各处的最近改动", default=dict, blank=True)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点材料"
        ordering = ["pilot", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "kind", "number"],
                name="one_submission_per_number",
                violation_error_message="这份材料已经开始填写，请刷新后查看。",
            ),
            models.UniqueConstraint(
                fields=["pilot", "kind"],
                condition=Q(state__in=["open", "handed_in", "returned"]) & ~Q(kind="progress"),
                name="one_unfinished_submission_per_kind",
                violation_error_message="同类材料还有一份没有办完，请先办完那一份。",
            ),
            models.UniqueConstraint(
                fields=["pilot", "period_to"],
                condition=Q(kind="progress"),
                name="one_report_per_period",
                violation_error_message="这一报告期的进展报告已经开始填写，请刷新后查看。",
            ),
            models.CheckConstraint(
                name="report_has_its_period",
                condition=Q(
                    kind="progress",
                    period_from__isnull=False,
                    period_to__isnull=False,
                    due_on__isnull=False,
                    period_to__gte=F("period_from"),
                    due_on__gt=F("period_to"),
                )
                | (~Q(kind="progress") & Q(period_from=None, period_to=None)),
                violation_error_message="进展报告必须有报告期，提交期限应晚于报告期。",
            ),
            models.CheckConstraint(
                name="self_evaluation_not_before_its_day",
                condition=~Q(kind="self_evaluation")
                | (
                    Q(not_before__isnull=False)
                    & (Q(first_handed_in_on=None) | Q(first_handed_in_on__gte=F("not_before")))
                ),
                violation_error_message="试运行不满三个月，还不能提交自评报告。",
            ),
            models.CheckConstraint(
                name="handed_in_has_its_day",
                condition=Q(state__in=["open", "closed"]) | Q(first_handed_in_on__isnull=False),
                violation_error_message="已提交的材料必须有提交日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} {self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        """Its page: to write while it is open, to read afterwards."""
        return reverse("submission", args=[self.pk])

    def party_ids(self) -> list[int]:
        """Whose pilot it is about (REV-2)."""
        return self.pilot.party_ids()

    @property
    def last(self) -> "SubmissionVersion | None":
        """The version handed in last; None before the first."""
        return self.versions.order_by("version").last()


class SubmissionVersionQuerySet(models.QuerySet["SubmissionVersion"]):
    """Which versions are meant."""

    def visible_to(self, user):
        """Of pilots that a person may see."""
        return self.filter(submission__in=Submission.objects.visible_to(user))

    def waiting(self):
        """Those that the city has not answered."""
        return self.filter(outcome=Outcome.WAITING)


class SubmissionVersion(models.Model):
    """A version as it was handed in: its content and files do not change any more (A1 §三.2, A3 §三.二).

    ``file`` is the whole document where the organisation uploaded it; None where the portal makes it from ``content``.
    ``files``: what was attached, [{"name", "sha256", "place"}].
    """

    Outcome = Outcome

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="versions", verbose_name="试点材料"
    )
    version = models.PositiveSmallIntegerField("版本")
    content = models.JSONField("填写内容", default=dict, blank=True)
    files = models.JSONField("附件", default=list, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    file_name = models.CharField("文件名", max_length=150, blank=True)
    note = models.TextField("说明", blank=True)
    late = models.BooleanField("逾期提交", default=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")
    outcome = models.CharField("审核结果", max_length=10, choices=Outcome, default=Outcome.WAITING)
    remarks = models.TextField("审核意见", blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)

    objects = SubmissionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点材料版本"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "version"],
                name="one_version_per_number",
                violation_error_message="这一版材料已经提交，请刷新后查看。",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(outcome="waiting"),
                name="one_waiting_version",
                violation_error_message="已有一版在审核中，请等待审核结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} 第 {self.version} 版"

    @property
    def look(self) -> Look:
        """How the city's answer looks."""
        return OUTCOME_LOOKS.look(self.outcome)


class SubmissionFile(models.Model):
    """A file beside what is being written; ``place``: the name of the place it proves, "" for the whole.

    ``place`` "document" is the whole document, uploaded in place of the one that the portal makes.
    """

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="attached", verbose_name="试点材料"
    )
    place = models.CharField("位置", max_length=40, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=150)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "试点材料附件"
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "place", "file"],
                name="one_file_per_place",
                violation_error_message="这个文件已经上传过。",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(place="document"),
                name="one_document_per_submission",
                violation_error_message="已上传过整份文件，请先删除原来的。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReviewRemark(models.Model):
    """One remark of the review, which the plan has to answer (A1 §三.2)."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="review_remarks", verbose_name="试点")
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("评审意见")

    class Meta:
        verbose_name = verbose_name_plural = "评审意见"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "number"],
                name="one_remark_per_number",
                violation_error_message="这条评审意见已经登记。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
