"""Colleagues fill one application: invited by e-mail, each with the rights given; and what is copied."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.models import Application
from journal.models import Message
from tests import factories
from tests.browser import steps, widths
from tests.browser.steps import press, says, visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_colleague_without_an_account_is_invited_signs_up_and_fills_but_does_not_submit(
    page, open_page, axe
):
    head = factories.applicant()
    draft = factories.draft(by=head)
    steps.log_in(page, head)
    visit(page, "本单位")
    page.get_by_label("同事的电子邮箱").fill("new@example.org")
    press(page, "发出邀请")
    says(page, "邀请已发往 new@example.org")
    assert axe(page) == []

    phone = open_page(390, 844, has_touch=True)
    widths.watch(phone)
    phone.goto(Message.objects.get(email="new@example.org").link)
    phone.get_by_role("main").get_by_role("link", name="注册账号").tap()
    expect(phone.get_by_label("电子邮件")).to_have_value("new@example.org")
    phone.get_by_label("姓名").fill("示例新同事")
    phone.get_by_label("密码", exact=True).fill("xin-mima-2026")
    phone.locator("#id_password2").fill("xin-mima-2026")
    press(phone, "注册")
    says(phone, f"加入{head.organisations.get()}")
    assert axe(phone) == []
    press(phone, "接受邀请")
    says(phone, "可以和同事一起填写申报")
    phone.goto(reverse("application_check", args=[draft.pk]))
    expect(phone.get_by_role("button", name="提交申报")).to_have_count(0)
    assert set(widths.measured(phone).values()) == {0}

    page.reload()
    press(page, "允许提交 ：示例新同事")
    says(page, "示例新同事现在可以提交申报。")
    phone.reload()
    expect(phone.get_by_role("button", name="提交申报")).to_be_visible()


def test_an_own_draft_is_copied_with_the_keyboard_alone(page, axe):
    head = factories.applicant()
    draft = factories.draft(by=head)
    steps.log_in(page, head, reverse("application_start"))
    link = page.get_by_role("link", name=f"复制为新申报 ：{draft.title}")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("复制为新申报")
    assert axe(page) == []
    expect(page.get_by_label("一并带入附件")).to_be_checked()
    page.get_by_role("button", name="开始新的草稿").focus()
    page.keyboard.press("Enter")
    says(page, f"已复制「{draft.title}」")
    made = Application.objects.exclude(pk=draft.pk).get()
    assert (made.answers, made.attachments.count()) == (draft.answers, 4)
