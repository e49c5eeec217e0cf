"""Attachments on their way into a packet: their pages, or the reason why they have none. None fails the packet."""

from dataclasses import dataclass
from pathlib import Path

from applications.packets.building.view import Original
from files import store
from files.inspection import clean_name
from files.merging import Prepared, Unmergeable, prepare

ARCHIVE_NAME_LENGTH = 80


@dataclass(frozen=True)
class Attachment:
    """An original on its way into the packet: its pages, or the reason why it has none."""

    position: int
    original: Original
    prepared: Prepared | None
    reason: str = ""
    available: bool = True

    @property
    def archive_name(self) -> str:
        """Its path inside the zip: ordered, unique, with material and name, under 255 bytes a part."""
        name = clean_name(self._named("-"), ARCHIVE_NAME_LENGTH)
        return f"originals/{self.position:02d}-{name}"

    @property
    def bookmark(self) -> str:
        """What it is called in the list of bookmarks: files of one material are told apart by their names."""
        return f"附件 {self.position} {self._named(' ')}"

    def _named(self, between: str) -> str:
        """Material and name; the name alone where it begins with the material."""
        material, name = self.original.material, self.original.name
        return name if name.startswith(material) else f"{material}{between}{name}"

    @property
    def as_left_out(self) -> dict:
        """What the packet says of an attachment without pages."""
        original = self.original
        return {
            "material": original.material,
            "name": original.name,
            "sha256": original.sha256,
            "reason": self.reason,
            "in_archive": self.available,
        }


def attach(position: int, original: Original, folder: Path) -> Attachment:
    """Turn one original into pages in ``folder``, or find out why not."""
    try:
        with original.path.open("rb") as content:
            unchanged = store.checksum(content) == original.sha256
    except OSError as error:
        lost = isinstance(error, FileNotFoundError)
        reason = "原件在存储中缺失，压缩包中也没有。" if lost else "原件无法从存储中读取，压缩包中也没有。"
        return Attachment(position, original, None, reason, available=False)
    if not unchanged:
        reason = "存储中的原件与提交时的校验值不符，没有放入压缩包。"
        return Attachment(position, original, None, reason, available=False)
    try:
        pages = prepare(original.path, original.mime, folder / f".pages-{position:03d}.pdf")
    except Unmergeable as refusal:
        return Attachment(position, original, None, str(refusal))
    return Attachment(position, original, pages)
