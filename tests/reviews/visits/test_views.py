"""Pages of site visits: list, plan, record, photos, report (REV-1); what each role does not see (REV-2)."""

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from applications.models import Application
from face.fields import today
from journal import clock
from journal.clock import BEIJING
from journal.models import Message
from programme.notice import Sheet
from reviews.models import SiteVisit, VisitCase
from reviews.ranking.views import ranking_url
from reviews.scoring.actions import declare_no_conflict
from reviews.visits.recording.actions import reopen_case
from reviews.visits.recording.entries import Fields
from reviews.visits.recording.report import report
from sheets.letters.letter import Text
from sheets.merging.saving import marks_on
from tests import factories
from tests.files.samples import picture, upload
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def planned(clerk, *applications, **changes) -> dict:
    return {
        "numbers": " ".join(application.number for application in applications),
        "day": today() + timedelta(days=2),
        "time": "09:30",
        "place": "示例路 2 号",
        "staff": [clerk.pk],
        "purpose": "核对台账。",
    } | changes


def filled(case: VisitCase, **changes) -> dict:
    items = {f"item_{item['key']}": "yes" for item in case.checklist["items"]}
    copy = json.dumps(marks_on(Fields(case.checklist), case.entries))
    return items | {"findings": "示例情况。", "conclusion": "consistent", "copy": copy} | changes


def test_staff_plan_a_visit_to_several_applications(client, staff):
    first, second = factories.accepted(), factories.in_review(Sheet.PARK)
    page = text_of(client.get(reverse("visit_create"), {"application": first.pk}))
    assert first.number in page
    text = text_of(client.post(reverse("visit_create"), planned(staff, first, second), follow=True))
    assert "现场调研已安排" in text
    visit = SiteVisit.objects.get()
    assert visit.starts_at.astimezone(BEIJING).strftime("%H:%M") == "09:30"
    assert {case.application for case in visit.cases.all()} == {first, second}
    earlier = first.received_at - timedelta(days=9)
    Application.objects.filter(pk=first.pk).update(received_at=earlier)
    twice = text_of(client.post(reverse("visit_create"), planned(staff, second, first)))
    assert "这次调研已经安排" in twice and SiteVisit.objects.count() == 1
    past = planned(staff, first, day=today() - timedelta(days=3))
    assert "已补录" in text_of(client.post(reverse("visit_create"), past, follow=True))


def test_planning_says_what_is_lacking_and_keeps_what_was_typed(client, staff):
    received = factories.received()
    text = text_of(client.post(reverse("visit_create"), planned(staff, received)))
    assert f"没有可以调研的申报：{received.number}" in text
    assert "示例路 2 号" in text
    text = text_of(client.post(reverse("visit_create"), planned(staff, factories.accepted(), staff=[])))
    assert "请至少选择一名参加人员。" in text
    own = factories.in_review()
    insider = factories.person("reviewer", own.organisation)
    text = text_of(client.post(reverse("visit_create"), planned(staff, own, reviewers=[insider.pk])))
    assert "利益关系" in text
    assert not SiteVisit.objects.exists()


def test_a_visit_is_moved_and_cancelled_on_its_page(client, staff):
    visit = factories.visit(factories.accepted())
    data = planned(staff, place="新地点", reason="")
    page = reverse("visit_change", args=[visit.pk])
    assert "请写明调整原因。" in text_of(client.post(page, data))
    assert "新地点" in text_of(client.post(page, data | {"reason": "改期。"}, follow=True))
    cancel = reverse("visit_cancel", args=[visit.pk])
    assert "请写明原因。" in text_of(client.post(cancel, {"reason": ""}))
    text = text_of(client.post(cancel, {"reason": "停电。"}, follow=True))
    assert "现场调研已取消" in text
    assert cancel not in text


