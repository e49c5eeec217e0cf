"""What must hold in the journal and the outbox."""

from collections.abc import Iterator

from django.db.models import Count

from journal.chain import broken_chain
from journal.models import Message


def broken() -> Iterator[str]:
    """A sentence for each fault: the chain of records, one message per key."""
    yield from broken_chain()
    twice = Message.objects.values("key").annotate(n=Count("pk")).filter(n__gt=1)
    for row in twice:
        yield f"消息「{row['key']}」出现 {row['n']} 次，应只有 1 次。"
