"""Packets and workers that are killed: nothing is lost, and one poisoned packet holds nobody up."""

import hashlib
import os
import signal
import struct
import time
import zlib
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from applications.materials import actions as materials
from applications.models import Packet, PacketFile
from applications.packets.work import render
from applications.submitting import actions
from files import store
from journal import clock
from journal.work import MAX_ATTEMPTS, without_nudges
from tests import factories
from tests.faults.audit import assert_sound
from tests.files.samples import pdf

DONE, FAILED, PENDING = Packet.State.DONE, Packet.State.FAILED, Packet.State.PENDING


def received(count: int) -> list[int]:
    """Primary keys of the packets of so many received applications, no worker woken."""
    person = factories.applicant()
    with without_nudges():
        revisions = [factories.received(by=person).current_revision_id for _ in range(count)]
    return list(Packet.objects.filter(revision__in=revisions).values_list("pk", flat=True))


def laborious(files: int = 4) -> int:
    """Primary key of a packet that takes seconds, so that its worker can be killed over it; no worker woken."""
    with without_nudges():
        draft = factories.draft()
        for number in range(files):
            file = store.put(pdf(1900 - number), "application/pdf")
            materials.attach(
                draft.pk, actor=draft.created_by, material="other", file=file, name=f"long-{number}.pdf"
            )
        revision = actions.submit(draft.pk, actor=draft.created_by).current_revision
    return Packet.objects.get(revision=revision).pk


def done() -> int:
    return Packet.objects.filter(state=DONE).count()


@pytest.mark.parametrize(
    ("kills", "packets", "sweep"),
    [
        pytest.param(2, 12, "2", id="2 kills"),
        pytest.param(20, 500, "60", id="20 kills", marks=[pytest.mark.slow, pytest.mark.timeout(3600)]),
    ],
)
def test_killed_worker_groups_lose_no_packet(stack, wait_until, capsys, kills, packets, sweep):
    received(packets)
    stack.env["SWEEP_SECONDS"] = sweep
    stack.beat()
    worker = stack.worker()
    for kill in range(1, kills + 1):
        wait_until(lambda due=packets * kill // (kills + 1): done() >= due, seconds=600)
        worker.kill()
        worker = stack.worker()
    restarted = time.monotonic()
    wait_until(lambda: done() == packets, seconds=600)
    tried = Packet.objects.filter(attempts__gt=1).count()
    with capsys.disabled():
        print(
            f"\n{kills} kills, {packets} packets: last {time.monotonic() - restarted:.1f} s after, {tried} tried again"
        )
    assert_sound()


def kill_whoever_works_on(packet: int, worker, attempt: int, wait_until) -> None:
    """Kill the only process of the pool as soon as it holds the claim of the packet."""

    def held():
        return Packet.objects.filter(
            pk=packet, state=PENDING, attempts=attempt, lease_until__gt=clock.now()
        ).exists()

    wait_until(held)
    for pid in worker.children():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(
    "waits",
    [
        pytest.param(False, id="leases let go"),
        pytest.param(True, id="leases run out", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)
def test_a_packet_that_kills_its_worker_is_tried_five_times_and_holds_up_nobody(stack, wait_until, waits):
    poisoned, others = laborious(), received(3)
    stack.env["SWEEP_SECONDS"] = "1"
    worker = stack.worker(concurrency=1)
    stack.beat()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        kill_whoever_works_on(poisoned, worker, attempt, wait_until)
        if not waits:
            Packet.objects.filter(pk=poisoned).update(lease_until=clock.now())
    wait_until(lambda: Packet.objects.get(pk=poisoned).state == FAILED)
    packet = Packet.objects.get(pk=poisoned)
    assert (packet.attempts, packet.error) == (MAX_ATTEMPTS, "处理程序多次异常退出。")
    wait_until(lambda: Packet.objects.filter(pk__in=others, state=DONE).count() == 3)
    assert_sound()


def huge_picture() -> bytes:
    """A small PNG file that unpacks to 2.7 GB: a transparent plane of 26,000 × 26,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    side = 26_000
    rows = zlib.compressobj(1)
    packed = b"".join(rows.compress(bytes(1 + side * 4)) for _ in range(300)) + rows.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_an_attachment_that_its_parser_cannot_bear_is_left_out_and_the_packet_is_done(stack, wait_until):
    with without_nudges():
        draft = factories.draft()
        file = store.put(huge_picture(), "image/png")
        materials.attach(draft.pk, actor=draft.created_by, material="other", file=file, name="huge.png")
        application = actions.submit(draft.pk, actor=draft.created_by)
    stack.worker()
    stack.beat()
    wait_until(lambda: Packet.objects.get(revision=application.current_revision).state == DONE)
    packet = Packet.objects.get(revision=application.current_revision)
    assert "huge.png" in [each["name"] for each in packet.left_out]
    assert packet.attempts == 1
    assert_sound([application.pk])


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(1, id="one step"),
        pytest.param(4, id="each step", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)
def test_a_worker_killed_while_building_leaves_what_an_undisturbed_one_would_have_built(
    stack, wait_until, steps
):
    pk = laborious(files=1)
    packet = Packet.objects.get(pk=pk)
    with TemporaryDirectory() as folder:
        built = render(packet, Path(folder))
        expected = [hashlib.sha256(p.read_bytes()).hexdigest() for p in built.files.values()]
    Packet.objects.filter(pk=pk).update(step="")
    stack.beat()
    seen = set()
    for _ in range(steps):
        worker = stack.worker(concurrency=1)

        def further():
            now = Packet.objects.get(pk=pk)
            return now.state == DONE or (now.step and now.step not in seen and now.step)

        step = wait_until(further)
        worker.kill()
        assert seen or step is not True, "it was built before anybody was killed"
        seen.add(step)
    stack.worker()
    wait_until(lambda: Packet.objects.get(pk=pk).state == DONE)
    packet = Packet.objects.get(pk=pk)
    assert [packet.sha256_of(kind) for kind in PacketFile.Kind] == expected
    assert_sound()
