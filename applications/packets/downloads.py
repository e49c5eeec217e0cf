"""Rendered files of a revision, as pages offer them."""

from django.urls import reverse

from applications.dossier.revision import preview_url
from applications.models import Packet, PacketFile, Revision
from face.wording import chinese_datetime


def packet_of(revision: Revision) -> Packet | None:
    """The packet of a revision with its files."""
    return Packet.objects.with_files().filter(revision=revision).first()


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
    files = [packet.file_of(kind) for kind in PacketFile.Kind]
    return [_download(revision, file) for file in files if file]


def form_file_of(revision: Revision) -> dict | None:
    """The form of the revision as PDF, as ``file_list`` shows it; None while the packet is not built."""
    packet = packet_of(revision)
    if packet is None or packet.state != Packet.State.DONE:
        return None
    file = packet.file_of(PacketFile.Kind.PDF)
    return _download(revision, file) if file else None


def _download(revision: Revision, file: PacketFile) -> dict:
    url = reverse("revision_file", args=[revision.pk, file.kind])
    return {
        "name": file.get_kind_display(),
        "size": file.file.size,
        "url": url,
        "preview_url": preview_url(url, file.file.mime),
    }
