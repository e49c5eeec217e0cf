"""Photos from phones: checked as every upload, then made anew, so that no position or camera data is ever kept."""

import shutil
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from files import store
from files.children import sandbox
from files.inspection import check_upload
from files.models import StoredFile
from files.refusals import FileRefused, StoreFull

PHOTO_TYPES = ("jpg", "jpeg", "png")
LIMITS = sandbox.Limits(memory=1024**3, cpu=4, wall=15)  # 80 million pixels take 0.6 s of processor
MIME = "image/jpeg"
PRINTED = 1000  # px


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept: the picture, a small one for lists, and its name."""

    file: StoredFile
    small: StoredFile
    name: str


def take_photo(uploaded: UploadedFile) -> Photo:
    """Check an uploaded photo, make it anew in a child process, and keep both sizes; the upload itself is not kept.

    Raises:
        FileRefused: it is no photo, or cannot be opened.
    """
    checked = check_upload(uploaded, PHOTO_TYPES)
    with tempfile.TemporaryDirectory(prefix="photo-") as folder:
        source, target, small = (Path(folder) / name for name in ("source", "target", "small"))
        _copy(uploaded, source)
        request = {"source": str(source), "target": str(target), "small": str(small)}
        try:
            answer = sandbox.run("files.children.photo:remake", request, LIMITS, writes=[folder])
        except sandbox.ChildFailed:
            raise FileRefused("照片过大或已损坏，无法处理。请重新拍摄后再上传。") from None
        if answer["refused"]:
            raise FileRefused(answer["refused"])
        name = f"{PurePosixPath(checked.name).stem}.jpg"
        return Photo(store.put(target.read_bytes(), MIME), store.put(small.read_bytes(), MIME), name)


def reduced(kept: IO[bytes]) -> bytes:
    """A kept photo as a JPEG of at most ``PRINTED`` px a side, for a paper; it is upright and bare since it was taken.

    The decoder reads it at a fraction of its size already: a photo takes a few MB of memory, one at a time.
    """
    made = BytesIO()
    with Image.open(kept, formats=["JPEG"]) as image:
        image.draft("RGB", (PRINTED, PRINTED))
        image.thumbnail((PRINTED, PRINTED), Image.Resampling.LANCZOS)
        image.info.clear()
        image.save(made, "JPEG", quality=80)
    return made.getvalue()


def _copy(uploaded: UploadedFile, target: Path) -> None:
    try:
        with target.open("wb") as copy:
            uploaded.seek(0)
            shutil.copyfileobj(uploaded, copy)
    except OSError as error:
        raise StoreFull from error
