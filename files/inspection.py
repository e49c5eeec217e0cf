"""What comes in from outside is checked before it is kept: name, size, type, and that it opens (MAT-*).

Each refusal is a plain sentence that says what is wrong and what to do.

``LIMITS`` bound what one upload may cost, for a person waits and a thread is held. Seconds of processor and MB that
honest files took: a scan of 300 pages and 50 MB 0.01 and 23, a Word of 18 MB 0.06 and 20, an Excel of 21 MB (300,000
rows) 0.7 and 20, a picture of 80 million pixels 0.7 and 323, a PDF of one page with 200,000 tagged elements 1.5 and 590.
"""

import os
import re
import tempfile
import unicodedata
from collections.abc import Collection
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files import File
from django.template.defaultfilters import filesizeformat

from files.children import sandbox
from files.refusals import FileRefused, StoreFull
from files.upload_handler import LostUpload, given_name

MIMES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ADVICE = {
    "doc": "旧版 Word 文件（.doc）不能上传，请在 Word 中另存为 .docx 或 PDF 后再上传。",
    "xls": "旧版 Excel 文件（.xls）不能上传，请在 Excel 中另存为 .xlsx 或 PDF 后再上传。",
    "docm": "带宏的 Word 文件不能上传，请另存为不带宏的 .docx 或 PDF 后再上传。",
    "xlsm": "带宏的 Excel 文件不能上传，请另存为不带宏的 .xlsx 或 PDF 后再上传。",
    "wps": "WPS 格式的文件不能上传，请另存为 .docx 或 PDF 后再上传。",
    "et": "WPS 表格格式的文件不能上传，请另存为 .xlsx 或 PDF 后再上传。",
    "ofd": "OFD 文件不能上传，请导出为 PDF 后再上传。",
    "heic": "HEIC 照片不能上传，请转换为 JPG 后再上传。",
}
NAME_LENGTH = 120
FORBIDDEN_IN_NAMES = re.compile(r"[/\\\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LIMITS = sandbox.Limits(memory=1024**3, cpu=4, wall=15)


@dataclass(frozen=True)
class CheckedUpload:
    """An upload that may be kept: its cleaned name, type, size in bytes, pages (None: only printing would tell)."""

    name: str
    mime: str
    size: int
    pages: int | None


def clean_name(name: str, length: int = NAME_LENGTH) -> str:
    """Return a safe file name without path, control or direction characters, its extension kept.

    Args:
        length: most characters it may have.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(char for char in name if unicodedata.category(char) not in UNPRINTABLE)
    stem, dot, extension = re.sub(r'[:*?"<>|]', "_", name).strip(" .").rpartition(".")
    if not dot:
        stem, extension = ("", extension) if "." in name else (extension, "")
    suffix = f".{extension[:20]}" if extension else ""
    return f"{stem.strip(' .')[: length - len(suffix)] or '未命名文件'}{suffix}"


def shown_name(uploaded: File, length: int = 40) -> str:
    """How an upload is called in a sentence: without characters that would spoil it, shortened in the middle."""
    name = clean_name(given_name(uploaded), 300)
    return name if len(name) <= length else f"{name[: length - 11]}…{name[-10:]}"


def check_upload(uploaded: File, allowed: Collection[str]) -> CheckedUpload:
    """Check an uploaded file and return what is known of it.

    Args:
        uploaded: the file as Django hands it over; left at its start.
        allowed: extensions without the dot, lower case, from ``MIMES``.

    Raises:
        FileRefused: the file cannot be taken.
        StoreFull: it did not arrive whole, for want of room.
    """
    _check_name(given_name(uploaded))
    name = clean_name(uploaded.name or "")
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in allowed or extension not in MIMES:
        raise FileRefused(
            ADVICE.get(extension) or f"不支持这种文件类型。请上传以下类型之一：{_listed(allowed)}。"
        )
    if not uploaded.size:
        raise FileRefused("文件是空的（0 字节）。请确认文件内容后重新选择。")
    if uploaded.size > settings.MAX_FILE_BYTES:
        raise FileRefused(
            f"文件大小为 {filesizeformat(uploaded.size)}，超过单个文件上限"
            f" {filesizeformat(settings.MAX_FILE_BYTES)}。请压缩或拆分后再上传。"
        )
    if isinstance(uploaded, LostUpload):
        raise StoreFull
    with _on_disk(uploaded) as path:
        pages = _inspected(path, extension)
    uploaded.seek(0)
    return CheckedUpload(name=name, mime=MIMES[extension], size=uploaded.size, pages=pages)


def page_count(path: Path) -> int:
    """How many pages a PDF has that the portal keeps.

    Raises:
        FileRefused: it cannot be opened.
    """
    return _inspected(str(path), "pdf")


def _check_name(name: str) -> None:
    """A name that could be mistaken for another, or for a path, is given back to be changed."""
    if FORBIDDEN_IN_NAMES.search(name):
        raise FileRefused(
            "文件名中含有不能使用的字符（斜杠、换行或改变文字方向的隐藏字符）。请重命名文件后再上传。"
        )
    if len(name) > NAME_LENGTH:
        raise FileRefused(
            f"文件名有 {len(name)} 个字符，超过 {NAME_LENGTH} 个字符的上限。请改短文件名后再上传。"
        )


def _inspected(path: str, extension: str) -> int | None:
    """Have a child process open a file; return its number of pages."""
    try:
        request = {"path": path, "extension": extension}
        answer = sandbox.run("files.children.inspect:inspect", request, LIMITS, reads=[path])
    except sandbox.ChildFailed:
        raise FileRefused("文件内容过于复杂或已损坏，无法检查。请重新导出为 PDF 后再上传。") from None
    if answer["refused"]:
        raise FileRefused(answer["refused"])
    return answer["pages"]


def _listed(allowed: Collection[str]) -> str:
    return "、".join(extension.upper() for extension in MIMES if extension in allowed and extension != "jpeg")


@contextmanager
def _on_disk(uploaded: File):
    """Give the path of the upload, writing it to a temporary file when it is in memory."""
    if hasattr(uploaded, "temporary_file_path"):
        yield uploaded.temporary_file_path()
        return
    handle, name = tempfile.mkstemp(prefix="upload-")
    try:
        _copy(uploaded, handle)
        yield name
    finally:
        Path(name).unlink(missing_ok=True)


def _copy(uploaded: File, handle: int) -> None:
    """Write the upload to an open file and close it.

    Raises:
        StoreFull: there is no room for it.
    """
    uploaded.seek(0)
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.writelines(uploaded.chunks())
    except OSError as error:
        raise StoreFull from error
