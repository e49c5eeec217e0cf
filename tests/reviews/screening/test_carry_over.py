"""After a correction: the pre-check of the version before, and the findings that still stand (REV-1, REC-2, CUT-5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.filling import saving
from applications.models import Application, PreCheck
from applications.remarks.places import Noted
from journal import clock
from programme.cutoff import correction_due
from programme.notice import Sheet, form_of
from reviews.compliance.table import compliance_of
from reviews.models import Screening
from reviews.screening.actions import screen
from reviews.screening.carry_over import BEARS_ON, carried_over, earlier_findings
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def corrected(sheet=Sheet.PARK, *, unmet=(), placed=(), **answers) -> Application:
    """An application that came back: all conditions met but ``unmet``, remarks at places, answers changed since."""
    application = factories.received(sheet)
    findings = {
        c.key: {"met": c.key not in unmet, "remark": f"{c.key} 已核。"} for c in form_of(sheet).conditions
    }
    screen(
        application.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.CORRECTION,
        findings=findings,
        remarks="请补正。",
        placed=[Noted(place, "请修改。") for place in placed],
        due=correction_due(clock.now(), 10),
    )
    application.refresh_from_db()
    answers = application.answers | answers
    saving.save_draft(application.pk, actor=application.created_by, answers=answers)
    factories.resubmitted(application)
    return Application.objects.select_related("current_revision").get(pk=application.pk)


def open_conditions(application) -> set[str]:
    """The conditions that a screener has to look at anew."""
    revision = application.current_revision
    revision.application = application
    earlier = earlier_findings(revision, compliance_of(revision))
    return {key for key, each in earlier.items() if not each.carried}


def page(client, application) -> str:
    return text_of(client.get(reverse("screening", args=[application.pk])))


def test_rec_2_the_pre_check_stays_beside_the_conditions_after_a_correction(client, staff):
    application = corrected()
    assert PreCheck.objects.get().revision.number == 1
    text = page(client, application)
    assert "未填初审表" not in text
    assert text.count("对第 1 版") == len(form_of(Sheet.PARK).conditions) + 1
    screen(
        application.pk, actor=staff, outcome="accepted", findings=factories.met(Sheet.PARK), compliance_reason="示例理由。",
        revision_id=application.current_revision_id,
    )  # fmt: skip
    text = page(client, application)
    assert "推荐单位初审表" in text and "填写，对第 1 版" in text


def test_rev_1_what_nothing_touched_is_carried_over_and_what_was_remarked_or_changed_is_not(client, staff):
    application = corrected(
        unmet=["organisation"], placed=["condition:foundation"], location="北京市示例街道 9 号"
    )
    assert open_conditions(application) == {"organisation", "foundation", "inside_city"}
    text = page(client, application)
    assert text.count("沿用第 1 版的审查，未变化") == 3
    assert "第 1 版：符合；相关内容已修改" in text and "第 1 版：符合；相关内容有补正意见" in text
    assert "第 1 版：不符合" in text
    answer = client.get(reverse("screening", args=[application.pk]))
    shown = {row.condition.key: row.met.value() for row in answer.context["reading"].rows}
    assert shown == {
        "inside_city": None, "applicant": "yes", "organisation": None, "clean_record": "yes", "foundation": None,
        "model": "yes",
    }  # fmt: skip
    assert answer.context["form"]["outcome"].value() is None
    assert not Screening.objects.filter(revision=application.current_revision).exists()


def test_a_place_that_nobody_knows_opens_every_condition_and_contact_data_none():
    assert open_conditions(corrected(contact_name="示例联系人乙")) == set()
    every = {condition.key for condition in form_of(Sheet.PARK).conditions}
    assert "current_state" not in BEARS_ON
    assert open_conditions(corrected(current_state="园区现状已重新说明。")) == every


def test_an_answer_of_the_screener_is_no_longer_called_carried_over(client, staff):
    application = corrected()
    data = {"keep": "1", "seen": "0", "revision": str(application.current_revision_id)}
    client.post(reverse("screening", args=[application.pk]), data | {"applicant_met": "no"})
    text = page(client, application)
    assert "沿用第 1 版" not in text and "第 1 版：符合" in text


def test_a_first_version_carries_nothing():
    revision = factories.received().current_revision
    assert carried_over(earlier_findings(revision, compliance_of(revision))) == {}


def test_carrying_takes_as_many_queries_for_many_remarks(client, staff):
    counts = []
    for placed in (["location"], ["location", "area_km2", "condition:applicant"]):
        application = corrected(placed=placed)
        client.get(reverse("screening", args=[application.pk]))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("screening", args=[application.pk]))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_page_of_the_version_before_concludes_nothing(client, staff):
    application = corrected()
    before = application.revisions.get(number=1)
    met = {f"{c.key}_met": "yes" for c in form_of(Sheet.PARK).conditions}
    data = met | {
        "outcome": "accepted",
        "compliance_reason": "示例理由。",
        "revision": str(before.pk),
        "seen": "0",
    }
    text = text_of(client.post(reverse("screening", args=[application.pk]), data))
    assert "申报单位已提交新的版本" in text and "示例理由。" in text
    assert Screening.objects.count() == 1
