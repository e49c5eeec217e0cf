"""Opens one file as what it claims to be; a child of ``files.children.nursery``.

Request: ``path`` and ``extension``. Answer: ``refused``, a Chinese sentence, or null when the file is good; ``pages``,
how many it has on paper, or null when only printing would tell.
"""

from io import BytesIO
from pathlib import Path
from typing import IO

import pikepdf
import puremagic
from PIL import Image

from files.children.office import BROKEN, MAIN_PARTS, open_office
from files.children.pdf_contents import refuse_active
from files.refusals import FileRefused

MAX_PIXELS = 80_000_000  # A3 at 600 dpi is 70 million
MAX_PAGES = 2000
HEAD = 4096  # bytes that tell what a file is
DAMAGE = ("damaged", "xref", "reconstruct", "unexpected EOF", "trailer")


def inspect(request: dict) -> dict:
    """Answer one request of ``files.inspection``."""
    path, extension = Path(request["path"]), request["extension"]
    try:
        with path.open("rb") as content:
            _check_magic(content.read(HEAD), extension)
        pages = OPENERS[extension](path, extension)
    except FileRefused as refusal:
        return {"refused": str(refusal), "pages": None}
    return {"refused": None, "pages": pages}


def _check_magic(head: bytes, extension: str) -> None:
    try:
        claimed = {match.extension for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        claimed = set()
    if f".{extension}" in claimed:
        return
    if extension in MAIN_PARTS and ".doc" in claimed:
        raise FileRefused(
            f"文件设有打开密码，或者是旧版 Office 文件。请取消密码并另存为 .{extension} 后再上传。"
        )
    raise FileRefused(
        f"文件内容与扩展名 .{extension} 不符。请不要直接改扩展名，在原来的软件中另存为所需类型后再上传。"
    )


def _open_pdf(content: Path | IO[bytes], extension: str) -> int:
    try:
        with pikepdf.open(content) as pdf:
            pages = len(pdf.pages)
            for page in pdf.pages:
                _ = page.mediabox
            refuse_active(pdf, _open_embedded)
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


def _open_embedded(extension: str, content: BytesIO) -> None:
    """Open a file in a PDF as the upload that it might be."""
    opener = OPENERS[extension.removeprefix(".")]
    _check_magic(content.getvalue()[:HEAD], extension.removeprefix("."))
    opener(content, extension.removeprefix("."))


def _open_image(content: Path | IO[bytes], extension: str) -> int:
    Image.MAX_IMAGE_PIXELS = None  # our own limit, below
    try:
        with Image.open(content, formats=["PNG" if extension == "png" else "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise FileRefused(
                    f"图片为 {image.width}×{image.height} 像素，超过 {MAX_PIXELS // 10_000} 万像素的上限。"
                    "请缩小尺寸或降低扫描分辨率后再上传。"
                )
            image.load()
    except (OSError, SyntaxError, ValueError):
        raise FileRefused("图片已损坏或不完整，无法打开。请重新扫描或另存后再上传。") from None
    return 1


OPENERS = {
    "pdf": _open_pdf,
    "png": _open_image,
    "jpg": _open_image,
    "jpeg": _open_image,
    "docx": open_office,
    "xlsx": open_office,
}
