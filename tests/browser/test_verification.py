"""Anybody with a telephone verifies a printed form and a certificate, from the first page on."""

import pytest
from playwright.sync_api import expect

from applications.dossier.revision import code_of
from applications.packets import work as packet_work
from files import store
from pilots.award.certificate import file_of
from pilots.models import Pilot
from programme.notice import Sheet
from tests import factories
from tests.browser import widths


@pytest.fixture
def award(transactional_db) -> Pilot:
    """A pilot that carries its title, with the packet of its application."""
    application = factories.selected(Sheet.LEADER)
    packet_work.work_on(application.current_revision.packet.pk)
    return Pilot.objects.get(entry=application.entry)


def upload(phone, name: str, content: bytes) -> None:
    phone.get_by_label("文件", exact=True).set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )
    phone.get_by_role("button", name="上传并核验").tap()


def content_of(sha256: str) -> bytes:
    with store.open(sha256) as file:
        return file.read()


def test_a_code_and_a_file_are_verified_without_an_account(phone, award):
    application = award.entry.application
    widths.watch(phone)
    phone.goto("/")
    phone.get_by_role("navigation").get_by_role("link", name="公开核验").tap()
    phone.get_by_label("识别码、核验码或校验值").fill(code_of(application.current_revision).lower())
    phone.get_by_role("button", name="核验", exact=True).tap()
    expect(phone.locator("#answer")).to_contain_text(application.number)
    expect(phone.locator("#answer")).to_contain_text("现行版本")

    pdf = content_of(application.current_revision.packet.sha256_of("pdf"))
    upload(phone, "申报表.pdf", pdf)
    expect(phone.locator("#answer")).to_contain_text("文件与平台生成的申报表（PDF）一致")
    upload(phone, "改过的申报表.pdf", pdf + b"%")
    expect(phone.locator("main")).to_contain_text("没有找到这个文件")
    expect(phone.locator("main")).to_contain_text("请改用页脚的识别码")

    upload(phone, "证书.pdf", content_of(file_of(award.certificate).sha256))
    expect(phone.locator("#answer")).to_contain_text("称号有效")
    assert {path for path, excess in widths.measured(phone).items() if excess > 0} == set()
