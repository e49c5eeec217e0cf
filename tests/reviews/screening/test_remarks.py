"""Remarks at places on the screening page: written with a correction, held against what comes back (REV-1, CUT-5)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.filling import saving
from applications.models import Application, Remark
from applications.remarks.places import Noted
from journal import clock
from journal.clock import BEIJING
from programme.cutoff import correction_due
from programme.notice import form_of
from reviews.models import Screening
from reviews.models.screening import BY_PLACES
from reviews.screening.actions import screen
from reviews.screening.days import handled
from tests import factories
from tests.reviews.steps import text_of
from tests.sheets.word_text import word_text

pytestmark = pytest.mark.django_db


def rows(*remarks, **more):
    sent = {"remark-TOTAL_FORMS": str(len(remarks))}
    for number, (place, text) in enumerate(remarks):
        sent |= {f"remark-{number}-place": place, f"remark-{number}-text": text}
    return sent | more


def post(client, application, outcome, *remarks, **more):
    met = {f"{c.key}_met": "yes" for c in form_of(application.sheet).conditions}
    day = f"{(clock.now() + timedelta(days=10)).astimezone(BEIJING):%Y-%m-%d}"
    data = (
        met | {"outcome": outcome, "due_day": day, "compliance_reason": "示例理由。"} | rows(*remarks, **more)
    )
    return client.post(reverse("screening", args=[application.pk]), data, follow=True)


def correction(*remarks, **kwargs) -> Application:
    application = factories.received(**kwargs)
    placed = [Noted(*remark) for remark in remarks]
    screen(
        application.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.CORRECTION,
        findings={},
        placed=placed,
        due=correction_due(clock.now(), 10),
    )
    return Application.objects.get(pk=application.pk)


def corrected(application: Application, **answers) -> Application:
    saving.save_draft(application.pk, actor=application.created_by, answers=application.answers | answers)
    return factories.resubmitted(application)


def test_cut_5_a_correction_is_asked_for_by_remarks_at_places_alone(client, staff):
    application = factories.received()
    post(
        client, application, "correction", ("project_name", "请与批复一致。"), ("", ""), ("whole", "请校对。")
    )
    assert [(remark.place, remark.text, remark.by) for remark in Remark.objects.all()] == [
        ("project_name", "请与批复一致。", staff),
        ("", "请校对。", staff),
    ]
    screening = Screening.objects.get()
    assert screening.remarks == BY_PLACES
    letter = word_text(client.get(reverse("screening_letter", args=[screening.pk, "word"])).content)
    assert "1.「项目名称」：请与批复一致。" in letter and "2.「整份申报」：请校对。" in letter
    assert BY_PLACES not in letter


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("project_name", ""), "第 1 条逐处意见：请写明这一处的意见。"),
        (("", "没有位置。"), "第 1 条逐处意见：请选择意见对应的位置。"),
        (("no_such_field", "别处。"), "第 1 条逐处意见："),
    ],
)
def test_half_a_row_is_said_and_nothing_is_lost(client, staff, row, sentence):
    application = factories.received()
    text = text_of(
        post(client, application, "correction", row, ("address", "请写全地址。"), remarks="总的意见。")
    )
    assert sentence in text and "请写全地址。" in text and "总的意见。" in text
    assert not Screening.objects.exists()


def test_one_more_row_without_javascript_keeps_all_that_was_typed_and_judges_nothing(client, staff):
    application = factories.received()
    answer = post(
        client, application, "accepted", ("address", "请写全地址。"), ("", "还没选位置"), more_remarks="1",
        mature_met="no", mature_remark="待核实。", remarks="草拟的意见。",
    )  # fmt: skip
    text = text_of(answer)
    assert "请写全地址。" in text and "还没选位置" in text and "待核实。" in text and "草拟的意见。" in text
    assert 'name="remark-2-text"' in text and 'name="remark-3-text"' not in text
    assert "data-error-summary" not in text and not Screening.objects.exists()


def test_remarks_at_places_go_with_a_correction_only(client, staff):
    application = factories.received()
    text = text_of(post(client, application, "accepted", ("address", "请写全地址。")))
    assert "逐处意见只随「要求补正」发给申报单位" in text and "请写全地址。" in text
    assert not Screening.objects.exists()


def test_cut_5_what_comes_back_shows_each_remark_as_changed_or_not_and_marks_the_form(client, staff):
    application = corrected(
        correction(("project_name", "请与批复一致。"), ("address", "请写全地址。")),
        project_name="批复的名称",
        project_goal="年减排 1500 吨。",
    )
    text = text_of(client.get(reverse("screening", args=[application.pk])))
    part = text[text.index('id="answered"') : text.index('id="changes"')]
    place = part.index("项目名称")
    assert part.index("未修改") < place < part.index("已修改", place)
    assert '<a href="#at-project_name">' in part
    assert 'class="paper-place paper-changed" id="at-project_name"' in text
    assert "有意见，已修改" in text and "有意见，未修改" in text
    assert 'class="paper-place paper-changed" id="at-project_goal"' in text
    assert 'class="paper-place" id="at-address"' in text
    assert "「单位地址」：请写全地址。" in text  # in the record of the screening


def test_the_citys_clock_stands_while_the_correction_is_with_the_applicant():
    start = datetime(2026, 5, 1, 10, tzinfo=BEIJING)

    def at(days):
        return clock.set_to(start + timedelta(days=days))

    def spent(application, days):
        application = Application.objects.get(pk=application.pk)
        return handled([application], start + timedelta(days=days))[application.pk]

    with at(0):
        application = factories.received()
    assert str(spent(application, 2)) == "市级办理已用 2 天"
    with at(3):
        screen(
            application.pk,
            actor=factories.staff(),
            outcome="correction",
            findings={},
            remarks="请补正。",
            due=correction_due(clock.now(), 10),
        )
    assert str(spent(application, 8)) == "市级办理已用 3 天（补正中，暂停计时）"
    with at(9):
        factories.resubmitted(application)
    assert str(spent(application, 9)) == "市级办理已用 3 天（补正期间不计）"
    assert str(spent(application, 11)) == "市级办理已用 5 天（补正期间不计）"
    with at(12):
        screen(
            application.pk,
            actor=factories.staff(),
            outcome="accepted",
            findings=factories.met(application.sheet),
            compliance_reason="主管部门尚未函复。",
        )
    assert spent(application, 40).spent == timedelta(days=6)


def test_more_remarks_and_rounds_take_no_more_queries(client, staff):
    counts = []
    for places in (["project_name"], ["project_name", "address", "material:licence"]):
        application = corrected(correction(*((place, "请修改。") for place in places)))
        client.get(reverse("screening", args=[application.pk]))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("screening", args=[application.pk]))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_cut_5_the_list_shows_the_citys_own_time(client, staff):
    with clock.set_to(clock.now() - timedelta(days=4)):
        application = correction(("project_name", "请修改。"))
    text = text_of(client.get(reverse("screening_list"), {"state": "correction"}))
    row = text[text.index(application.number) :]
    assert row.index("不足 1 天") < row.index("暂停计时")


def test_two_screeners_see_their_different_remarks_by_official_label(client, staff):
    application = factories.received()
    revision = {"revision": str(application.current_revision_id), "seen": "0"}
    url = reverse("screening", args=[application.pk])
    client.post(url, revision | rows(("address", "请写全地址。")) | {"keep": "1"})
    answer = client.post(url, revision | rows(("project_name", "请改名称。")) | {"keep": "1"})
    assert ("逐处意见", "单位地址", "项目名称") in answer.context["differences"]
    assert "请改名称。" in text_of(answer)
    text = text_of(client.get(url))
    assert "请写全地址。" in text and "请改名称。" not in text
