"""Makes a photo anew: upright, of a size for screens and paper, without what the camera wrote beside the picture.

A child of ``files.children.nursery``. Request: ``source``, ``target`` and ``small``, paths. Answer: ``refused``, or null.
"""

from PIL import Image, ImageOps

LONG_SIDE, SMALL_SIDE = 2400, 480  # px
MAX_PIXELS = 80_000_000
QUALITY = 85


def remake(request: dict) -> dict:
    """Answer ``files.photos``: decode the whole image and write both sizes as JPEG."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit
    try:
        with Image.open(request["source"], formats=["PNG", "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                return {"refused": "照片的像素过多，无法处理。请把相机调到较低的分辨率后重拍。"}
            image.draft("RGB", (LONG_SIDE, LONG_SIDE))
            picture = _on_white(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError):
        return {"refused": "照片已损坏或不完整，无法打开。请重新拍摄后再上传。"}
    _write(picture, LONG_SIDE, request["target"])
    _write(picture, SMALL_SIDE, request["small"])
    return {"refused": None}


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        return image.convert("RGB")
    image = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _write(picture: Image.Image, side: int, path: str) -> None:
    made = picture.copy()
    made.thumbnail((side, side), Image.Resampling.LANCZOS)
    made.info.clear()  # neither EXIF nor comments come along
    made.save(path, "JPEG", quality=QUALITY, optimize=True)
