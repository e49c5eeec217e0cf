"""The zip of a packet: the form, the originals, and a manifest with the SHA-256 of each (MAT-W)."""

import json
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from applications.packets.building.attachments import Attachment
from applications.packets.building.view import RevisionView
from files import store


@dataclass(frozen=True)
class Member:
    """A file on its way into a zip: its name there, where it lies, what the manifest says of it."""

    name: str
    path: Path
    facts: dict = field(default_factory=dict)


CANONICAL, RECIPE = "revision.json", "revision-checksum.txt"
RECIPE_TEXT = """\
如何核对提交版本的校验值

1. revision.json 是提交版本的全部内容，写成一行 JSON：键按字母顺序，各项之间不留空格，非 ASCII 字符照写，
   UTF-8 编码，没有换行。
2. revision.json 的 SHA-256 即提交版本的校验值，应与 manifest.json 中的 checksum 相同；申报表每页页脚印有它的前几位。
3. 要确认内容没有另一种写法：读入 revision.json，按第 1 条重新写出，应逐字节相同。
4. revision.json 的 attachments 列出每个附件的 name 和 sha256，应与压缩包内该原件的 SHA-256 相同
   （manifest.json 的 files 列出各文件的 name、path 和 sha256）。

用 Python 核对：
    import hashlib, json, pathlib
    data = pathlib.Path("revision.json").read_bytes()
    print(hashlib.sha256(data).hexdigest())
    again = json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    print(again.encode() == data)
"""


def pack(view: RevisionView, attachments: list[Attachment], forms: Iterable[Path], target: Path) -> None:
    """The form in each format, the originals, and a manifest with the SHA-256 of each; dated with the submission.

    With the text behind the checksum of the revision and its recipe, so that anybody can check it (REV-2, MAT-W).
    """
    members = [Member(form.name, form) for form in forms]
    for item in attachments:
        facts = {
            "material": item.original.material,
            "name": item.original.name,
            "in_packet": item.prepared is not None,
        }
        if item.available:
            members.append(Member(item.archive_name, item.original.path, facts))
    left_out = [item.as_left_out for item in attachments if not item.prepared]
    texts = {CANONICAL: view.canonical, RECIPE: RECIPE_TEXT}
    write_archive(target, members, view.submitted_at, _facts(view), texts, {"not_in_packet": left_out})


def write_archive(
    target: Path,
    members: Iterable[Member],
    at: datetime,
    about: dict,
    texts: Mapping[str, str],
    after: Mapping[str, object] | None = None,
) -> None:
    """Write a zip of files, read as a stream, with a manifest that has the size and SHA-256 of each.

    Args:
        at: date of every entry. about, after: what the manifest says before and after its files.
        texts: name → content of small files of our own.
    """
    listed = []
    with zipfile.ZipFile(target, "w") as archive:
        for member in members:
            entry = _entry(member.name, at)
            with member.path.open("rb") as source, archive.open(entry, "w") as copy:
                shutil.copyfileobj(source, copy, 1024 * 1024)
                size = source.tell()
                source.seek(0)
                found = {"path": member.name, "sha256": store.checksum(source), "size": size}
                listed.append(found | member.facts)
        for name, text in texts.items():
            content = text.encode()
            archive.writestr(_entry(name, at), content)
            listed.append({"path": name, "sha256": sha256(content).hexdigest(), "size": len(content)})
        manifest = about | {"files": listed} | dict(after or {})
        archive.writestr(_entry("manifest.json", at), json.dumps(manifest, ensure_ascii=False, indent=2))


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _facts(view: RevisionView) -> dict:
    return {
        "number": view.number,
        "code": view.code,
        "revision": view.revision,
        "checksum": view.sha256,
        "title": view.title,
        "organisation": view.organisation,
        "form": view.form.key,
        "year": view.year,
        "submitted_at": view.submitted_at.isoformat(),
        "received_at": view.received_at and view.received_at.isoformat(),
    }
