"""The pre-check of a recommender: what it asks, when it is complete, who sees it, when it is frozen (REC-2)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.districts import District
from applications.models import Application, PreCheck
from applications.recommending import actions as recommending
from applications.recommending.precheck.actions import Stale, mark_of, save_precheck
from applications.recommending.precheck.lines import finding_of, lacks, lines_of, open_lines, refused_lines
from applications.submitting import actions
from journal.models import Audience, Record
from journal.workflow import Refused
from programme.notice import Sheet, form_of
from tests import factories

pytestmark = pytest.mark.django_db


def save(application, clerk, *, seen=None, **changes):
    revision = application.current_revision
    kept = PreCheck.objects.filter(revision=revision).first()
    values = {"findings": {}, "materials": {}, "opinion": {}, "dated": None} | changes
    return save_precheck(
        application.pk,
        actor=clerk,
        revision_id=revision.pk,
        seen=mark_of(kept) if seen is None else seen,
        **values,
    )


@pytest.fixture
def waiting():
    return factories.submitted(to=factories.bureau())


@pytest.fixture
def clerk(waiting):
    return factories.recommender(waiting.recommender)


@pytest.mark.parametrize("sheet", Sheet)
def test_rec_2_the_sheet_asks_for_every_condition_and_material_of_the_type(sheet):
    lines = lines_of(factories.submitted(sheet, to=factories.bureau()).current_revision)
    assert [line.key for line in lines if line.kind == "findings"] == [
        c.key for c in form_of(sheet).conditions
    ]
    assert [line.key for line in lines if line.kind == "materials"] == [
        m.key for m in form_of(sheet).materials
    ]


def test_a_material_that_nobody_requires_is_asked_for_only_when_it_was_handed_in(waiting):
    required = {line.key: line.required for line in lines_of(waiting.current_revision)}
    assert not required["study"]
    assert required["other"]


ANSWER = st.tuples(st.sampled_from([None, True, False]), st.sampled_from(["", "  ", "已电话核实。"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rec_2_complete_means_every_required_line_answered_and_every_no_explained(waiting, data):
    revision = waiting.current_revision
    precheck = PreCheck(revision=revision)
    for line in lines_of(revision):
        met, remark = data.draw(ANSWER)
        getattr(precheck, line.kind)[line.key] = {"met": met, "remark": remark}
    expected = [
        line.key
        for line in lines_of(revision)
        for found in [finding_of(precheck, line)]
        if (found["met"] is None and line.required) or (found["met"] is False and not found["remark"].strip())
    ]
    assert [line.key for line, _ in open_lines(precheck, revision)] == expected
    assert bool(lacks(precheck, revision)) == bool(expected)


def test_rec_2_a_no_with_a_remark_may_still_be_recommended(waiting, clerk):
    kept = factories.checked(waiting, by=clerk)
    findings = kept.findings | {"mature": {"met": False, "remark": "仍在中试。"}}
    save(waiting, clerk, findings=findings, materials=kept.materials, opinion=kept.opinion, dated=kept.dated)
    assert recommending.forward_prepared(waiting.pk, actor=clerk).number


@pytest.mark.parametrize("broken", ["none", "open", "silent"])
def test_rec_2_an_incomplete_pre_check_keeps_the_application_from_being_forwarded(waiting, clerk, broken):
    if broken != "none":
        kept = factories.checked(waiting, by=clerk)
        change = {"mature": {"met": False, "remark": " "}} if broken == "silent" else {}
        findings = {k: v for k, v in kept.findings.items() if k != "mature"} | change
        save(waiting, clerk, findings=findings, materials=kept.materials, opinion=kept.opinion)
    with pytest.raises(Refused, match="初审表"):
        day = factories.submission_day(waiting)
        recommending.forward(waiting.pk, actor=clerk, opinion=factories.OPINION, dated=day)
    waiting.refresh_from_db()
    assert waiting.number is None


def test_rec_2_an_opinion_is_not_dated_before_the_submission_singly_or_in_a_batch(waiting, clerk):
    kept = factories.checked(waiting, by=clerk)
    day = factories.submission_day(waiting) - timedelta(days=1)
    with pytest.raises(Refused, match="意见日期不能早于申报单位提交的日期"):
        recommending.forward(waiting.pk, actor=clerk, opinion=factories.OPINION, dated=day)
    kept.dated = day
    kept.save()
    with pytest.raises(Refused, match="意见日期不能早于申报单位提交的日期"):
        recommending.forward_prepared(waiting.pk, actor=clerk)
    waiting.refresh_from_db()
    assert waiting.number is None


def test_rec_2_a_prepared_opinion_must_be_whole(waiting, clerk):
    factories.checked(waiting, by=clerk, opinion=factories.OPINION | {"recommender_phone": ""})
    with pytest.raises(Refused, match="联系电话"):
        recommending.forward_prepared(waiting.pk, actor=clerk)


def test_the_sheet_is_kept_partly_and_by_whom(waiting, clerk):
    kept = save(waiting, clerk, findings={"mature": {"met": True, "remark": ""}})
    assert (kept.by, kept.recommender) == (clerk, waiting.recommender)
    again = save(waiting, clerk, findings={"mature": {"met": False, "remark": "待补充。"}})
    assert again.pk == kept.pk
    assert [(line.key, remark) for line, remark in refused_lines(again, waiting.current_revision)] == [
        ("mature", "待补充。")
    ]


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_unseen(waiting, clerk):
    colleague = factories.recommender(waiting.recommender)
    seen = mark_of(save(waiting, clerk, findings={"mature": {"met": True, "remark": ""}}))
    save(waiting, colleague, findings={"mature": {"met": False, "remark": "同事写的。"}})
    with pytest.raises(Stale, match=colleague.name):
        save(waiting, clerk, seen=seen, findings={})
    assert PreCheck.objects.get().findings["mature"]["remark"] == "同事写的。"


def test_rec_2_the_sheet_is_frozen_by_what_the_recommender_does(waiting, clerk):
    factories.forward(waiting, by=clerk)
    with pytest.raises(Refused, match="不能再修改"):
        save(Application.objects.get(pk=waiting.pk), clerk)
    row = Record.objects.get(verb="precheck")
    assert row.audience == Audience.CITY
    assert row.facts["findings"]["mature"]["met"] is True


def test_a_new_version_gets_a_sheet_of_its_own(waiting, clerk):
    factories.checked(waiting, by=clerk)
    recommending.return_to_applicant(waiting.pk, actor=clerk, reasons="请补充。")
    again = actions.submit(waiting.pk, actor=waiting.created_by)
    with pytest.raises(Refused, match="重新提交"):
        save_precheck(
            again.pk,
            actor=clerk,
            revision_id=waiting.current_revision_id,
            findings={},
            materials={},
            opinion={},
            dated=None,
            seen="",
        )
    assert not PreCheck.objects.filter(revision=again.current_revision_id).exists()


def test_the_sheet_is_seen_by_its_recommender_and_by_the_city_once_forwarded(waiting, clerk):
    kept = factories.checked(waiting, by=clerk)
    strangers = [
        waiting.created_by,
        factories.reviewer(),
        factories.recommender(factories.bureau(District.YANQING)),
    ]
    official = factories.staff()

    def seeing():
        people = [clerk, official, *strangers]
        return [kept in PreCheck.objects.visible_to(person) for person in people]

    assert seeing() == [True, False, False, False, False]
    factories.forward(waiting, by=clerk)
    assert seeing() == [True, True, False, False, False]


def test_the_city_does_not_see_the_sheet_of_what_was_returned(waiting, clerk):
    factories.checked(waiting, by=clerk)
    recommending.return_to_applicant(waiting.pk, actor=clerk, reasons="请补充。")
    assert not PreCheck.objects.visible_to(factories.staff()).exists()


def test_only_the_recommender_it_waits_at_may_save(waiting):
    with pytest.raises(Refused):
        save(waiting, factories.recommender(factories.bureau(District.YANQING)))
    assert not PreCheck.objects.exists()


def test_rec_2_the_act_itself_refuses_an_opinion_that_is_not_whole_or_dated_ahead(waiting, clerk):
    factories.checked(waiting, by=clerk)
    day = factories.submission_day(waiting)
    for opinion, dated, sentence in (
        ({}, day, "推荐意见"),
        (factories.OPINION | {"recommender_phone": ""}, day, "联系电话"),
        (factories.OPINION, day + timedelta(days=2), "意见日期不能晚于今天"),
    ):
        with pytest.raises(Refused, match=sentence):
            recommending.forward(waiting.pk, actor=clerk, opinion=opinion, dated=dated)
    waiting.refresh_from_db()
    assert waiting.number is None


def test_rec_2_returning_and_declining_need_a_reason_in_the_act(waiting, clerk):
    for act in (recommending.return_to_applicant, recommending.decline):
        with pytest.raises(Refused, match="必须写明理由"):
            act(waiting.pk, actor=clerk, reasons="  ")