def test_the_record_is_saved_and_handed_in_by_an_ordinary_post(client, staff):
    case = factories.visit(factories.accepted(), in_hours=0).cases.get()
    page = case.get_absolute_url()
    text = text_of(client.get(page))
    for figure in case.checklist["figures"]:
        assert figure["stated"] in text
    half = filled(case, conclusion="", do="save")
    assert "已保存，尚未提交" in text_of(client.post(page, half, follow=True))
    case.refresh_from_db()
    whole = filled(case, conclusion="", do="hand_in", item_content="no")
    text = text_of(client.post(page, whole))
    assert "选择「否」的，请说明现场的情况。" in text
    assert "请选择结论。" in text
    case.refresh_from_db()
    done = filled(case, do="hand_in", conclusion="mostly", remark_content="少一台。", item_content="no")
    text = text_of(client.post(page, done, follow=True))
    assert "调研记录已提交" in text
    assert "少一台。" in text
    assert "基本一致" in text
    assert (
        "<textarea" not in text.partition('id="photos"')[0].replace('name="reason"', "").split("确认退回")[0]
    )


def test_a_clash_shows_both_versions_and_keeps_mine_on_the_page(client, staff):
    case = factories.visit(factories.accepted()).cases.get()
    stale = filled(case, findings="我写的。", do="save")
    other = signed_in(factories.staff())
    other.post(case.get_absolute_url(), filled(case, findings="别人写的。", do="save"))
    text = text_of(client.post(case.get_absolute_url(), stale))
    assert "别人写的。" in text
    assert text.count("我写的。") >= 2
    case.refresh_from_db()
    assert case.entries["findings"] == "别人写的。"


def test_autosave_answers_what_the_script_needs(client, staff):
    case = factories.visit(factories.accepted()).cases.get()
    url = reverse("visit_autosave", args=[case.pk])
    saved = client.post(url, filled(case, who=staff.pk))
    assert saved.status_code == 200
    assert set(saved.json()) == {"at", "copy", "newer", "clashes"}
    assert client.post(url, filled(case, who=staff.pk, findings="别的。")).status_code == 409
    assert client.post(url, filled(case, who=0)).status_code == 401
    assert Client().post(url, filled(case)).status_code == 401
    reviewer = signed_in(factories.reviewer())
    assert reviewer.post(url, filled(case)).status_code == 404
    closed = factories.visited(factories.accepted())
    refused = client.post(reverse("visit_autosave", args=[closed.pk]), filled(closed))
    assert (refused.status_code, "不能再填写" in refused.json()["message"]) == (423, True)


def test_photos_are_taken_shown_and_removed(client, staff):
    case = factories.visit(factories.accepted()).cases.get()
    url = reverse("visit_photos", args=[case.pk])
    shots = [upload(f"{n}.jpg", picture("JPEG", (90 + n, 60))) for n in range(2)]
    wrong = upload("说明.jpg", b"no picture")
    text = text_of(client.post(url, {"photos": [*shots, wrong], "caption": "机房"}, follow=True))
    assert "已上传 2 张照片。" in text
    assert "「说明.jpg」未上传" in text
    photo = case.photos.first()
    for query in ("", "?small"):
        content = client.get(reverse("visit_photo", args=[photo.pk]) + query).getvalue()
        assert Image.open(io.BytesIO(content)).format == "JPEG"
    same = picture("JPEG", (70, 50))
    for words in ("已上传 1 张照片。", "这张照片已经上传过。"):
        assert words in text_of(client.post(url, {"photos": [upload("同.jpg", same)]}, follow=True))
    gone = reverse("visit_photo_delete", args=[photo.pk])
    assert "照片已删除" in text_of(client.post(gone, follow=True))
    assert case.photos.count() == 2
    assert "请先拍照" in text_of(client.post(url, follow=True))


