"""Publishing the head of the journal: every day, and after each closing, publication and award.

A sweep looks what happened since the last published head, so those acts do nothing more, take no further lock, and a
kill loses nothing: the next sweep publishes. Head, row and mails are one transaction.
"""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from face.journal_head import HOW_TO_CHECK
from face.wording import chinese_datetime
from journal import clock
from journal.models import Head, PublishedHead, Record
from journal.recipe import STREAM
from journal.recording import write_to
from programme.acts import CLOSE_CYCLE
from reviews.acts import PUBLISH_RESULTS
from reviews.workflow import PUBLIC_NOTICE

Why = PublishedHead.Why
OCCASIONS = {
    CLOSE_CYCLE.name: Why.CLOSING,
    PUBLISH_RESULTS.name: Why.PUBLICATION,
    PUBLIC_NOTICE.verbs["award"].name: Why.AWARD,
    PUBLIC_NOTICE.verbs["finish_award"].name: Why.AWARD,
}
PLACES = (CLOSE_CYCLE.model._meta.label_lower, PUBLIC_NOTICE.model._meta.label_lower)


def publish_due() -> list[PublishedHead]:
    """Publish the head for every reason that there is since the last time; nothing when there is none."""
    now = clock.now()
    head = Head.objects.filter(stream=STREAM).first()
    if head is None:
        return []
    reasons = _reasons(head, now)
    there = set(PublishedHead.objects.filter(key__in=reasons).values_list("key", flat=True))
    return [_publish(head, key, why, now) for key, why in reasons.items() if key not in there]


def _reasons(head: Head, now: datetime) -> dict[str, Why]:
    """Why the head is due, by the key that lets each reason count once.

    The head was read before the rows are looked at, and only rows up to it count: none is passed over.
    """
    last = _last_record(head)
    since = PublishedHead.objects.aggregate(last=Max("record"))["last"] or 0
    acts = Record.objects.filter(
        pk__gt=since, pk__lte=last, verb__in=OCCASIONS, object_type__in=PLACES
    ).order_by("pk")
    reasons = {OCCASIONS[verb]: pk for pk, verb in acts.values_list("pk", "verb")}
    return {f"day:{clock.day_of(now)}": Why.DAY} | {f"record:{pk}": why for why, pk in reasons.items()}


def _last_record(head: Head) -> int:
    return Record.objects.filter(hash=head.hash).values_list("pk", flat=True).first() or 0


def _publish(head: Head, key: str, why: Why, now: datetime) -> PublishedHead:
    """Write one head down and put its mails into the outbox; another process may be doing the same."""
    published = PublishedHead(
        key=key, at=now, count=head.count, hash=head.hash, record=_last_record(head), why=why
    )
    with transaction.atomic():
        PublishedHead.objects.bulk_create([published], ignore_conflicts=True)
        for email in settings.JOURNAL_HEAD_TO:
            write_to(
                email,
                key=f"head:{key}:{sha256(email.encode()).hexdigest()[:16]}",
                subject=f"日志链头 {clock.day_of(now):%Y-%m-%d}：{why.label}",
                body=_body(published),
                link=reverse("journal_head"),
                at=now,
            )
    return published


def _body(published: PublishedHead) -> str:
    return (
        f"公布时间：{chinese_datetime(published.at)}\n缘由：{published.get_why_display()}\n"
        f"条数：{published.count}\n最后一条的校验值：{published.hash}\n链头：{published}\n\n"
        f"请保存本邮件。{HOW_TO_CHECK}"
    )
