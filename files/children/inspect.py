"""Opens one file as what it claims to be; a child of ``files.children.nursery``.

Request: ``path`` and ``extension``. Answer: ``refused``, a Chinese sentence, or null when the file is good; ``pages``,
how many it has on paper, or null when only printing would tell.
"""

import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

import pikepdf
import puremagic
from PIL import Image

from files.refusals import FileRefused

MAX_PIXELS = 80_000_000  # A3 at 600 dpi is 70 million
MAX_PAGES = 2000
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
DAMAGE = ("damaged", "xref", "reconstruct", "unexpected EOF", "trailer")
BROKEN = "文件已损坏或不完整，无法打开。请在原来的软件中重新保存或导出后再上传。"
SAVE_AGAIN = "请在 Word 或 Excel 中打开后另存一份，或导出为 PDF 后再上传。"


def inspect(request: dict) -> dict:
    """Answer one request of ``files.inspection``."""
    path, extension = Path(request["path"]), request["extension"]
    try:
        _check_magic(path, extension)
        pages = OPENERS[extension](path, extension)
    except FileRefused as refusal:
        return {"refused": str(refusal), "pages": None}
    return {"refused": None, "pages": pages}


def _check_magic(path: Path, extension: str) -> None:
    with path.open("rb") as content:
        head = content.read(4096)
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        found = set()
    if f".{extension}" in found:
        return
    if extension in MAIN_PARTS and ".doc" in found:
        raise FileRefused(
            f"文件设有打开密码，或者是旧版 Office 文件。请取消密码并另存为 .{extension} 后再上传。"
        )
    raise FileRefused(
        f"文件内容与扩展名 .{extension} 不符。请不要直接改扩展名，在原来的软件中另存为所需类型后再上传。"
    )


def _open_pdf(path: Path, extension: str) -> int:
    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            for page in pdf.pages:
                _ = page.mediabox
            warnings = pdf.get_warnings()
    except pikepdf.PasswordError:
        raise FileRefused("PDF 设有打开密码。请取消密码后重新保存，再上传。") from None
    except (pikepdf.PdfError, AttributeError, ValueError, KeyError):
        raise FileRefused(BROKEN) from None
    if any(sign in str(warning) for warning in warnings for sign in DAMAGE):
        raise FileRefused(f"PDF 不完整或已损坏，可能是传输中断。{BROKEN.partition('。')[2]}")
    if not 1 <= pages <= MAX_PAGES:
        raise FileRefused(f"PDF 有 {pages} 页，只接受 1 至 {MAX_PAGES} 页。请拆分后再上传。")
    return pages


def _open_image(path: Path, extension: str) -> int:
    Image.MAX_IMAGE_PIXELS = None  # our own limit, below
    try:
        with Image.open(path, formats=["PNG" if extension == "png" else "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise FileRefused(
                    f"图片为 {image.width}×{image.height} 像素，超过 {MAX_PIXELS // 10_000} 万像素的上限。"
                    "请缩小尺寸或降低扫描分辨率后再上传。"
                )
            image.load()
    except (OSError, SyntaxError, ValueError):
        raise FileRefused("图片已损坏或不完整，无法打开。请重新扫描或另存后再上传。") from None
    return 1


def _open_office(path: Path, extension: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
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
    found = set()
    parser = _parser()
    parser.StartElementHandler = lambda tag, attributes: found.add(attributes.get("ContentType"))
    parser.Parse(archive.read("[Content_Types].xml"), True)
    return found


def _parser():
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*declaration) -> None:
    raise FileRefused(f"文件内部含有不允许的声明（DOCTYPE），不能接受。{SAVE_AGAIN}")


def _read_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Unpack one part in pieces, which checks its CRC; XML must be well-formed and without a DOCTYPE."""
    parser = _parser() if info.filename.lower().endswith((".xml", ".rels")) else None
    with archive.open(info) as part:
        while chunk := part.read(256 * 1024):
            if parser:
                parser.Parse(chunk, False)
    if parser:
        parser.Parse(b"", True)


OPENERS = {
    "pdf": _open_pdf,
    "png": _open_image,
    "jpg": _open_image,
    "jpeg": _open_image,
    "docx": _open_office,
    "xlsx": _open_office,
}
