"""The three-year record and compliance per year; the sheet kept unfinished; what stands at each condition (ELI-*, REV-1)."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organisation
from applications.models import PreCheck
from journal.models import Record as JournalRecord
from journal.workflow import Refused
from programme.notice import Sheet, form_of
from reviews.compliance.actions import Found, note_compliance
from reviews.compliance.table import compliance_of
from reviews.models import ComplianceEntry, Screening, ScreeningDraft
from tests import factories
from tests.reviews.screening.test_views import post, sheet

pytestmark = pytest.mark.django_db


def revision_of(application):
    revision = application.current_revision
    revision.application = application
    return revision


def cells(application, **changes):
    """Every wanted cell filled in as clean, under one source a topic."""
    filled = {"seen": compliance_of(revision_of(application)).seen}
    for cell in compliance_of(revision_of(application)).cells:
        filled[f"{cell.topic.value}_source"] = "示例查询系统"
        filled[f"{cell.topic.value}_day"] = "2026-03-01"
        if cell.wanted:
            filled[f"{cell.key}_result"] = "done" if "clean" not in _kind(cell) else "none"
    return filled | changes


def _kind(cell):
    return "clean" if cell.topic.value in ("penalty", "incident", "safety") else "market"


def note(client, application, **changes):
    url = reverse("compliance_edit", args=[application.pk])
    return client.post(url, cells(application, **changes), follow=True)


def in_market():
    """A leader that is in the carbon market."""
    application = factories.received(Sheet.LEADER)
    revision = application.current_revision
    type(revision).objects.filter(pk=revision.pk).update(
        confirmed_conditions=[*revision.confirmed_conditions, "in_market"]
    )
    return type(application).objects.get(pk=application.pk)


@pytest.mark.parametrize(
    "make, topics, wanted",
    [
        (factories.received, 3, 9),
        (lambda: factories.received(Sheet.LEADER), 3, 9),
        (in_market, 6, 18),
        (lambda: factories.received(Sheet.PARK), 2, 6),
    ],
)
def test_eli_which_topics_and_years_are_looked_up(make, topics, wanted):
    application = make()
    found = compliance_of(revision_of(application))
    assert len(found.rows) == topics
    assert sum(cell.wanted for cell in found.cells) == wanted
    year = application.cycle.year
    assert {cell.year for cell in found.cells if cell.wanted} == {year - 3, year - 2, year - 1}


def test_eli_entries_say_result_source_day_and_person_and_go_into_the_journal(client, staff):
    application = in_market()
    assert "已登记 18 项" in note(client, application).content.decode()
    entry = ComplianceEntry.objects.filter(topic="surrendered").first()
    assert (entry.result, entry.source, entry.looked_up_on, entry.by) == (
        "done",
        "示例查询系统",
        date(2026, 3, 1),
        staff,
    )
    assert JournalRecord.objects.filter(verb="note_compliance", audience="city").count() == 18
    text = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert "示例查询系统，2026年3月1日查询" in text
    assert text.count("应查 9 项，已查 9 项，无不利记录") == 2


def test_eli_a_correction_of_an_entry_is_journaled_with_what_it_said(client, staff):
    application, year = factories.received(), None
    year = application.cycle.year - 1
    note(client, application)
    key = f"penalty_{year}"
    kept = {f"{key}_result": "found", f"{key}_source": "示例函复", f"{key}_day": "2026-04-01"}
    assert "请写明查到的情况" in note(client, application, **kept).content.decode()
    assert (
        "已登记 1 项"
        in note(client, application, **kept, **{f"{key}_detail": "罚款一万元。"}).content.decode()
    )
    row = JournalRecord.objects.filter(label="更正近三年记录").get()
    assert row.facts["before"]["result"] == "none"
    assert row.facts["after"]["detail"] == "罚款一万元。"
    assert "不能清空" in note(client, application, **{f"{key}_result": ""}).content.decode()


def test_eli_a_source_and_a_day_are_needed_and_nothing_lies_in_the_future(client, staff):
    application = factories.received()
    text = note(client, application, penalty_source="", safety_day="2999-01-01").content.decode()
    assert "请填写查询来源" in text
    assert "查询日期不能晚于今天" in text
    text = note(client, application, penalty_day="2020-01-01").content.decode()
    assert "请核对" in text and "查询日期不能早于所查的" in text
    assert not ComplianceEntry.objects.exists()


def test_eli_the_next_application_of_the_organisation_shows_the_record(client, staff):
    first = factories.received()
    note(client, first)
    second = factories.received(Sheet.LEADER, by=first.created_by)
    text = client.get(reverse("screening", args=[second.pk])).content.decode()
    assert "示例查询系统，2026年3月1日查询" in text


def test_eli_who_noted_on_an_older_page_is_refused_and_told(client, staff):
    application = factories.received()
    revision = revision_of(application)
    old = compliance_of(revision).seen
    found = [Found("penalty", application.cycle.year - 1, "none", "", "示例来源", date(2026, 1, 1))]
    note_compliance(revision, actor=staff, found=found, seen=old)
    text = note(client, application, seen=old, penalty_source="另一来源").content.decode()
    assert "刚被其他人更新" in text
    assert 'value="另一来源"' in text
    assert ComplianceEntry.objects.count() == 1


def test_rev_1_acceptance_needs_the_record_or_a_written_reason(client, staff):
    application = factories.received()
    text = post(client, application, "accepted", compliance_reason="").content.decode()
    assert "近三年记录尚未查全或有不利记录" in text
    assert "生态环境行政处罚：" in text
    assert not Screening.objects.exists()
    note(client, application)
    post(client, application, "accepted", compliance_reason="")
    done = Screening.objects.get()
    assert (done.outcome, done.compliance_reason, len(done.compliance)) == ("accepted", "", 9)
    text = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert "审查时的近三年记录（9 项）" in text


def test_rev_1_an_adverse_record_needs_a_reason_that_only_the_city_reads(client, staff):
    application = factories.received()
    key = f"incident_{application.cycle.year - 2}"
    note(client, application, **{f"{key}_result": "found", f"{key}_detail": "一次泄漏，已处置。"})
    assert "一次泄漏" in post(client, application, "accepted", compliance_reason="").content.decode()
    post(client, application, "accepted", compliance_reason="经核实不属于突发环境事件。")
    assert Screening.objects.get().compliance_reason == "经核实不属于突发环境事件。"
    client.force_login(application.created_by)
    for url in (application.get_absolute_url(), reverse("screening_letters", args=[application.pk])):
        text = client.get(url).content.decode()
        assert "不属于突发环境事件" not in text and "一次泄漏" not in text


@pytest.mark.parametrize("who", ["applicant", "recommender", "reviewer"])
def test_records_and_drafts_are_the_citys_only(client, staff, who):
    application = factories.received(to=factories.bureau())
    note(client, application)
    person = {
        "applicant": lambda: application.created_by,
        "recommender": lambda: factories.recommender(application.recommender),
        "reviewer": factories.reviewer,
    }[who]()
    assert not ComplianceEntry.objects.visible_to(person).exists()
    client.force_login(person)
    for name in ("compliance_edit", "screening_draft"):
        assert client.post(reverse(name, args=[application.pk]), {}).status_code == 404
    page = client.get(application.get_absolute_url())
    assert "示例查询系统" not in page.content.decode()


def keep(client, application, seen, **changes):
    data = sheet(application, "", **changes) | {
        "seen": seen,
        "revision": application.current_revision_id,
        "keep": "1",
    }
    return client.post(reverse("screening", args=[application.pk]), data, follow=True).content.decode()


def test_rev_1_the_sheet_is_kept_unfinished_and_goes_on_where_it_was(client, staff):
    application = factories.received()
    text = keep(client, application, 0, mature_met="", remarks="待核实。")
    assert "的审查表已保存，尚未提交结论" in text
    assert "待核实。" in text
    draft = ScreeningDraft.objects.get()
    assert (draft.by, draft.version) == (staff, 1)
    assert not Screening.objects.exists()
    post(client, application, "correction", seen=1, remarks="请补充。")
    assert not ScreeningDraft.objects.exists()
    assert Screening.objects.get().remarks == "请补充。"


def test_rev_1_of_two_screeners_the_later_stale_save_is_refused_and_nothing_is_lost(client, staff):
    application = factories.received()
    keep(client, application, 0, remarks="甲的意见。")
    client.force_login(factories.staff())
    text = keep(client, application, 0, remarks="乙的意见。")
    assert f"{staff}已于" in text
    assert "甲的意见。" in text and "乙的意见。" in text
    assert ScreeningDraft.objects.get().data["remarks"] == "甲的意见。"
    text = post(client, application, "correction", remarks="乙的意见。").content.decode()
    assert "您这次填写的还没有保存" in text
    assert not Screening.objects.exists()
    assert 'name="seen" value="1"' in text
    keep(client, application, 1, remarks="乙的意见。")
    assert ScreeningDraft.objects.get().data["remarks"] == "乙的意见。"


def test_rev_1_the_sheet_keeps_itself(client, staff):
    application = factories.received()
    url = reverse("screening_draft", args=[application.pk])
    data = {"seen": "0", "revision": application.current_revision_id, "remarks": "示例。"}
    told = client.post(url, data).json()
    assert told["seen"] == 1
    assert "您在另一个窗口" in client.post(url, data).json()["refused"]
    assert client.post(url, data | {"seen": "1"}).json()["seen"] == 2
    assert "新的版本" in client.post(url, data | {"revision": "x", "seen": "2"}).json()["refused"]


def test_rev_1_what_the_applicant_and_the_recommender_said_stands_at_the_condition(client, staff):
    application = factories.received(Sheet.LEADER, to=factories.bureau())
    PreCheck.objects.filter(revision=application.current_revision).delete()
    PreCheck.objects.create(
        revision=application.current_revision,
        recommender=Organisation.objects.get(pk=application.recommender_id),
        findings={c.key: {"met": True, "remark": ""} for c in form_of(Sheet.LEADER).conditions}
        | {"intensity": {"met": False, "remark": "强度数据待核。"}},
        materials={"licence": {"met": True, "remark": "加盖公章。"}},
        by=factories.recommender(application.recommender),
        at=application.received_at,
    )
    text = client.get(reverse("screening", args=[application.pk])).content.decode()
    table = text[text.index("conditions-table") : text.index("precheck-materials")]
    assert "强度数据待核。" in table
    assert "示例理由。" in table
    assert "自愿参与" in table
    assert "加盖公章。" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"source": " "}, "请填写查询来源"),
        ({"looked_up_on": date(2999, 1, 1)}, "查询日期不能晚于今天"),
        ({"looked_up_on": date(2020, 1, 1)}, "不能早于所查的"),
        ({"result": "found"}, "请写明查到的情况"),
    ],
)
def test_eli_the_act_itself_refuses_an_entry_without_its_ground(staff, change, sentence):
    application = factories.received()
    revision = revision_of(application)
    entry = Found("penalty", application.cycle.year - 1, "none", "", "示例来源", date(2026, 1, 1))
    with pytest.raises(Refused, match=sentence):
        note_compliance(
            revision, actor=staff, found=[replace(entry, **change)], seen=compliance_of(revision).seen
        )
    assert not ComplianceEntry.objects.exists()
