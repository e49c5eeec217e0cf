"""The head of the journal goes out every day and after each closing, publication and award; papers print the last one."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from openpyxl import load_workbook

from applications.closing.close import close_due_cycles
from face.journal_head import head_before, head_line
from journal import clock
from journal.models import Head, Message, PublishedHead
from journal.tasks import deliver_message
from portal.case_file.gather import gather
from portal.journal_head.publishing import publish_due
from programme.cutoff import GRACE
from programme.cycles.frozen import as_text, as_workbook, checksum
from programme.models import Cycle
from reviews.results.paper import published_letter
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
DAY = timedelta(days=1)


def reasons() -> list[str]:
    """Why heads were published, in order."""
    return list(PublishedHead.objects.order_by("pk").values_list("why", flat=True))


def awarded():
    """A year that is over, published and awarded, with a sweep after each step; gives application and notice."""
    with factories.before_last_cutoff():
        application = factories.in_review()
        publish_due()
    close_due_cycles()
    publish_due()
    factories.score(application)
    factories.decide(application)
    notice = factories.publish(application)
    publish_due()
    with clock.set_to(notice.ends_at + GRACE):
        factories.award(notice)
        publish_due()
    return application, notice


def test_a_head_is_published_once_a_day_and_after_each_closing_publication_and_award():
    application, _ = awarded()
    assert reasons() == ["day", "day", "closing", "publication", "day", "award"]
    last = PublishedHead.objects.latest("pk")
    assert (last.count, last.hash) == Head.objects.values_list("count", "hash").get()
    publish_due()
    with clock.set_to(last.at + DAY):
        publish_due()
        publish_due()
    assert reasons()[6:] == ["day"]
    assert application.number


def test_nothing_is_published_of_an_empty_journal():
    assert publish_due() == [] and not PublishedHead.objects.exists()


def test_a_head_is_mailed_to_the_named_addresses_once(settings):
    settings.JOURNAL_HEAD_TO = ["archive@example.org", "auditor@example.net"]
    factories.draft()
    (published,) = publish_due()
    publish_due()
    mails = Message.objects.filter(email__in=settings.JOURNAL_HEAD_TO)
    assert mails.count() == 2
    for message in mails:
        deliver_message(message.pk)
    assert sorted(sent.to[0] for sent in mail.outbox) == settings.JOURNAL_HEAD_TO
    assert all(str(published) in sent.body and "verify_journal --head" in sent.body for sent in mail.outbox)


def test_papers_print_the_head_that_was_published_last_before_them(client):
    application, notice = awarded()
    first = PublishedHead.objects.earliest("pk")
    cycle = Cycle.objects.get(pk=application.cycle_id)
    assert head_before(cycle.closed_at) == first
    sheet = load_workbook(BytesIO(as_workbook(cycle)))["校验"]
    assert head_line(first) in [row[1].value for row in sheet.iter_rows()]
    assert checksum(as_text(cycle).decode()) == cycle.frozen_checksum
    client.force_login(factories.staff())
    assert str(first) in client.get(reverse("cycle_edit", args=[cycle.year])).content.decode()
    closing = PublishedHead.objects.get(why="closing")
    texts = [getattr(part, "text", "") for part in published_letter(notice).annex.parts]
    assert f"平台日志链头：{head_line(closing)}" in texts
    assert str(closing) in client.get(reverse("public_notice", args=[notice.pk])).content.decode()
    with clock.set_to(PublishedHead.objects.latest("pk").at + DAY):
        assert gather(application).head == head_line(PublishedHead.objects.get(why="award"))


def test_papers_from_before_the_first_head_print_none():
    with factories.before_last_cutoff():
        application = factories.received()
    close_due_cycles()
    cycle = Cycle.objects.get(pk=application.cycle_id)
    assert head_before(cycle.closed_at) is None and head_before(None) is None and head_line(None) == ""
    assert load_workbook(BytesIO(as_workbook(cycle)))["校验"]["B6"].value == "截止前没有公布"
