"""``manage.py close_due_cycles``: what the operator reads (CUT-4)."""

from io import StringIO

import pytest
from django.core.management import call_command

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
