"""A progress report in the browser: two editors, an explanation that is asked for, a phone, the city's answer."""

import pytest
from playwright.sync_api import expect

from accounts.models import Membership
from pilots.models import Submission
from pilots.states import SubmissionState
from tests import factories
from tests.browser import steps, widths
from tests.browser.drafts import says_saved
from tests.browser.steps import press, says
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db(transaction=True)
SUMMARY, NEXT, VALUE, WHY = "#id_summary", "#id_next_steps", "#id_report_1_value", "#id_report_1_explanation"


@pytest.fixture
def report():
    """The first report of a technology pilot, open."""
    return factories.next_report(factories.implementing())


def stored(report: Submission) -> dict[str, str]:
    return Submission.objects.get(pk=report.pk).content


def test_two_editors_write_one_report_and_nothing_is_overwritten(page, open_page, report):
    head = factories.submitter(report.pilot)
    colleague = factories.person()
    Membership.objects.create(user=colleague, organisation=report.pilot.entry.organisation)
    steps.log_in(page, head, report.get_absolute_url())
    other = open_page(1440, 900)
    steps.log_in(other, colleague, report.get_absolute_url())
    page.locator(SUMMARY).fill("甲写的进展")
    says_saved(page)
    other.locator(NEXT).fill("乙写的安排")
    says_saved(other)
    assert (stored(report)["summary"], stored(report)["next_steps"]) == ("甲写的进展", "乙写的安排")
    other.locator(SUMMARY).fill("乙写的进展")
    expect(other.locator("#save-status")).to_contain_text("冲突")
    expect(other.locator(".clash")).to_contain_text("甲写的进展")
    assert stored(report)["summary"] == "甲写的进展"


def test_a_report_is_handed_in_on_a_phone_and_answered(phone, open_page, axe, report):
    widths.watch(phone)
    steps.log_in(phone, factories.submitter(report.pilot), report.pilot.get_absolute_url())
    phone.locator("#submissions").get_by_role("link", name="进展报告").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("试点进展报告")
    phone.wait_for_load_state("load")
    assert axe(phone) == []
    phone.locator(SUMMARY).fill("系统已完成安装。")
    phone.locator(NEXT).fill("调试。")
    phone.locator(VALUE).fill("1")
    phone.get_by_text("未达成", exact=True).click()
    says_saved(phone)
    phone.locator("summary", has_text="提交").first.click()
    press(phone, "确认提交")
    expect(phone.locator(".error-summary")).to_contain_text("落后于进度")
    expect(phone.locator(VALUE)).to_have_value("1")
    assert axe(phone) == []
    phone.locator(WHY).fill("设备到货推迟，下一期补上。")
    says_saved(phone)
    proof = {"name": "台账.pdf", "mimeType": "application/pdf", "buffer": pdf(1)}
    phone.locator("#file_file").set_input_files(proof)
    press(phone, "上传")
    says(phone, "已上传「台账.pdf」")
    phone.locator("summary", has_text="提交").first.click()
    press(phone, "确认提交")
    says(phone, "第 1 版已提交")
    phone.wait_for_load_state("load")
    assert axe(phone) == []
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()

    desk = open_page(1440, 900)
    steps.log_in(desk, factories.staff(), "/deadlines/")
    desk.get_by_role("link", name="审核").first.click()
    expect(desk.get_by_text("设备到货推迟，下一期补上。")).to_be_visible()
    assert axe(desk) == []
    desk.get_by_text("退回修改", exact=True).click()
    press(desk, "登记审核结果并通知")
    expect(desk.locator(".error-summary")).to_contain_text("请写明理由")
    desk.get_by_label("审核意见").fill("请补充电表读数。")
    press(desk, "登记审核结果并通知")
    says(desk, "审核结果已登记：退回修改")
    assert Submission.objects.get(pk=report.pk).state == SubmissionState.RETURNED
