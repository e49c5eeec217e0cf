"""Reads the answers back from a Word form that ``sheets.word`` wrote, also after people filled it in."""

import io
import zipfile

from lxml import etree

from sheets.answers import put, slot_at, tidy
from sheets.definitions import Sheet
from sheets.kinds import Malformed, Raw, kind_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"
MAX_BODY_BYTES = 20 * 1024 * 1024


class UnreadableWord(ValueError):
    """The file is no Word form of ours; the message is one Chinese sentence."""


def read_word(sheet: Sheet, data: bytes) -> dict:
    """Return the JSON answers in a Word form; what is not understood is kept as raw text.

    Raises UnreadableWord. The file may come from anyone: only the main part is opened, bounded in size,
    without entities.
    """
    answers: dict = {part.key: [] for part in sheet.repeatable_parts}
    found = False
    for control in _body(data).iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        try:
            slot = slot_at(sheet, tag.get(f"{W}val", "") if tag is not None else "")
        except KeyError:
            continue
        found = True
        kind, text = kind_of(slot.leaf), _text(control)
        try:
            value = kind.parse(slot.leaf, text)
        except Malformed:
            value = Raw(kind.raw_text(text))
        put(answers, slot, value)
    if not found:
        raise UnreadableWord("文件中没有本申报表的填写栏，请使用本系统下载的申报表。")
    return tidy(sheet, answers)


def _body(data: bytes) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(BODY).file_size > MAX_BODY_BYTES:
                raise UnreadableWord("文件过大，无法读取。")
            with archive.open(BODY) as part:
                xml = part.read(MAX_BODY_BYTES + 1)
        if len(xml) > MAX_BODY_BYTES or b"<!DOCTYPE" in xml:
            raise UnreadableWord("文件内容不符合要求，无法读取。")
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except (
        zipfile.BadZipFile,
        KeyError,
        NotImplementedError,
        OSError,
        RuntimeError,
        etree.XMLSyntaxError,
    ) as error:
        raise UnreadableWord("文件不是可以读取的 Word 文档（.docx）。") from error


def _text(control: etree._Element) -> str:
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        return ""
    content = control.find(f"{W}sdtContent")
    words: list[str] = []
    for element in content.iter() if content is not None else ():
        if element.tag == f"{W}t":
            words.append(element.text or "")
        elif element.tag == f"{W}tab" and element.getparent().tag == f"{W}r":
            words.append("\t")
        elif element.tag in (f"{W}br", f"{W}cr") or (element.tag == f"{W}p" and words):
            words.append("\n")
    return "".join(words)
