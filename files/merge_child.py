"""Makes pages of one file, or binds pages together. Runs as a child process: ``python -m files.merge_child``.

Requests are those of ``files.merging``; the answer of ``prepare`` has ``refused``, ``pages`` and ``remark``.
"""

import io
from contextlib import ExitStack

import img2pdf
import pikepdf
from PIL import ExifTags, Image, ImageOps

from files import sandbox

DAMAGE = ("damaged", "xref", "reconstruct", "unexpected EOF", "trailer")
A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
BORDER = (img2pdf.mm_to_pt(10), img2pdf.mm_to_pt(10))
UNLOCKED = "原件设有打印或编辑限制，并入后不再保留；压缩包中的原件保持不变。"


def work(request: dict) -> dict:
    """Answer one request of ``files.merging``."""
    if request["do"] == "merge":
        return _merge(request)
    return (_prepare_pdf if request["kind"] == "pdf" else _prepare_image)(
        request["source"], request["target"]
    )


def _prepare_pdf(source: str, target: str) -> dict:
    try:
        with pikepdf.open(source) as pdf, pikepdf.new() as pages:
            pages.pages.extend(pdf.pages)
            count, remark = len(pages.pages), UNLOCKED if pdf.is_encrypted else ""
            damaged = any(sign in str(warning) for warning in pdf.get_warnings() for sign in DAMAGE)
            if not damaged and count:
                pages.save(target, deterministic_id=True)
    except pikepdf.PasswordError:
        return _refused("PDF 设有打开密码，无法合并，请在压缩包中查看原件。")
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, RuntimeError):
        return _refused("PDF 已损坏，无法合并，请在压缩包中查看原件。")
    if damaged or not count:
        return _refused("PDF 不完整或没有页面，无法合并，请在压缩包中查看原件。")
    return {"refused": None, "pages": count, "remark": remark}


def _prepare_image(source: str, target: str) -> dict:
    try:
        try:
            pages = _image_pages(_flattened(source) if _mirrored(source) else source)
        except (
            img2pdf.ImageOpenError,
            img2pdf.AlphaChannelError,
            img2pdf.JpegColorspaceError,
            NotImplementedError,
        ):
            pages = _image_pages(_flattened(source))
    except (OSError, SyntaxError, ValueError, img2pdf.ImageOpenError):
        return _refused("图片已损坏，无法合并，请在压缩包中查看原件。")
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        count = len(pdf.pages)
        pdf.save(target, deterministic_id=True)
    return {"refused": None, "pages": count, "remark": "图片按 A4 版面缩放。"}


def _image_pages(source: str | bytes) -> bytes:
    """The image inside the borders of an A4 page that stands as the image does."""
    layout = img2pdf.get_layout_fun(A4, border=BORDER, fit=img2pdf.FitMode.into, auto_orient=True)
    return img2pdf.convert(
        source, layout_fun=layout, rotation=img2pdf.Rotation.ifvalid, nodate=True, first_frame_only=True
    )


def _mirrored(source: str) -> bool:
    """Whether EXIF says that the image stands mirrored, which a PDF page cannot undo."""
    with Image.open(source, formats=["PNG", "JPEG"]) as image:
        return image.getexif().get(ExifTags.Base.Orientation) in (2, 4, 5, 7)


def _flattened(source: str) -> bytes:
    """The image as an upright JPEG on white, for what img2pdf does not take as it is."""
    with Image.open(source, formats=["PNG", "JPEG"]) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    target = io.BytesIO()
    ground.save(target, "JPEG", quality=90)
    return target.getvalue()


def _refused(reason: str) -> dict:
    return {"refused": reason}


def _merge(request: dict) -> dict:
    """Open the base and bind the sections around its own pages (keeps its version and metadata)."""
    with ExitStack() as opened:
        result = opened.enter_context(pikepdf.open(request["base"]))
        sources = {request["base"]: result}
        own = list(result.pages)
        position, bookmarks = 0, []
        for section in request["sections"]:
            path, first, count = section["path"], section["first"], section["count"]
            if section["title"]:
                bookmarks.append((section["title"], position))
            if path != request["base"]:
                if path not in sources:
                    sources[path] = opened.enter_context(pikepdf.open(path))
                for page in sources[path].pages[first : first + count]:
                    result.pages.insert(position, page)
                    position += 1
            else:
                position += len(own)
        _describe(result, request["title"], request["date"], bookmarks)
        result.save(request["target"], deterministic_id=True)
    return {}


def _describe(pdf: pikepdf.Pdf, title: str, date: str, bookmarks: list[tuple[str, int]]) -> None:
    """Title, dates and bookmarks; the bound file no longer claims to be PDF/A or PDF/UA."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part"):
            if key in metadata:
                del metadata[key]
        metadata["dc:title"] = title
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = date
    with pdf.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in bookmarks)


if __name__ == "__main__":
    sandbox.answer(work)
