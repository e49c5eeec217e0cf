"""The case file of one application: asked for by city staff, built by a worker. And what was cleared of personal data."""

from django.db import models
from django.db.models import Q

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may, organisation_ids
from applications.models import Application
from files.models import StoredFile
from journal.work import Work, WorkQuerySet


class CaseFileQuerySet(WorkQuerySet):
    """Which case files are meant."""

    def visible_to(self, user):
        """Who gathers them, of what is not the own organisation's (REV-2); nobody else."""
        if not may(user, Capability.GATHER_CASE_FILES):
            return self.none()
        return self.exclude(application__organisation__in=organisation_ids(user))


class CaseFile(Work):
    """Everything of an application as one PDF and one zip, as it stood when a worker gathered it.

    Asking again makes the same row due; the files of the time before stay until there are newer ones.
    """

    task_name = "portal.tasks.build_case_file"
    failure = "案卷生成失败"

    application = models.OneToOneField(
        Application,
        models.PROTECT,
        related_name="case_file",
        verbose_name="申报",
        error_messages={"unique": "该申报已有案卷，请刷新后查看。"},
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    step = models.CharField("步骤", max_length=80, blank=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    archive = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    lacking = models.JSONField("缺少的文件", default=list)
    built_at = models.DateTimeField("生成时间", null=True, blank=True)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报案卷"
        constraints = [
            models.CheckConstraint(
                name="done_case_file_has_files",
                condition=~Q(state="done")
                | Q(pdf__isnull=False, archive__isnull=False, built_at__isnull=False),
                violation_error_message="已完成的案卷必须有文件。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} 案卷"

    def reset(self) -> None:
        """Make it due again from the first attempt."""
        super().reset()
        self.step = ""


class Clearing(models.Model):
    """Personal data were cleared because their time was over (``personal_data.retention``)."""

    rule = models.CharField("类别", max_length=20)
    before = models.DateTimeField("清除此前的信息")
    count = models.PositiveIntegerField("条数")
    at = models.DateTimeField("清除时间")

    class Meta:
        verbose_name = verbose_name_plural = "个人信息清除记录"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.rule}：{self.count} 条"
