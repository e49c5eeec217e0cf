"""Public verification: what a code or a file tells to somebody without an account, and what it never tells."""

import hashlib
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.dossier.revision import code_of
from applications.models import Application, Packet
from applications.packets import work as packet_work
from applications.submitting import actions
from face.wording import chinese_date
from files import store
from files.models import StoredFile
from journal import clock
from pilots.award.certificate import file_of
from pilots.models import Pilot
from portal.verification.verify import read
from programme.notice import Sheet
from reviews.models import Screening
from reviews.screening import letters as screening_letters
from reviews.screening.actions import screen
from sheets.letters.pdf import render_letter_pdf
from tests import factories


@pytest.fixture(autouse=True)
def fresh_rates(db):
    cache.clear()


def ask(client, code: str) -> str:
    return client.get(reverse("verify_code", args=[code])).text


def upload(client, content: bytes):
    return client.post(reverse("verify"), {"file": SimpleUploadedFile("x.pdf", content)}, follow=True)


def built(application: Application) -> Packet:
    packet_work.work_on(application.current_revision.packet.pk)
    return Packet.objects.get(revision=application.current_revision)


def bytes_of(sha256: str) -> bytes:
    with store.open(sha256) as file:
        return file.read()


def test_the_code_of_a_form_tells_number_type_year_and_dates_only(client):
    application = factories.received()
    text = ask(client, code_of(application.current_revision))
    for words in (
        application.number,
        "先进低碳技术项目",
        f"{application.cycle.year} 年度",
        "第 1 版",
        "现行版本",
    ):
        assert words in text
    answers = application.current_revision.answers
    private = [application.organisation.name, application.created_by.name, application.title]
    private += [
        answers[key] for key in ("applicant_name", "contact_name", "contact_phone", "project_name", "address")
    ]
    assert [each for each in private if each in text] == []


def test_an_application_at_its_recommender_is_said_to_be_not_received(client):
    application = factories.submitted(to=factories.bureau())
    text = ask(client, code_of(application.current_revision))
    assert "尚未编号" in text
    assert application.recommender.name not in text


def test_an_old_revision_names_the_newer_one(client):
    application = factories.received()
    first = application.current_revision
    due = clock.now() + timedelta(days=3)
    screen(
        application.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.CORRECTION,
        findings={},
        remarks="请补充。",
        due=due,
    )
    factories.resubmitted(application)
    text = ask(client, code_of(first))
    assert "已有新版本" in text
    assert "已提交第 2 版" in text
    newest = Application.objects.get(pk=application.pk).current_revision
    assert "现行版本" in ask(client, code_of(newest))


def test_rev_5_a_withdrawn_application_is_said_to_be_withdrawn(client):
    application = factories.received()
    first = application.current_revision
    actions.withdraw(application.pk, actor=application.created_by, reason="项目调整。")
    text = ask(client, code_of(first))
    assert "已撤回" in text and "申报单位已于2026年" in text and application.number in text
    assert "现行版本" not in text and "项目调整" not in text


def test_what_was_withdrawn_before_receipt_is_not_said_to_be_waiting(client):
    application = factories.submitted(to=factories.bureau())
    actions.withdraw(application.pk, actor=application.created_by, reason="项目调整。")
    text = ask(client, code_of(application.current_revision))
    assert "已撤回" in text and "没有编号，市生态环境局没有接收" in text and "尚未编号" not in text


@pytest.mark.parametrize("what", ["word", "pdf", "merged", "archive"])
def test_every_file_of_the_packet_is_known_by_upload_and_by_checksum(client, what):
    application = factories.received()
    stored = built(application).file_of(what).file
    assert application.number in ask(client, stored.sha256.upper())
    before = StoredFile.objects.count()
    answer = upload(client, bytes_of(stored.sha256))
    assert answer.redirect_chain[0][0] == reverse("verify_code", args=[stored.sha256])
    assert application.number in answer.text
    assert StoredFile.objects.count() == before


def test_a_changed_file_is_not_known(client):
    content = bytes_of(built(factories.received()).sha256_of("pdf"))
    answer = upload(client, content + b" ")
    assert answer.status_code == 404
    assert "没有找到" in answer.text
    assert hashlib.sha256(content + b" ").hexdigest() in answer.text


def test_an_attachment_is_nobodys_business(client):
    factories.received()
    assert upload(client, factories.PDF).status_code == 404


def test_the_printed_checksum_of_a_revision_is_known_in_full(client):
    revision = factories.received().current_revision
    assert revision.application.number in ask(client, revision.sha256)


@pytest.mark.parametrize("spoilt", ["number", "prefix", "revision"])
def test_what_is_nearly_a_code_tells_nothing(client, spoilt):
    application = factories.received()
    code = code_of(application.current_revision)
    wrong = {
        "number": application.number,
        "prefix": code[:-1] + ("0" if code[-1] != "0" else "1"),
        "revision": code.replace("-R01-", "-R02-"),
    }[spoilt]
    answer = client.get(reverse("verify_code", args=[wrong]))
    assert answer.status_code == 404
    assert "没有找到" in answer.text
    assert "先进低碳技术项目" not in answer.text


