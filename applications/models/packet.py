"""The rendered form and submission packet of a revision."""

from django.db import models
from django.db.models import Q

from applications.models.revision import Revision
from files.models import StoredFile
from journal.work import Work


class Packet(Work):
    """The rendered form and submission packet of a revision: work for Celery, and its result.

    ``input_sha256`` is over everything that is rendered; when it changes (a number, an opinion) the packet is
    due again.
    """

    task_name = "applications.tasks.build_packet"
    failure = "生成失败"

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="packet", verbose_name="提交版本")
    input_sha256 = models.CharField("输入校验值", max_length=64)
    step = models.CharField("步骤", max_length=60, blank=True)
    detail = models.CharField("步骤说明", max_length=80, blank=True)
    word = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    merged = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    archive = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    left_out = models.JSONField("未能合并的附件", default=list)
    proof = models.JSONField("核对结果", default=dict)
    built_at = models.DateTimeField("生成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申报材料包"
        constraints = [
            models.CheckConstraint(
                name="done_packet_has_files",
                condition=~Q(state="done")
                | Q(
                    word__isnull=False,
                    pdf__isnull=False,
                    merged__isnull=False,
                    archive__isnull=False,
                    built_at__isnull=False,
                ),
                violation_error_message="已完成的材料包必须有全部文件。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} 材料包"

    @property
    def in_trouble(self) -> bool:
        """Whether it waits for a hand: failed, or built with something lacking in its files or an original lost."""
        lacks = any(self.proof.get(key) for key in ("word", "pdf", "glyphs", "lost"))
        return self.state == self.State.FAILED or (self.state == self.State.DONE and lacks)

    @property
    def waits_again(self) -> bool:
        """Whether it could not be built and waits until it is tried again by itself."""
        return self.state == self.State.PENDING and bool(self.error) and not self.step

    def reset(self) -> None:
        """Make it due again from the first attempt and the first step."""
        super().reset()
        self.step = self.detail = ""
