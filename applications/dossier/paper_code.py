"""The code on every printed page: it ties paper to the exact revision (MAT-W).

``DT000012-R02-AB12CD34``: application 12, revision 2, the first eight characters of the revision's checksum.
Applications and revisions count up, the checksum does not: it covers the instant of submission to the microsecond,
so who tries the 2³² codes of a revision at the rate of the public page (``VERIFY_RATES``) needs a hundred years.
"""

import re
import unicodedata
from typing import NamedTuple

from face.verify_address import site_is_public, verify_address

PREFIX_LENGTH = 8
MISREAD = str.maketrans("OIL", "011")  # no digit and no checksum holds these letters


class PaperCode(NamedTuple):
    """What a code says: application, revision number, upper-case start of the revision's SHA-256."""

    application_pk: int
    revision: int
    prefix: str


def paper_code(application_pk: int, revision_number: int, sha256: str) -> str:
    """Return the code of a revision as it is printed."""
    return f"DT{application_pk:06d}-R{revision_number:02d}-{sha256[:PREFIX_LENGTH].upper()}"


def qr_link(code: str) -> str:
    """What the QR image of a page holds: the address of the public verification of its code.

    "" while the portal has no address that others can open; the image then holds the bare code.
    """
    return verify_address(code) if site_is_public() else ""


def plain_number(text: str) -> str:
    """The number of an application as a hand typed it: full-width characters, spaces and dashes made plain."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[‐‑‒–—―−ー]", "-", plain)


def parse(text: str) -> PaperCode | None:
    """Read a code, or the address that leads to it, as a scanner read or a hand typed it; None when it is no code.

    Case, spaces, full-width characters, any dash or none, and O for 0, I or L for 1 do not matter.
    """
    typed = unicodedata.normalize("NFKC", text).upper()
    address = re.search(r"/VERIFY/([^/?#]*)", typed)
    plain = re.sub(r"[^0-9A-Z]", "", address[1] if address else typed).translate(MISREAD)
    found = re.fullmatch(rf"DT([0-9]{{6,12}})R([0-9]{{2,4}})([0-9A-F]{{{PREFIX_LENGTH}}})", plain)
    return PaperCode(int(found[1]), int(found[2]), found[3]) if found else None
