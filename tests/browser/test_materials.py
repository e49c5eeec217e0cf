"""The material list in a real browser: dropping, progress, refusals, order, replacing, previews; with and without scripts."""

import base64
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from applications.begin import actions as begin
from programme.notice import Sheet
from tests import factories
from tests.browser import samples, steps, widths
from tests.files.samples import pdf, picture

_DROP = """
([selector, files]) => {
  const data = new DataTransfer();
  for (const [name, type, content] of files)
    data.items.add(new File([Uint8Array.from(atob(content), each => each.charCodeAt(0))], name, {type}));
  const target = document.querySelector(selector);
  for (const name of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: data}));
}
"""


def numbered(name: str, pages: int) -> dict:
    """A PDF that differs from others by its number of pages."""
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf(pages)}


def drop(page: Page, selector: str, *files: dict) -> None:
    """Drop files, as from a folder, onto the first element that the selector finds."""
    carried = [[file["name"], file["mimeType"], base64.b64encode(file["buffer"]).decode()] for file in files]
    page.evaluate(_DROP, [selector, carried])


def open_list(page: Page):
    """An empty technology draft of a new applicant, its material list open."""
    person = factories.applicant()
    draft = begin.start(person.organisations.get(), Sheet.TECHNOLOGY, actor=person)
    steps.log_in(page, person, reverse("application_materials", args=[draft.pk]))
    return draft


def listed(page: Page, material: str) -> list[str]:
    """Names of the files under a line, in their order on the page."""
    return page.locator(f"#files-of-{material} .file-name").all_inner_texts()


def test_files_dropped_onto_a_line_are_uploaded_in_their_order_and_the_page_follows(page, axe):
    draft = open_list(page)
    drop(page, "#material-licence", numbered("执照.pdf", 2), samples.png("照片.png"), numbered("章程.pdf", 3))
    expect(page.locator("#files-of-licence .file-name")).to_have_text(["执照.pdf", "照片.png", "章程.pdf"])
    expect(page.locator("#state-licence")).to_have_text("已上传")
    expect(page.locator("#materials-sum")).to_contain_text("还缺 2 项必需材料")
    expect(page.locator(".upload")).to_have_count(0)
    assert [attachment.name for attachment in draft.attachments.all()] == listed(page, "licence")
    assert axe(page) == []


def test_files_dropped_onto_the_page_are_asked_for_their_line(page, axe):
    open_list(page)
    drop(
        page, "h1", numbered("本公司营业执照.pdf", 2), numbered("碳减排核算.pdf", 3), numbered("获奖.pdf", 4)
    )
    dialog = page.get_by_role("dialog", name="这些文件属于哪项材料？")
    expect(dialog.get_by_label("本公司营业执照.pdf")).to_have_value("licence")
    expect(dialog.get_by_label("碳减排核算.pdf")).to_have_value("carbon")
    expect(dialog.get_by_label("获奖.pdf")).to_have_value("other")
    assert axe(page) == []
    dialog.get_by_label("获奖.pdf").select_option("approval")
    dialog.get_by_role("button", name="开始上传").click()
    expect(page.locator("#files-of-approval .file-name")).to_have_text(["获奖.pdf"])
    expect(page.locator("#files-of-licence .file-name")).to_have_text(["本公司营业执照.pdf"])
    expect(page.locator("#files-of-carbon .file-name")).to_have_text(["碳减排核算.pdf"])


def test_each_refusal_stands_at_its_file_and_the_good_ones_are_kept(page):
    draft = open_list(page)
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    drop(
        page,
        "#material-other",
        numbered("好.pdf", 2),
        {"name": "程序.exe", "mimeType": "", "buffer": b"MZ"},
        {"name": "空.pdf", "mimeType": "application/pdf", "buffer": b""},
        {"name": "长" * 296 + ".pdf", "mimeType": "application/pdf", "buffer": pdf(3)},
        {"name": "隐\u202efdp.pdf", "mimeType": "application/pdf", "buffer": pdf(4)},
        {"name": "坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 rubbish"},
        numbered("也好.pdf", 5),
    )
    expect(page.locator("#files-of-other .file-name")).to_have_text(["好.pdf", "也好.pdf"])
    rows = page.locator("#material-other .upload.is-bad")
    expect(rows).to_have_count(5)
    for row, sentence in enumerate(("不支持这种文件类型", "空的", "超过 120 个字符", "重命名", "损坏")):
        expect(rows.nth(row)).to_contain_text(sentence)
    assert sent.count("POST") == 3, "what the browser can refuse by itself is not sent"
    rows.first.get_by_role("button", name="知道了").click()
    expect(rows).to_have_count(4)
    assert [attachment.name for attachment in draft.attachments.all()] == ["好.pdf", "也好.pdf"]
    drop(page, "#material-other", numbered("改好.pdf", 6))
    expect(page.locator("#files-of-other .file-name")).to_have_text(["好.pdf", "也好.pdf", "改好.pdf"])
    expect(rows).to_have_count(0)


