"""What happened (``Record``, append-only and hash-chained) and who must be told (``Message``).

Neither points at any of our apps: actors and objects are kept by id and by name, so that a record stays
readable whatever becomes of them.
"""

import hashlib
import json
from datetime import UTC, timedelta

from django.db import models

from journal.work import Work, WorkQuerySet


class Audience(models.TextChoices):
    """Who may read a record in the timeline of its object."""

    PARTIES = "parties", "申报单位、推荐单位与市级工作人员"
    CITY = "city", "市级工作人员"


class RecordQuerySet(models.QuerySet):
    """Views of the journal."""

    def about(self, kind: str, pk: int):
        """Records of one object, oldest first."""
        return self.filter(object_type=kind, object_id=pk).order_by("pk")


class Record(models.Model):
    """One row of the journal. Written by ``journal.recording.record`` only, never changed."""

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=120)
    verb = models.CharField("动作", max_length=40)
    label = models.CharField("动作名称", max_length=60)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.BigIntegerField("对象编号")
    audience = models.CharField("可见范围", max_length=10, choices=Audience)
    summary = models.TextField("摘要", blank=True)
    facts = models.JSONField("事实", default=dict)
    previous_hash = models.CharField("前一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64, unique=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        indexes = [models.Index(fields=["object_type", "object_id"], name="record_by_object")]

    def __str__(self) -> str:
        return f"{self.label} {self.object_type}#{self.object_id}"

    def computed_hash(self) -> str:
        """SHA-256 over this row and the hash of the row before it."""
        body = [
            self.previous_hash,
            self.at.astimezone(UTC).isoformat(),
            self.actor_id,
            self.actor_name,
            self.verb,
            self.label,
            self.object_type,
            self.object_id,
            self.audience,
            self.summary,
            self.facts,
        ]
        return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Head(models.Model):
    """The end of the chain: the single row (pk 1) that writers lock to append, always as their last lock."""

    hash = models.CharField(max_length=64)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count}: {self.hash}"


class MessageQuerySet(WorkQuerySet):
    """Views of the outbox."""

    def inbox(self, user_id: int):
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

    objects = MessageQuerySet.as_manager()

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
