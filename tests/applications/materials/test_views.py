"""The page of the material list: uploading, replacing, ordering, deleting (MAT-T)."""

import io
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse

from applications.filling.saving import save_draft
from applications.materials import actions as materials
from applications.submitting import actions
from files import store
from files.models import StoredFile
from tests import factories
from tests.applications.filling.steps import again, at, begin, download, read
from tests.files import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def attach(client, draft, *uploads, material="other"):
    return client.post(at("materials", draft), {"material": material, "files": list(uploads)})


def test_mat_t_several_files_go_under_one_line_of_the_list(client, applicant):
    draft = begin(applicant)
    answer = attach(
        client,
        draft,
        samples.upload("证书.pdf", samples.pdf()),
        samples.upload("照片.png", samples.picture()),
    )
    assert answer.url == at("materials", draft) + "#material-other"
    page = read(client, at("materials", draft))
    assert "证书.pdf" in page and "照片.png" in page
    assert "请上传营业执照复印件" not in page, "an upload that went well is not answered with reproaches"
    page = read(client, at("materials", draft) + "?check=1")
    assert "请上传营业执照复印件" in page and "请上传项目建议书或可行性研究报告" not in page


def test_a_file_of_a_wrong_type_is_refused_by_name_and_the_others_are_kept(client, applicant):
    draft = begin(applicant)
    answer = attach(
        client, draft, samples.upload("好.pdf", samples.pdf()), samples.upload("旧.doc", b"\xd0\xcf\x11\xe0")
    )
    page = answer.content.decode()
    assert "「旧.doc」未上传" in page and 'href="#files-other"' in page
    assert [attachment.name for attachment in draft.attachments.all()] == ["好.pdf"]


def test_all_files_together_have_a_limit(client, applicant, settings):
    settings.MAX_APPLICATION_BYTES = 1000
    draft = begin(applicant)
    page = attach(client, draft, samples.upload("大.png", samples.picture(size=(300, 300)))).content.decode()
    assert "全部材料合计不能超过" in page
    assert not draft.attachments.exists()


def test_all_files_of_an_organisation_together_have_a_limit(client, applicant, settings):
    first = begin(applicant)
    attach(client, first, samples.upload("甲.pdf", samples.pdf()))
    settings.MAX_ORGANISATION_BYTES = first.attachments.get().file.size + 10
    second = begin(applicant)
    page = attach(client, second, samples.upload("乙.pdf", samples.pdf(pages=2))).content.decode()
    assert "本单位各项申报的材料合计不能超过" in page and not second.attachments.exists()
    other = factories.applicant()
    client.force_login(other)
    elsewhere = begin(other)
    settings.MAX_ORGANISATION_BYTES = 10**6
    attach(client, elsewhere, samples.upload("乙.pdf", samples.pdf(pages=2)))
    assert elsewhere.attachments.exists()


def test_with_too_little_room_left_no_file_is_taken_and_the_text_stays(client, applicant, settings):
    draft = begin(applicant)
    settings.MIN_FREE_BYTES = 10**18
    page = attach(client, draft, samples.upload("甲.pdf", samples.pdf())).content.decode()
    assert "存储空间不足" in page and not draft.attachments.exists()
    save_draft(draft.pk, actor=applicant)


def test_the_same_file_is_not_kept_twice_and_nothing_chosen_is_said(client, applicant):
    draft, content = begin(applicant), samples.pdf()
    attach(client, draft, samples.upload("一.pdf", content))
    assert "已有内容相同的文件" in attach(client, draft, samples.upload("二.pdf", content)).content.decode()
    assert "请先选择要上传的文件" in attach(client, draft).content.decode()


def test_files_are_downloaded_previewed_and_deleted_by_the_own_people_only(client, applicant):
    draft = factories.draft(by=applicant)
    attachment = draft.attachments.first()
    url = reverse("attachment_file", args=[attachment.pk])
    assert download(client, url) == (200, factories.PDF, "attachment")
    assert download(client, f"{url}?preview=1") == (200, factories.PDF, "inline")
    delete = reverse("attachment_delete", args=[attachment.pk])
    for stranger in (factories.applicant(), factories.recommender(), factories.staff(), factories.reviewer()):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.post(delete).status_code == 404
    client.force_login(applicant)
    client.post(delete)
    assert not draft.attachments.filter(pk=attachment.pk).exists()


# What is refused


def kept(settings) -> tuple[int, int]:
    """How many contents are stored: rows, files on the disk."""
    folder = Path(settings.PRIVATE_FILES_DIR)
    return StoredFile.objects.count(), sum(each.is_file() for each in folder.rglob("*"))


