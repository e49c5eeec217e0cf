"""``audit_invariants`` finds nothing in honest data, and finds what was tampered with."""

from io import StringIO

import pytest
from django.core.management import call_command

from applications.closing.close import close_due_cycles
from applications.models import Application, Participation, Revision
from journal import clock
from journal.models import Record
from programme.cutoff import GRACE
from programme.models import LibraryEntry, NumberGate
from programme.notice import Sheet
from tests import factories
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


def audit() -> tuple[int, str]:
    """Exit code and what was said on stderr."""
    err = StringIO()
    try:
        call_command("audit_invariants", stdout=StringIO(), stderr=err)
    except SystemExit as stopped:
        return stopped.code, err.getvalue()
    return 0, err.getvalue()


@pytest.mark.embedded
def test_honest_data_passes():
    """A year that is over, evaluated and awarded, and a draft of the next."""
    with factories.before_last_cutoff():
        made = [factories.in_review(sheet) for sheet in Sheet]
    close_due_cycles()
    for application in made:
        factories.score(application)
        factories.decide(application)
    notice = factories.publish(*made)
    with clock.set_to(notice.ends_at + GRACE):
        factories.award(notice)
    factories.draft()
    assert audit() == (0, "")


@pytest.mark.parametrize(
    ("tamper", "complaint"),
    [
        (lambda a: Revision.objects.update(answers={}), "内容与校验值不符"),
        (lambda a: NumberGate.objects.update(last=2), "连续"),
        (lambda a: Record.objects.filter(verb="submit").update(summary="改动"), "记录被改动"),
        (lambda a: Record.objects.order_by("-pk")[0].delete(), "日志末尾"),
        (lambda a: a.current_revision.packet.delete(), "没有材料包"),
        (lambda a: LibraryEntry.objects.update(cycle=factories.next_cycle()), "不一致"),
        (lambda a: Participation.objects.update(cycle=factories.next_cycle()), "参评年度与其年度"),
        (lambda a: Participation.objects.update(until=a.received_at), "参评年度与其年度"),
        (lambda a: Participation.objects.all().delete(), "不是从接收时开始记录"),
        (lambda a: Application.objects.update(number="2020-JS-0001"), "与编号不符"),
        (lambda a: factories.stored_path(a).write_bytes(b"x"), "不符"),
    ],
)
def test_tampering_is_found(tamper, complaint):
    application = factories.received()
    with unguarded():
        tamper(application)
    code, said = audit()
    assert code == 1
    assert complaint in said
