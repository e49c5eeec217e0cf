"""Who gave it and by which document: entered, checked, kept, shown, filtered, downloaded (AWD-1)."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from face.fields import today
from files import store
from journal.models import Message, Record
from pilots.models import Pilot, SupportMeasure
from pilots.support.actions import cancel_support, grant_support
from portal.case_file.gather import gather
from programme.notice import Sheet, Support
from tests import factories
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db

PDF = pdf(1)
DOCUMENT = {"authority": "示例财政局", "document": "示例财〔2026〕1号"}


@pytest.fixture
def staff(client):
    person = factories.staff()
    client.force_login(person)
    return person


@pytest.fixture
def pilot() -> Pilot:
    return Pilot.objects.get(entry=factories.selected(Sheet.LEADER).entry)


def given(pilot: Pilot, actor, **changes) -> SupportMeasure:
    """Publicity that was paid for, with its document."""
    file = store.put(PDF, "application/pdf")
    facts = {"kind": Support.PUBLICITY, "granted_on": today(), "amount_wan": Decimal(30)} | DOCUMENT
    facts |= {"file": file, "file_name": "资金文件.pdf"}
    return grant_support(pilot.entry_id, actor=actor, **(facts | changes))


def sent(**changes) -> dict:
    usual = {"kind": "publicity", "granted_on": today(), "amount_wan": "30", "note": ""} | DOCUMENT
    return usual | {"upload": upload()} | changes


def upload(name: str = "资金文件.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_awd_1_authority_and_document_are_entered_with_the_file_and_said_in_the_timeline(
    client, staff, pilot
):
    page = client.post(reverse("support_add", args=[pilot.pk]), sent(), follow=True).text
    measure = SupportMeasure.objects.get()
    assert (measure.authority, measure.document, measure.file_name) == (
        "示例财政局",
        "示例财〔2026〕1号",
        "资金文件.pdf",
    )
    assert store.path(measure.file_id).read_bytes() == PDF
    assert "示例财政局" in page and measure.file_url in page
    summary = Record.objects.get(verb="grant_support").summary
    assert summary.endswith("，示例财政局，30 万元，示例财〔2026〕1号，文件“资金文件.pdf”")
    (message,) = Message.objects.filter(
        recipient_id=pilot.entry.application.created_by_id, subject__contains="支持"
    )
    assert "示例财〔2026〕1号" in message.body


def test_a_kept_entry_takes_a_document_too(client, staff):
    entry = factories.kept().entry
    client.post(reverse("library_support", args=[entry.pk]), sent())
    assert entry.support_measures.get().file_name == "资金文件.pdf"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload("资金.exe"), "不支持这种文件类型"),
        (upload("资金.pdf", b"no pdf at all"), "与扩展名 .pdf 不符"),
        (upload("空.pdf", b""), "文件是空的"),
        (upload("旧.doc"), "旧版 Word 文件"),
    ],
)
def test_a_document_that_is_not_what_it_claims_is_refused_at_its_field(client, staff, pilot, file, said):
    answer = client.post(reverse("support_add", args=[pilot.pk]), sent(upload=file))
    form = answer.context["support_form"]
    assert list(form.errors) == ["upload"] and said in form.errors["upload"][0]
    assert "示例财〔2026〕1号" in answer.text and not SupportMeasure.objects.exists()


def test_what_else_is_wrong_loses_nothing_but_the_file_and_says_so(client, staff, pilot):
    answer = client.post(reverse("support_add", args=[pilot.pk]), sent(amount_wan="-1", authority="长" * 101))
    errors = answer.context["support_form"].errors
    assert errors["authority"] == ["部门名称不超过 100 字。"]
    assert "重新选择文件" in errors["upload"][0]
    assert "示例财〔2026〕1号" in answer.text and not SupportMeasure.objects.exists()


def test_the_document_is_for_the_city_and_for_whom_it_was_given_to(client, pilot):
    clerk = factories.staff()
    measure = given(pilot, clerk)
    owner = pilot.entry.application.created_by
    for person, status in (
        (owner, 200),
        (clerk, 200),
        (factories.applicant(), 404),
        (factories.reviewer(), 404),
    ):
        client.force_login(person)
        answer = client.get(measure.file_url)
        assert answer.status_code == status
        assert b"".join(answer) == PDF if status == 200 else True
    client.force_login(owner)
    assert measure.file_url in client.get(pilot.get_absolute_url()).text
    cancel_support(measure.pk, actor=clerk, reason="登记有误")
    assert client.get(measure.file_url).status_code == 404
    bare = given(pilot, clerk, file=None, file_name="")
    assert bare.file_url == ""
    assert client.get(reverse("support_document", args=[bare.pk])).status_code == 404


def test_a_file_has_its_name_in_the_database_too(pilot):
    measure = given(pilot, factories.staff())
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportMeasure.objects.filter(pk=measure.pk).update(file_name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportMeasure.objects.filter(pk=measure.pk).update(file=None)


def test_the_list_shows_searches_and_filters_authority_and_document(client, staff, pilot):
    given(pilot, staff)
    other = factories.selected(Sheet.LEADER).entry
    grant_support(other.pk, actor=staff, kind=Support.PUBLICITY, granted_on=today(), authority="示例宣传部门")
    page = client.get(reverse("support_list")).text
    assert "示例财政局" in page and "示例财〔2026〕1号" in page and "示例宣传部门" in page
    for query in ({"q": "〔2026〕1"}, {"q": "资金文件"}, {"authority": "示例财政局"}):
        text = client.get(reverse("support_list"), query).text
        assert pilot.entry.number in text and other.number not in text, query
    book = load_workbook(io.BytesIO(client.get(reverse("support_file"), {"authority": "示例财政局"}).content))
    rows = list(book.active.iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "序号")
    line = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    assert (line["给予支持的部门"], line["文件名称或文号"], line["金额（万元）"]) == (
        "示例财政局",
        "示例财〔2026〕1号",
        30,
    )


def test_the_case_file_has_measures_and_their_documents(pilot):
    clerk = factories.staff()
    measure = given(pilot, clerk, note="示例说明")
    cancel_support(given(pilot, clerk, document="示例财〔2026〕9号").pk, actor=clerk, reason="登记有误")
    gathered = gather(pilot.entry.application)
    (chapter,) = (chapter for chapter in gathered.last if chapter.title == "支持措施")
    standing, cancelled, files = chapter.blocks
    assert [str(cell) for cell in standing.rows[0]][2:6] == [
        "示例财政局",
        "30.00",
        "示例财〔2026〕1号",
        "示例说明",
    ]
    assert "示例财〔2026〕9号" in cancelled.rows[0] and "登记有误" in cancelled.rows[0][-1]
    assert files.rows[0] == ["资金文件.pdf", measure.file_id]
    assert any(original.name.startswith("support/") for original in gathered.originals)
