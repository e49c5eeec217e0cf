"""What in a Word or Excel file acts by itself: objects of other programs, and what is loaded from elsewhere.

It is refused with a sentence that says how to hand the file in. Hyperlinks stay, and so does the name of a template or
a picture on the writer's own disk, which nobody else's machine loads.
"""

import re
from typing import Any
from urllib.parse import unquote
from xml.parsers import expat

from files.refusals import FileRefused

# Relationships by which a part holds a foreign object, or content of a form that is not looked into.
OBJECTS = {"oleObject", "package", "control", "activeXControlBinary", "vbaProject", "wordVbaData", "aFChunk"}
LINK = "hyperlink"
PROGRAM_HEADS = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")  # OLE; programs of Windows and Linux
WRITTEN = {
    "document",
    "hdr",
    "ftr",
    "footnotes",
    "endnotes",
    "comments",
    "glossaryDocument",
}  # where fields stand
RUNS_PROGRAM = re.compile(r"^\s*DDE(?:AUTO)?\b", re.MULTILINE | re.IGNORECASE)
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(.*)", re.DOTALL)  # one letter is a drive
HOW = "请打印为 PDF 后上传"


def refuse_program(head: bytes) -> None:
    """Raise FileRefused for a part that begins as an OLE object or a program does."""
    if head.startswith(PROGRAM_HEADS):
        raise _object()


def watched(parser: expat.XMLParserType) -> expat.XMLParserType:
    """Have a parser raise FileRefused at what acts by itself; parts that cannot hold such things are read at full speed."""
    _Watch(parser)
    return parser


class _Watch:
    """Looks at the first element of a part, then at those that matter in a part of that kind."""

    def __init__(self, parser: Any) -> None:
        self.parser = parser
        self.field: list[str] = []
        self.in_field = False
        parser.StartElementHandler = self._first

    def _first(self, tag: str, attributes: dict) -> None:
        name = _local(tag)
        self.parser.StartElementHandler = None
        if name == "Relationships":
            self.parser.StartElementHandler = _check_relationship
        elif name == "externalLink":
            self.parser.StartElementHandler = _check_link
        elif name in WRITTEN:
            self.parser.StartElementHandler = self._start
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._text

    def _start(self, tag: str, attributes: dict) -> None:
        name = _local(tag)
        if name == "fldChar":
            self._settle()
        elif name == "fldSimple":
            self._settle()
            self.field = [value for key, value in attributes.items() if _local(key) == "instr"]
            self._settle()
        self.in_field = name == "instrText"

    def _text(self, text: str) -> None:
        if self.in_field:
            self.field.append(text)

    def _end(self, tag: str) -> None:
        self.in_field = False
        if _local(tag) in WRITTEN:
            self._settle()

    def _settle(self) -> None:
        """A field may be written in many pieces: it is looked at when the next begins."""
        if self.field and RUNS_PROGRAM.search("".join(self.field)):
            raise FileRefused(f"文件含有启动其他程序的域（DDE），不能接受。{HOW}，或在 Word 中删除该域。")
        self.field = []


def _check_relationship(tag: str, attributes: dict) -> None:
    """What a part leads to: another part, or something outside."""
    kind = attributes.get("Type", "").rpartition("/")[2]
    if kind in OBJECTS:
        raise _object()
    outside = attributes.get("TargetMode", "").lower() == "external"
    if outside and kind != LINK and _is_remote(attributes.get("Target", "")):
        raise FileRefused(
            "文件打开时会自动从网络上载入模板、图片或数据，不能接受。"
            f"{HOW}，或在“文件—信息—编辑指向文件的链接”中断开链接后再上传。"
        )


def _check_link(tag: str, attributes: dict) -> None:
    """An Excel link that is fed by another program."""
    if _local(tag) in ("ddeLink", "oleLink"):
        raise FileRefused(f"表格从其他程序取数（DDE 或 OLE 链接），不能接受。{HOW}，或断开链接后再上传。")


def _is_remote(target: str) -> bool:
    """Whether a target lies on another machine: an address with a scheme, or a share of Windows."""
    path = unquote(target).strip().replace("\\", "/")
    scheme = SCHEME.match(path)
    if not scheme:
        return path.startswith("//")
    if scheme[1].lower() != "file":
        return True
    place = scheme[2].lstrip("/")
    slashes = len(scheme[2]) - len(place)
    return slashes > 3 or (slashes == 2 and place[1:2] != ":")


def _object() -> FileRefused:
    return FileRefused(
        "文件中嵌入了其他程序的对象（OLE，如嵌入的附件、控件或旧版公式），不能接受。"
        f"{HOW}，或把这些对象转为图片后再上传。"
    )


def _local(name: str) -> str:
    return name.rpartition(":")[2]
