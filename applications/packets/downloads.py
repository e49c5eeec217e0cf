"""Rendered files of a revision, as pages offer them."""

from django.urls import reverse

from applications.dossier.revision import _preview
from applications.models import Packet, Revision
from face.wording import chinese_datetime

DOWNLOADS = (
    ("word", "申报表（Word）"),
    ("pdf", "申报表（PDF）"),
    ("merged", "申报材料合订本（PDF）"),
    ("archive", "申报材料压缩包（ZIP）"),
)


def packet_of(revision: Revision) -> Packet | None:
    """The packet of a revision with its files."""
    return Packet.objects.select_related("word", "pdf", "merged", "archive").filter(revision=revision).first()


def downloads_of(revision: Revision, packet: Packet | None) -> list[dict]:
    """The rendered files as ``file_list`` shows them; empty until the packet is built."""
    if packet is None or packet.state != Packet.State.DONE:
        return []
    return _downloads(revision, packet)


def earlier_downloads_of(revision: Revision, packet: Packet) -> list[dict]:
    """The same of the time before: of this revision, built before it became due again; empty when it is built."""
    if packet.state == Packet.State.DONE or packet.built_at is None:
        return []
    note = f"{chinese_datetime(packet.built_at)}生成"
    return [file | {"note": note} for file in _downloads(revision, packet)]


def _downloads(revision: Revision, packet: Packet) -> list[dict]:
    return [
        {
            "name": name,
            "size": getattr(packet, what).size,
            "url": reverse("revision_file", args=[revision.pk, what]),
            "preview_url": _preview(
                reverse("revision_file", args=[revision.pk, what]), getattr(packet, what).mime
            ),
        }
        for what, name in DOWNLOADS
    ]


def form_file_of(revision: Revision) -> dict | None:
    """The form of the revision as PDF, as ``file_list`` shows it; None while the packet is not built."""
    found = downloads_of(revision, packet_of(revision))
    return next((each for each in found if each["url"].endswith("/pdf/")), None)
