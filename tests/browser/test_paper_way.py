"""Print, sign, stamp, scan, deliver, walked by an applicant; seen by the recommender and the city (MAT-W)."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from applications.dossier.revision import code_of
from applications.models import StampedScan
from applications.packets import work as packet_work
from programme.notice import Sheet
from tests import factories
from tests.browser import steps, widths
from tests.browser.steps import press, says
from tests.browser.test_materials import numbered


@pytest.fixture
def sent():
    """A received technology application, recommended, with its form printed."""
    application = factories.received(Sheet.TECHNOLOGY, to=factories.bureau())
    packet_work.work_on(application.current_revision.packet.pk)
    return application


def to_the_paper(page: Page, application) -> None:
    """From the page of the application to its paper."""
    page.goto(application.get_absolute_url())
    page.get_by_role("link", name="继续办理").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("打印、盖章与送交")


def test_the_page_leads_from_printing_to_the_scan_and_others_see_it(page, open_page, axe, sent):
    steps.log_in(page, sent.created_by)
    to_the_paper(page, sent)
    expect(page.locator(".code-large")).to_have_text(code_of(sent.current_revision))
    with page.expect_download() as download:
        page.get_by_role("link", name="下载合订本").click()
    assert download.value.suggested_filename.endswith(".pdf")
    for done in ("已打印", "已签字", "已盖章"):
        assert axe(page) == []
        press(page, done)
        expect(page.get_by_role("button", name=done, exact=True)).to_have_count(0)
    page.get_by_label("盖章扫描件").set_input_files([numbered("太短.pdf", 1)])
    page.get_by_label("我已逐页核对").check()
    press(page, "上传扫描件")
    says(page, "扫描件共 1 页，申报表有")
    assert axe(page) == []
    page.get_by_label("盖章扫描件").set_input_files([numbered("盖章件.pdf", 20)])
    page.get_by_label("我已逐页核对").uncheck()
    press(page, "上传扫描件")  # without the tick nothing is sent, and the file stays chosen
    says(page, "请核对识别码后勾选，再上传。已选择的文件还在。")
    page.get_by_label("我已逐页核对").check()
    press(page, "上传扫描件")
    says(page, "第 1 版盖章扫描件已上传")
    expect(page.locator(".step-current")).to_contain_text("送交 5 份")
    assert axe(page) == []
    for person, name in (
        (factories.recommender(sent.recommender), "recommender_form"),
        (factories.staff(), "screening"),
    ):
        other = open_page()
        steps.log_in(other, person, reverse(name, args=[sent.pk]))
        scan = other.get_by_role("link", name="盖章件.pdf", exact=True)
        summary = other.locator("summary", has_text="盖章扫描件")
        if summary.count():
            summary.click()
        expect(scan).to_be_visible()
        assert axe(other) == []


def test_a_phone_without_scripts_goes_the_whole_way(open_page, sent):
    phone = open_page(390, 844, has_touch=True, java_script_enabled=False)
    steps.log_in(phone, sent.created_by)
    to_the_paper(phone, sent)
    for done in ("已打印", "已签字", "已盖章"):
        press(phone, done)
        expect(phone.get_by_role("button", name=done, exact=True)).to_have_count(0)
    parts = [numbered(f"{n}.pdf", 1 + n) for n in range(6)]
    phone.get_by_label("盖章扫描件").set_input_files(parts)
    phone.get_by_label("我已逐页核对").check()
    press(phone, "上传扫描件")
    says(phone, "第 1 版盖章扫描件已上传")
    assert StampedScan.objects.get().pages == 21


def test_the_page_fits_a_phone(phone, axe, sent):
    widths.watch(phone)
    steps.log_in(phone, sent.created_by)
    to_the_paper(phone, sent)
    assert axe(phone) == []
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()
