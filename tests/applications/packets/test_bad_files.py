"""Attachments of every bad kind: each says what is wrong with it, none fails the packet, the zip has them all.

Uploading refuses most of them already; a packet must bear what came in by other ways, or before a check was there.
"""

import zipfile

import pikepdf
import pytest

from applications.packets.building.render import build
from tests.applications.packets.samples import original, pages_of, received_view
from tests.files import bad
from tests.files.samples import excel, pdf, picture, word

LOCKED = pikepdf.Encryption(owner="a", user="b")
BAD = {
    "user password": ("a.pdf", pdf(encryption=LOCKED), "打开密码"),
    "truncated PDF": ("a.pdf", bad.half(pdf(30)), "不完整"),
    "PDF without pages": ("a.pdf", pdf(0), "没有页面"),
    "loop in the page tree": ("a.pdf", bad.loop_of_pages(), "损坏"),
    "PDF without cross-references": ("a.pdf", bad.no_xref(), "不完整"),
    "deep nesting": ("a.pdf", bad.deep_arrays(), "不完整"),
    "content that unpacks to 600 MB": ("a.pdf", bad.flate_bomb(), "复杂"),
    "more pages than allowed": ("a.pdf", pdf(2001), "2001 页，超过单份 2000 页"),
    "JPEG named PDF": ("a.pdf", picture("JPEG"), "损坏"),
    "PDF named JPEG": ("a.jpg", pdf(), "图片已损坏"),
    "rubbish": ("a.pdf", b"rubbish" * 100, "损坏"),
    "empty": ("a.pdf", b"", "损坏"),
    "empty image": ("a.png", b"", "图片已损坏"),
    "half a PNG": ("a.png", bad.BAD_PNG, "图片已损坏"),
    "half a JPEG": ("a.jpg", bad.BAD_JPEG, "图片已损坏"),
    "image bomb": ("a.png", bad.picture_of(30_000, 30_000), "30000×30000 像素，过大"),
    "large image with alpha": ("a.png", bad.picture_of(6000, 6000, colour=6), "过大"),
    "Word": ("a.docx", word(), "Word 文档不并入"),
    "broken Word": ("a.docx", bad.BAD_WORD, "Word 文档不并入"),
    "Excel": ("a.xlsx", excel(), "Excel 表格不并入"),
}
BOUND_WITH_A_REMARK = {
    "owner-restricted": ("a.pdf", pdf(2, encryption=pikepdf.Encryption(owner="a", user="")), "限制"),
    "scripts and embedded files": ("a.pdf", bad.active(), "脚本"),
    "PNG of several frames": ("a.png", bad.moving_png(), "第一个"),
    "CMYK JPEG": ("a.jpg", picture("JPEG", mode="CMYK"), "A4"),
}


@pytest.fixture(scope="module")
def packet(tmp_path_factory):
    """One packet of everything bad at once, with what is missing and what has changed since; and one good file."""
    folder = tmp_path_factory.mktemp("bad")
    files = {
        kind: original(folder, kind, name, content)
        for kind, (name, content, _) in (BAD | BOUND_WITH_A_REMARK).items()
    }
    files["missing"] = original(folder, "missing", "gone.pdf", pdf(4))
    files["missing"].path.unlink()
    files["changed"] = original(folder, "changed", "changed.pdf", pdf(5))
    files["changed"].path.write_bytes(pdf(6))
    files["good"] = original(folder, "good", "good.pdf", pdf(2))
    (folder / "out").mkdir()
    view = received_view(tuple(files.values()))
    return view, build(view, folder / "out")


def test_the_packet_is_built_with_all_that_can_be_bound(packet):
    _, built = packet
    with pikepdf.open(built.files["merged"]) as document, document.open_outline() as outline:
        titles = [item.title.partition(" ")[2].partition(" ")[2] for item in outline.root][2:-1]
        bound = [f"{kind} {name}" for kind, (name, *_) in BOUND_WITH_A_REMARK.items()]
        assert titles == [*bound, "good.pdf"]
        assert document.check_pdf_syntax() == []
    assert built.proof["word"] == built.proof["pdf"] == []


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_bound_says_why_in_its_own_sentence(packet, kind):
    _, built = packet
    (reason,) = (item["reason"] for item in built.left_out if item["material"] == kind)
    assert BAD[kind][2] in reason and "压缩包" in reason and reason.endswith("。")


def test_what_is_missing_or_changed_is_named(packet):
    _, built = packet
    reasons = {item["material"]: item["reason"] for item in built.left_out}
    assert set(reasons) == {*BAD, "missing", "changed"}
    assert "缺失" in reasons["missing"] and "校验值不符" in reasons["changed"]


def test_the_zip_has_every_original_that_is_there(packet):
    _, built = packet
    with zipfile.ZipFile(built.files["archive"]) as archive:
        assert archive.testzip() is None
        kept = {name.partition("-")[2] for name in archive.namelist() if "originals/" in name}
    named = {f"{kind}-{name}" for kind, (name, *_) in (BAD | BOUND_WITH_A_REMARK).items()}
    assert kept == {*named, "good.pdf"}


@pytest.mark.parametrize("kind", BOUND_WITH_A_REMARK)
def test_what_is_bound_otherwise_than_it_was_says_so_on_its_separator(packet, kind):
    _, built = packet
    (separator,) = (
        text
        for text in pages_of(built.files["merged"])
        if kind in text and "校验值" in text and "以下" in text
    )
    assert BOUND_WITH_A_REMARK[kind][2] in separator


def test_nothing_in_the_packet_acts(packet):
    _, built = packet
    with pikepdf.open(built.files["merged"]) as document:
        names = document.Root.get("/Names", {})
        assert (
            "/JavaScript" not in names and "/OpenAction" not in document.Root and "/AA" not in document.Root
        )
        assert "secret.exe" not in document.attachments
        for page in document.pages:
            assert "/AA" not in page.obj and "/Annots" not in page.obj
