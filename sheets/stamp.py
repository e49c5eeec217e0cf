"""What ties a printed form to the version of the data it was made from (MAT-W)."""

import base64
import io
import re
from dataclasses import dataclass
from functools import cached_property

import segno

CHECKSUM_SHOWN = 12  # hex digits of the checksum that are printed
STAMPED = re.compile(
    rf"编号\S+|第\d+版|校验[0-9a-f]{{{CHECKSUM_SHOWN}}}|识别码\S+"
)  # its words, without spaces


@dataclass(frozen=True)
class Stamp:
    """Printed on every page: number (from receipt on), revision, SHA-256 of the revision as hex, and the
    code that staff scan or type when the paper comes in. ``link`` is what the QR image holds: an address that
    leads to the code, or "" for the bare code.
    """

    number: str | None
    revision: int
    checksum: str
    code: str
    link: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The stamp in words, without the page numbers."""
        number = [f"编号 {self.number}"] if self.number else []
        return (
            *number,
            f"第 {self.revision} 版",
            f"校验 {self.checksum[:CHECKSUM_SHOWN]}",
            f"识别码 {self.code}",
        )

    @cached_property
    def qr_png(self) -> bytes:
        """The link, or the bare code, as a QR image."""
        return qr_png(self.link or self.code)

    @property
    def qr_uri(self) -> str:
        """The QR image as a data URI."""
        return png_uri(self.qr_png)


def qr_png(text: str) -> bytes:
    """Return a text as a QR image (PNG)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=4, border=2)
    return out.getvalue()


def png_uri(png: bytes) -> str:
    """Return a PNG as a data URI, the only kind of image that the PDF renderer reads."""
    return "data:image/png;base64," + base64.b64encode(png).decode()
