"""Files made on the spot, good ones and bad ones."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(pages: int = 3, **save) -> bytes:
    """Blank pages. Without a password the same bytes every time: an identifier made of the clock is another a second on."""
    save.setdefault("deterministic_id", "encryption" not in save)
    target = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.save(target, **save)
    return target.getvalue()


def picture(kind: str = "PNG", size=(60, 40), mode: str = "RGB", **save) -> bytes:
    target = io.BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(target, kind, **save)
    return target.getvalue()


def word() -> bytes:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("碳减排量核算说明")
    document.save(target)
    return target.getvalue()


def excel() -> bytes:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["项目", "减排量"])
    book.save(target)
    return target.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """The same docx or xlsx with one part added or replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for info in source.infolist():
            if info.filename != name:
                result.writestr(info, source.read(info))
        result.writestr(name, content)
    return target.getvalue()
