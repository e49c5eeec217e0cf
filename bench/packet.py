"""A packet of the largest application: how much memory the worker and its child take, and how long it takes.

Six attachments, 300 MB in all: scans of many pages, one page that is one huge image, an image file. And a packet of
two small attachments, warm, for the time that an ordinary one takes. ``--json`` prints the figures for a test.
"""

import argparse
import hashlib
import json
import os
import random
import sys
import tempfile
import threading
import time
from itertools import pairwise
from multiprocessing import Process
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

import pikepdf  # noqa: E402
from PIL import Image  # noqa: E402

from applications.packets.building.render import build  # noqa: E402
from applications.packets.building.view import Original  # noqa: E402
from applications.packets.steps import Step  # noqa: E402
from files.children import sandbox  # noqa: E402
from files.inspection import MIMES  # noqa: E402
from tests.applications.packets.samples import received_view  # noqa: E402
from tests.files.samples import pdf, picture  # noqa: E402

MB = 1024**2
EACH = 50 * MB
SMALL_PACKETS = 10


def scan(path: Path, pages: int, size: int) -> None:
    """A PDF whose pages are images that cannot be packed, so many bytes in all."""
    dice = random.Random(pages)
    side = int((size / pages) ** 0.5)
    with pikepdf.new() as document:
        for _ in range(pages):
            image = document.make_stream(dice.randbytes(side * side))
            image.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=side,
                Height=side,
                ColorSpace=pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
            )
            page = document.add_blank_page(page_size=(595, 842))
            page.add_resource(image, pikepdf.Name.XObject, pikepdf.Name.Scan)
            page.contents_add(b"q 595 0 0 842 0 0 cm /Scan Do Q")
        document.save(path, compress_streams=False)


def photo(path: Path, size: int) -> None:
    """A PNG that cannot be packed, of so many bytes."""
    width = 4000
    height = size // (width * 3)
    Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3)).save(
        path, "PNG", compress_level=1
    )


def attached(path: Path, mime: str) -> Original:
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return Original("其他证明材料", path.name, path, sha256, path.stat().st_size, mime)


def largest(folder: Path) -> None:
    """Write 300 MB of attachments."""
    for name, pages in (
        ("scan-1.pdf", 50),
        ("scan-2.pdf", 50),
        ("scan-3.pdf", 400),
        ("plan.pdf", 1),
        ("plans.pdf", 3),
    ):
        scan(folder / name, pages, EACH - MB)
    photo(folder / "photo.png", EACH - MB)


class Watch:
    """Peak memory (bytes) of this process and of the children of its nursery, looked at every 10 ms.

    Each is told with all that it has resident. Together, with the nursery, they have what lies in the machine's memory:
    what several share, such as libraries, counts once.
    """

    def __init__(self) -> None:
        self.worker = self.child = self.together = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.done.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.done.wait(0.01):
            own = resident(os.getpid())
            nursery = sandbox._nursery
            pids = children(nursery.process.pid) if nursery else []
            child = max((resident(pid) for pid in pids), default=0)
            self.worker, self.child = max(self.worker, own), max(self.child, child)
            together = [os.getpid(), *pids, *([nursery.process.pid] if nursery else [])]
            self.together = max(self.together, sum(map(share, together)))


def children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def resident(pid: int) -> int:
    return memory(Path(f"/proc/{pid}/status"), "VmRSS")


def share(pid: int) -> int:
    """Its own pages, and its part of those that it shares with others."""
    return memory(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def memory(told: Path, name: str) -> int:
    try:
        lines = told.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)


def large(folder: Path) -> dict:
    """Build the largest packet; sizes in MB, time in seconds."""
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    making = Process(target=largest, args=(folder / "in",))  # not to count what that takes
    making.start()
    making.join()
    originals = tuple(attached(path, MIMES[path.suffix[1:]]) for path in sorted((folder / "in").iterdir()))
    begin = time.monotonic()
    with Watch() as watch:
        built = build(received_view(originals), folder / "out")
    seconds = time.monotonic() - begin
    with pikepdf.open(built.files["merged"]) as document:
        pages = len(document.pages)
    return {
        "attachments_mb": round(sum(item.size for item in originals) / MB),
        "left_out": built.left_out,
        "pages": pages,
        "seconds": round(seconds, 1),
        "worker_mb": round(watch.worker / MB),
        "child_mb": round(watch.child / MB),
        "together_mb": round(watch.together / MB),
    }


def small(folder: Path) -> dict:
    """Build packets of two small attachments, warm; milliseconds of each step, the least of all builds."""
    (folder / "small").mkdir()
    (folder / "small" / "a.pdf").write_bytes(pdf(3))
    (folder / "small" / "b.jpg").write_bytes(picture("JPEG", (800, 500)))
    originals = tuple(attached(path, MIMES[path.suffix[1:]]) for path in sorted((folder / "small").iterdir()))
    least: dict[str, float] = {}
    for number in range(SMALL_PACKETS + 1):
        out = folder / f"small-{number}"
        out.mkdir()
        marks: list[tuple[str, float]] = []
        build(
            received_view(originals),
            out,
            lambda step, _, marks=marks: marks.append((step, time.perf_counter())),
        )
        marks.append(("end", time.perf_counter()))
        spent = dict.fromkeys(Step.values, 0.0)
        for (step, begin), (_, end) in pairwise(marks):
            spent[step] += (end - begin) * 1000
        spent["all"] = (marks[-1][1] - marks[0][1]) * 1000
        if number:
            least = {step: min(value, least.get(step, value)) for step, value in spent.items()}
    return {step: round(value) for step, value in least.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-packet-") as folder:
        found = {"small_ms": small(Path(folder)), "large": large(Path(folder))}
    if told.json:
        print(json.dumps(found))
        return
    print("two small attachments, least of", SMALL_PACKETS, "builds, ms:", found["small_ms"])
    for name, value in found["large"].items():
        print(f"{name:16}{value}")


if __name__ == "__main__":
    main()
