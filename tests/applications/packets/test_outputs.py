"""One row per file of a packet: every kind is told whole, kept once, and a packet that is done has all of them."""

import pytest
from django.db import IntegrityError, transaction

from applications import invariants
from applications.models import Packet, PacketFile
from applications.packets.downloads import packet_of, to_print
from applications.packets.outputs import OUTPUTS
from applications.packets.steps import Step
from files import store
from sheets.outputs import FORM_OUTPUTS
from tests import factories
from tests.applications.filling.steps import build_packet

pytestmark = pytest.mark.django_db


def test_every_kind_has_its_row_in_the_order_of_the_table():
    assert list(OUTPUTS) == list(PacketFile.Kind)
    for name in ("suffix", "name", "short"):
        assert len({getattr(output, name) for output in OUTPUTS.values()}) == len(OUTPUTS)
    assert all(output.mime for output in OUTPUTS.values())


def test_every_format_of_the_form_is_a_kind_and_a_step():
    assert [output.form for output in OUTPUTS.values() if output.form] == list(FORM_OUTPUTS)
    assert {form.key for form in FORM_OUTPUTS} <= set(Step.values)


def test_a_packet_has_one_file_of_a_kind():
    application = factories.received()
    build_packet(application)
    packet = packet_of(application.current_revision)
    other = store.put(b"other", "application/pdf")
    with pytest.raises(IntegrityError), transaction.atomic():
        PacketFile.objects.create(packet=packet, kind=PacketFile.Kind.WORD, file=other)


@pytest.mark.parametrize("kind", PacketFile.Kind)
def test_a_packet_that_is_done_without_a_file_is_a_fault(kind):
    application = factories.received()
    build_packet(application)
    assert not any("已完成，但没有" in fault for fault in invariants.broken())
    PacketFile.objects.filter(packet__revision=application.current_revision, kind=kind).delete()
    assert [fault for fault in invariants.broken() if f"已完成，但没有{kind.label}" in fault]


def test_a_packet_cannot_be_done_without_an_instant():
    application = factories.received()
    with pytest.raises(IntegrityError), transaction.atomic():
        Packet.objects.filter(revision=application.current_revision).update(state="done", built_at=None)


def test_mat_w_the_bound_volume_is_to_be_printed_and_only_when_the_packet_is_done():
    application = factories.received()
    revision = application.current_revision
    assert to_print(revision) is None
    build_packet(application)
    assert to_print(revision).volume["name"] == PacketFile.Kind.MERGED.label
    Packet.objects.filter(revision=revision).update(state="pending")
    assert to_print(revision) is None


def test_the_files_of_many_packets_take_two_queries_more(django_assert_num_queries):
    for _ in range(3):
        build_packet(factories.received())
    with django_assert_num_queries(2):
        packets = list(Packet.objects.with_files())
        sums = [packet.file_of(kind).file.size for packet in packets for kind in PacketFile.Kind]
    assert len(sums) == 3 * len(PacketFile.Kind)
