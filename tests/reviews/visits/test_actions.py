"""Site visits: planning, telling, the record, its checklist, handing in (REV-1, A2 §三.二, A3 §三.二)."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, connections

from applications.models import Application
from applications.submitting import actions
from journal import clock
from journal.chain import broken_chain
from journal.models import Message, Record
from journal.workflow import Refused
from programme.notice import FORMS, Sheet, form_of
from reviews.models import SiteVisit, VisitCase
from reviews.scoring.actions import declare_no_conflict, recuse
from reviews.states import CaseState, Conflict
from reviews.visits import checklists
from reviews.visits.lists import visits_of
from reviews.visits.planning.actions import cancel_visit, change_visit
from reviews.visits.recording.actions import hand_in_case, reopen_case
from reviews.visits.recording.entries import Fields
from reviews.visits.recording.saving import save_case
from sheets.merging.saving import marks_on
from tests import factories

pytestmark = pytest.mark.django_db


def told(user):
    return list(Message.objects.filter(recipient_id=user.pk, link__contains="/visits/").order_by("pk"))


def moved(visit, **changes):
    plan = {
        "visitors": list(visit.visitors.all()),
        "starts_at": visit.starts_at,
        "place": visit.place,
        "purpose": visit.purpose,
        "others": "",
        "reason": "示例原因。",
    }
    return change_visit(visit.pk, actor=factories.staff(), **(plan | changes))


def test_the_applicant_and_the_visitors_are_told_each_only_of_what_concerns_them():
    first, second = factories.in_review(), factories.accepted(Sheet.LEADER)
    reviewer, clerk = factories.reviewer(), factories.staff()
    visit = factories.visit(first, second, visitors=[clerk, reviewer])
    (mine,) = told(first.created_by)
    assert first.title in mine.body
    assert second.number not in mine.body
    assert "海淀区示例路 1 号" in mine.body
    assert "核对运行记录" in mine.body
    assert str(clerk) in mine.body
    assert "评审专家 1 人" in mine.body
    assert reviewer.name not in mine.body
    for visitor in (clerk, reviewer):
        (message,) = told(visitor)
        assert first.number in message.body
        assert second.number in message.body
    assert mine.link == visit.get_absolute_url()
    for application in (first, second):
        kept = (
            Record.objects.about("applications.application", application.pk).filter(verb="plan_visit").get()
        )
        assert reviewer.name not in kept.summary


def test_a_visit_that_is_moved_or_cancelled_is_told_again_with_the_reason():
    case = factories.in_review()
    clerk, other = factories.staff(), factories.staff()
    visit = factories.visit(case, visitors=[clerk])
    moved(visit, starts_at=visit.starts_at + timedelta(days=1), visitors=[other])
    assert ["示例原因。" in message.body for message in told(case.created_by)] == [False, True]
    assert len(told(other)) == 1
    gone = Message.objects.filter(recipient_id=clerk.pk, body__contains="不再参加").get()
    assert "示例原因。" in gone.body
    cancel_visit(visit.pk, actor=factories.staff(), reason="停电。")
    assert "停电。" in told(case.created_by)[-1].body
    assert "停电。" in told(other)[-1].body
    with pytest.raises(Refused, match="已取消"):
        moved(visit)
    with pytest.raises(Refused, match="不能再填写"):
        factories.written(visit.cases.get())
    assert broken_chain() == []


def test_a_visit_that_was_made_already_is_entered_and_nobody_is_told():
    case = factories.in_review()
    Application.objects.filter(pk=case.pk).update(received_at=clock.now() - timedelta(days=1))
    factories.visit(case, in_hours=-5)
    assert told(case.created_by) == []
    assert VisitCase.objects.get().application == case


def test_rev_1_only_what_is_accepted_in_review_or_a_pilot_is_visited():
    for wrong in (factories.received(), factories.kept()):
        with pytest.raises(Refused, match="不能安排现场调研"):
            factories.visit(wrong)
    with pytest.raises(Refused, match="请选择"):
        factories.visit()
    with pytest.raises(Refused, match="晚于现在"):
        moved(factories.visit(factories.accepted()), starts_at=clock.now() - timedelta(hours=1))


def test_rev_2_a_reviewer_with_a_conflict_does_not_visit():
    case = factories.in_review()
    own = factories.person("reviewer", case.organisation)
    away = case.score_sheets.first()
    recuse(away.pk, actor=away.reviewer, conflict=Conflict.CONTRACT, note="")
    for reviewer in (own, away.reviewer):
        with pytest.raises(Refused, match="利益关系"):
            factories.visit(case, visitors=[reviewer])
    visit = factories.visit(case)
    with pytest.raises(Refused, match="利益关系"):
        moved(visit, visitors=[own])


def test_rev_2_reviewers_read_findings_only_of_what_they_score_without_a_conflict():
    case = factories.in_review()
    scoring, waiting, absent = case.score_sheets.order_by("pk")
    declare_no_conflict(scoring.pk, actor=scoring.reviewer)
    declare_no_conflict(absent.pk, actor=absent.reviewer)
    guest = factories.reviewer()
    visitors = [factories.staff(), scoring.reviewer, waiting.reviewer, guest]
    visit = factories.visit(case, visitors=visitors, in_hours=0)
    record = visit.cases.get()

    def plan(person):
        return SiteVisit.objects.visible_to(person).exists()

    def findings(person):
        return VisitCase.objects.visible_to(person).exists()

    assert not findings(scoring.reviewer)
    hand_in_case(factories.written(record).pk, actor=factories.staff())
    people = (scoring.reviewer, waiting.reviewer, guest, absent.reviewer)
    assert [plan(person) for person in people] == [True, True, True, False]
    assert [findings(person) for person in people] == [True, False, False, False]
    recuse(scoring.pk, actor=scoring.reviewer, conflict=Conflict.FAMILY, note="")
    assert not plan(scoring.reviewer)
    assert not findings(scoring.reviewer)
    assert plan(case.created_by)
    assert not findings(case.created_by)
    for person in (factories.applicant(), factories.recommender()):
        assert not plan(person)
        assert not findings(person)


@pytest.mark.parametrize("sheet", list(Sheet))
def test_the_checklist_follows_the_conditions_and_the_form_and_shows_its_figures(sheet):
    case = factories.visit(factories.accepted(sheet)).cases.get()
    items, figures = case.checklist["items"], case.checklist["figures"]
    assert len({item["key"] for item in items}) == len(items) >= 8
    sources = {item["source"] for item in items}
    assert sources & {condition.source for condition in form_of(sheet).conditions}
    assert any(source.startswith("申报表") for source in sources)
    assert figures
    assert all(figure["stated"] for figure in figures)
    if sheet == Sheet.TECHNOLOGY:
        stated = {figure["key"]: figure["stated"] for figure in figures}
        assert stated["reduction"].startswith("1200")
        assert "2350.50" in stated["total_investment"].replace(",", "")


def test_a_later_change_of_the_list_changes_no_earlier_visit(monkeypatch):
    application = factories.accepted(Sheet.LEADER)
    earlier = factories.visit(application).cases.get()
    item = replace(form_of(Sheet.LEADER).checklist[0], text="新的核查内容")
    monkeypatch.setitem(FORMS, Sheet.LEADER, replace(form_of(Sheet.LEADER), checklist=(item,)))
    monkeypatch.setattr(checklists, "CHECKLIST_VERSION", "2099.1")
    later = factories.visit(application).cases.get()
    earlier.refresh_from_db()
    assert len(earlier.checklist["items"]) > 1
    assert earlier.checklist["version"] != "2099.1"
    assert (later.checklist["version"], len(later.checklist["items"])) == ("2099.1", 1)


def test_a_record_is_handed_in_whole_only():
    case = factories.visit(factories.accepted(Sheet.LEADER), in_hours=0).cases.get()
    clerk = factories.staff()
    with pytest.raises(Refused, match="还有"):
        hand_in_case(case.pk, actor=clerk)
    filled = factories.written(case, answer="no")
    with pytest.raises(Refused, match="还有 1 处"):  # all is 否, and still 与申报一致
        hand_in_case(filled.pk, actor=clerk)
    save_case(case.pk, {"conclusion": "inconsistent", "remark_emissions": ""}, actor=clerk)
    with pytest.raises(Refused, match="还有 1 处"):  # a 否 without a word
        hand_in_case(case.pk, actor=clerk)
    save_case(case.pk, {"remark_emissions": "账单缺两个月。"}, actor=clerk)
    done = hand_in_case(case.pk, actor=clerk)
    assert (done.conclusion, done.findings) == ("inconsistent", "示例调研情况。")


def test_rev_1_a_record_is_handed_in_from_the_day_of_the_visit_on():
    case = factories.visit(factories.accepted(), in_hours=48).cases.get()
    factories.written(case)
    with pytest.raises(Refused, match="当天起才能提交记录"):
        hand_in_case(case.pk, actor=factories.staff())
    with clock.set_to(case.visit.starts_at):
        assert hand_in_case(case.pk, actor=factories.staff()).state == CaseState.HANDED_IN


def test_what_is_handed_in_is_read_only_until_it_is_reopened_with_a_reason():
    case = factories.visited(factories.in_review())
    clerk = factories.staff()
    with pytest.raises(Refused):
        save_case(case.pk, {"findings": "改。"}, actor=clerk)
    with pytest.raises(Refused, match="已提交"):
        hand_in_case(case.pk, actor=clerk)
    with pytest.raises(Refused, match="权限"):
        moved(case.visit)
    reopen_case(case.pk, actor=clerk, reason="补充照片。")
    kept = Record.objects.about("reviews.visitcase", case.pk).get(verb="reopen")
    assert kept.summary == "补充照片。"
    assert kept.facts["entries"]["findings"] == "示例调研情况。"
    save_case(case.pk, {"findings": "改。"}, actor=clerk)
    assert hand_in_case(case.pk, actor=clerk).findings == "改。"


def test_a_record_closes_with_the_review():
    application = factories.accepted()
    case = factories.visit(application).cases.get()
    actions.withdraw(application.pk, actor=application.created_by, reason="示例。")
    with pytest.raises(Refused, match="不能再填写"):
        factories.written(case)


def test_reviewers_and_applicants_write_nothing():
    application = factories.in_review()
    case = factories.visit(application).cases.get()
    for person in (application.created_by, application.score_sheets.first().reviewer):
        with pytest.raises(Refused):
            save_case(case.pk, {"findings": "示例。"}, actor=person)
        with pytest.raises(Refused, match="权限"):
            hand_in_case(case.pk, actor=person)


def test_two_people_write_one_record_and_nothing_is_overwritten_in_silence():
    case = factories.visit(factories.accepted()).cases.get()
    first, second = factories.staff(), factories.staff()
    copy = marks_on(Fields(case.checklist), case.entries)
    both = {"copy": json.dumps(copy)}
    save_case(case.pk, both | {"findings": "甲写的。", "remark_content": "甲"}, actor=first)
    saved = save_case(case.pk, both | {"findings": "乙写的。", "remark_meters": "乙"}, actor=second)
    (clash,) = saved.clashes
    assert (clash.name, clash.mine, clash.theirs) == ("findings", "乙写的。", "甲写的。")
    assert clash.who == str(first)
    case.refresh_from_db()
    assert case.entries == {"findings": "甲写的。", "remark_content": "甲", "remark_meters": "乙"}
    decided = {"pick-findings": "mine", "seen-findings": clash.seen, "findings": "甲和乙写的。"}
    save_case(case.pk, both | decided, actor=second)
    case.refresh_from_db()
    assert case.entries["findings"] == "甲和乙写的。"


def test_unknown_answers_are_not_kept():
    case = factories.visit(factories.accepted()).cases.get()
    sent = {"item_content": "maybe", "conclusion": "all well", "item_stranger": "yes", "findings": "x" * 9000}
    save_case(case.pk, sent, actor=factories.staff())
    case.refresh_from_db()
    assert {k: len(v) for k, v in case.entries.items() if v} == {"findings": 4000}


def test_results_of_visits_come_in_one_query(django_assert_num_queries):
    cases = [
        factories.visited(factories.accepted()),
        factories.visited(factories.in_review(), answer="unseen"),
    ]
    applications = [case.application for case in cases] + [factories.accepted()]
    factories.written(factories.visit(applications[2]).cases.get())
    with django_assert_num_queries(1):
        found = visits_of(applications)
    assert set(found) == {applications[0].pk, applications[1].pk}
    (first,) = found[applications[0].pk]
    assert (first.conclusion, first.photos, first.said_no, first.unseen) == ("与申报一致", 1, [], 0)
    assert found[applications[1].pk][0].unseen == len(cases[1].checklist["items"])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_when_two_people_hand_in_at_once_exactly_one_does():
    case = factories.written(factories.visit(factories.accepted(), in_hours=0).cases.get())
    people = [factories.staff() for _ in range(8)]

    def hand_in(person):
        try:
            return hand_in_case(case.pk, actor=person).handed_in_by_id
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(hand_in, people))
    (winner,) = [answer for answer in answers if isinstance(answer, int)]
    assert sum("已提交" in answer for answer in answers if isinstance(answer, str)) == 7
    case.refresh_from_db()
    assert (case.state, case.handed_in_by_id) == (CaseState.HANDED_IN, winner)
    assert Record.objects.about("reviews.visitcase", case.pk).filter(verb="hand_in").count() == 1
    assert broken_chain() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"visitors": []}, "至少选择一名参加人员"),
        ({"place": " "}, "写明地点和调研内容"),
        ({"purpose": ""}, "写明地点和调研内容"),
        ({"reason": " "}, "必须写明原因"),
        ({"starts_at": "next year"}, "今后 12 个月内"),
    ],
)
def test_rev_1_the_act_itself_refuses_a_visit_that_is_not_whole(changes, sentence):
    visit = factories.visit(factories.accepted())
    if "starts_at" in changes:
        changes = {"starts_at": clock.now() + timedelta(days=400)}
    with pytest.raises(Refused, match=sentence):
        moved(visit, **changes)
    visit.refresh_from_db()
    assert visit.place == "海淀区示例路 1 号"


def test_rev_1_nobody_visits_before_the_receipt_or_without_the_right():
    application = factories.accepted()
    with pytest.raises(Refused, match="不能早于市级接收申报的日期"):
        factories.visit(application, in_hours=-48)
    gone = factories.staff()
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused, match="现在不能参加现场调研"):
        factories.visit(application, visitors=[gone])
    assert not SiteVisit.objects.exists()


def test_rev_1_cancelling_and_reopening_need_a_reason_in_the_act():
    clerk = factories.staff()
    visit = factories.visit(factories.accepted())
    with pytest.raises(Refused, match="必须写明原因"):
        cancel_visit(visit.pk, actor=clerk, reason="  ")
    case = factories.visited(factories.accepted())
    with pytest.raises(Refused, match="必须写明原因"):
        reopen_case(case.pk, actor=clerk, reason="")
