"""What workers do: pairs and packets by two processes at once, and the memory of one that goes on and on."""

import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from applications.packets.building.render import build
from applications.packets.building.view import Original, RevisionView
from bench.documents_steps.fullest import FORM, STAMP, YEAR, fullest_answers, fullest_grid
from sheets.pdf.render import from_html, render
from sheets.stamp import qr_png
from sheets.word.render import render_word

WORKERS = 2
SUBMITTED = datetime(YEAR, 7, 1, 9, tzinfo=UTC)


def pair() -> tuple[bytes, bytes]:
    """Word and PDF of the largest form, from its answers on."""
    paper = fullest_grid()
    word = render_word(paper, STAMP)
    return word, render(paper, STAMP, word).pdf


def packet() -> list[str]:
    """A whole packet: form, cover, two small attachments (PDF, image), bound and zipped; the names of its files."""
    with tempfile.TemporaryDirectory() as folder:
        originals = tuple(_original(Path(folder), *made) for made in _ATTACHMENTS)
        target = Path(folder, "packet")
        target.mkdir()
        built = build(_view(originals), target)
        return sorted(path.name for path in built.files.values())


_ATTACHMENTS = (
    ("营业执照", "licence.pdf", "application/pdf", lambda: from_html("<p>营业执照（副本）</p>")),
    ("其他证明材料", "photo.png", "image/png", lambda: qr_png("attachment")),
)


def _original(folder: Path, material: str, name: str, mime: str, content) -> Original:
    data = content()
    path = folder / name
    path.write_bytes(data)
    return Original(material, name, path, sha256(data).hexdigest(), len(data), mime)


def _view(originals: tuple[Original, ...]) -> RevisionView:
    return RevisionView(
        application_pk=1,
        revision=STAMP.revision,
        sha256=STAMP.checksum,
        number=STAMP.number,
        reference="bench",
        title="示例项目",
        organisation="示例单位",
        recommender="",
        type_name="先进低碳技术试点",
        year=YEAR,
        form=FORM,
        answers=fullest_answers(),
        opinion_dated=date(YEAR, 7, 2),
        submitted_at=SUBMITTED,
        received_at=SUBMITTED,
        originals=originals,
        canonical='{"示例":1}',
    )


def a_minute(job, each: int) -> float:
    """How many jobs two warm processes finish in a minute, measured on ``each`` jobs apiece."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as workers:
        list(workers.map(_repeat, [job] * WORKERS, [2] * WORKERS))
        begun = time.perf_counter()
        list(workers.map(_repeat, [job] * WORKERS, [each] * WORKERS))
        return 60 * WORKERS * each / (time.perf_counter() - begun)


def memory(counts: tuple[int, ...]) -> dict[int, float] | None:
    """Resident memory in MB of one process after so many pairs; None where the system does not tell."""
    if not Path("/proc/self/statm").exists():
        return None
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as worker:
        return worker.submit(_grow, counts).result()


def _repeat(job, times: int) -> None:
    for _ in range(times):
        job()


def _grow(counts: tuple[int, ...]) -> dict[int, float]:
    found, done = {}, 0
    for wanted in sorted(counts):
        _repeat(pair, wanted - done)
        done = wanted
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        found[wanted] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return found
