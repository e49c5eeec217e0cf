"""Packets as background work: asked for, built, built anew when what stands on the form changes."""

import errno
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from applications.models import Packet
from applications.packets import actions as packets
from applications.packets import work as packet_work
from files import store
from journal.models import Message
from journal.work import claim
from journal.workflow import Refused
from programme.notice import Sheet
from tests import factories


def work_off() -> None:
    """Build what is due, as a worker would."""
    for packet in Packet.objects.filter(state=Packet.State.PENDING):
        packet_work.work_on(packet.pk)


@pytest.mark.django_db
def test_a_packet_is_asked_for_at_submission_and_built_once():
    application = factories.received()
    work_off()
    packet = application.current_revision.packet
    packet.refresh_from_db()
    assert (packet.state, packet.attempts) == (Packet.State.DONE, 1)
    work_off()
    packet_work.work_on(packet.pk)
    packet.refresh_from_db()
    assert packet.attempts == 1
    assert store.path(packet.sha256_of("archive")).exists()


@pytest.mark.django_db
def test_forwarding_makes_the_packet_due_again_with_number_and_opinion():
    application = factories.submitted(Sheet.PARK)
    work_off()
    first = application.current_revision.packet
    first.refresh_from_db()
    before = first.sha256_of("word")
    factories.forward(application, by=factories.recommender(application.recommender))
    again = Packet.objects.get(pk=first.pk)
    assert again.state == Packet.State.PENDING
    work_off()
    again.refresh_from_db()
    assert again.state == Packet.State.DONE
    assert again.sha256_of("word") != before


@pytest.mark.django_db(transaction=True)
def test_an_input_that_changes_while_building_leaves_the_packet_due():
    application = factories.submitted(Sheet.PARK)
    packet = application.current_revision.packet
    claimed = claim(Packet, packet.pk)
    factories.forward(application, by=factories.recommender(application.recommender))
    with TemporaryDirectory() as folder:
        packet_work.keep(claimed, packet_work.render(claimed, Path(folder)))
    packet.refresh_from_db()
    assert packet.state == Packet.State.PENDING


@pytest.mark.django_db
def test_a_failing_packet_is_tried_five_times_then_shown_with_its_reason_and_can_be_retried():
    application = factories.received()
    revision = application.current_revision
    type(revision).objects.filter(pk=revision.pk).update(answers={})
    for _ in range(6):
        Packet.objects.update(lease_until=None)
        work_off()
    packet = Packet.objects.get(revision=revision)
    assert (packet.state, packet.attempts) == (Packet.State.FAILED, 5)
    assert packet.error.startswith("生成失败")
    with pytest.raises(Refused):
        packets.retry_packet(packet.pk, actor=factories.applicant())
    packets.retry_packet(packet.pk, actor=factories.staff())
    packet.refresh_from_db()
    assert (packet.state, packet.attempts) == (Packet.State.PENDING, 0)


@pytest.mark.django_db
def test_the_city_hears_once_of_an_original_that_the_store_lost_and_can_have_it_built_again():
    staff, application = factories.staff(), factories.received()
    files = application.current_revision.attachments  # all of one content
    path = store.path(files[0]["sha256"])
    content = path.read_bytes()
    path.unlink()
    work_off()
    packet = Packet.objects.get(revision=application.current_revision)
    assert packet.state == Packet.State.DONE and packet.in_trouble
    assert packet.proof["lost"] == [file["name"] for file in files]
    (message,) = Message.objects.filter(recipient_id=staff.pk, subject__contains="缺少原件")
    assert files[0]["name"] in message.body and message.link.endswith("#packet")
    packets.retry_packet(packet.pk, actor=staff)
    work_off()
    assert Message.objects.filter(recipient_id=staff.pk, subject__contains="缺少原件").count() == 1
    path.write_bytes(content)
    packets.retry_packet(packet.pk, actor=staff)
    work_off()
    packet.refresh_from_db()
    assert packet.proof["lost"] == [] and not packet.in_trouble


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "存储空间不足"), (errno.EDQUOT, "存储空间不足"), (errno.EACCES, "无法写入存储")],
)
def test_only_a_full_disk_is_called_full(settings, tmp_path, monkeypatch, number, words):
    factories.received()

    def refuse(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    work_off()
    packet = Packet.objects.get()
    assert words in packet.error and packet.waits_again
    assert ("空间不足" in packet.error) == (number != errno.EACCES)


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_builds_the_packet(worker, wait_until):
    application = factories.received()
    wait_until(lambda: Packet.objects.get(revision=application.current_revision).state == Packet.State.DONE)