def bomb() -> bytes:
    return samples.with_part(samples.word(), "word/media/a.bin", b"\0" * 50_000_000)


REFUSED = [
    ("程序.exe", lambda: b"MZ" + b"\0" * 99, "不支持这种文件类型。请上传以下类型之一"),
    ("改名.pdf", lambda: b"MZ" + b"\0" * 99, "文件内容与扩展名 .pdf 不符。请不要直接改扩展名"),
    ("图.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "文件内容与扩展名 .png 不符"),
    ("网页.png", lambda: b"<!doctype html><script>1</script>", "文件内容与扩展名 .png 不符"),
    ("空.pdf", lambda: b"", "文件是空的（0 字节）。请确认文件内容后重新选择"),
    ("加密.pdf", lambda: samples.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "请取消密码"),
    ("截断.pdf", lambda: samples.pdf(30)[:3000], "损坏"),
    ("坏.docx", lambda: samples.word()[:9000], "文件已损坏或不完整"),
    ("炸弹.docx", bomb, "压缩比例异常，不能接受"),
    ("宏.docx", lambda: samples.with_part(samples.word(), "word/vbaProject.bin", b"x"), "文件含有宏"),
    ("宏.docm", samples.word, "带宏的 Word 文件不能上传，请另存为"),
    ("巨图.png", lambda: samples.picture(size=(9000, 9000), mode="1"), "请缩小尺寸"),
    ("长" * 296 + ".pdf", samples.pdf, "超过 120 个字符的上限。请改短文件名"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED, ids=[row[0][:8] for row in REFUSED])
def test_what_is_refused_is_said_at_its_line_and_nothing_is_stored(
    client, applicant, settings, name, content, sentence
):
    draft = begin(applicant)
    attach(client, draft, samples.upload("原有.pdf", samples.pdf(2)))
    before = kept(settings)
    page = attach(client, draft, samples.upload(name, content())).content.decode()
    line = page[page.index('id="material-other"') :]
    assert sentence in line[: line.index("</section>")]
    assert kept(settings) == before
    assert [attachment.name for attachment in draft.attachments.all()] == ["原有.pdf"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "C:\\资料\\执照.pdf", "发票\u202efdp.pdf", "一\x00二.pdf"]
)
def test_a_name_with_path_control_or_direction_characters_is_given_back(client, applicant, settings, name):
    draft = begin(applicant)
    before = kept(settings)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="material"\r\n\r\nother\r\n'
        + f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'.encode()
        + b"Content-Type: application/pdf\r\n\r\n"
        + samples.pdf()
        + b"\r\n--x--\r\n"
    )
    answer = client.generic("POST", at("materials", draft), body, "multipart/form-data; boundary=x")
    assert "请重命名文件后再上传" in answer.content.decode()
    assert not draft.attachments.exists() and kept(settings) == before


def test_a_file_too_large_is_refused_while_it_comes_in_and_the_others_are_kept(client, applicant, settings):
    settings.MAX_FILE_BYTES = 1024 * 1024
    draft = begin(applicant)
    large = samples.upload("大.pdf", samples.pdf() + b"%" * 3_000_000)
    page = attach(client, draft, large, samples.upload("小.pdf", samples.pdf())).content.decode()
    assert "文件大小为 2.9 MB，超过单个文件上限 1.0 MB。请压缩或拆分后再上传。" in page.replace("\xa0", " ")
    assert [attachment.name for attachment in draft.attachments.all()] == ["小.pdf"]


def test_a_request_larger_than_all_files_together_is_not_read(client, applicant, settings):
    settings.MAX_APPLICATION_BYTES = 0
    draft = begin(applicant)
    answer = attach(client, draft, samples.upload("大.pdf", b"%" * 10_600_000))
    assert answer.status_code == 400
    assert "分几次上传" in answer.content.decode()
    assert not draft.attachments.exists()


def test_the_page_says_what_is_used_left_and_missing(client, applicant):
    draft = begin(applicant)
    attach(client, draft, samples.upload("照片.png", samples.picture(size=(700, 700))))
    page = read(client, at("materials", draft))
    total = draft.attachments.get().file.size
    assert f'data-left="{300 * 1024**2 - total}"' in page
    assert "共 300 MB；单个文件不超过 50 MB" in page
    assert "还缺 3 项必需材料" in page and 'href="#material-carbon"' in page


# Order, replacing, moving


@pytest.fixture
def three(client, applicant):
    """A draft with three files under one line: 甲, 乙, 丙."""
    draft = begin(applicant)
    files = [samples.upload(f"{name}.pdf", samples.pdf(n + 1)) for n, name in enumerate("甲乙丙")]
    attach(client, draft, *files)
    return draft


