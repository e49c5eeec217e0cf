"""One day before the period for a statement ends, its organisation is told, once (AWD-1)."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from face.wording import cutoff_text, time_left
from journal import clock
from journal.models import Message
from journal.recording import tell
from pilots.models import Withdrawal

NOTICE = timedelta(days=1)


def remind_of_statements(at: datetime | None = None) -> None:
    """Remind of each period that ends within a day while no statement is in; harmless any number of times.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    due = Withdrawal.objects.running().filter(
        stated_at=None, statement_until__gt=now, statement_until__lte=now + NOTICE
    )
    for withdrawal in due.select_related("pilot__entry__organisation").order_by("pk"):
        key = f"statement:{withdrawal.pk}:{withdrawal.statement_until:%Y%m%d%H%M}"
        if not Message.objects.filter(key__startswith=f"{key}:").exists():
            _remind(withdrawal, key, now)


@transaction.atomic
def _remind(withdrawal: Withdrawal, key: str, now: datetime) -> None:
    entry, left = withdrawal.pilot.entry, time_left(withdrawal.statement_until, now)
    tell(
        User.objects.of(entry.organisation),
        key=key,
        subject=f"陈述意见{left}截止：{entry.number}",
        body=f"「{entry.name}」拟被取消试点资格，陈述意见可在 {cutoff_text(withdrawal.statement_until)} 前提交，{left}。",
        link=withdrawal.get_absolute_url(),
        at=now,
    )