def test_the_report_is_a_paper_with_everything_in_it(client, staff):
    case = factories.visited(factories.in_review(Sheet.PARK))
    pdf = client.get(reverse("visit_report", args=[case.pk, "pdf"]))
    assert pdf["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(pdf.getvalue())) as document:
        assert len(document.pages) >= 2
    word = client.get(reverse("visit_report", args=[case.pk, "word"])).getvalue()
    assert word[:2] == b"PK"
    assert client.get(reverse("visit_report", args=[case.pk, "odd"])).status_code == 404
    unwritten = factories.visit(factories.accepted()).cases.get()
    assert client.get(reverse("visit_report", args=[unwritten.pk, "pdf"])).status_code == 404


def test_rev_2_what_each_role_does_not_see():
    case = factories.in_review()
    scoring, waiting, _ = case.score_sheets.order_by("pk")
    declare_no_conflict(scoring.pk, actor=scoring.reviewer)
    record = factories.visited(case, visitors=[factories.staff(), scoring.reviewer, waiting.reviewer])
    plan, page = record.visit.get_absolute_url(), record.get_absolute_url()
    photo = reverse("visit_photo", args=[record.photos.get().pk])
    report = reverse("visit_report", args=[record.pk, "pdf"])
    answers = case.current_revision.answers
    private = [answers[key] for key in ("contact_name", "contact_phone", "contact_email")]
    seen = {}
    people = {
        "scoring": scoring.reviewer,
        "waiting": waiting.reviewer,
        "applicant": case.created_by,
        "stranger": factories.applicant(),
        "bureau": factories.recommender(),
        "reviewer": factories.reviewer(),
    }
    for name, person in people.items():
        browser = signed_in(person)
        pages = [browser.get(url) for url in (plan, page, photo, report)]
        seen[name] = [response.status_code for response in pages]
        text = "".join(r.content.decode() for r in pages[:2] if r.status_code == 200)
        if pages[2].status_code == 200:
            assert pages[2].getvalue()
        others = {waiting.reviewer.name, scoring.reviewer.name, str(record.handed_in_by)} - {person.name}
        assert not any(word in text for word in [*private, *others])
    assert seen == {
        "scoring": [200, 200, 200, 404],
        "waiting": [200, 404, 404, 404],
        "applicant": [200, 404, 404, 404],
        "stranger": [404, 404, 404, 404],
        "bureau": [404, 404, 404, 404],
        "reviewer": [404, 404, 404, 404],
    }
    assert "示例调研情况" not in text_of(signed_in(case.created_by).get(plan))
    absent = case.score_sheets.order_by("pk")[2]
    declare_no_conflict(absent.pk, actor=absent.reviewer)
    for sheet, shown in ((scoring, True), (absent, False)):
        text = text_of(signed_in(sheet.reviewer).get(reverse("reviewer_sheet", args=[sheet.pk])))
        assert ("示例调研情况" in text) is shown


def test_an_applicant_sees_only_its_own_applications_of_a_visit():
    mine, other = factories.accepted(), factories.accepted()
    visit = factories.visit(mine, other)
    text = text_of(signed_in(mine.created_by).get(visit.get_absolute_url()))
    assert mine.number in text
    assert other.number not in text


def test_today_comes_first_and_the_list_is_filtered(client, staff):
    with clock.set_to(clock.now().astimezone(BEIJING).replace(hour=8, minute=0)):
        soon = factories.visit(factories.accepted(Sheet.LEADER), visitors=[staff], in_hours=3)
        factories.visit(factories.accepted(), in_hours=3)
        done = factories.visited(factories.accepted())
        text = text_of(client.get(reverse("visit_list")))
        first, _, rest = text.partition("filter-bar")
        assert soon.get_absolute_url() in first
        assert done.visit.get_absolute_url() not in first
        assert done.visit.get_absolute_url() in rest

        def found(**query):
            return set(client.get(reverse("visit_list"), query).context["page"].object_list)

        assert found(state="done") == {done.visit}
        assert found(visitor=staff.pk) == {soon}
        assert found(sheet="leader") == {soon}
        assert found(q=done.application.number) == {done.visit}
        assert found(state="cancelled") == set()
        assert len(found(year=done.application.cycle.year, state="coming")) == 2


def test_the_list_asks_as_often_for_three_visits_as_for_one(client, staff):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("visit_list"))
        return len(queries)

    with clock.set_to(clock.now().astimezone(BEIJING).replace(hour=12, minute=0)):
        factories.visit(factories.accepted(), visitors=[staff], in_hours=3)
        one = cost()
        for _ in range(2):
            factories.visit(factories.accepted(), visitors=[staff, factories.staff()], in_hours=3)
        assert cost() == one


