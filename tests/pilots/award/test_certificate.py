"""The certificate of a title: official wording, number, code; made once, for its organisation and staff."""

import io
import re

import pikepdf
import pytest
from django.urls import reverse

from files import store
from pilots.award.certificate import file_of, paper_of
from pilots.invariants import broken
from pilots.models import Certificate, Pilot
from programme import codes as programme_codes
from programme.notice import PilotType, Sheet
from sheets.letters.certificate import render_certificate
from tests import factories
from tests.sheets.pdf_text import page_count, pdf_text

WORDINGS = {
    Sheet.TECHNOLOGY: "北京市低碳试点—{}年度先进低碳技术试点优秀项目",
    Sheet.LEADER: "北京市低碳试点—{}年度低碳领跑者",
    Sheet.PARK: "北京市低碳试点—{}年度气候友好型区域",
}


def titled(sheet=Sheet.LEADER) -> Pilot:
    return factories.titled(sheet)


def content(pilot: Pilot) -> bytes:
    with store.open(file_of(pilot.certificate).sha256) as file:
        return file.read()


@pytest.mark.parametrize("sheet", WORDINGS)
def test_the_title_stands_in_the_official_wording(db, sheet):
    pilot = titled(sheet)
    pdf = content(pilot)
    text = pdf_text(pdf)
    entry = pilot.entry
    assert WORDINGS[sheet].format(entry.cycle.year) in text
    for words in (
        f"{entry.organisation_name}：",
        f"编号：{entry.number}",
        pilot.certificate.code,
        "北京市生态环境局",
    ):
        assert words in text
    assert ("你单位申报的" in text) == (sheet == Sheet.TECHNOLOGY)
    assert page_count(pdf) == 1
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _, _, width, height = opened.pages[0].mediabox
        assert (round(width), round(height)) == (842, 595)


def test_every_type_has_its_wording():
    assert {sheet.pilot_type for sheet in WORDINGS} == set(PilotType)


def test_the_file_is_made_once_and_stays_the_same(db, settings):
    pilot = titled()
    first = file_of(pilot.certificate).sha256
    settings.SITE_URL = "https://elsewhere.example.org"
    assert file_of(Certificate.objects.get(pilot=pilot)).sha256 == first


def test_equal_certificates_give_equal_bytes(db):
    certificate = titled().certificate
    assert render_certificate(paper_of(certificate)) == render_certificate(paper_of(certificate))


def test_the_qr_leads_to_the_verification(db, settings):
    settings.SITE_URL = "https://portal.example.org"
    certificate = titled().certificate
    path = reverse("verify_code", args=[certificate.code])
    assert paper_of(certificate).link == f"https://portal.example.org{path}"


def test_no_address_is_printed_that_others_cannot_open(db, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    certificate = titled().certificate
    text = pdf_text(render_certificate(paper_of(certificate)))
    assert "127.0.0.1" not in text
    assert "首页“公开核验”，输入核验码" in text
    assert paper_of(certificate).link == certificate.code
    settings.SITE_URL = "https://portal.example.org"
    assert "https://portal.example.org/verify/" in pdf_text(render_certificate(paper_of(certificate)))


def test_there_is_a_place_for_the_seal_and_no_line_begins_within_the_sentence(db):
    text = pdf_text(content(titled(Sheet.TECHNOLOGY)))
    assert "北京市生态环境局（盖章）" in text
    assert "以下称号：北京市低碳试点—" in text
    assert "特发此证。" in text


def test_long_names_stay_on_the_page(db):
    pilot = titled(Sheet.TECHNOLOGY)
    entry = pilot.entry
    entry.name = "北京市示例经济技术开发区绿色低碳循环发展产业园区综合能源管理与气候适应能力提升示范项目" * 4
    entry.organisation_name = "北京示例新能源与绿色低碳循环发展技术集团有限责任公司" * 3
    entry.save()
    pdf = content(Pilot.objects.get(pk=pilot.pk))
    assert page_count(pdf) == 1
    assert entry.name in pdf_text(pdf)
    assert entry.organisation_name in pdf_text(pdf)


def test_codes_are_random_and_read_back(db):
    codes = {programme_codes.new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert re.fullmatch(r"ZS(-[0-9A-HJKMNP-TV-Z]{4}){3}", code)
        assert programme_codes.parse_certificate_code(f" {code.lower().replace('-', ' ')} ") == code
    assert programme_codes.parse_certificate_code("zs-o123-4567-89aI") == "ZS-0123-4567-89A1"
    assert programme_codes.parse_certificate_code("ZS-1234") is None


def test_only_the_organisation_and_staff_get_it_and_only_with_a_title(client, db):
    pilot = titled()
    owner = pilot.entry.organisation.memberships.get().user
    address = reverse("certificate_file", args=[pilot.pk])
    for person, status in ((owner, 200), (factories.staff(), 200), (factories.applicant(), 404)):
        client.force_login(person)
        answer = client.get(address)
        b"".join(answer)
        assert answer.status_code == status
    client.force_login(owner)
    assert address in client.get(pilot.get_absolute_url()).text
    bare = Pilot.objects.get(entry=factories.selected(Sheet.TECHNOLOGY).entry)
    client.force_login(factories.staff())
    assert client.get(reverse("certificate_file", args=[bare.pk])).status_code == 404
    assert "下载称号证书" not in client.get(bare.get_absolute_url()).text


def test_the_certificate_of_a_title_that_was_withdrawn_is_not_given_out_and_its_file_stays(client, db):
    pilot = titled()
    kept = file_of(pilot.certificate)
    factories.withdrawn(pilot)
    client.force_login(factories.submitter(pilot))
    page = client.get(reverse("certificate_file", args=[pilot.pk]), follow=True).text
    assert "称号已撤销：称号“" in page and "不再提供下载" in page and "下载称号证书" not in page
    assert file_of(Certificate.objects.get(pilot=pilot)).sha256 == kept.sha256


def test_a_title_without_certificate_is_found_by_the_audit(db):
    pilot = titled()
    assert list(broken()) == []
    pilot.certificates.all().delete()
    assert any("没有称号证书" in sentence for sentence in broken())
