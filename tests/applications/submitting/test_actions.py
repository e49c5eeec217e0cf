"""What applicants, recommenders and the centre do, rule by rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.districts import District
from accounts.models import Membership, Organisation
from applications.begin import actions as begin
from applications.filling import saving
from applications.filling.lacks import lacks
from applications.models import Application, Revision
from applications.paper.desk import actions as desk
from applications.recommending import actions as recommending
from applications.requirements import norms_outside, recommenders_for
from applications.states import Route, State
from applications.submitting import actions
from applications.submitting.actions import Incomplete
from face.fields import today
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from programme.models import LibraryEntry, ParkQuota
from programme.notice import Sheet
from programme.states import LibraryState
from tests import factories

pytestmark = pytest.mark.django_db
CUTOFF_2026 = datetime(2026, 7, 15, 16, 0, tzinfo=UTC)  # July 16, 00:00 in Beijing


@pytest.mark.parametrize(
    ("instant", "number"),
    [
        (CUTOFF_2026 - timedelta(microseconds=1), "2026-JS-0001"),
        (CUTOFF_2026, "2027-JS-0001"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027-JS-0001"),
    ],
)
def test_cut_2_july_15_itself_still_counts_and_the_next_instant_is_next_year(instant, number):
    with clock.set_to(instant):
        application = factories.received()
    assert (application.number, application.received_at) == (number, instant)
    assert application.cycle.year == int(number[:4])


def test_cut_3_on_the_recommended_route_the_forward_counts_not_the_submission():
    with clock.set_to(CUTOFF_2026 - timedelta(minutes=1)):
        application = factories.submitted(Sheet.PARK)
        clerk = factories.recommender(application.recommender)
    assert (application.state, application.number) == (State.AT_RECOMMENDER, None)
    with clock.set_to(CUTOFF_2026):
        forwarded = factories.forward(application, by=clerk, dated=date(2026, 7, 16))
    assert forwarded.number == "2027-QY-0001"


def test_num_1_park_and_community_share_one_series():
    numbers = [factories.received(sheet).number[5:] for sheet in (Sheet.PARK, Sheet.COMMUNITY, Sheet.LEADER)]
    assert numbers == ["QY-0001", "QY-0002", "LP-0001"]


@pytest.mark.parametrize("sheet", Sheet)
def test_a_draft_is_saved_incomplete_and_submission_says_what_is_missing(sheet):
    person = factories.applicant()
    application = begin.start(person.organisations.get(), sheet, actor=person)
    with pytest.raises(Incomplete) as refused:
        actions.submit(application.pk, actor=person)
    assert all("#" in lack.url for lack in refused.value.lacks)
    assert len(refused.value.lacks) > 10
    assert not Revision.objects.exists()


def test_rec_1_zones_go_only_to_the_bureau_of_their_district_and_parks_also_to_an_authority():
    authority = factories.organisation(Organisation.Kind.AUTHORITY)
    factories.bureau(District.HAIDIAN), factories.bureau(District.BDA)
    park, community = factories.draft(Sheet.PARK), factories.draft(Sheet.COMMUNITY)
    assert set(recommenders_for(park)) == {authority, factories.bureau(District.HAIDIAN)}
    assert set(recommenders_for(community)) == {factories.bureau(District.HAIDIAN)}
    saving.save_draft(community.pk, actor=community.created_by, recommender=authority)
    community.refresh_from_db()
    assert [lack.message for lack in lacks(community)] == ["请选择可以推荐本申报的推荐单位"]


def test_rec_2_return_and_decline_need_reasons_and_reach_the_applicant():
    application = factories.submitted(Sheet.PARK)
    clerk = factories.recommender(application.recommender)
    recommending.return_to_applicant(application.pk, actor=clerk, reasons="请补充面积证明。")
    application.refresh_from_db()
    assert application.state == State.RETURNED
    assert "请补充面积证明。" in Message.objects.filter(recipient_id=application.created_by_id).last().body
    actions.submit(application.pk, actor=application.created_by)
    recommending.decline(application.pk, actor=clerk, reasons="不在本区。")
    actions.rework(application.pk, actor=application.created_by)
    application.refresh_from_db()
    assert (application.state, application.revisions.count()) == (State.DRAFT, 2)


def test_rec_2_another_recommender_may_not_act():
    application = factories.submitted(Sheet.PARK)
    stranger = factories.recommender(factories.bureau(District.YANQING))
    with pytest.raises(Refused):
        recommending.decline(application.pk, actor=stranger, reasons="无。")


def test_rec_3_the_fourth_park_is_refused_and_a_withdrawn_one_frees_its_place():
    office = factories.bureau()
    first, *_ = [factories.received(Sheet.PARK, to=office) for _ in range(3)]
    fourth = factories.submitted(Sheet.PARK, to=office)
    clerk = factories.recommender(office)
    with pytest.raises(Refused, match="名额"):
        factories.forward(fourth, by=clerk)
    fourth.refresh_from_db()
    assert (fourth.state, fourth.number) == (State.AT_RECOMMENDER, None)
    actions.withdraw(first.pk, actor=first.created_by, reason="不再建设。")
    factories.forward(fourth, by=clerk)
    assert ParkQuota.objects.get().used == 3


def test_rec_3_communities_use_no_quota():
    factories.received(Sheet.COMMUNITY)
    assert not ParkQuota.objects.exists()


def test_rec_4_on_the_optional_route_it_may_be_taken_back_and_sent_directly():
    office = factories.bureau()
    application = factories.submitted(Sheet.TECHNOLOGY, to=office)
    person = application.created_by
    actions.take_back(application.pk, actor=person)
    saving.save_draft(application.pk, actor=person, route=Route.DIRECT, recommender=None)
    assert actions.submit(application.pk, actor=person).state == State.RECEIVED


def test_rec_4_a_zone_may_not_be_taken_back():
    application = factories.submitted(Sheet.PARK)
    with pytest.raises(Refused):
        actions.take_back(application.pk, actor=application.created_by)


def test_rev_5_a_withdrawn_application_keeps_its_number_and_its_place_in_the_library():
    application = factories.received()
    actions.withdraw(application.pk, actor=application.created_by, reason="资金未落实。")
    application.refresh_from_db()
    assert (application.state, application.number[5:]) == (State.WITHDRAWN, "JS-0001")
    assert LibraryEntry.objects.get().state == LibraryState.WITHDRAWN


def test_a_submission_is_an_immutable_checksummed_revision():
    application = factories.received()
    revision = application.current_revision
    assert revision.sha256 == revision.computed_sha256()
    revision.answers["project_name"] = "改动"
    assert revision.sha256 != revision.computed_sha256()
    with pytest.raises(Refused):
        saving.save_draft(application.pk, actor=application.created_by, answers={})


def test_only_a_member_with_the_right_submits_and_withdraws():
    application = factories.draft()
    colleague = factories.person(organisation=application.organisation)
    Membership.objects.filter(user=colleague).update(can_submit=False)
    saving.save_draft(application.pk, actor=colleague, answers=application.answers)
    with pytest.raises(Refused):
        actions.submit(application.pk, actor=colleague)
    actions.submit(application.pk, actor=application.created_by)
    with pytest.raises(Refused):
        actions.withdraw(application.pk, actor=colleague, reason="示例原因。")
    with pytest.raises(Refused):
        saving.save_draft(application.pk, actor=factories.applicant(), answers={})


@pytest.mark.parametrize(
    ("sheet", "answers", "norm"),
    [
        (Sheet.PARK, {"area_km2": "15.1"}, "park_area"),
        (Sheet.PARK, {"area_km2": "0.99"}, "park_area"),
        (Sheet.TECHNOLOGY, {"construction_period": ["2025-01", "2027-01"]}, "period"),
        (Sheet.LEADER, {}, "market"),
    ],
)
def test_in_principle_rules_do_not_block_but_ask_for_a_reason(sheet, answers, norm):
    application = factories.draft(sheet)
    person = application.created_by
    application = saving.save_draft(
        application.pk, actor=person, answers=application.answers | answers, norm_reasons={}
    )
    assert [n.key for n in norms_outside(application)] == [norm]
    with pytest.raises(Incomplete):
        actions.submit(application.pk, actor=person)
    saving.save_draft(application.pk, actor=person, norm_reasons={norm: "示例理由。"})
    actions.submit(application.pk, actor=person)
    assert Application.objects.get().current_revision.norm_reasons == {norm: "示例理由。"}


@pytest.mark.parametrize(
    ("sheet", "answers"),
    [
        (Sheet.PARK, {"area_km2": "1"}),
        (Sheet.PARK, {"area_km2": "15"}),
        (Sheet.TECHNOLOGY, {"construction_period": ["2025-01", "2026-12"]}),
    ],
)
def test_norms_hold_at_their_bounds(sheet, answers):
    application = factories.draft(sheet)
    application.answers |= answers
    assert norms_outside(application) == []


def test_mat_t_the_study_is_required_when_the_form_says_it_is_provided():
    application = factories.draft()
    application.answers["has_proposal"] = True
    assert [lack.message for lack in lacks(application)] == ["请上传项目建议书或可行性研究报告"]


def test_mat_w_paper_is_recorded_against_the_revision_of_its_code():
    application = factories.received()
    desk.register_paper(
        application.current_revision,
        actor=factories.staff(),
        copies=5,
        received_on=today(),
        note="",
    )
    assert application.current_revision.paper_receipts.get().copies == 5
    assert "5 份" in Record.objects.about("applications.application", application.pk).last().summary
