"""Opens Word and Excel files: a package of parts, most of them XML."""

import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from files.children.office_parts import refuse_program, watched
from files.refusals import FileRefused

BROKEN = "文件已损坏或不完整，无法打开。请在原来的软件中重新保存或导出后再上传。"
SAVE_AGAIN = "请在 Word 或 Excel 中打开后另存一份，或导出为 PDF 后再上传。"
MAX_MEMBERS = 2000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
SMALL_PART_BYTES = 1024 * 1024  # below this any ratio is harmless: empty table cells pack very well
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".jar", ".docx", ".docm", ".xlsx", ".xlsm", ".pptx")
MAIN_PARTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    OSError,
    EOFError,
    RuntimeError,
    KeyError,
    ValueError,
)


def open_office(content: Path | IO[bytes], extension: str) -> None:
    """Unpack a docx or xlsx within limits and read what its parts lead to.

    Raises:
        FileRefused: it is damaged or too large, or holds what acts by itself (``office_parts``).
    """
    try:
        with zipfile.ZipFile(content) as archive:
            _check_directory(archive.infolist())
            main = _content_types(archive)
            for info in archive.infolist():
                _read_part(archive, info)
    except UNREADABLE:
        raise FileRefused(BROKEN) from None
    if MAIN_PARTS[extension] not in main:
        raise FileRefused(f"文件内容不是 .{extension} 类型的文档。{SAVE_AGAIN}")


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    """Read the central directory before anything is unpacked."""
    unpacked = sum(info.file_size for info in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        raise FileRefused(
            f"文件展开后过大（上限 {MAX_UNPACKED_BYTES // 1024**2} MB）。请减少图片或拆分后再上传。"
        )
    for info in members:
        name = info.filename.lower()
        if info.file_size > SMALL_PART_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise FileRefused(f"文件的压缩比例异常，不能接受。{SAVE_AGAIN}")
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise FileRefused(f"文件内部结构异常，不能接受。{SAVE_AGAIN}")
        if name.endswith("vbaproject.bin"):
            raise FileRefused(
                "文件含有宏，不能接受。请另存为不带宏的 .docx 或 .xlsx，或导出为 PDF 后再上传。"
            )
        if name.endswith(ARCHIVES):
            raise FileRefused("文件中嵌入了压缩包、文档或图表数据表，不能接受。请导出为 PDF 后再上传。")


def _content_types(archive: zipfile.ZipFile) -> set[str]:
    types = set()
    parser = _parser()
    parser.StartElementHandler = lambda tag, attributes: types.add(attributes.get("ContentType"))
    parser.Parse(archive.read("[Content_Types].xml"), True)
    return types


def _parser():
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*declaration) -> None:
    raise FileRefused(f"文件内部含有不允许的声明（DOCTYPE），不能接受。{SAVE_AGAIN}")


def _read_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Unpack one part in pieces, which checks its CRC; XML must be well-formed and without a DOCTYPE."""
    parser = watched(_parser()) if info.filename.lower().endswith((".xml", ".rels")) else None
    with archive.open(info) as part:
        refuse_program(part.peek(8))
        while chunk := part.read(256 * 1024):
            if parser:
                parser.Parse(chunk, False)
    if parser:
        parser.Parse(b"", True)
