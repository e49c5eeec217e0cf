"""Files that people send by mistake or on purpose, made on the spot; see ``samples`` for the good ones."""

import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.files.samples import pdf, picture, word


def raw_pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF file of these objects with a true cross-reference table, whatever they say."""
    body, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % places[number] for number in range(1, max(objects) + 1))
    start = len(body)
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, root, start)
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1) + table + trailer


def loop_of_pages() -> bytes:
    """A page tree whose only branch is itself."""
    return raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"})


def no_xref() -> bytes:
    """A PDF whose cross-reference table is rubbish."""
    whole = pdf(3)
    return whole.replace(b"startxref", b"startxrXX").replace(b"xref\n", b"junk\n")


def deep_arrays(levels: int = 20_000) -> bytes:
    """A page whose resources are arrays in arrays."""
    nested = b"[" * levels + b"]" * levels
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Deep %s>>>>" % nested
    return raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: page})


def flate_bomb(megabytes: int = 600) -> bytes:
    """A page whose content unpacks to very much."""
    packer, packed = zlib.compressobj(1), b""
    for _ in range(megabytes):
        packed += packer.compress(b" " * 1024**2)
    packed += packer.flush()
    content = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: page, 4: content})


def _altered(alter) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1))) as document:
        alter(document)
        document.save(target)
    return target.getvalue()


def active() -> bytes:
    """A PDF that acts when opened: scripts, an address, an embedded file."""

    def alter(document):
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = script
        document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["start", script])))
        document.attachments["secret.exe"] = b"MZ"
        page = document.pages[0]
        page.obj.AA = Dictionary(O=script)
        page.obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=[0, 0, 99, 99],
                    A=Dictionary(S=Name.URI, URI="http://example.org/"),
                )
            ]
        )

    return _altered(alter)


def sealed(text: str = "SEAL") -> bytes:
    """A PDF with a seal that is a signature field: an annotation with a picture of its own."""

    def alter(document):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        seal = document.make_stream(f"BT /F 20 Tf 5 5 Td ({text}) Tj ET".encode())
        seal.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 100, 40],
            Resources=Dictionary(Font=Dictionary(F=font)),
        )
        widget = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T="seal",
                F=4,
                Rect=[300, 100, 400, 140],
                AP=Dictionary(N=seal),
            )
        )
        document.pages[0].obj.Annots = Array([widget])
        document.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=3, NeedAppearances=True)

    return _altered(alter)


def picture_of(width: int, height: int, colour: int = 2, rows: int = 1) -> bytes:
    """A PNG of that size and colour type (2 is RGB, 6 has alpha), of which only some rows are there."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    row = b"\0" * (1 + width * (4 if colour == 6 else 3))
    packed = zlib.compress(row * rows)
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def moving_png() -> bytes:
    """A PNG of several frames."""
    target = io.BytesIO()
    frames = [Image.effect_noise((200, 100), 40 + n).convert("RGB") for n in range(3)]
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


def half(content: bytes) -> bytes:
    """Its first half: an upload that broke off."""
    return content[: len(content) // 2]


BAD_WORD = half(word())
BAD_PNG = half(picture(size=(400, 300)))
BAD_JPEG = half(picture("JPEG", size=(800, 600)))
