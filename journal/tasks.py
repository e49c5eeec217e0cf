"""Background tasks of the journal: say what is in the outbox, and send again what is due."""

from urllib.parse import urlsplit

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage

from journal import clock, work
from journal.models import Message


@shared_task
def deliver_message(pk: int) -> None:
    """Send one message by e-mail; the portal's inbox shows it already."""
    with work.claimed(Message, pk) as message:
        if message:
            _mail(message).send()
            message.sent_at = clock.now()
            work.finish(message, "sent_at")


def _mail(message: Message) -> EmailMessage:
    """The e-mail of a message. Its id is that of the row: should a worker die between sending and writing that
    down, mail programs know the second copy as the same.
    """
    link = f"\n\n查看详情：{settings.SITE_URL}{message.link}" if message.link else ""
    return EmailMessage(
        subject=f"【北京市低碳试点】{message.subject}",
        body=message.body + link,
        to=[message.email],
        headers={"Message-ID": f"<message-{message.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
    )


@shared_task
def resend_due() -> None:
    """Wake workers for everything due and not done (the beat calls this every minute)."""
    work.resend_due()
