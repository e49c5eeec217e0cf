"""Opens a Word file from anybody: what it is, that it is whole and harmless, and its main part as a tree."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MARGINS = ("header", "footer", "footnotes", "endnotes", "comments")
BODY = "word/document.xml"
MAX_PART_BYTES = 20 * 1024 * 1024
MAX_TAGS = 75_000  # of all parts that are read; a form filled in to its limits has 6,000
MAX_DEPTH, MAX_TABLES = (
    100,
    6,
)  # elements and tables in each other; with each the same words are read once more
TOO_DEEP = etree.XPath(
    f"boolean(//*[count(ancestor::*) >= {MAX_DEPTH}] | //w:tbl[count(ancestor::w:tbl) >= {MAX_TABLES}])",
    namespaces={"w": W[1:-1]},
)
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_RATIO = 100
SMALL_PART_BYTES = 1024 * 1024  # below this any ratio is harmless: empty table cells pack very well
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
HEADS = {
    b"%PDF": "这是 PDF 文件，不是 Word 文档。请上传填写好的 Word 申报表（.docx）。",
    b"\x89PNG": "这是图片，不是 Word 文档。请上传填写好的 Word 申报表（.docx）。",
    b"\xff\xd8\xff": "这是图片，不是 Word 文档。请上传填写好的 Word 申报表（.docx）。",
    b"{\\rtf": "这是 RTF 文件。请在 Word 或 WPS 中打开，另存为 .docx 后再上传。",
}
OLD = "这是旧版 Word 或 WPS 文件（.doc、.wps）。请在 Word 或 WPS 中打开，另存为 .docx 后再上传。"
LOCKED = "文件设有打开密码，无法读取。请在 Word 或 WPS 中取消密码，保存后再上传。"
MACROS = "文件含有宏，不能接受。请在 Word 或 WPS 中另存为不带宏的 .docx 后再上传。"
BROKEN = "文件已损坏或不完整，无法打开。请在 Word 或 WPS 中重新保存为 .docx 后再上传。"
TOO_LARGE = "文件展开后过大，无法读取。请删除文件中的图片，另存后再上传。"
STRANGE = "文件内部结构异常，不能接受。请在 Word 或 WPS 中打开后另存为 .docx 再上传。"
NO_WORD = "这不是 Word 文档。请上传填写好的 Word 申报表（.docx）。"
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    OSError,
    EOFError,
    RuntimeError,
    KeyError,
    ValueError,
    etree.XMLSyntaxError,
)


class UnreadableWord(ValueError):
    """The file cannot be read as a Word form of ours; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Package:
    """The parts of a Word file that the reading needs; ``numbering`` is None when nothing is numbered.

    ``margins`` are parts beside the body, each with what it is: header, footer, footnotes, endnotes, comments.
    """

    body: etree._Element
    numbering: etree._Element | None
    margins: tuple[tuple[str, etree._Element], ...] = ()


def open_package(data: bytes) -> Package:
    """Return the parts of a Word file.

    The central directory is read before anything is unpacked; parts are bounded in size, without entities.

    Raises:
        UnreadableWord: it is another kind of file, damaged, locked, or built to do harm.
    """
    _check_head(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            parts = _Parts(archive)
            main = _main_part(parts)
            root = parts.tree(main)
            numbers = posixpath.join(posixpath.dirname(main), "numbering.xml")
            numbering = parts.tree(numbers) if numbers in parts.names else None
            margins = tuple(_margins(parts, main))
    except UnreadableWord:
        raise
    except UNREADABLE as error:
        raise UnreadableWord(BROKEN) from error
    body = root.find(f"{W}body")
    if root.tag != f"{W}document" or body is None:
        raise UnreadableWord(NO_WORD)
    return Package(body, numbering, margins)


def _check_head(data: bytes) -> None:
    if data.startswith(OLE):
        raise UnreadableWord(LOCKED if ENCRYPTED in data else OLD)
    for head, sentence in HEADS.items():
        if data.startswith(head):
            raise UnreadableWord(sentence)
    if not data:
        raise UnreadableWord("文件是空的（0 字节）。请确认文件内容后重新选择。")
    if not data.startswith(b"PK"):
        raise UnreadableWord(NO_WORD)


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(info.file_size for info in members) > MAX_UNPACKED_BYTES:
        raise UnreadableWord(TOO_LARGE)
    names = {info.filename.lower() for info in members}
    for info in members:
        if info.file_size > SMALL_PART_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise UnreadableWord(STRANGE)
        if info.flag_bits & 1:
            raise UnreadableWord(LOCKED)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableWord(MACROS)
    if "xl/workbook.xml" in names:
        raise UnreadableWord("这是 Excel 表格，不是 Word 文档。请上传填写好的 Word 申报表（.docx）。")
    if "_rels/.rels" not in names and BODY not in names:
        raise UnreadableWord(NO_WORD)


class _Parts:
    """The parts of an archive as trees, bounded in size each and in tags together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.names = archive, set(archive.namelist())
        self._tags = 0

    def tree(self, name: str) -> etree._Element:
        """One part; without entities and DOCTYPE."""
        if self.archive.getinfo(name).file_size > MAX_PART_BYTES:
            raise UnreadableWord(TOO_LARGE)
        with self.archive.open(name) as part:
            xml = part.read(MAX_PART_BYTES + 1)
        self._tags += xml.count(b"<")
        if len(xml) > MAX_PART_BYTES or self._tags > MAX_TAGS:
            raise UnreadableWord(TOO_LARGE)
        if b"<!DOCTYPE" in xml:
            raise UnreadableWord(STRANGE)
        xml = xml.replace(STRICT, W[1:-1].encode())
        tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        if tree.getroottree().docinfo.doctype or TOO_DEEP(tree):
            raise UnreadableWord(STRANGE)
        return tree


def _main_part(parts: _Parts) -> str:
    """The name of the part that holds the document; not every program calls it document.xml."""
    if BODY in parts.names:
        return BODY
    for relation in parts.tree("_rels/.rels").iter(f"{RELATIONS}Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            name = relation.get("Target", "").lstrip("/")
            if name in parts.names:
                return name
    raise UnreadableWord(NO_WORD)


def _margins(parts: _Parts, main: str) -> Iterator[tuple[str, etree._Element]]:
    """What stands beside the body, as the relations of the document name it; each part once."""
    folder, name = posixpath.split(main)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in parts.names:
        return
    named = set()
    for relation in parts.tree(relations).iter(f"{RELATIONS}Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if kind in MARGINS and part in parts.names and (kind, part) not in named:
            named.add((kind, part))
            yield kind, parts.tree(part)
