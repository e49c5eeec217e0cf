"""All certificates of a year in one PDF, to be printed for the ceremony (AWD-1).

Each is made once and kept; qpdf binds the kept files page by page, so memory does not grow with their number.
"""

from collections.abc import Sequence
from pathlib import Path

import pikepdf

from files import store
from files.merging import Section, merge
from pilots.award.certificate import file_of
from pilots.models import Certificate

MOST_MADE = 60  # of one request, which waits for them: a certificate takes a third of a second


class NotBound(Exception):
    """Why the certificates are not in one file. Its text is a plain Chinese sentence."""


def bind_certificates(certificates: Sequence[Certificate], target: Path, *, title: str) -> None:
    """Write the certificates into one PDF, in the order given, each with its bookmark; equal input, equal bytes.

    Args:
        certificates: at least one; with pilot and entry.

    Raises:
        NotBound: too many were still to be made, or the store has lost one.
        StoreFull: one could not be kept.
        Unmergeable: they could not be bound.
    """
    missing = [certificate for certificate in certificates if certificate.file is None]
    for certificate in missing[:MOST_MADE]:
        file_of(certificate)
    if len(missing) > MOST_MADE:
        left = len(missing) - MOST_MADE
        raise NotBound(f"证书较多，已先生成 {MOST_MADE} 份，还有 {left} 份。请再次点击下载。")
    sections = [_section(certificate) for certificate in certificates]
    latest = max(certificate.granted_at for certificate in certificates)
    merge(Path(sections[0].path), sections, target, title=title, at=latest)


def _section(certificate: Certificate) -> Section:
    entry = certificate.pilot.entry
    path = store.path(file_of(certificate).sha256)
    if not path.is_file():
        raise NotBound(f"{entry.called} 的证书文件在存储中缺失，请系统管理员恢复后再下载。")
    with pikepdf.open(path) as certified:
        pages = len(certified.pages)
    return Section(str(path), 0, pages, f"{entry.called} {entry.organisation_name}")
