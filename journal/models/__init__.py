"""What happened (``Record``, append-only and hash-chained), who must be told (``Message``), the demo's clock.

Neither points at any of our apps: actors and objects are kept by id and by name, so that a record stays
readable whatever becomes of them.
"""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from journal.models.access import AccessBatch as AccessBatch
from journal.models.access import AccessEntry as AccessEntry
from journal.models.heads import Fault as Fault
from journal.models.heads import PublishedHead as PublishedHead
from journal.models.heads import Verification as Verification
from journal.recipe import GENESIS, RECIPE, SALTED, STREAM
from journal.work import Work, WorkQuerySet

BLANKED = "（内容已依法删除）"


class Audience(models.TextChoices):
    """Who may read a record in the timeline of its object."""

    PARTIES = "parties", "申报单位、推荐单位与市级工作人员"
    CITY = "city", "市级工作人员"


class RecordQuerySet(models.QuerySet["Record"]):
    """Views of the journal."""

    def about(self, kind: str, pk: int) -> Self:
        """Records of one object, oldest first."""
        return self.filter(object_type=kind, object_id=pk).order_by("pk")

    def blanked(self) -> Self:
        """Records from which something was deleted by law."""
        return self.filter(Q(actor_salt="") | Q(summary_salt="") | Q(facts_salt=""))


def _blanked_when_without_salt(name: str, sentence: str, **blank: Any) -> models.CheckConstraint:
    """A text without a salt is a deleted one: nothing else can stand in its place."""
    return models.CheckConstraint(
        name=f"record_{name}_blanked_when_without_salt",
        condition=~Q(**{f"{name}_salt": ""}) | Q(**blank),
        violation_error_message=sentence,
    )


class Record(models.Model):
    """One row of the journal. Written by ``journal.recording.record`` only; ``journal.blanking`` may blank its texts.

    ``hash`` covers digests of actor, summary and facts (docs/journal.md). Their plain text and salts lie beside it.
    """

    stream = models.CharField("日志链", max_length=20, default=STREAM)
    recipe = models.PositiveSmallIntegerField("校验算法版本", default=RECIPE)
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=120)
    actor_salt = models.CharField("操作人盐值", max_length=64, blank=True)
    actor_digest = models.CharField("操作人摘要值", max_length=64)
    verb = models.CharField("动作", max_length=40)
    label = models.CharField("动作名称", max_length=60)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.BigIntegerField("对象编号")
    audience = models.CharField("可见范围", max_length=10, choices=Audience)
    summary = models.TextField("摘要", blank=True)
    summary_salt = models.CharField("摘要盐值", max_length=64, blank=True)
    summary_digest = models.CharField("摘要的摘要值", max_length=64)
    facts = models.JSONField("事实", default=dict)
    facts_salt = models.CharField("事实盐值", max_length=64, blank=True)
    facts_digest = models.CharField("事实摘要值", max_length=64)
    previous_hash = models.CharField("前一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64, unique=True)

    PERSONAL = ("actor_name", "summary", "facts")  # ``blanking`` can delete each of them
    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        indexes = [models.Index(fields=["object_type", "object_id"], name="record_by_object")]
        constraints = [
            _blanked_when_without_salt(
                "actor", "已删除的操作人不能再有内容。", actor_id=None, actor_name=BLANKED
            ),
            _blanked_when_without_salt("summary", "已删除的摘要不能再有内容。", summary=BLANKED),
            _blanked_when_without_salt("facts", "已删除的事实不能再有内容。", facts={}),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.object_type}#{self.object_id}"

    @property
    def blanked(self) -> list[str]:
        """Which of ``recipe.SALTED`` were deleted by law."""
        return [name for name in SALTED if not getattr(self, f"{name}_salt")]

    def salted(self) -> dict[str, object]:
        """What the digests stand for, by the names of ``recipe.SALTED``."""
        return {"actor": [self.actor_id, self.actor_name], "summary": self.summary, "facts": self.facts}


class Head(models.Model):
    """The end of one stream: the row that writers lock to append to it, always as their last lock."""

    stream = models.CharField(max_length=20, unique=True, default=STREAM)
    hash = models.CharField(max_length=64, default=GENESIS)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stream} {self.count}: {self.hash}"


class MessageQuerySet(WorkQuerySet):
    """Views of the outbox."""

    def inbox(self, user_id: int) -> Self:
        """Messages of one person, newest first."""
        return self.filter(recipient_id=user_id).order_by("-pk")


class Message(Work):
    """One sentence to one person: shown in the portal at once, sent by e-mail by a worker.

    Without ``recipient_id`` it goes to an address that has no account yet. ``key`` is unique, so nothing is said
    twice however often a task runs.
    """

    task_name = "journal.tasks.deliver_message"
    failure = "邮件未能发出"
    backoff = timedelta(minutes=2)  # five attempts outlast half an hour without a mail server

    key = models.CharField("唯一键", max_length=160, unique=True)
    recipient_id = models.BigIntegerField("收件人编号", null=True, blank=True, db_index=True)
    email = models.EmailField("邮箱")
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    link = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("生成时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    sent_at = models.DateTimeField("邮件发出时间", null=True, blank=True)

    PERSONAL = ("email", "subject", "body")
    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        constraints = [
            models.CheckConstraint(
                name="message_sent_at_iff_done",
                condition=models.Q(state="done", sent_at__isnull=False)
                | (~models.Q(state="done") & models.Q(sent_at=None)),
                violation_error_message="只有已发出的消息才有发出时间。",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class DemoClock(models.Model):
    """The mark of the embedded demo, written by ``manage.py demo`` alone: its clock may be moved forward (CUT-2).

    ``journal.clock`` reads it, and only where ``DATABASE_URL`` is not set.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    ahead = models.PositiveBigIntegerField("快进秒数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "演示时钟"
        constraints = [
            models.CheckConstraint(
                name="one_demo_clock",
                condition=Q(pk=1),
                violation_error_message="演示时钟只有一个。",
            ),
        ]

    def __str__(self) -> str:
        return f"演示时钟：快 {self.ahead} 秒"