def names(draft, material: str = "other") -> str:
    return "".join(attachment.name[0] for attachment in draft.attachments.filter(material=material))


def change(client, draft, name: str, act: str = "place", **data):
    attachment = draft.attachments.get(name=f"{name}.pdf")
    return client.post(reverse(f"attachment_{act}", args=[attachment.pk]), data)


@pytest.mark.parametrize(
    ("moves", "order"),
    [
        ([("丙", {"step": "up"})], "甲丙乙"),
        ([("甲", {"step": "down"}), ("甲", {"step": "down"})], "乙丙甲"),
        ([("甲", {"step": "up"}), ("丙", {"step": "down"})], "甲乙丙"),
        ([("丙", {"material": "other", "index": 0})], "丙甲乙"),
        ([("甲", {"material": "other", "index": 1})], "乙甲丙"),
        ([("甲", {"material": "other"})], "乙丙甲"),
    ],
)
def test_files_change_places(client, three, moves, order):
    for name, data in moves:
        answer = change(client, three, name, **data)
        assert answer.url == f"{at('materials', three)}#file-{three.attachments.get(name=f'{name}.pdf').pk}"
    assert names(three) == order


def test_a_file_moves_to_another_line_behind_its_files(client, three):
    attach(client, three, samples.upload("丁.pdf", samples.pdf(9)), material="licence")
    change(client, three, "乙", material="licence")
    assert (names(three, "licence"), names(three)) == ("丁乙", "甲丙")
    change(client, three, "丁", material="nothing")
    assert names(three, "licence") == "丁乙"
    assert "请选择要移到的材料" in read(client, at("materials", three))


def test_a_file_does_not_move_to_a_line_that_has_the_same_content(client, three):
    attach(client, three, samples.upload("同甲.pdf", samples.pdf(1)), material="licence")
    same = store.put(samples.pdf(1), "application/pdf")
    three.attachments.filter(name__in=["甲.pdf", "同甲.pdf"]).update(file=same)
    change(client, three, "甲", material="licence")
    assert names(three) == "甲乙丙"
    assert "没有移动：本项材料中已有内容相同的文件" in read(client, at("materials", three))


def test_a_new_file_takes_the_place_of_the_old_one(client, three):
    change(client, three, "乙", "replace", files=samples.upload("新.pdf", samples.pdf(7)))
    assert names(three) == "甲新丙"


def test_a_replacement_that_is_refused_leaves_the_old_file(client, three):
    answer = change(client, three, "乙", "replace", files=samples.upload("坏.pdf", b"%PDF-1.7 bad"))
    assert "「坏.pdf」未上传，「乙.pdf」没有被替换：" in answer.content.decode()
    assert names(three) == "甲乙丙"
    assert "请先选择用来替换「乙.pdf」的文件" in change(client, three, "乙", "replace").content.decode()


def test_the_room_of_the_replaced_file_counts_as_free(client, three, settings):
    total = sum(attachment.file.size for attachment in three.attachments.all())
    settings.MAX_APPLICATION_BYTES = total + 10
    smaller = samples.pdf(1, linearize=False) + b"%"
    change(client, three, "丙", "replace", files=samples.upload("新.pdf", smaller))
    assert names(three) == "甲乙新"


def test_the_order_goes_into_the_revision_and_its_pages(client, applicant):
    draft = factories.draft(by=applicant)
    for number, name in enumerate("一二"):
        content = store.put(samples.pdf(number + 3), "application/pdf")
        materials.attach(draft.pk, actor=applicant, material="licence", file=content, name=f"{name}.pdf")
    last = draft.attachments.get(name="二.pdf")
    materials.place(last.pk, actor=applicant, material="licence", index=0)
    sent = actions.submit(draft.pk, actor=applicant)
    listed = [item["name"] for item in sent.current_revision.attachments]
    assert listed == ["二.pdf", "licence.pdf", "一.pdf", "approval.pdf", "carbon.pdf", "other.pdf"]
    page = read(client, sent.get_absolute_url())
    assert page.index("二.pdf") < page.index("一.pdf") < page.index("approval.pdf")


def test_files_of_what_was_submitted_do_not_change(client, applicant):
    sent = factories.received(by=applicant)
    attachment = sent.attachments.first()
    for act, data in (
        ("place", {"material": "other"}),
        ("delete", {}),
        ("replace", {"files": io.BytesIO(b"x")}),
    ):
        answer = client.post(reverse(f"attachment_{act}", args=[attachment.pk]), data)
        assert answer.url == sent.get_absolute_url()
    assert attachment.material == again(sent).attachments.get(pk=attachment.pk).material == "licence"
