"""What comes in is opened as what it claims to be; each refusal says what to do (facts "Files")."""

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from files.children import sandbox
from files.inspection import MIMES, check_upload, clean_name
from files.refusals import FileRefused
from tests.files.samples import excel, pdf, picture, upload, with_part, word

ALL = list(MIMES)


def refused(name: str, content: bytes, allowed=ALL) -> str:
    with pytest.raises(FileRefused) as refusal:
        check_upload(upload(name, content), allowed)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("可研报告.pdf", pdf()),
        ("营业执照.PNG", picture()),
        ("照片.jpg", picture("JPEG")),
        ("照片.jpeg", picture("JPEG", mode="CMYK")),
        ("核算说明.docx", word()),
        ("核算表.xlsx", excel()),
    ],
)
def test_good_files_pass_and_are_left_at_their_start(name, content):
    uploaded = upload(name, content)
    checked = check_upload(uploaded, ALL)
    extension = name.rpartition(".")[2].lower()
    assert (checked.name, checked.mime, checked.size) == (name, MIMES[extension], len(content))
    assert uploaded.read() == content


def test_upload_that_lies_on_disk_already():
    with TemporaryUploadedFile("大文件.pdf", "application/pdf", 0, None) as uploaded:
        uploaded.write(pdf())
        uploaded.flush()
        uploaded.size = len(pdf())
        assert check_upload(uploaded, ["pdf"]).mime == "application/pdf"


def test_owner_restricted_pdf_passes():
    restricted = pdf(encryption=pikepdf.Encryption(owner="secret", user=""))
    assert check_upload(upload("限制打印.pdf", restricted), ALL).mime == "application/pdf"


def test_wrong_type_says_what_is_allowed():
    assert "PDF、PNG、JPG" in refused("程序.exe", b"MZ" + b"\0" * 100, ["pdf", "png", "jpg", "jpeg"])
    assert "请上传以下类型" in refused("没有扩展名", pdf())
    assert "请上传以下类型" in refused("说明.docx", word(), ["pdf"])


def test_old_office_files_are_told_what_to_do():
    assert "另存为 .docx 或 PDF" in refused("旧.doc", b"\xd0\xcf\x11\xe0")
    assert "另存为 .xlsx 或 PDF" in refused("旧.XLS", b"\xd0\xcf\x11\xe0")


def test_empty_file():
    assert "空" in refused("空.pdf", b"")


def test_too_large_names_both_sizes(settings):
    settings.MAX_FILE_BYTES = 1024 * 1024
    assert "超过单个文件上限" in refused("大.pdf", b"%PDF-1.7" + b"\0" * 1024 * 1024)


def test_extension_and_content_must_agree():
    assert "不符" in refused("改名.pdf", picture())
    assert "不符" in refused("改名.png", picture("JPEG"))
    assert "不符" in refused("改名.docx", pdf())
    assert "不符" in refused("文字.jpg", "只是文字".encode())
    assert "不是 .xlsx" in refused("改名.xlsx", word())


def test_encrypted_pdf():
    assert "密码" in refused("加密.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")))


def test_encrypted_word_is_an_ole_file():
    assert "密码" in refused("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_truncated_pdf(part):
    whole = pdf(30)
    assert "损坏" in refused("截断.pdf", whole[: int(len(whole) * part)])


def test_broken_pdf_and_pdf_without_pages():
    assert "损坏" in refused("坏.pdf", b"%PDF-1.7\n" + b"rubbish " * 500)
    assert "0 页" in refused("无页.pdf", pdf(0))


def test_truncated_picture():
    whole = picture("JPEG", size=(800, 600))
    assert "损坏" in refused("半张.jpg", whole[: len(whole) // 2])
    whole = picture(size=(800, 600))
    assert "损坏" in refused("半张.png", whole[: len(whole) // 2])


def test_picture_of_too_many_pixels():
    assert "万像素" in refused("巨图.png", picture(size=(9000, 9000), mode="1"))


def test_broken_word():
    whole = word()
    assert "损坏" in refused("坏.docx", whole[: len(whole) // 2])
    assert "损坏" in refused("坏.docx", with_part(whole, "word/document.xml", b"<w:document"))
    spoilt = bytearray(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    spoilt[offset + 60 : offset + 90] = b"\xff" * 30
    assert "损坏" in refused("坏.docx", bytes(spoilt))


def test_zip_bomb():
    assert "压缩比例异常" in refused("炸弹.docx", with_part(word(), "word/media/a.bin", b"\0" * 50_000_000))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2001):
            archive.writestr(f"{number}.xml", b"<a/>")
    assert "过大" in refused("碎片.xlsx", target.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctype_in_a_part(encoding):
    laughs = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    assert "DOCTYPE" in refused("声明.docx", with_part(word(), "word/custom.xml", laughs.encode(encoding)))


def test_macros_nested_archives_and_paths_that_climb():
    assert "宏" in refused("宏.docx", with_part(word(), "word/vbaProject.bin", b"macro"))
    assert "嵌入" in refused("包中包.docx", with_part(word(), "word/embeddings/a.zip", b"PK"))
    assert "结构异常" in refused("爬出.docx", with_part(word(), "../../etc/evil.xml", b"<a/>"))


def test_large_table_packs_well_and_is_no_bomb():
    target = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in range(8000):
        sheet.append([row, "北京市示例低碳科技有限公司", row * 1.5, "减排量核算"])
    book.save(target)
    assert check_upload(upload("台账.xlsx", target.getvalue()), ALL).size == len(target.getvalue())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\资料\\营业执照.pdf", "营业执照.pdf"),
        ("a\x00b\r\nc\u202egpj.pdf", "abcgpj.pdf"),
        ('问?号*"<>|:.pdf', "问_号______.pdf"),
        ("末尾.pdf. ", "末尾.pdf"),
        ("   .pdf", "未命名文件.pdf"),
        ("", "未命名文件"),
    ],
)
def test_names_lose_path_and_control_characters(given, kept):
    assert clean_name(given) == kept


def test_long_name_keeps_its_extension():
    name = clean_name("很长的名字" * 60 + ".docx")
    assert len(name) == 120 and name.endswith("长的名字.docx")
    assert "超过 120 个字符" in refused("长" * 296 + ".pdf", pdf())


def test_child_that_eats_memory_or_time_is_stopped():
    limits = sandbox.Limits(memory=400 * 1024**2, cpu=2, wall=10)
    with pytest.raises(sandbox.ChildFailed):
        sandbox.run("tests.files.hungry_child:eat", {"eat": "memory"}, limits)
    with pytest.raises(sandbox.ChildFailed):
        sandbox.run("tests.files.hungry_child:eat", {"eat": "processor"}, limits)
    with pytest.raises(sandbox.ChildFailed):
        sandbox.run("tests.files.hungry_child:eat", {"eat": "time"}, sandbox.Limits(limits.memory, 2, 1))
