"""A site visit recorded on a phone: one hand, a bad net, photos (REV-1)."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from programme.notice import Sheet
from reviews.models import VisitCase
from reviews.states import CaseState
from tests import factories
from tests.browser import steps, widths
from tests.browser.drafts import says_saved
from tests.browser.steps import press, says
from tests.files.samples import pdf, picture


@pytest.fixture
def case():
    """The open record of a visit of today."""
    return factories.visit(factories.in_review(Sheet.LEADER), in_hours=0).cases.get()


def test_a_visit_is_recorded_on_a_phone_also_where_there_is_no_net(phone, axe, case):
    widths.watch(phone)
    clerk = case.visit.visitors.get()
    steps.log_in(phone, clerk, "/reviews/visits/")
    phone.get_by_role("link", name="填写记录").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(case.application.entry.name)
    phone.wait_for_load_state("load")
    assert axe(phone) == []
    items = phone.locator(".visit-item")
    expect(items).to_have_count(len(case.checklist["items"]))
    items.first.get_by_text("是", exact=True).click()
    status = phone.locator("#save-status")
    says_saved(phone)
    phone.context.set_offline(True)
    items.nth(1).get_by_text("否", exact=True).click()
    items.nth(1).get_by_role("textbox").fill("现场缺少两台电表。")
    phone.get_by_label("调研情况").click()
    expect(status).to_contain_text("暂存在本机浏览器")
    phone.context.set_offline(False)
    says_saved(phone)
    case.refresh_from_db()
    assert "现场缺少两台电表。" in case.entries.values()
    shot = {"name": "机房.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG", (800, 600))}
    phone.get_by_label("拍照").set_input_files(shot)
    says(phone, "已上传 1 张照片。")
    image = phone.locator(".photo-grid img")
    expect(image).to_have_count(1)
    assert axe(phone) == []
    small = phone.request.get(image.get_attribute("src")).body()
    assert Image.open(io.BytesIO(small)).size == (480, 360)
    for number in range(2, len(case.checklist["items"])):
        items.nth(number).get_by_text("未看到", exact=True).click()
    phone.get_by_label("调研情况").fill("总体情况良好。")
    phone.get_by_text("基本一致", exact=True).click()
    phone.locator("summary", has_text="提交记录").click()
    press(phone, "确认提交")
    says(phone, "调研记录已提交")
    phone.wait_for_load_state("load")
    assert axe(phone) == []
    assert VisitCase.objects.get(pk=case.pk).state == CaseState.HANDED_IN
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()


def test_a_zone_hands_in_its_work_plan_on_a_phone(phone, axe):
    widths.watch(phone)
    zone = factories.in_review(Sheet.PARK)
    factories.asked_for_plan(zone)
    steps.log_in(phone, zone.created_by, zone.get_absolute_url())
    phone.get_by_role("link", name="查看要求并提交").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("试点工作方案")
    phone.wait_for_load_state("load")
    assert axe(phone) == []
    file = {"name": "工作方案.pdf", "mimeType": "application/pdf", "buffer": pdf(3)}
    phone.get_by_label("方案文件").set_input_files(file)
    press(phone, "提交方案")
    says(phone, "第 1 版已提交")
    expect(phone.get_by_role("heading", name="第 1 版")).to_be_visible()
    phone.wait_for_load_state("load")
    assert axe(phone) == []
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()
