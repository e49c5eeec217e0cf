"""Building packets as background work: under a claim, safe to run twice or to be killed half way."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from applications.models import Packet
from applications.packet_render import Built, build, view_of
from applications.packet_request import opinion_of, paper_answers
from files import store
from files.inspection import MIMES
from files.models import StoredFile
from journal import clock
from journal.work import claimed, finish

FILE_MIMES = MIMES | {"zip": "application/zip"}


def work_on(pk: int) -> None:
    """Build a packet that is due and keep its files. Running twice, or being killed half way, does no harm."""
    with claimed(Packet, pk) as packet:
        if packet:
            with TemporaryDirectory(prefix="packet-") as folder:
                keep(packet, render(packet, Path(folder)))


def render(packet: Packet, folder: Path) -> Built:
    """Render the four files of a claimed packet into ``folder``, telling each step in the row."""
    revision = packet.revision
    view = view_of(revision, answers=paper_answers(revision), opinion=opinion_of(revision))
    return build(view, folder, lambda step: Packet.objects.filter(pk=packet.pk).update(step=step))


def keep(packet: Packet, built: Built) -> None:
    """Store the files; if the input changed while building, the row stays due with the new input."""
    word, pdf, merged, archive = (
        _stored(path) for path in (built.word, built.pdf, built.merged, built.archive)
    )
    with transaction.atomic():
        row = Packet.objects.select_for_update().get(pk=packet.pk)
        if row.input_sha256 != packet.input_sha256:
            return
        row.word, row.pdf, row.merged, row.archive = word, pdf, merged, archive
        row.left_out, row.built_at, row.step = built.left_out, clock.now(), ""
        finish(row, "word", "pdf", "merged", "archive", "left_out", "built_at", "step")


def _stored(path: Path) -> StoredFile:
    with path.open("rb") as content:
        return store.put(content, FILE_MIMES[path.suffix.removeprefix(".")])
