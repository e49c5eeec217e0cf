"""The case file of one application: complete, without names of reviewers, and for the city only."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from applications.models import Application
from applications.packets import work as packet_work
from files import store
from journal.blanking import blank
from journal.models import BLANKED, Record
from journal.recording import tell
from journal.workflow import Refused
from portal.case_file import filing, journal_rows
from portal.case_file.actions import ask_for_case_file
from portal.case_file.work import work_on
from portal.models import CaseFile
from programme.notice import Sheet
from reviews.models import Decision
from reviews.scoring.actions import reopen_sheet, submit_sheet
from tests import factories
from tests.journal import independent
from tests.reviews.steps import text_of
from tests.sheets.pdf_text import page_count, pdf_text

pytestmark = pytest.mark.django_db(transaction=True)  # a worker builds, whose claim is renewed meanwhile
CHAPTERS = (
    *("申报概况", "第 1 版申报材料", "推荐单位初审和推荐意见", "形式审查和补正", "纸质材料", "评审和评分"),
    *("现场调研和试点工作方案", "讨论要点和会议纪要", "会议决定", "公示和异议", "发出的消息", "日志"),
)


def built(application: Application) -> CaseFile:
    row = ask_for_case_file(application.pk, actor=factories.staff())
    work_on(row.pk)
    return CaseFile.objects.get()


def content(sha256: str) -> bytes:
    with store.open(sha256) as file:
        return file.read()


def season():
    """A decided application with a reopened sheet, whose reviewers have names that stand nowhere else."""
    people = [factories.person("reviewer", name=f"某专家姓名{n}") for n in "甲乙丙"]
    application = factories.in_review(Sheet.PARK, reviewers=people)
    factories.score(application)
    sheet = application.score_sheets.order_by("pk").first()
    reopen_sheet(sheet.pk, actor=factories.staff(), reason="请核对第二项。")
    sheet.refresh_from_db()
    submit_sheet(sheet.pk, actor=sheet.reviewer, scores=sheet.scores, remarks="修改后的意见。")
    factories.decide(application, remarks="请补充监测方案。")
    packet_work.work_on(application.current_revision.packet.pk)
    return Application.objects.get(pk=application.pk)


def test_everything_is_in_it_and_no_reviewer_by_name():
    application = season()
    found = built(application)
    assert (found.state, found.lacking) == ("done", [])
    pdf = content(found.pdf_id)
    text = pdf_text(pdf)
    for chapter in CHAPTERS:
        assert chapter.replace(" ", "") in text
    for words in (
        "专家1",
        "请核对第二项。",
        "修改后的意见。",
        "请补充监测方案。",
        "同意推荐。",
        "排名靠前。",
    ):
        assert words in text, words
    assert application.current_revision.sha256 in text
    assert f"第1页共{page_count(pdf)}页" in text
    assert "某专家姓名" not in text


def test_the_zip_has_the_packet_and_the_journal_rows_with_their_hashes():
    application = season()
    found = built(application)
    with zipfile.ZipFile(io.BytesIO(content(found.archive_id))) as archive:
        names = archive.namelist()
        assert any(name.startswith("packets/") and name.endswith(".zip") for name in names)
        rows = json.loads(archive.read("journal.json"))
        manifest = json.loads(archive.read("manifest.json"))
        assert "某专家姓名" not in archive.read("journal.json").decode()
    assert {each["path"] for each in manifest["files"]} == set(names) - {"manifest.json"}
    kept = dict(Record.objects.values_list("pk", "hash"))
    assert len(rows) >= 10 and all(kept[row["id"]] == row["hash"] for row in rows)
    assert all(independent.hash_of_row(row) == row["hash"] for row in rows)
    verbs = [row["verb"] for row in rows]
    assert {"submit", "accept", "reopen_sheet", "propose_decision", "confirm_decision"} <= set(verbs)


def test_a_row_deleted_by_law_reads_so_in_timeline_case_file_and_back_office(client):
    application, staff = factories.received(), factories.staff()
    row = Record.objects.get(verb="submit")
    blank(row, actor=staff, reason="依法。")
    packet_work.work_on(application.current_revision.packet.pk)
    found = built(application)
    assert BLANKED in pdf_text(content(found.pdf_id))
    with zipfile.ZipFile(io.BytesIO(content(found.archive_id))) as archive:
        kept = next(line for line in json.loads(archive.read("journal.json")) if line["id"] == row.pk)
    assert (kept["actor"], kept["summary"]) == (BLANKED, BLANKED)
    assert independent.hash_of_row(kept) == kept["hash"]
    client.force_login(application.created_by)
    assert BLANKED in text_of(client.get(application.get_absolute_url()))


def test_what_is_not_built_yet_is_said_and_asking_again_brings_it():
    application = factories.received()
    first = built(application)
    assert any("还没有生成" in sentence for sentence in first.lacking)
    packet_work.work_on(application.current_revision.packet.pk)
    again = built(application)
    assert again.pk == first.pk and again.lacking == []
    assert page_count(content(again.pdf_id)) > page_count(content(first.pdf_id))


def test_it_is_asked_for_once_at_a_time_and_by_the_city_only():
    application = factories.received()
    ask_for_case_file(application.pk, actor=factories.staff())
    with pytest.raises(Refused, match="正在生成"):
        ask_for_case_file(application.pk, actor=factories.staff())
    with pytest.raises(Refused, match="权限"):
        ask_for_case_file(application.pk, actor=application.created_by)


def test_the_page_leads_from_asking_to_a_recorded_download(client, staff):
    application = factories.received()
    page, take = (
        reverse("case_file", args=[application.pk]),
        reverse("case_file_take", args=[application.pk, "pdf"]),
    )
    assert "生成案卷" in text_of(client.get(page))
    assert "正在生成案卷" in text_of(
        client.post(reverse("case_file_ask", args=[application.pk]), follow=True)
    )
    assert client.post(take).status_code == 404
    work_on(CaseFile.objects.get().pk)
    assert "下载案卷" in text_of(client.get(page))
    answer = client.post(take)
    assert (answer.status_code, b"".join(answer)[:5]) == (200, b"%PDF-")
    answer.close()
    row = Record.objects.get(verb="download_case_file")
    assert (row.actor_id, row.audience) == (staff.pk, "city")
    client.force_login(application.created_by)
    assert [client.get(page).status_code, client.post(take).status_code] == [404, 404]
    timeline = text_of(client.get(application.get_absolute_url()))
    assert "案卷" not in timeline and not Decision.objects.exists()


def test_the_record_is_read_in_its_official_words_and_a_message_stands_there_once():
    application = factories.accepted(Sheet.PARK)
    revision = application.current_revision
    screening = revision.screening
    kept = {"topic": "incident", "year": 2024, "result": "none", "detail": "", "source": "示例网站"}
    screening.compliance = [kept | {"looked_up_on": "2026-07-20", "by": "示例人员"}]
    screening.save(update_fields=["compliance"])
    (table,) = filing._compliance_then(screening.compliance)
    assert list(table.rows) == [("2024 年", "突发环境事件", "未发现", "示例网站", "示例人员，2026年7月20日")]
    for person in (factories.staff(), factories.staff(), application.created_by):
        tell(
            [person],
            key=f"same:{person.pk}",
            subject="示例通知",
            body="同一内容。",
            link=application.get_absolute_url(),
            at=screening.at,
        )
    (block,) = journal_rows.messages(application, []).blocks
    (line,) = [row for row in block.rows if "示例通知" in row[2]]
    assert line[1].endswith("（共 3 人）")
    assert str(application.created_by) in line[1]