def test_a_certificate_is_valid_by_code_and_by_file_until_its_title_is_withdrawn(client):
    application = factories.selected(Sheet.LEADER)
    pilot = Pilot.objects.get(entry=application.entry)
    certificate = pilot.certificate
    for key in (certificate.code, certificate.code.lower(), file_of(certificate).sha256):
        text = ask(client, key)
        for words in ("称号有效", certificate.title, application.number, pilot.entry.organisation_name):
            assert words in text
    kept = file_of(certificate).sha256
    ended = factories.withdrawn(pilot)
    for key in (certificate.code, kept):
        text = ask(client, key)
        assert "称号已撤销" in text
        assert f"该称号已于{chinese_date(ended.ended_at)}撤销，证书不再有效" in text
        assert pilot.entry.organisation_name not in text


def test_the_form_leads_to_the_answer_whatever_way_the_code_is_typed(client):
    code = code_of(factories.received().current_revision)
    address = reverse("verify_code", args=[code])
    for typed in (code, f" {code.lower()} ", f"https://portal.example.org/verify/{code}/"):
        assert client.get(reverse("verify"), {"code": typed}).url == address
    text = client.get(reverse("verify"), {"code": "2026-JS-0001"}).text
    assert "申报编号不能用来核验" in text


def test_a_certificate_code_is_not_taken_for_that_of_a_form():
    key = read("https://portal.example.org/verify/ZS-7K3M-9QXD-2B4H/")
    assert (key.certificate, key.paper, key.sha256) == ("ZS-7K3M-9QXD-2B4H", None, "")
    assert read("zs7k3m9qxd2b4h").certificate == "ZS-7K3M-9QXD-2B4H"
    assert read("x" * 64) is None


def test_a_file_that_is_too_large_is_asked_for_by_checksum(client, settings):
    settings.MAX_FILE_BYTES = 1000
    answer = upload(client, b"x" * 1001)
    assert "请在本机计算 SHA-256 校验值" in answer.text
    assert "请选择要核验的文件" in client.post(reverse("verify")).text


def test_uploading_needs_the_token_of_the_page():
    strict = Client(enforce_csrf_checks=True)
    sent = {"file": SimpleUploadedFile("x.pdf", b"x")}
    assert strict.post(reverse("verify"), sent).status_code == 403
    strict.get(reverse("verify"))
    token = strict.cookies["csrftoken"].value
    sent = {"file": SimpleUploadedFile("x.pdf", b"x"), "csrfmiddlewaretoken": token}
    assert strict.post(reverse("verify"), sent).status_code == 302


def test_who_tries_codes_waits_and_who_has_one_does_not(client, settings):
    settings.DOORS_WATCHED = True
    code = code_of(factories.received().current_revision)
    wrong = reverse("verify_code", args=["DT000001-R01-00000000"])
    assert [client.get(wrong).status_code for _ in range(31)] == [404] * 30 + [429]
    answer = upload(client, b"x")
    assert answer.status_code == 429
    assert "以后再试" in answer.text and int(answer["Retry-After"]) <= 61
    assert client.get(reverse("verify")).status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    right = reverse("verify_code", args=[code])
    assert [elsewhere.get(right).status_code for _ in range(40)] == [200] * 40


def test_answers_are_neither_kept_nor_indexed(client):
    answer = client.get(reverse("verify_code", args=["DT000001-R01-00000000"]))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def notice_of(application) -> bytes:
    return render_letter_pdf(
        screening_letters.letter(Screening.objects.get(revision__application=application))
    )


def test_what_cannot_be_verified_is_said_calmly_with_what_can(client):
    text = upload(client, notice_of(factories.accepted())).text
    for words in (
        "申报材料压缩包（ZIP）和称号证书（PDF）的原文件",
        "不能在这里核验的：通知、名单、汇总表、空白表格和单独的附件",
        "仅凭这一点不能判断真伪",
    ):
        assert words in text
    assert "不能证明由平台生成" not in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ZS-7K3M-9QXD-2B4", "ZS 之后是 12 位数字或字母，您输入的是 11 位"),
        ("zs 7k3m 9qxd 2b4hh", "您输入的是 13 位"),
        ("ZS-7K3M-9QXD-2B4U", "其中没有字母 U"),
        ("DT000012-R02-AB12CD3", "形如 DT000012-R02-AB12CD34"),
    ],
)
def test_a_code_of_the_wrong_shape_is_told_its_shape(client, typed, said):
    assert said in client.get(reverse("verify"), {"code": typed}).text
    answer = client.get(reverse("verify_code", args=[typed]))
    assert answer.status_code == 404
    assert said in answer.text


def test_copies_printed_before_receipt_are_said_to_lack_number_and_opinion(client):
    received, waiting = factories.received(), factories.submitted(to=factories.bureau())
    said = "接收之前打印的合订本和申报表，纸面上没有编号和推荐意见"
    assert said in ask(client, code_of(received.current_revision))
    assert said not in ask(client, code_of(waiting.current_revision))


@pytest.mark.parametrize(
    "who", [factories.applicant, factories.recommender, factories.staff, factories.reviewer]
)
def test_the_signed_in_find_the_verification_in_their_menu(client, who):
    client.force_login(who())
    assert f'href="{reverse("verify")}"' in client.get(reverse("public_index")).text.split("</header>")[0]