@pytest.fixture
def slow(page):
    """Make the connection of the page slow: 200 KB a second up."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")

    def set_to(**conditions):
        normal = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 200_000}
        network.send("Network.emulateNetworkConditions", normal | conditions)

    return set_to


def large(name: str) -> dict:
    """A picture of about 2.2 MB."""
    return {"name": name, "mimeType": "image/png", "buffer": picture(size=(960, 960))}


def test_progress_counts_real_bytes_and_an_upload_is_cancelled(page, slow):
    draft = open_list(page)
    slow(uploadThroughput=50_000)  # 40 seconds for the picture
    page.locator("#files-other").set_input_files([large("大图.png"), numbered("小.pdf", 2)])
    first = page.locator(".upload").first
    expect(first).to_contain_text(re.compile(r"正在上传 [1-9]\d?%，[\d.]+ [KM]B / 2\.2 MB"))
    expect(page.locator(".upload").nth(1)).to_contain_text("排队等待上传")
    assert 0 < float(first.locator("progress").get_attribute("value")) < 100
    first.get_by_role("button", name="取消").click()
    expect(page.locator("#files-of-other .file-name")).to_have_text(["小.pdf"])
    assert [attachment.name for attachment in draft.attachments.all()] == ["小.pdf"]


def test_a_lost_connection_is_said_and_the_file_sent_again_by_itself_or_by_hand(page, slow):
    draft = open_list(page)
    slow(offline=True)
    page.locator("#files-other").set_input_files([numbered("报告.pdf", 2)])
    row = page.locator(".upload.is-bad")
    expect(row).to_contain_text("连接中断，没有上传")
    slow()
    expect(page.locator("#files-of-other .file-name")).to_have_text(["报告.pdf"])
    address = reverse("application_materials", args=[draft.pk])
    page.route(f"**{address}", lambda route: route.abort("connectionreset"), times=1)
    page.locator("#files-other").set_input_files([numbered("合同.pdf", 3)])
    expect(row).to_contain_text("连接中断，没有上传")
    row.get_by_role("button", name="重试").click()
    expect(page.locator("#files-of-other .file-name")).to_have_text(["报告.pdf", "合同.pdf"])
    assert draft.attachments.count() == 2


def test_an_expired_session_loses_no_file_that_was_chosen(page):
    draft = open_list(page)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("#files-other").set_input_files([numbered("报告.pdf", 2)])
    row = page.locator(".upload.is-bad")
    expect(row).to_contain_text("登录已过期，没有上传")
    page.context.add_cookies(cookies)
    row.get_by_role("button", name="重试").click()
    expect(page.locator("#files-of-other .file-name")).to_have_text(["报告.pdf"])
    assert draft.attachments.count() == 1


def test_files_are_ordered_by_keyboard_and_by_mouse_and_replaced(open_page, axe):
    page = open_page(1440, 2400)  # a mouse that drags does not scroll
    draft = open_list(page)
    page.locator("#files-other").set_input_files(
        [numbered(f"{n}.pdf", i + 1) for i, n in enumerate("甲乙丙")]
    )
    names = page.locator("#files-of-other .file-name")
    expect(names).to_have_text(["甲.pdf", "乙.pdf", "丙.pdf"])
    page.get_by_role("button", name="上移 丙.pdf").focus()
    page.keyboard.press("Enter")
    expect(names).to_have_text(["甲.pdf", "丙.pdf", "乙.pdf"])
    expect(page.get_by_role("button", name="上移 丙.pdf")).to_be_focused()
    page.keyboard.press("Enter")
    expect(names).to_have_text(["丙.pdf", "甲.pdf", "乙.pdf"])
    expect(page.get_by_role("button", name="下移 丙.pdf")).to_be_focused()
    page.locator("[data-file]", has_text="乙.pdf").drag_to(
        page.locator("[data-file]", has_text="丙.pdf"), target_position={"x": 200, "y": 4}
    )
    expect(names).to_have_text(["乙.pdf", "丙.pdf", "甲.pdf"])
    page.locator("[data-file]", has_text="丙.pdf").drag_to(page.locator("#material-study h2"))
    expect(page.locator("#files-of-study .file-name")).to_have_text(["丙.pdf"])
    row = page.locator("[data-file]", has_text="乙.pdf")
    row.locator(".file-more > summary").click()
    assert axe(page) == []
    row.get_by_label("用新文件替换").set_input_files([numbered("新.pdf", 9)])
    row.get_by_role("button", name="替换", exact=True).click()
    expect(names).to_have_text(["新.pdf", "甲.pdf"])
    assert [attachment.name for attachment in draft.attachments.filter(material="other")] == [
        "新.pdf",
        "甲.pdf",
    ]


def test_pictures_are_shown_in_place_and_a_pdf_in_a_window_of_its_own(page, axe):
    open_list(page)
    page.locator("#files-other").set_input_files([samples.png("照片.png"), numbered("报告.pdf", 2)])
    page.get_by_role("link", name="预览 照片.png").click()
    dialog = page.get_by_role("dialog", name="照片.png")
    expect(dialog.get_by_role("img")).to_have_js_property("naturalWidth", 320)
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    link = page.get_by_role("link", name="预览 报告.pdf")
    expect(link).to_have_attribute("target", "_blank")
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_everything_works_without_scripts(open_page):
    page = open_page(java_script_enabled=False)
    draft = open_list(page)
    two = [numbered(f"{n}.pdf", i + 1) for i, n in enumerate("甲乙")]
    steps.upload(page, "其他证明材料", *two, by_button=True)
    names = page.locator("#files-of-other .file-name")
    page.get_by_role("button", name="下移 甲.pdf").click()
    expect(names).to_have_text(["乙.pdf", "甲.pdf"])
    row = page.locator("[data-file]", has_text="甲.pdf")
    row.locator(".file-more > summary").click()
    row.get_by_label("用新文件替换").set_input_files([{**samples.png("坏.png"), "buffer": b"<svg/>"}])
    row.get_by_role("button", name="替换", exact=True).click()
    steps.says(page, "「坏.png」未上传，「甲.pdf」没有被替换：文件内容与扩展名 .png 不符")
    row.locator(".file-more > summary").click()
    row.get_by_label("移到另一项材料").select_option("carbon")
    row.get_by_role("button", name="移动").click()
    expect(page.locator("#files-of-carbon .file-name")).to_have_text(["甲.pdf"])
    page.locator("[data-file]", has_text="乙.pdf").locator(".file-more > summary").click()
    page.locator(".confirm > summary", has_text="乙.pdf").click()
    expect(page.get_by_text("确定从草稿中删除「乙.pdf」吗？")).to_be_visible()
    page.get_by_role("button", name="确定删除 乙.pdf").click()
    expect(page.locator("[data-file]")).to_have_count(1)
    assert [attachment.name for attachment in draft.attachments.all()] == ["甲.pdf"]


def test_a_phone_does_all_of_it(phone, axe):
    widths.watch(phone)
    draft = open_list(phone)
    phone.locator("#files-other").set_input_files([samples.png("照片.png"), numbered("报告.pdf", 2)])
    names = phone.locator("#files-of-other .file-name")
    expect(names).to_have_text(["照片.png", "报告.pdf"])
    phone.get_by_role("button", name="上移 报告.pdf").tap()
    expect(names).to_have_text(["报告.pdf", "照片.png"])
    phone.locator("[data-file]", has_text="照片.png").locator(".file-more > summary").tap()
    assert axe(phone) == []
    phone.locator(".confirm > summary", has_text="照片.png").tap()
    phone.get_by_role("button", name="确定删除 照片.png").tap()
    expect(names).to_have_text(["报告.pdf"])
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()
    assert draft.attachments.count() == 1
