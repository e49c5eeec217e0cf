"""Packets for tests, without a database: what a received application would give."""

import hashlib
import subprocess
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from applications.packets.building.view import Original, RevisionView
from files.inspection import MIMES
from programme.notice import Sheet
from sheets.loading import definition
from tests import factories

BEIJING = ZoneInfo("Asia/Shanghai")


def original(folder: Path, material: str, name: str, content: bytes) -> Original:
    """An attachment with its content in ``folder``."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / sha256
    path.write_bytes(content)
    return Original(material, name, path, sha256, len(content), MIMES[name.rpartition(".")[2]])


def received_view(originals: tuple[Original, ...] = (), sheet: str = Sheet.TECHNOLOGY) -> RevisionView:
    """The second revision of a received application with these attachments."""
    return RevisionView(
        application_pk=12,
        revision=2,
        sha256="ab12cd34" + "5f" * 28,
        number="2026-JS-0001",
        reference="申报000012",
        title="示例园区光储直柔示范项目",
        organisation="北京示例新能源科技有限公司",
        recommender="示例区生态环境局",
        type_name=Sheet(sheet).label,
        year=2026,
        form=definition(2026).sheets[sheet],
        answers=factories.answers(sheet) | factories.OPINION,
        opinion_dated=date(2026, 6, 20),
        submitted_at=datetime(2026, 6, 18, 9, 5, 7, tzinfo=BEIJING),
        received_at=datetime(2026, 6, 20, 16, 30, 1, tzinfo=BEIJING),
        originals=originals,
        canonical='{"示例":1}',
    )


def pages_of(path: Path) -> list[str]:
    """The text of each page of a PDF."""
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return run.stdout.split("\f")[:-1]
