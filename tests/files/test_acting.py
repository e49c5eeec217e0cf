"""What acts by itself or holds a program is refused with a sentence that says how to hand it in; honest files are taken."""

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from files.inspection import MIMES, check_upload
from files.refusals import FileRefused
from sheets.grid import grid
from sheets.pdf.render import render_pdf
from sheets.word.render import render_word
from tests.files import acting, bad
from tests.files.acting import DOCUMENT, SETTINGS, STRICT, embedding, opening, word_leading
from tests.files.samples import excel, pdf, picture, upload, with_part, word
from tests.sheets.fillings import full
from tests.sheets.stamps import STAMP
from tests.sheets.strategies import SHEETS

URL = "https://example.org/x"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {
    "script at opening": ("a.pdf", lambda: opening(acting.script()), "JavaScript"),
    "script, not packed": ("a.pdf", lambda: opening(acting.script(), packed=False), "JavaScript"),
    "script with an escaped name": ("a.pdf", acting.hidden_name, "JavaScript"),
    "script of a field": ("a.pdf", acting.scripted_field, "JavaScript"),
    "script among names": ("a.pdf", acting.named_script, "JavaScript"),
    "script that nothing refers to": ("a.pdf", acting.loose_script, "JavaScript"),
    "script, address and program": ("a.pdf", bad.active, "打印为 PDF"),
    "script of a dynamic form": ("a.pdf", acting.dynamic_form, "动态表单"),
    "program started": ("a.pdf", lambda: opening(Dictionary(S=Name.Launch, F="cmd.exe")), "启动其他程序"),
    "second action": (
        "a.pdf",
        lambda: opening(Dictionary(S=Name.GoTo, D="a", Next=Dictionary(S=Name.Launch, F="x"))),
        "启动其他程序",
    ),
    "media program": ("a.pdf", lambda: opening(Dictionary(Subtype=Name.RichMedia)), "多媒体程序"),
    "program inside": ("a.pdf", lambda: embedding("计算.exe", b"MZ"), "计算.exe"),
    "program named as data": ("a.pdf", lambda: embedding("data.xml", b"MZ\x90\0"), "data.xml"),
    "program named as Word": ("a.pdf", lambda: embedding("a.docx", b"MZ\x90\0"), "a.docx"),
    "two names": ("a.pdf", lambda: acting.renamed("a.xml", "a.bat", b"<a/>"), "a.bat"),
    "no name": ("a.pdf", lambda: embedding("program", b"x"), "program"),
    "Word with an object inside a PDF": (
        "a.pdf",
        lambda: embedding("a.docx", with_part(word(), "word/embeddings/a.bin", OLE)),
        "a.docx",
    ),
    "PDF with a script inside a PDF": (
        "a.pdf",
        lambda: embedding("b.pdf", opening(acting.script())),
        "b.pdf",
    ),
    "object": ("a.docx", lambda: with_part(word(), "word/embeddings/oleObject1.bin", OLE), "OLE"),
    "object under another name": ("a.docx", lambda: with_part(word(), "word/media/image1.png", OLE), "OLE"),
    "object by its relationship": (
        "a.docx",
        lambda: word_leading(DOCUMENT, "oleObject", "embeddings/a.bin", outside=False),
        "OLE",
    ),
    "object of a strict file": (
        "a.docx",
        lambda: word_leading(DOCUMENT, "oleObject", "a.bin", outside=False, space=STRICT),
        "OLE",
    ),
    "linked object": ("a.docx", lambda: word_leading(DOCUMENT, "oleObject", "file:///C:/a.xlsx"), "OLE"),
    "control": ("a.xlsx", lambda: acting.relating(excel(), "xl/workbook.xml", "control", "a.xml"), "OLE"),
    "other format inside": (
        "a.docx",
        lambda: word_leading(DOCUMENT, "aFChunk", "a.rtf", outside=False),
        "OLE",
    ),
    "template": ("a.docx", lambda: word_leading(SETTINGS, "attachedTemplate", URL), "从网络上载入"),
    "template on a share": (
        "a.docx",
        lambda: word_leading(SETTINGS, "attachedTemplate", "\\\\10.0.0.9\\a.dotm"),
        "载入",
    ),
    "picture": ("a.docx", lambda: word_leading(DOCUMENT, "image", URL), "从网络上载入"),
    "book": ("a.xlsx", lambda: acting.linked_book("https://example.org/a.xlsx"), "从网络上载入"),
    "program by a field": ("a.docx", lambda: acting.with_field(r"DDEAUTO c:\\cmd.exe /k"), "DDE"),
    "field in pieces": ("a.docx", lambda: acting.with_field(" D", "DE", "AUTO cmd"), "DDE"),
    "simple field": ("a.docx", lambda: acting.with_body('<w:fldSimple w:instr="dde cmd"/>'), "DDE"),
    "cells fed by a program": ("a.xlsx", lambda: acting.fed_book("ddeLink"), "DDE"),
    "cells fed by an object": ("a.xlsx", lambda: acting.fed_book("oleLink"), "DDE"),
}
REMOTE = (
    *(
        "http://a.example/t.dotm",
        "HTTPS://a.example",
        "ftp://a/b",
        "mhtml:http://a!x",
        "ms-word:ofe|u|http://a",
    ),
    *("//host/a", "\\\\host\\a", "/\\host\\a", "file://host/a", "file:////host/a", "file:///\\\\host\\a"),
    *("file:\\\\host\\a", "file:///%5C%5Chost/a", " http://a"),
)
LOCAL = (
    *(
        "C:\\Users\\示例\\Normal.dotm",
        "file:///C:\\Users\\a\\Normal.dotm",
        "file:///C:/a.dotm",
        "file://C:/a.dotm",
    ),
    *("Normal.dotm", "../media/a.png", "media/图.png", "file:///Users/a/b.dotm", "/a/b", "NULL", ""),
)


