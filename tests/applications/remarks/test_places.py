"""Remarks at the places of an application: laws of the places, writing, who reads them (REC-2, CUT-5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.dossier.revision import code_of, paper_of
from applications.filling.saving import save_draft
from applications.invariants import broken
from applications.models import Application, Remark
from applications.recommending import actions as recommending
from applications.remarks.places import (
    CARBON,
    CONDITION,
    GENERAL,
    MATERIAL,
    Noted,
    labels_of,
    place_groups,
    worded,
)
from applications.requirements import materials_for
from applications.submitting import actions
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from programme.notice import Sheet, form_of
from reviews.models import Screening
from reviews.panels import actions as paneling
from reviews.scoring.actions import declare_no_conflict
from reviews.screening.actions import screen
from sheets.answers import slot_at, slots
from sheets.grid import grid
from sheets.html import Marks, page
from tests import factories
from tests.applications.filling.steps import again, at, correction, read

pytestmark = pytest.mark.django_db


def returned(*remarks: Noted, sheet=Sheet.LEADER) -> Application:
    """An application that its bureau sent back with remarks."""
    waiting = factories.submitted(sheet, to=factories.bureau())
    clerk = factories.recommender(waiting.recommender)
    recommending.return_to_applicant(waiting.pk, actor=clerk, reasons="请修改。", remarks=remarks)
    return Application.objects.get(pk=waiting.pk)


def corrected(*remarks: Noted, sheet=Sheet.TECHNOLOGY) -> Application:
    """An application whose correction the city asked for with remarks."""
    received = factories.received(sheet)
    ask(received, *remarks)
    return Application.objects.get(pk=received.pk)


def ask(application: Application, *remarks: Noted) -> Screening:
    return screen(
        application.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.CORRECTION,
        findings={},
        remarks="请补正。",
        due=clock.now() + timedelta(days=5),
        placed=remarks,
    )


@pytest.mark.parametrize("sheet", Sheet)
def test_every_field_that_the_applicant_fills_in_is_a_place_with_its_official_label(sheet):
    application = factories.draft(sheet)
    labels = labels_of(application, application.answers)
    for slot, _ in slots(application.form, application.answers, application.form.applicant_parts):
        assert labels[slot.path] == slot.label
    assert {f"{MATERIAL}{line.key}" for line in materials_for(application)} <= set(labels)
    assert {f"{CONDITION}{condition.key}" for condition in form_of(sheet).conditions} <= set(labels)
    assert GENERAL in labels
    assert (CARBON in labels) == (sheet in (Sheet.TECHNOLOGY, Sheet.LEADER))


@pytest.mark.parametrize("sheet", Sheet)
def test_every_place_is_one_of_the_application_and_none_is_the_recommenders(sheet):
    application = factories.draft(sheet)
    theirs = {field.key for field in application.form.recommender_part.answer_fields}
    seen = []
    for group in place_groups(application, application.answers):
        for key, label in group.places:
            seen.append(key)
            assert label
            if key != CARBON and ":" not in key:
                assert slot_at(application.form, key).label == label
                assert key not in theirs
    assert len(seen) == len(set(seen))


def test_rec_2_remarks_are_written_with_the_return_and_told_by_official_label():
    application = returned(Noted("profile", "请补充经营范围。"), Noted("material:licence", "扫描件不清晰。"))
    lines = ["「单位简介」：请补充经营范围。", "「营业执照复印件」：扫描件不清晰。"]
    made = Remark.objects.all()
    assert [(each.place, each.source) for each in made] == [
        ("profile", "return"),
        ("material:licence", "return"),
    ]
    assert {each.revision for each in made} == {application.current_revision}
    assert worded(application.current_revision, made) == lines
    facts = Record.objects.filter(verb="return").get().facts
    assert [fact["label"] for fact in facts["remarks"]] == ["单位简介", "营业执照复印件"]
    message = Message.objects.filter(recipient_id=application.created_by_id).latest("pk")
    assert "\n".join(["请修改。", *lines]) in message.body


def test_cut_5_remarks_of_a_correction_name_the_block():
    corrected(Noted("technologies/1/name", "与附件不一致。"), Noted(GENERAL, "请检查错别字。"))
    facts = Record.objects.filter(verb="ask_correction").get().facts
    assert [fact["label"] for fact in facts["remarks"]] == ["技术 2 · 技术名称", "整份申报"]
    assert Remark.objects.filter(source=Remark.Source.CORRECTION).count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        Noted("technologies/2/name", "没有第三项。"),
        Noted("recommender_opinion", "不是申报单位填写。"),
        Noted("material:nothing", "没有这项材料。"),
        Noted("profile", "别的表的栏目。"),
        Noted("project_name", "  "),
    ],
)
def test_a_remark_at_a_place_that_is_not_there_refuses_the_verb(wrong):
    application = factories.received()
    with pytest.raises(Refused, match="位置或内容无效"):
        ask(application, Noted("project_name", "请修改。"), wrong)
    assert not Remark.objects.exists() and not Screening.objects.exists()


def test_remarks_belong_to_a_correction_only():
    application = factories.received()
    with pytest.raises(Refused, match="逐处意见只随「要求补正」"):
        screen(
            application.pk,
            actor=factories.staff(),
            outcome=Screening.Outcome.ACCEPTED,
            findings=factories.met(application.sheet),
            compliance_reason="主管部门尚未函复。",
            placed=[Noted("project_name", "多余。")],
        )
    assert not Remark.objects.exists() and not Screening.objects.exists()


def test_who_reads_remarks():
    own = returned(Noted("profile", "请补充。"))
    bureau = own.recommender
    city = corrected(Noted("area_km2", "请核对。"), sheet=Sheet.PARK)
    assert city.recommender == bureau

    def seen(user):
        return [remark.text for remark in Remark.objects.visible_to(user)]

    assert seen(own.created_by) == ["请补充。"]
    assert seen(city.created_by) == ["请核对。"]
    assert seen(factories.recommender(bureau)) == ["请补充。"]
    assert seen(factories.staff()) == ["请核对。"]
    for nobody in (
        factories.applicant(),
        factories.reviewer(),
        factories.recommender(factories.bureau("chaoyang")),
    ):
        assert seen(nobody) == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda remarks: remarks.update(text="改动"),
        lambda remarks: remarks.update(place=""),
        lambda remarks: remarks.all()[0].delete(),
    ],
)
def test_a_remark_that_was_changed_or_removed_is_found(tamper):
    returned(Noted("profile", "请补充。"))
    assert list(broken()) == []
    tamper(Remark.objects)
    assert any("与日志不符" in each for each in broken())


def test_reviewers_and_the_public_read_no_remarks(client):
    person = factories.applicant()
    own = correction(person, placed=[Noted("project_name", "只给申报单位看的意见。")])
    factories.resubmitted(own)
    screen(
        own.pk,
        actor=factories.staff(),
        outcome="accepted",
        findings=factories.met(own.sheet),
        compliance_reason="主管部门尚未函复。",
    )
    reviewers = [factories.reviewer() for _ in range(3)]
    paneling.put_before_panel(own.pk, actor=factories.staff(), panel=factories.panel(again(own), reviewers))
    seat = again(own).score_sheets.get(reviewer=reviewers[0])
    declare_no_conflict(seat.pk, actor=reviewers[0])
    client.force_login(reviewers[0])
    sheet = read(client, reverse("reviewer_sheet", args=[seat.pk]))
    assert own.answers["project_name"] in sheet
    assert "只给申报单位看的意见" not in sheet and "data-place" not in sheet
    assert client.get(at("detail", own)).status_code == 404
    client.logout()
    answer = client.get(reverse("verify"), {"code": code_of(own.current_revision)}, follow=True)
    assert own.number in answer.content.decode() and "只给申报单位看的意见" not in answer.content.decode()


def test_no_document_of_the_form_carries_marks():
    own = factories.received()
    plain, marked = paper_of(own.current_revision), paper_of(own.current_revision, marks=Marks())
    assert "data-place" in marked and "data-place" not in plain
    assert "data-place" not in page(grid(own.form, own.answers, own.cycle.year))


def test_an_earlier_return_is_read_with_its_remarks_by_who_wrote_it(client):
    own = returned(Noted("profile", "请补充经营范围。"))
    answers = own.answers | {"profile": "补充后的简介。"}
    save_draft(own.pk, actor=own.created_by, answers=answers)
    actions.submit(own.pk, actor=own.created_by)
    line = "「单位简介」：请补充经营范围。"
    for user in (own.created_by, factories.recommender(own.recommender)):
        client.force_login(user)
        assert line in read(client, at("detail", own))
