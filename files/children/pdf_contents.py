"""What in a PDF acts by itself, or is a program: the file is refused with a sentence that says how to hand it in.

Every object of the file is looked at: those in object streams too, and those that nothing refers to. Links, forms
without scripts, bookmarks, signatures and embedded data stay; our own forms carry the Word that they were made from.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
from pikepdf import Array, Dictionary, Name

from files.refusals import FileRefused

# Names as qpdf writes them, so that none hides behind "#4a"; what has none of them is not taken apart.
SUSPECT = re.compile(
    rb"/(?:JavaScript|JS|Launch|EF|XFA|RichMedia|RichMediaContent|OnInstantiate)(?=[\s/<>\[\]()]|$)"
)
SCRIPT_KEYS = ("/JS", "/JavaScript", "/OnInstantiate")
DATA = (".xml", ".xbrl", ".json", ".txt", ".csv", ".ofd")  # vouchers and reports carry their figures so
PROGRAM_HEADS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"),
)
PRINT_ANEW = "请用“打印为 PDF”（打印机选“Microsoft Print to PDF”或“导出为 PDF”）另存一份后再上传。"


def refuse_active(pdf: pikepdf.Pdf, open_embedded: Callable[[str, BytesIO], None]) -> None:
    """Look through the whole PDF.

    Args:
        open_embedded: opens an embedded file of that extension (with its dot, lower case) as an upload is opened,
            and raises FileRefused when it may not come in, or KeyError when no such upload may.

    Raises:
        FileRefused: it holds a script, starts a program, or holds one.
    """
    for part in _suspects(pdf):
        action = part.get("/S")
        if action == Name.JavaScript or any(key in part for key in SCRIPT_KEYS):
            raise FileRefused(f"PDF 含有脚本（JavaScript），不能接受。{PRINT_ANEW}")
        if action == Name.Launch:
            raise FileRefused(f"PDF 含有启动其他程序的动作，不能接受。{PRINT_ANEW}")
        if part.get("/Subtype") == Name.RichMedia or "/RichMediaContent" in part:
            raise FileRefused(f"PDF 内嵌入了多媒体程序，不能接受。{PRINT_ANEW}")
        if "/XFA" in part and _has_script(part["/XFA"]):
            raise FileRefused(f"PDF 是带脚本的动态表单（XFA），不能接受。{PRINT_ANEW}")
        if "/EF" in part:
            _check_embedded(part, open_embedded)


def _suspects(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """The dictionaries of all objects in which one of the names stands."""
    for item in pdf.objects:
        held = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        if isinstance(held, Dictionary | Array) and SUSPECT.search(held.unparse(resolved=True)):
            yield from _dictionaries(held)


def _dictionaries(held: pikepdf.Object) -> Iterator[Dictionary]:
    """An object, if it is a dictionary, and those in it; what it only refers to is an object of its own."""
    waiting = [held]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Dictionary):
            yield part
            inner = [value for _, value in part.items()]
        else:
            inner = list(part)
        waiting += [
            value for value in inner if isinstance(value, Dictionary | Array) and not value.is_indirect
        ]


def _has_script(packets: pikepdf.Object) -> bool:
    """Whether a form of the XFA kind holds a script; its packets are one stream, or names and streams by turns."""
    streams = packets if isinstance(packets, Array) else [packets]
    texts = (stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream))
    return any(b"script" in text.replace(b"\0", b"").lower() for text in texts)


def _check_embedded(part: Dictionary, open_embedded: Callable[[str, BytesIO], None]) -> None:
    names = [str(part[key]) for key in ("/F", "/UF", "/DOS", "/Mac", "/Unix") if key in part]
    for stream in dict(part["/EF"]).values():
        content = stream.read_bytes()
        for name in names or [""]:
            extension = PurePosixPath(name.replace("\\", "/")).suffix.lower()
            try:
                if extension not in DATA:
                    open_embedded(extension, BytesIO(content))
                elif content.startswith(PROGRAM_HEADS):
                    raise KeyError(extension)
            except (FileRefused, KeyError):
                raise FileRefused(
                    f"PDF 内嵌入了不能接受的文件（{_shown(name)}），可能是程序。{PRINT_ANEW}"
                ) from None


def _shown(name: str) -> str:
    """A name as it can stand in a sentence."""
    plain = "".join(char for char in name if char.isprintable())
    return plain[-40:] or "没有名称"
