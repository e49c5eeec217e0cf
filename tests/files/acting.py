"""Files that act by themselves or hold programs, and honest ones that look a little like them; made on the spot."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from tests.files.bad import raw_pdf
from tests.files.samples import excel, pdf, with_part, word

NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def altered(alter: Callable[[pikepdf.Pdf], object], packed: bool = True) -> bytes:
    """A PDF of one page to which something was done; ``packed`` hides its objects in object streams."""
    target = io.BytesIO()
    mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
    with pikepdf.open(io.BytesIO(pdf(1))) as document:
        alter(document)
        document.save(target, object_stream_mode=mode)
    return target.getvalue()


def opening(action: Dictionary, packed: bool = True) -> bytes:
    """A PDF that does something when it is opened."""
    return altered(lambda document: setattr(document.Root, "OpenAction", action), packed)


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def hidden_name() -> bytes:
    """A script whose name is written with an escape."""
    return opening(script(), packed=False).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")


def scripted_field() -> bytes:
    """A form whose field counts by a script."""

    def alter(document: pikepdf.Pdf) -> None:
        field = Dictionary(FT=Name.Tx, T="total", Kids=Array([]), AA=Dictionary(C=script()))
        document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))

    return altered(alter)


def loose_script() -> bytes:
    """A script that nothing refers to, deep in an object."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    loose = b"<</A[0<</B<</S/JavaScript/JS(app.alert\\(1\\))>>>>]>>"
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: page, 4: loose})


def named_script() -> bytes:
    def alter(document: pikepdf.Pdf) -> None:
        names = Dictionary(Names=Array(["start", document.make_indirect(script())]))
        document.Root.Names = Dictionary(JavaScript=names)

    return altered(alter)


def dynamic_form() -> bytes:
    def alter(document: pikepdf.Pdf) -> None:
        template = document.make_stream(
            b"<template><event><script>xfa.host.messageBox(1)</script></event></template>"
        )
        document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array(["template", template]))

    return altered(alter)


def embedding(name: str, content: bytes) -> bytes:
    """A PDF with a file in it."""
    return altered(lambda document: document.attachments.__setitem__(name, content))


def renamed(name: str, other: str, content: bytes) -> bytes:
    """A PDF with a file in it that has one name for old programs and another for new ones."""

    def alter(document: pikepdf.Pdf) -> None:
        document.attachments[name] = content
        for item in document.objects:
            if isinstance(item, Dictionary) and "/EF" in item:
                item["/F"] = String(other)

    return altered(alter)


def honest_pdf() -> bytes:
    """Links to addresses and pages, a form without scripts, bookmarks, and words that name what is refused."""

    def alter(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=[0, 0, 99, 99],
            A=Dictionary(S=Name.URI, URI="https://example.org/"),
        )
        field = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T="name",
                V="/JavaScript /Launch",
                Rect=[0, 0, 9, 9],
            )
        )
        page.obj.Annots = Array([link, field])
        document.Root.AcroForm = Dictionary(Fields=Array([field]))
        document.Root.OpenAction = Array([page.obj, Name.Fit])
        document.docinfo["/Title"] = "About /JavaScript (and /EF)"
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("一", 0))

    return altered(alter)


def relating(
    package: bytes, part: str, kind: str, target: str, *, outside: bool = True, space: str = NS
) -> bytes:
    """A package one of whose parts leads to ``target``."""
    path = f"{part.rpartition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels"
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        old = archive.read(path).decode() if path in archive.namelist() else EMPTY
    mode = ' TargetMode="External"' if outside else ""
    new = f'<Relationship Id="rIdX" Type="{space}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_part(package, path, old.replace("</Relationships>", new).encode())


EMPTY = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"


def word_leading(part: str, kind: str, target: str, **how: object) -> bytes:
    return relating(word(), part, kind, target, **how)


def with_field(*pieces: str) -> bytes:
    """A Word whose only field is written in these pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return with_body(f"<w:p>{begin}{runs}{end}</w:p>")


def with_body(content: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{content}</w:body></w:document>'
    return with_part(word(), DOCUMENT, body.encode())


def linked_book(target: str) -> bytes:
    """An Excel that takes figures from another file."""
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    book = with_part(excel(), "xl/externalLinks/externalLink1.xml", link.encode())
    return relating(book, "xl/externalLinks/externalLink1.xml", "externalLinkPath", target)


def fed_book(element: str) -> bytes:
    """An Excel that takes figures from another program, its part under a name of its own."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = f'<x:externalLink xmlns:x="{space}"><x:{element} ddeService="cmd" ddeTopic="/c calc"/></x:externalLink>'
    return with_part(excel(), "xl/worksheets/other.xml", link.encode())
