"""An image as the one page of a PDF, without decoding it where that can be helped; runs in a child process."""

import io
from pathlib import Path

import img2pdf
from PIL import ExifTags, Image, ImageOps

A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
BORDER = (img2pdf.mm_to_pt(8), img2pdf.mm_to_pt(8))
FORMATS = ["PNG", "JPEG"]
MAX_PIXELS = 80_000_000  # A3 at 600 dpi is 70 million
DECODED_PIXELS = 25_000_000  # more are not decoded: 8 bytes each while alpha is laid on white
NOT_AS_IT_IS = (
    img2pdf.ImageOpenError,
    img2pdf.AlphaChannelError,
    img2pdf.JpegColorspaceError,
    NotImplementedError,
)
UNREADABLE_IMAGE = (OSError, SyntaxError, ValueError, img2pdf.ImageOpenError)


class ImageTooLarge(Exception):
    """More pixels than the memory of a child bears; its text is the beginning of a Chinese sentence."""


def image_page(source: str, target: str) -> bool:
    """Write a PDF of one upright A4 page; return whether the image moves (only its first frame is taken then).

    Raises:
        ImageTooLarge: see there.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limits, below
    with Image.open(source, formats=FORMATS) as image:
        pixels, moves = image.width * image.height, image.format == "PNG" and image.is_animated
        decoded = _mirrored(image) or image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        if pixels > (DECODED_PIXELS if decoded else MAX_PIXELS):
            raise ImageTooLarge(f"图片为 {image.width}×{image.height} 像素，过大，无法并入，")
    _check(source)
    if not decoded:
        try:
            _lay_out(source, target)
            return moves
        except NOT_AS_IT_IS:
            if pixels > DECODED_PIXELS:
                raise ImageTooLarge("图片像素过多且需要转换，无法并入，") from None
    _lay_out(_flattened(source), target)
    return moves


def _mirrored(image: Image.Image) -> bool:
    """Whether EXIF says that it stands mirrored, which a PDF page cannot undo; without unpacking a PNG for it."""
    return "exif" in image.info and image.getexif().get(ExifTags.Base.Orientation) in (2, 4, 5, 7)


def _check(source: str) -> None:
    """Read the whole image without holding all its pixels: a PNG by its checksums, a JPEG at an eighth."""
    with Image.open(source, formats=FORMATS) as image:
        if image.format == "PNG":
            image.verify()
        else:
            image.draft(image.mode, (image.width // 8, image.height // 8))
            image.load()


def _lay_out(source: str | bytes, target: str) -> None:
    """Put the image inside the borders of an A4 page that stands as the image does."""
    layout = img2pdf.get_layout_fun(A4, border=BORDER, fit=img2pdf.FitMode.into, auto_orient=True)
    options = {"rotation": img2pdf.Rotation.ifvalid, "nodate": True, "first_frame_only": True}
    with Path(target).open("wb") as page:
        img2pdf.convert(source, layout_fun=layout, outputstream=page, **options)


def _flattened(source: str) -> bytes:
    """The image as an upright JPEG on white."""
    with Image.open(source, formats=FORMATS) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    target = io.BytesIO()
    ground.save(target, "JPEG", quality=90)
    return target.getvalue()
