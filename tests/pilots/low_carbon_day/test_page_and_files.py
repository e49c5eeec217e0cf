"""The page of a Low Carbon Day and its files: lists, press, certificates, what is missing (AWD-1)."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from files import store
from journal import clock
from pilots.award.certificate import file_of
from pilots.low_carbon_day import certificates as binding
from pilots.low_carbon_day.actions import hand_over_plaques
from pilots.low_carbon_day.ceremony import ceremony_of
from pilots.low_carbon_day.letters import one_line
from pilots.models import Certificate, Pilot
from programme.models import LibraryEntry
from programme.notice import Sheet
from tests import factories
from tests.pilots.low_carbon_day.days import leaders, on, set_day
from tests.reviews.steps import text_of
from tests.sheets.pdf_text import page_count, pdf_text

pytestmark = pytest.mark.django_db

PERSONAL = ("示例联系人", "010-12345678", "contact@example.org", "示例法人")


@pytest.fixture
def staff(client):
    person = factories.staff()
    client.force_login(person)
    return person


def content(client, name: str, *args) -> bytes:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, name
    return b"".join(answer)


def withdraw(pilot: Pilot) -> None:
    """As an ended withdrawal leaves it."""
    Pilot.objects.filter(pk=pilot.pk).update(state="withdrawn", ended_at=clock.now(), state_since=clock.now())


def rows_of(workbook: bytes) -> list[dict]:
    rows = list(load_workbook(io.BytesIO(workbook)).worksheets[0].iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if row[0] == "序号")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def words_of(word: bytes) -> str:
    document = Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_awd_1_the_excel_list_holds_titles_contacts_and_plaques(client, staff):
    first, second = leaders(2)
    year, day = first.entry.cycle.year, set_day(first.entry.cycle)
    with on(day):
        hand_over_plaques([first.entry_id], actor=staff)
    lines = rows_of(content(client, "ceremony_excel", year))
    assert [line["编号"] for line in lines] == [first.entry.number, second.entry.number]
    assert [line["授牌"] for line in lines] == ["已授牌", "待授牌"]
    assert lines[0]["称号"] == first.title and lines[0]["单位"] == first.entry.organisation_name
    assert lines[0]["联系人"] == "示例联系人" and lines[0]["联系电话"] == "010-12345678"
    book = load_workbook(io.BytesIO(content(client, "ceremony_excel", year)))
    assert any("不要转发" in str(row[0]) for row in book.active.iter_rows(values_only=True))


def test_only_the_excel_list_of_the_city_names_a_person(client, staff):
    leader = leaders(1)[0]
    year = leader.entry.cycle.year
    texts = [
        words_of(content(client, "ceremony_file", year, "word")),
        pdf_text(content(client, "ceremony_file", year, "pdf")),
        words_of(content(client, "press_file", year)),
        pdf_text(content(client, "bound_certificates", year)),
        content(client, "low_carbon_day_of", year).decode(),
    ]
    for text in texts:
        assert leader.entry.organisation_name in text.replace("\n", "")
        assert not [secret for secret in PERSONAL if secret in text]
    assert client.get(reverse("ceremony_file", args=[year, "excel"])).status_code == 404


def test_the_press_list_has_title_unit_district_and_one_line(client, staff):
    leader = leaders(1)[0]
    entry = leader.entry
    text = words_of(content(client, "press_file", entry.cycle.year))
    for public in (entry.organisation_name, entry.get_district_display(), one_line(entry), leader.title):
        assert public in text
    assert entry.number not in text and leader.certificate.code not in text
    own = LibraryEntry(name="示例单位", organisation_name="示例单位", field="hospital")
    assert one_line(own) == "医院"
    assert one_line(LibraryEntry(name="示例项目", organisation_name="示例单位", field="energy")) == (
        "绿色低碳能源——示例项目"
    )


def test_awd_1_all_certificates_stand_in_one_pdf_with_a_page_for_each_holder(client, staff):
    three = leaders(3)
    year = three[0].entry.cycle.year
    data = content(client, "bound_certificates", year)
    assert page_count(data) == 3
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            f"{pilot.entry.number} {pilot.entry.organisation_name}" for pilot in three
        ]
        for pilot, page in zip(three, pdf.pages, strict=True):
            alone = pikepdf.new()
            alone.pages.append(page)
            saved = io.BytesIO()
            alone.save(saved)
            text = pdf_text(saved.getvalue())
            assert pilot.entry.organisation_name in text and pilot.certificate.code in text
    assert content(client, "bound_certificates", year) == data
    kept = [file_of(certificate).sha256 for certificate in Certificate.objects.all()]
    assert len(set(kept)) == 3  # the files that verification knows


def test_many_certificates_are_made_some_at_a_time(client, staff, monkeypatch):
    three = leaders(3)
    year = three[0].entry.cycle.year
    monkeypatch.setattr(binding, "MOST_MADE", 2)
    answer = client.get(reverse("bound_certificates", args=[year]), follow=True)
    assert "已先生成 2 份，还有 1 份。请再次点击下载" in answer.text
    assert page_count(content(client, "bound_certificates", year)) == 3


def test_a_certificate_that_the_store_lost_is_named(client, staff):
    leader = leaders(1)[0]
    store.path(file_of(leader.certificate).sha256).unlink()
    answer = client.get(reverse("bound_certificates", args=[leader.entry.cycle.year]), follow=True)
    assert f"{leader.entry.number} 的证书文件在存储中缺失" in answer.text


def test_what_is_missing_is_said_and_a_withdrawn_title_stands_on_no_list(client, staff):
    kept, bare, gone, gone_with_plaque = leaders(4)
    year, day = kept.entry.cycle.year, set_day(kept.entry.cycle)
    factories.selected(Sheet.TECHNOLOGY)
    with on(day):
        hand_over_plaques([gone_with_plaque.entry_id], actor=staff)
    for pilot in (gone, gone_with_plaque):
        withdraw(pilot)
    bare.certificates.all().delete()
    with on(day + timedelta(days=1)):
        page = text_of(client.get(reverse("low_carbon_day_of", args=[year])))
    assert f"没有称号证书，证书合订本中没有：{bare.entry.number}。" in page
    assert (
        f"称号已撤销，各份名单和证书合订本中都没有：{gone.entry.number}、{gone_with_plaque.entry.number}。"
        in page
    )
    assert f"请收回奖牌并撤销登记：{gone_with_plaque.entry.number}。" in page
    assert "还有 1 个试点没有授予称号，不在名单上" in page
    assert f"2 个称号还没有登记授牌：{kept.entry.number}、{bare.entry.number}。" in page
    listed = {line["编号"] for line in rows_of(content(client, "ceremony_excel", year))}
    assert listed == {kept.entry.number, bare.entry.number}
    for text in (
        words_of(content(client, "ceremony_file", year, "word")),
        words_of(content(client, "press_file", year)),
        pdf_text(content(client, "bound_certificates", year)),
    ):
        assert kept.entry.organisation_name in text and gone.entry.organisation_name not in text
    answer = client.post(reverse("plaques_record", args=[year]), {"entry": [gone.entry_id]}, follow=True)
    assert "名单已有变化" in answer.text
    assert client.get(reverse("plaque_record", args=[gone.pk])).status_code == 404


def test_a_year_without_titles_says_so_and_has_no_files(client, staff):
    assert "还没有授予称号的试点" in client.get(reverse("low_carbon_day")).text
    planning = Pilot.objects.get(entry=factories.selected(Sheet.TECHNOLOGY).entry)
    year = planning.entry.cycle.year
    assert "该年度还没有授予称号的试点" in client.get(reverse("low_carbon_day_of", args=[year])).text
    for name in ("ceremony_excel", "press_file", "bound_certificates"):
        answer = client.get(reverse(name, args=[year]), follow=True)
        assert "没有可以下载的内容" in answer.text
    assert client.get(reverse("low_carbon_day_of", args=[1999])).status_code == 404
    leaders(1)
    assert client.get(reverse("low_carbon_day")).url == reverse("low_carbon_day_of", args=[year])


def test_the_page_and_lists_take_the_same_queries_however_many(client, staff):
    year = leaders(1)[0].entry.cycle.year
    names = (
        ("low_carbon_day_of", year),
        ("ceremony_excel", year),
        ("ceremony_file", year, "word"),
        ("press_file", year),
        ("bound_certificates", year),
    )
    content(client, "bound_certificates", year)
    before = counted(client, names)
    leaders(2)
    content(client, "bound_certificates", year)
    assert counted(client, names) == before


def counted(client, names) -> dict[str, int]:
    """Address → how many queries it takes."""
    counts = {}
    for name, *args in names:
        with CaptureQueriesContext(connection) as queries:
            content(client, name, *args)
        counts[name] = len(queries)
    return counts


def test_the_ceremony_of_an_owner_is_what_the_owner_may_see():
    own, _ = leaders(2)
    owner = own.entry.application.created_by
    assert [place.pilot for place in ceremony_of(own.entry.cycle, owner).places] == [own]
