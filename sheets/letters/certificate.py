"""A certificate as PDF: A4 across, in a frame, with room for the seal and a QR image that leads to its verification."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from sheets.pdf.render import STYLES, from_html
from sheets.stamp import png_uri, qr_png
from sheets.word.wordml import clean

CERTIFICATE = STYLES / "certificate.css"


@dataclass(frozen=True)
class CertificatePaper:
    """What stands on a certificate.

    Attributes:
        over: line above the heading. before, after: the sentence around the title.
        number: of the certificate. code, link: what is typed or scanned to verify it; how: says so.
    """

    over: str
    heading: str
    holder: str
    before: str
    title: str
    after: str
    number: str
    code: str
    link: str
    how: str
    issuer: str
    day: str
    note: str

    @property
    def qr_uri(self) -> str:
        """The link as a QR image, as a data URI."""
        return png_uri(qr_png(self.link))


def render_certificate(paper: CertificatePaper) -> bytes:
    """Return a certificate as PDF; equal input gives equal bytes."""
    return from_html(
        clean(render_to_string("sheets/letters/certificate.html", {"paper": paper})), (CERTIFICATE,)
    )
