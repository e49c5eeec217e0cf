"""Rendered files of a revision, as pages offer them."""

from dataclasses import dataclass

from django.urls import reverse

from applications.dossier.revision import attachments_of, preview_url
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


@dataclass(frozen=True)
class ToPrint:
    """What goes to the centre on paper (MAT-W).

    Attributes:
        volume: the bound volume, as ``file_list`` shows it. separately: originals that are not in it, the same with the
        reason as their note.
    """

    volume: dict
    separately: list[dict]


def to_print(revision: Revision) -> ToPrint | None:
    """What of a revision is to be printed; None while its packet is not built."""
    packet = packet_of(revision)
    if packet is None or packet.state != Packet.State.DONE:
        return None
    volume = packet.file_of(PacketFile.Kind.MERGED)
    if volume is None:
        return None
    reasons = {(item["sha256"], item["name"]): item["reason"] for item in packet.left_out}
    separately = [
        file | {"note": reasons[file["sha256"], file["name"]]}
        for file in attachments_of(revision)
        if (file["sha256"], file["name"]) in reasons
    ]
    return ToPrint(_download(revision, volume), separately)


def _download(revision: Revision, file: PacketFile) -> dict:
    url = reverse("revision_file", args=[revision.pk, file.kind])
    return {
        "name": file.get_kind_display(),
        "size": file.file.size,
        "url": url,
        "preview_url": preview_url(url, file.file.mime),
    }
