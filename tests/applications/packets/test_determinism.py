"""Identical input gives identical files, also in another process with other hashes (task behaviour of packets)."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.files import bad
from tests.files.samples import picture

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PROGRAM = """
import hashlib, json, sys, tempfile
from pathlib import Path
import django
django.setup()
from applications.packets.building.render import build
from tests.applications.packets.samples import original, received_view
folder = Path(sys.argv[1])
files = [
    original(folder, "a", "a.pdf", (folder / "a.pdf").read_bytes()),
    original(folder, "b", "b.jpg", (folder / "b.jpg").read_bytes()),
    original(folder, "c", "c.docx", b"broken"),
]
for _ in range(2):  # the second time with everything warm
    with tempfile.TemporaryDirectory() as out:
        built = build(received_view(tuple(files)), Path(out))
        paths = built.files.values()
        print(json.dumps([hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]))
"""


def built(folder: Path, seed: str) -> list[list[str]]:
    """SHA-256 of Word, PDF, bound PDF and zip, of two builds in a process of its own."""
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TZ": "UTC",
    }
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_two_processes_with_different_hash_seeds_build_the_same_bytes(tmp_path):
    (tmp_path / "a.pdf").write_bytes(bad.sealed())
    (tmp_path / "b.jpg").write_bytes(picture("JPEG", (300, 200)))
    builds = built(tmp_path, "1") + built(tmp_path, "4711")
    assert len(builds) == 4
    assert all(build == builds[0] for build in builds)
    assert len(set(builds[0])) == 4 and hashlib.sha256(b"").hexdigest() not in builds[0]
