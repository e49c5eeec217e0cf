"""The rendered form and submission packet of a revision: the work, and a row per file."""

from django.db import models
from django.db.models import Prefetch, Q

from applications.models.revision import Revision
from files.models import StoredFile
from journal.work import Work, WorkQuerySet


class PacketQuerySet(WorkQuerySet):
    """Which packets are meant."""

    def with_files(self):
        """With their files, in two queries however many there are."""
        return self.prefetch_related(Prefetch("files", PacketFile.objects.select_related("file")))


class Packet(Work):
    """The rendered form and submission packet of a revision: work for Celery, and its result.

    ``input_sha256`` is over everything that is rendered; when it changes (a number, an opinion) the packet is
    due again. Its files stay, as those of the time before, until they are replaced. A packet that is done has a file
    of every kind: ``packets.work.keep`` writes both in one transaction, ``invariants`` looks.
    """

    task_name = "applications.tasks.build_packet"
    failure = "生成失败"

    revision = models.OneToOneField(
        Revision,
        models.PROTECT,
        related_name="packet",
        verbose_name="提交版本",
        error_messages={"unique": "该版本已有材料包，请刷新后查看。"},
    )
    input_sha256 = models.CharField("输入校验值", max_length=64)
    step = models.CharField("步骤", max_length=60, blank=True)
    detail = models.CharField("步骤说明", max_length=80, blank=True)
    left_out = models.JSONField("未能合并的附件", default=list)
    proof = models.JSONField("核对结果", default=dict)
    built_at = models.DateTimeField("生成时间", null=True, blank=True)

    objects = PacketQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报材料包"
        constraints = [
            models.CheckConstraint(
                name="done_packet_is_built",
                condition=~Q(state="done") | Q(built_at__isnull=False),
                violation_error_message="已完成的材料包必须有生成时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} 材料包"

    @property
    def in_trouble(self) -> bool:
        """Whether it waits for a hand: failed, or built with something lacking in its files or an original lost."""
        lacks = any(self.proof.get(key) for key in (*PacketFile.Kind.values, "glyphs", "lost"))
        return self.state == self.State.FAILED or (self.state == self.State.DONE and lacks)

    @property
    def waits_again(self) -> bool:
        """Whether it could not be built and waits until it is tried again by itself."""
        return self.state == self.State.PENDING and bool(self.error) and not self.step

    def file_of(self, kind: str) -> "PacketFile | None":
        """Its file of a kind; None when it has none. Fetch many packets ``with_files``."""
        return next((file for file in self.files.all() if file.kind == kind), None)

    def sha256_of(self, kind: str) -> str | None:
        """The checksum of its file of a kind; None when it has none."""
        file = self.file_of(kind)
        return file and file.file_id

    def reset(self) -> None:
        """Make it due again from the first attempt and the first step."""
        super().reset()
        self.step = self.detail = ""


class PacketFileQuerySet(models.QuerySet["PacketFile"]):
    """Which files are meant."""

    def visible_to(self, user):
        """Files of the revisions that a person may open."""
        return self.filter(packet__revision__in=Revision.objects.visible_to(user))


class PacketFile(models.Model):
    """One file of a packet; ``packets.outputs`` has what else is to be known of its kind."""

    class Kind(models.TextChoices):
        WORD = "word", "申报表（Word）"
        PDF = "pdf", "申报表（PDF）"
        MERGED = "merged", "申报材料合订本（PDF）"
        ARCHIVE = "archive", "申报材料压缩包（ZIP）"

    packet = models.ForeignKey(Packet, models.CASCADE, related_name="files", verbose_name="材料包")
    kind = models.CharField("种类", max_length=10, choices=Kind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")

    objects = PacketFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料包文件"
        ordering = ["packet", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "kind"],
                name="one_packet_file_of_a_kind",
                violation_error_message="材料包的每种文件只有一个。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.packet} {self.get_kind_display()}"
