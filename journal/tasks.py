"""Background tasks of the journal: say what is in the outbox, and send again what is due."""

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from journal import clock, work
from journal.models import Message


@shared_task
def deliver_message(pk: int) -> None:
    """Send one message by e-mail; the portal's inbox shows it already."""
    message = work.claim(Message, pk)
    if message is None:
        return
    link = f"\n\n查看详情：{settings.SITE_URL}{message.link}" if message.link else ""
    try:
        send_mail(f"【北京市低碳试点】{message.subject}", message.body + link, None, [message.email])
    except OSError as error:
        work.give_back(message, f"邮件未能发出：{error}")
        return
    with transaction.atomic():
        message.sent_at = clock.now()
        work.finish(message)


@shared_task
def resend_due() -> None:
    """Wake workers for everything due and not done (the beat calls this every minute)."""
    work.resend_due()
