"""Merging: bound in order, the same bytes twice, and nothing broken fails the rest (facts "Merging")."""

from datetime import UTC, datetime

import pikepdf
import pytest
from PIL import Image

from files.inspection import MIMES
from files.merging import Section, Unmergeable, merge, prepare
from tests.files.samples import pdf, picture, word

AT = datetime(2026, 7, 1, 4, 5, 6, tzinfo=UTC)
A4 = (595, 842)


@pytest.fixture
def written(tmp_path):
    def write(name: str, content: bytes):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x112] = orientation
    return tags


def refused(path, extension) -> str:
    with pytest.raises(Unmergeable) as refusal:
        prepare(path, MIMES[extension], path.with_suffix(".out"))
    assert not path.with_suffix(".out").exists()
    return str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content", "page"),
    [
        ("wide.jpg", picture("JPEG", (800, 500)), A4[::-1]),
        ("turned.jpg", picture("JPEG", (800, 500), exif=exif(6)), A4),
        ("mirrored.jpg", picture("JPEG", (800, 500), exif=exif(5)), A4),
        ("tall.png", picture("PNG", (500, 800)), A4),
        ("clear.png", picture("PNG", (500, 800), "RGBA"), A4),
        ("grey.png", picture("PNG", (500, 800), "LA"), A4),
        ("ink.jpg", picture("JPEG", (500, 800), "CMYK"), A4),
    ],
)
def test_images_become_an_upright_a4_page(written, tmp_path, name, content, page):
    pages = prepare(written(name, content), MIMES[name[-3:]], tmp_path / "out.pdf")
    with pikepdf.open(pages.path) as result:
        _, _, width, height = (round(float(side)) for side in result.pages[0].mediabox)
        if int(result.pages[0].obj.get("/Rotate", 0)) % 180:
            width, height = height, width
    assert pages.pages == 1
    assert (width, height) == page


def test_restricted_pdf_is_bound_and_says_so(written, tmp_path):
    source = written("a.pdf", pdf(2, encryption=pikepdf.Encryption(owner="a", user="")))
    pages = prepare(source, MIMES["pdf"], tmp_path / "out.pdf")
    assert pages.pages == 2 and "限制" in pages.remark


def test_what_cannot_be_bound_says_why(written):
    assert "密码" in refused(written("a.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b"))), "pdf")
    assert "不完整" in refused(written("b.pdf", pdf(20)[:2000]), "pdf")
    assert "损坏" in refused(written("c.pdf", b"rubbish"), "pdf")
    assert "没有页面" in refused(written("d.pdf", pdf(0)), "pdf")
    assert "损坏" in refused(written("e.png", b"rubbish"), "png")
    assert "Word 文档不并入" in refused(written("f.docx", word()), "docx")


def test_bound_in_order_with_bookmarks_and_the_same_bytes_twice(written, tmp_path):
    base, first, last = (written(f"{n}.pdf", pdf(n)) for n in (2, 3, 4))
    sections = [
        Section(str(first), 0, 1, "封面"),
        Section(str(base), 0, 2, "申报表"),
        Section(str(first), 1, 2),
        Section(str(last), 0, 4, "附件"),
    ]
    for name in ("one.pdf", "two.pdf"):
        merge(base, sections, tmp_path / name, title="申报材料", at=AT)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    with pikepdf.open(tmp_path / "one.pdf") as result, result.open_outline() as outline:
        pages = [page.objgen for page in result.pages]
        marks = [(item.title, pages.index(item.destination[0].objgen)) for item in outline.root]
        assert len(pages) == 9
        assert marks == [("封面", 0), ("申报表", 1), ("附件", 5)]
        assert str(result.docinfo["/ModDate"]) == "D:20260701040506+00'00'"
        assert result.check_pdf_syntax() == []
