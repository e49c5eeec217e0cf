"""From a confirmed decision over the preview, the public notice and an objection on a phone to the award."""

import pytest
from playwright.sync_api import expect

from face.wording import masked_email
from journal import clock
from journal.models import Message
from pilots.models import Pilot
from programme.cutoff import GRACE
from programme.notice import Sheet
from reviews.models import Objection, PublicNotice
from tests import factories
from tests.browser.steps import confirm, log_in, press, says, visit
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db(transaction=True)


def test_publish_notice_objection_handled_award(page, phone, axe):
    first, second = factories.staff(), factories.staff()
    leader, park = factories.decided(Sheet.LEADER), factories.decided(Sheet.PARK)
    log_in(page, first)
    publishes(page, axe, leader)
    objects(phone, axe, leader)
    handles(page, axe, leader)
    holds(page, axe, leader, first, second)
    with clock.set_to(PublicNotice.objects.get().ends_at + GRACE):
        awards(page, axe, second)
    assert [pilot.entry_id for pilot in Pilot.objects.all()] == [park.entry_id]


def publishes(page, axe, leader) -> None:
    visit(page, "评审")
    visit(page, "发布与公示")
    page.get_by_role("link", name=f"发布 {leader.cycle.year} 年度结果（2 项）").click()
    page.get_by_label("联系电话").fill("010-12345678")
    page.get_by_label("电子邮箱").fill("notice@example.org")
    assert axe(page) == []
    before = Message.objects.count()
    press(page, "预览消息")
    expect(page.get_by_role("heading", name="预览并发布", exact=True)).to_be_visible()
    page.get_by_text(f"{leader.organisation.name}，收件人 1 人").click()
    says(page, masked_email(leader.created_by.email))
    assert axe(page) == []
    assert Message.objects.count() == before
    press(page, "发布")
    says(page, "已发布 2 项评选结果")


def objects(phone, axe, leader) -> None:
    phone.goto("/notices/")
    phone.get_by_role("link", name="拟认定名单公示").click()
    says(phone, leader.number)
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("link", name="提出异议").click()
    phone.get_by_label("对哪一项有异议").select_option(value=str(leader.public_notice_item.pk))
    press(phone, "提交异议")
    says(phone, "请写明事实和理由")
    assert axe(phone) == []
    phone.get_by_label("事实和理由", exact=True).fill("示例事实。")
    phone.get_by_label("您的姓名").fill("示例异议人")
    phone.get_by_label("电子邮箱").fill("objector@example.org")
    phone.get_by_label("证明材料").set_input_files(
        {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    press(phone, "提交异议")
    says(phone, "异议已提交")
    says(phone, Objection.objects.get().number)
    assert axe(phone) == []


def handles(page, axe, leader) -> None:
    page.reload()
    page.get_by_role("link", name=Objection.objects.get().number).click()
    press(page, "受理")
    says(page, "经办人")
    page.get_by_label("核查记录").fill("示例核查记录。")
    press(page, "保存记录")
    says(page, "核查记录已保存")
    page.get_by_label("异议成立，由另一人确认后生效").check()
    page.get_by_label("告知申报单位的移出原因").fill("示例移出原因。")
    page.get_by_label("认定理由").fill("示例认定理由。")
    page.get_by_label("给异议人的答复").fill("示例答复。")
    assert axe(page) == []
    press(page, "提交认定")
    says(page, "已提出异议成立")
    assert axe(page) == []
    leader.refresh_from_db()
    assert leader.state == "proposed"


def holds(page, axe, leader, first, second) -> None:
    """Another person confirms; then the first goes on."""
    address = page.url
    become(page, second, address)
    assert axe(page) == []
    confirm(page, "确认异议成立", "确认异议成立")
    says(page, "异议已办结")
    leader.refresh_from_db()
    assert leader.state == "kept"
    become(page, first, address)


def become(page, person, address: str) -> None:
    page.context.clear_cookies()
    log_in(page, person, address)


def awards(page, axe, second) -> None:
    page.get_by_role("link", name="返回", exact=False).first.click()
    confirm(page, "确认名单", "确认这份名单")
    says(page, "须由另一位工作人员认定")
    assert axe(page) == []
    page.context.clear_cookies()
    log_in(page, second, f"/reviews/results/notices/{PublicNotice.objects.get().pk}/")
    confirm(page, "认定试点", "确认认定")
    says(page, "已全部认定")
    assert axe(page) == []