def test_a_message_leads_to_the_plan():
    case = factories.accepted()
    visit = factories.visit(case)
    message = Message.objects.filter(recipient_id=case.created_by_id, subject__contains="现场调研安排").get()
    assert signed_in(case.created_by).get(message.link).status_code == 200
    assert message.link == visit.get_absolute_url()


def test_the_page_of_an_application_leads_to_its_visit_and_its_plan():
    zone = factories.in_review(Sheet.PARK)
    visit, plan = factories.visit(zone), factories.asked_for_plan(zone)
    links = (visit.get_absolute_url(), plan.get_absolute_url())
    new = f"{reverse('visit_create')}?application={zone.pk}"

    def shown(person):
        text = text_of(signed_in(person).get(zone.get_absolute_url()))
        return [link in text for link in (*links, new)]

    assert shown(zone.created_by) == [True, True, False]
    assert shown(factories.staff()) == [True, True, True]
    assert shown(factories.recommender(zone.recommender)) == [False, False, False]


def test_rev_1_the_result_stands_beside_the_scores(client, staff):
    case = factories.scored()
    record = factories.visited(case, answer="unseen", conclusion="mostly")
    application = record.application
    pages = [ranking_url(case.cycle, case.pilot_type), reverse("ranking_case", args=[case.pk])]
    pages += [
        reverse("decide", args=[case.pk]),
        f"{reverse('decision_meeting')}?cycle={case.cycle.year}&type={case.pilot_type}",
    ]
    for url in pages:
        text = text_of(client.get(url))
        assert record.get_absolute_url() in text, url
        assert "基本一致" in text
        assert f"{len(record.checklist['items'])} 项未看到" in text
    assert "示例调研情况。" in text_of(client.get(reverse("decide", args=[application.pk])))


def test_the_pdf_of_a_record_shows_its_photos_and_the_word_says_where_they_are(client, staff):
    case = factories.visited(factories.accepted())
    pdf = client.get(reverse("visit_report", args=[case.pk, "pdf"])).content
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        images = [image for page in paper.pages for image in page.get_images().values()]
    assert {(int(image.Width), int(image.Height)) for image in images} == {(640, 480)}
    assert b"Exif" not in pdf
    text = "".join(part.text for part in report(case).parts if isinstance(part, Text))
    assert "照片见本记录的 PDF 版。" in text


def test_the_summary_names_the_item_that_lacks_words(client, staff):
    case = factories.visit(factories.accepted(), in_hours=0).cases.get()
    text = text_of(client.post(case.get_absolute_url(), filled(case, do="hand_in", item_content="no")))
    (item,) = [each for each in case.checklist["items"] if each["key"] == "content"]
    assert f"{item['text']}：说明：选择「否」的，请说明现场的情况。" in text


def test_the_words_at_a_photo_are_changed_until_the_record_is_handed_in(client, staff):
    case = factories.visited(factories.accepted())
    photo = case.photos.get()
    url = reverse("visit_photo_caption", args=[photo.pk])
    assert "已提交" in text_of(client.post(url, {"caption": "太晚"}, follow=True))
    reopen_case(case.pk, actor=staff, reason="补充说明。")
    assert "新的说明" in text_of(client.post(url, {"caption": " 新的说明 "}, follow=True))
    photo.refresh_from_db()
    assert photo.caption == "新的说明"


def test_rev_1_a_visit_lies_neither_before_the_receipt_nor_more_than_a_year_ahead(client, staff):
    application = factories.accepted()
    create = reverse("visit_create")
    early = application.received_at.astimezone(BEIJING).date() - timedelta(days=1)
    text = text_of(client.post(create, planned(staff, application, day=early)))
    assert "调研日期不能早于市级接收申报的日期" in text
    text = text_of(client.post(create, planned(staff, application, day="2099-01-01")))
    assert "现场调研应安排在今后 12 个月内" in text and not SiteVisit.objects.exists()
    client.post(create, planned(staff, application))
    change = reverse("visit_change", args=[SiteVisit.objects.get().pk])
    text = text_of(client.post(change, planned(staff, application, day=early, reason="改期。")))
    assert "调研日期不能早于市级接收申报的日期" in text
