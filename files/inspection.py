"""What comes in from outside is checked before it is kept: name, size, type, and that it opens (MAT-*).

Each refusal is a plain sentence that says what is wrong and what to do.
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

from files import sandbox
from files.refusals import FileRefused, StoreFull
from files.upload_handler import LostUpload

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
UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LIMITS = sandbox.Limits(memory=1024**3, cpu=20, wall=40)


@dataclass(frozen=True)
class CheckedUpload:
    """An upload that may be kept: its cleaned name, its type, its size in bytes."""

    name: str
    mime: str
    size: int


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


def check_upload(uploaded: File, allowed: Collection[str]) -> CheckedUpload:
    """Check an uploaded file and return what is known of it.

    Args:
        uploaded: the file as Django hands it over; left at its start.
        allowed: extensions without the dot, lower case, from ``MIMES``.

    Raises:
        FileRefused: the file cannot be taken.
        StoreFull: it did not arrive whole, for want of room.
    """
    name = clean_name(uploaded.name or "")
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if isinstance(uploaded, LostUpload):
        raise StoreFull
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
    with _on_disk(uploaded) as path:
        try:
            refused = sandbox.run("files.inspect_child", {"path": path, "extension": extension}, LIMITS)[
                "refused"
            ]
        except sandbox.ChildFailed:
            refused = "文件内容过于复杂或已损坏，无法检查。请重新导出为 PDF 后再上传。"
    uploaded.seek(0)
    if refused:
        raise FileRefused(refused)
    return CheckedUpload(name=name, mime=MIMES[extension], size=uploaded.size)


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
