"""The work plan that a zone writes for the final review (REV-4, A3 §三.二)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from applications.submitting import actions
from files import store
from journal import clock
from journal.chain import broken_chain
from journal.models import Message, Record
from journal.workflow import Refused
from pilots.award.actions import begin_pilot
from pilots.plan.actions import review_plan, submit_plan
from pilots.states import PilotState
from pilots.writing.versions import DOCUMENT
from programme.notice import Sheet
from reviews.decisions.actions import Proposal, propose_decisions
from reviews.models import WorkPlan
from reviews.rules import work_plan_missing
from reviews.scoring.actions import declare_no_conflict, recuse
from reviews.states import Conflict
from reviews.work_plans.actions import hand_in, mark_finalists, postpone, return_plan
from reviews.work_plans.ready import ready_plan
from reviews.work_plans.reminders import remind_of_work_plans
from tests import factories
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db


def in_days(days: float):
    return clock.now() + timedelta(days=days)


def ask(*zones, due=None, actor=None):
    pks = [zone.pk for zone in zones]
    return mark_finalists(
        pks, actor=actor or factories.staff(), due=due or in_days(10), requirements="示例要求。"
    )


def give(plan, content: bytes | None = None, by=None):
    file = store.put(content or pdf(2), "application/pdf")
    return hand_in(
        plan.pk, actor=by or plan.application.created_by, file=file, file_name="方案.pdf", note="示例。"
    )


@pytest.fixture
def zone():
    """A park in review."""
    return factories.in_review(Sheet.PARK)


def test_rev_4_zones_are_marked_together_and_each_is_told_what_to_write_and_by_when(zone):
    other = factories.in_review(Sheet.COMMUNITY)
    plans = ask(zone, other)
    assert {plan.application_id for plan in plans} == {zone.pk, other.pk}
    for each in (zone, other):
        told = Message.objects.get(recipient_id=each.created_by_id, subject__contains="进入最终评审")
        assert "示例要求。" in told.body
        assert each.title in told.body
        assert told.link == each.work_plan.get_absolute_url()
        assert (
            Record.objects.about("applications.application", each.pk).filter(verb="ask_work_plan").count()
            == 1
        )


def test_rev_4_a_batch_with_one_that_may_not_changes_nothing(zone):
    for wrong in (factories.accepted(Sheet.PARK), factories.in_review(Sheet.LEADER)):
        with pytest.raises(Refused, match="不是评审中"):
            ask(zone, wrong)
    assert not WorkPlan.objects.exists()
    ask(zone)
    with pytest.raises(Refused, match="已经进入最终评审"):
        ask(factories.in_review(Sheet.COMMUNITY), zone)
    with pytest.raises(Refused, match="晚于现在"):
        ask(factories.in_review(Sheet.COMMUNITY), due=in_days(-1))
    with pytest.raises(Refused, match="请选择"):
        ask()
    assert WorkPlan.objects.count() == 1


def test_rev_4_the_plan_is_handed_in_returned_and_handed_in_again_every_version_kept(zone):
    (plan,) = ask(zone)
    assert work_plan_missing(zone)
    give(plan)
    zone = type(zone).objects.get(pk=zone.pk)
    assert not work_plan_missing(zone)
    with pytest.raises(Refused, match="内容与第 1 版相同"):
        give(plan)
    return_plan(plan.pk, actor=factories.staff(), remarks="请补充量化指标。", due=in_days(5))
    zone = type(zone).objects.get(pk=zone.pk)
    assert work_plan_missing(zone)
    told = Message.objects.filter(recipient_id=zone.created_by_id, subject__contains="退回修改").get()
    assert "请补充量化指标。" in told.body
    give(plan, pdf(3))
    assert [(v.version, v.remarks) for v in plan.versions.all()] == [(1, "请补充量化指标。"), (2, "")]
    assert broken_chain() == []


def test_rev_4_a_late_plan_is_taken_and_shown_as_late_but_not_exchanged_any_more(zone):
    (plan,) = ask(zone, due=in_days(1))
    with clock.set_to(in_days(2)):
        assert give(plan).late
        with pytest.raises(Refused, match="已过"):
            give(plan, pdf(4))


def test_rev_4_only_the_zone_hands_in_and_only_while_it_is_reviewed(zone):
    (plan,) = ask(zone)
    for person in (factories.applicant(), factories.staff(), factories.reviewer()):
        with pytest.raises(Refused, match="权限"):
            give(plan, by=person)
    with pytest.raises(Refused, match="权限"):
        return_plan(plan.pk, actor=zone.created_by, remarks="无。", due=in_days(3)) if give(plan) else None
    actions.withdraw(zone.pk, actor=zone.created_by, reason="示例。")
    with pytest.raises(Refused, match="权限"):
        give(plan, pdf(5))


def test_rev_4_the_deadline_is_moved_and_told(zone):
    (plan,) = ask(zone, due=in_days(4))
    postpone(plan.pk, actor=factories.staff(), due=in_days(20))
    assert Message.objects.filter(recipient_id=zone.created_by_id, subject__contains="期限调整").count() == 1
    with pytest.raises(Refused, match="晚于现在"):
        postpone(plan.pk, actor=factories.staff(), due=in_days(-1))


def test_rev_4_the_reminder_goes_out_three_days_before_exactly_once(zone):
    (plan,) = ask(zone, due=in_days(10))
    reminded = Message.objects.filter(key__startswith="work_plan:")
    due = plan.due
    remind_of_work_plans(due - timedelta(days=3, minutes=1))
    assert not reminded.exists()
    for minutes in (0, 1, 2000):
        remind_of_work_plans(due - timedelta(days=3) + timedelta(minutes=minutes))
    assert [message.recipient_id for message in reminded] == [zone.created_by_id]
    assert "还有 3 天" in reminded.get().subject


def test_rev_4_nobody_is_reminded_of_what_is_handed_in_or_was_just_asked(zone):
    (plan,) = ask(zone, due=in_days(10))
    give(plan)
    (short,) = ask(factories.in_review(Sheet.COMMUNITY), due=in_days(2))
    remind_of_work_plans(plan.due - timedelta(days=2))
    remind_of_work_plans(short.due - timedelta(days=1))
    assert not Message.objects.filter(key__startswith="work_plan:").exists()


def test_rev_2_a_reviewer_sees_a_plan_that_is_handed_in_only_after_declaring(zone):
    (plan,) = ask(zone)
    first, second, _ = zone.score_sheets.all()
    declare_no_conflict(first.pk, actor=first.reviewer)
    recuse(second.pk, actor=second.reviewer, conflict=Conflict.FAMILY, note="")

    def sees(person):
        return WorkPlan.objects.visible_to(person).exists()

    assert not sees(first.reviewer)
    give(plan)
    assert sees(first.reviewer)
    others = (
        second.reviewer,
        factories.reviewer(),
        factories.applicant(),
        factories.recommender(zone.recommender),
    )
    assert not any(sees(person) for person in others)
    assert sees(zone.created_by)
    assert sees(factories.staff())


def test_rev_4_the_pilot_begins_with_the_plan_handed_in(zone):
    (plan,) = ask(zone)
    assert ready_plan(zone) is None
    give(plan)
    zone = type(zone).objects.get(pk=zone.pk)
    staff = factories.staff()
    pilot = begin_pilot(zone.entry, actor=staff, at=clock.now(), remarks="请落实。", plan=ready_plan(zone))
    assert pilot.state == PilotState.PLANNING
    document = pilot.submissions.get().attached.get(place=DOCUMENT)
    assert (document.file_id, document.by) == (plan.versions.get().file_id, zone.created_by)
    factories.write_plan(pilot)
    version = submit_plan(pilot.pk, actor=zone.created_by)
    assert version.file_id == document.file_id
    review_plan(pilot.pk, actor=staff, approved=True, remarks="")
    pilot.refresh_from_db()
    assert pilot.state == PilotState.IMPLEMENTING


def test_rev_4_no_work_plan_is_asked_of_other_types():
    leader = factories.in_review(Sheet.LEADER)
    assert not work_plan_missing(leader)
    assert ready_plan(leader) is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_rev_4_of_two_people_who_hand_in_at_once_nobody_loses_a_version():
    zone = factories.in_review(Sheet.PARK)
    (plan,) = ask(zone)
    files = [store.put(pdf(pages), "application/pdf") for pages in range(1, 7)]

    def hand(file):
        try:
            return hand_in(plan.pk, actor=zone.created_by, file=file, file_name="方案.pdf").version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(hand, files)) == [1, 2, 3, 4, 5, 6]
    assert {version.file_id for version in plan.versions.all()} == {file.pk for file in files}
    assert broken_chain() == []


def test_rev_4_the_award_takes_the_plan_over_and_says_so():
    zone = factories.selected(Sheet.PARK)
    pilot = zone.entry.pilot
    assert pilot.state == PilotState.PLANNING
    document = pilot.submissions.get().attached.get(place=DOCUMENT)
    assert document.file_id == zone.work_plan.versions.get().file_id
    said = Message.objects.filter(recipient_id=zone.created_by_id, body__contains="已带入")
    assert said.exists()


def test_rev_4_a_zone_without_a_plan_is_not_proposed_as_selected():
    zone = factories.scored(Sheet.PARK)
    proposal = Proposal(zone.pk, "selected", "排名靠前。")
    with pytest.raises(Refused, match="试点工作方案还没有提交"):
        propose_decisions([proposal], actor=factories.staff())
    (plan,) = ask(zone)
    with pytest.raises(Refused, match="试点工作方案还没有提交"):
        propose_decisions([proposal], actor=factories.staff())
    give(plan)
    assert propose_decisions([proposal], actor=factories.staff())
