"""``manage.py close_due_cycles``: what the operator reads (CUT-4)."""

from io import StringIO

import pytest
from django.core.management import call_command

from journal import clock
from programme.cutoff import GRACE
from programme.models import Cycle
from tests import factories

pytestmark = pytest.mark.django_db


def test_cut_4_the_operator_reads_the_count_and_checksum_of_the_list():
    cycle = factories.received().cycle
    out = StringIO()
    call_command("close_due_cycles", at=(cycle.cutoff + GRACE).isoformat(), stdout=out)
    closed = Cycle.objects.get(pk=cycle.pk)
    assert f"共 1 项，校验值 {closed.frozen_checksum}。" in out.getvalue()


def test_cut_4_an_instant_that_is_yet_to_come_is_refused(settings, capsys):
    settings.CLOSING_MAY_RUN_AHEAD = False
    cycle = factories.received().cycle
    with pytest.raises(SystemExit) as ended:
        call_command("close_due_cycles", at=(cycle.cutoff + GRACE).isoformat())
    assert ended.value.code == 2 and "尚未到来，不能提前办理截止" in capsys.readouterr().err
    assert Cycle.objects.get(pk=cycle.pk).closed_at is None


def test_cut_4_once_the_clock_has_come_there_the_instant_is_taken(settings):
    settings.CLOSING_MAY_RUN_AHEAD = False
    cycle = factories.received().cycle
    with clock.set_to(cycle.cutoff + GRACE):
        call_command("close_due_cycles", at=(cycle.cutoff + GRACE).isoformat(), stdout=StringIO())
    assert Cycle.objects.get(pk=cycle.pk).closed_at
