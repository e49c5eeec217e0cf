"""What must hold in the journal and the outbox."""

from collections.abc import Iterator

from django.db.models import Count

from journal.blanking import messages_blanked_before
from journal.chain import broken_chain
from journal.models import Message, Record
from journal.recording import TOLD, told_digest, told_line


def broken() -> Iterator[str]:
    """A sentence for each fault: the chain of records, one message per key."""
    yield from broken_chain()
    yield from _outbox()
    twice = Message.objects.values("key").annotate(n=Count("pk")).filter(n__gt=1)
    for row in twice:
        yield f"消息「{row['key']}」出现 {row['n']} 次，应只有 1 次。"


def _outbox() -> Iterator[str]:
    """The messages of each act are those that its row of the journal holds: none changed, taken away or slipped in.

    Those that are older than the law lets them be kept have no words any more, and are not asked.
    """
    lines: dict[int, list[str]] = {}
    messages = Message.objects.filter(key__startswith="record:", recipient_id__isnull=False)
    for key, *said in messages.values_list(
        "key", "recipient_id", "email", "subject", "body", "link"
    ).iterator():
        _, row, number, _ = key.split(":")
        lines.setdefault(int(row), []).append(told_line(number, *said))
    rows = Record.objects.filter(facts__has_key=TOLD).order_by("pk")
    if blanked := messages_blanked_before():
        rows = rows.filter(at__gte=blanked)
    for pk, label, held in rows.values_list("pk", "label", f"facts__{TOLD}").iterator():
        if told_digest(held["salt"], lines.get(pk, [])) != held["digest"]:
            yield f"日志第 {pk} 条「{label}」发出的 {held['count']} 条消息与日志不符：有消息被改动、删除或插入。"
