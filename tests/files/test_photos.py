"""Photos from phones: upright, small enough, and without the position that the camera wrote into them."""

import io

import pytest
from PIL import ExifTags, Image

from files import store
from files.photos import take_photo
from files.refusals import FileRefused
from tests.files.samples import picture, upload

pytestmark = pytest.mark.django_db


def from_phone(size=(3200, 2400), orientation=6) -> bytes:
    """A photo as a phone writes it: lying, with its orientation, position and model beside it; red at the left."""
    image = Image.effect_noise(size, 40).convert("RGB")
    image.paste("red", (0, 0, size[0] // 4, size[1]))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = "示例手机"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (39.0, 54.0, 0.0)
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


def opened(stored) -> Image.Image:
    return Image.open(io.BytesIO(store.path(stored.sha256).read_bytes()))


def test_a_photo_is_made_upright_and_loses_what_the_camera_wrote():
    content = from_phone()
    assert b"Exif" in content
    photo = take_photo(upload("现场.JPG", content))
    made, small = opened(photo.file), opened(photo.small)
    assert made.size == (1800, 2400)
    assert max(small.size) == 480
    red, green, _ = made.getpixel((900, 100))
    assert red > 200
    assert green < 60
    for picture_file in (photo.file, photo.small):
        kept = store.path(picture_file.sha256).read_bytes()
        assert b"Exif" not in kept
        assert not opened(picture_file).getexif()
    assert photo.name == "现场.jpg"


def test_a_transparent_drawing_gets_white_ground():
    image = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, "PNG")
    made = opened(take_photo(upload("图.png", target.getvalue())).file)
    assert made.getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("照片.heic", b"0" * 50, "HEIC"),
        ("照片.jpg", b"no picture", "不符"),
        ("照片.jpg", picture("JPEG")[:300], "损坏"),
        ("文件.pdf", b"%PDF-1.4", "不支持"),
    ],
)
def test_what_is_no_photo_is_refused(name, content, words):
    with pytest.raises(FileRefused, match=words):
        take_photo(upload(name, content))