@pytest.mark.parametrize(("name", "made", "says"), REFUSED.values(), ids=REFUSED)
def test_what_acts_by_itself_is_refused_with_what_to_do(name, made, says):
    with pytest.raises(FileRefused) as refusal:
        check_upload(upload(name, made()), MIMES)
    assert says in str(refusal.value) and "打印为 PDF" in str(refusal.value)


@pytest.mark.parametrize("target", REMOTE)
def test_a_template_elsewhere_is_refused(target):
    with pytest.raises(FileRefused, match="从网络上载入"):
        check_upload(upload("a.docx", word_leading(SETTINGS, "attachedTemplate", target)), MIMES)


def own_form() -> bytes:
    """A form of ours with the Word that it was made from."""
    sheet = next(iter(SHEETS.values()))
    drawn = grid(sheet, full(sheet), 2026)
    return render_pdf(drawn, STAMP, render_word(drawn))


HONEST = {
    "links, form, bookmarks": ("a.pdf", acting.honest_pdf),
    "seal": ("a.pdf", bad.sealed),
    "ours with its Word": ("a.pdf", own_form),
    "voucher with its data": ("a.pdf", lambda: embedding("凭证.xbrl", b"<?xml version='1.0'?><xbrl/>")),
    "report with tables": ("a.pdf", lambda: embedding("台账.xlsx", excel())),
    "report with pages": ("a.pdf", lambda: embedding("附图.png", picture())),
    "protected from changes": (
        "a.pdf",
        lambda: pdf(
            encryption=pikepdf.Encryption(owner="a", user="", allow=pikepdf.Permissions(modify_form=False))
        ),
    ),
    "hyperlink": ("a.docx", lambda: word_leading(DOCUMENT, "hyperlink", URL)),
    "hyperlink of a sheet": (
        "a.xlsx",
        lambda: acting.relating(excel(), "xl/worksheets/sheet1.xml", "hyperlink", "mailto:a@example.org"),
    ),
    "fields": ("a.docx", lambda: acting.with_field(r' TOC \o "1-3" ')),
    "words of a field": ("a.docx", lambda: acting.with_body("<w:p><w:r><w:t>DDEAUTO</w:t></w:r></w:p>")),
    "book on the same disk": ("a.xlsx", lambda: acting.linked_book("file:///D:\\台账\\2025.xlsx")),
}


@pytest.mark.parametrize(("name", "made"), HONEST.values(), ids=HONEST)
def test_honest_files_are_taken(name, made):
    assert check_upload(upload(name, made()), MIMES).name == name


@pytest.mark.parametrize("target", LOCAL)
def test_a_template_on_the_own_disk_is_nobody_elses_harm(target):
    assert check_upload(upload("a.docx", word_leading(SETTINGS, "attachedTemplate", target)), MIMES)
