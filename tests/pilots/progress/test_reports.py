"""Progress reports: opened when their period is over, written, handed in as rows, answered, closed (programme §3)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client

from journal import clock
from journal.clock import day_of
from journal.models import Message, Record
from journal.workflow import Refused
from pilots.models import LifeTerms, Pilot, ReportedValue, Submission, Target, TargetSet
from pilots.progress.actions import answer_report, hand_in_report, open_report, title_of_report
from pilots.progress.kind import PROGRESS
from pilots.progress.layout import faults, layout_of, lines_of
from pilots.progress.opening import open_due_reports
from pilots.states import Outcome, PilotState, SubmissionKind, SubmissionState
from pilots.targets.rows import put_in_force, rows_in, write_set
from pilots.writing.saving import save_submission
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def reports(pilot: Pilot) -> list[Submission]:
    return list(pilot.submissions.filter(kind=SubmissionKind.PROGRESS).order_by("period_from"))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def half_year_end(day: date) -> date:
    return date(day.year, 6, 30) if day.month <= 6 else date(day.year, 12, 31)


@pytest.fixture
def pilot() -> Pilot:
    """A technology pilot whose plan was approved today and is carried out for 300 days."""
    return factories.implementing()


@pytest.fixture
def report(pilot):
    """Its first report, open."""
    return factories.next_report(pilot)


def test_a_report_opens_by_itself_on_the_day_after_its_period(pilot):
    end = half_year_end(pilot.implementing_from)
    open_due_reports(noon(end))
    assert not reports(pilot)
    open_due_reports(noon(end + timedelta(days=1)))
    [report] = reports(pilot)
    assert (report.period_from, report.period_to) == (pilot.implementing_from, end)
    assert report.due_on == end + timedelta(days=30)
    assert report.state == SubmissionState.OPEN
    told = Message.objects.filter(recipient_id=factories.submitter(pilot).pk, subject__startswith="请提交")
    assert told.count() == 1
    assert Record.objects.about("pilots.pilot", pilot.pk).filter(label="通知提交进展报告").count() == 1


def test_the_sweep_is_harmless_any_number_of_times(pilot):
    later = noon(half_year_end(pilot.implementing_from) + timedelta(days=400))
    open_due_reports(later)
    made = reports(pilot)
    open_due_reports(later)
    assert reports(pilot) == made and len(made) > 1
    assert all(b.period_from == a.period_to + timedelta(days=1) for a, b in pairwise(made))
    assert open_report(pilot.pk, later) is None


def test_the_terms_of_the_year_say_how_long_there_is_for_a_report(pilot):
    cycle, kind = pilot.entry.cycle, pilot.entry.pilot_type
    LifeTerms.objects.create(cycle=cycle, pilot_type=kind, report_days=60)
    end = half_year_end(pilot.implementing_from)
    open_due_reports(noon(end + timedelta(days=1)))
    assert reports(pilot)[0].due_on == end + timedelta(days=60)


def test_a_zone_reports_up_to_the_end_of_its_plan_and_no_further():
    zone = factories.implementing(Sheet.PARK)
    open_due_reports(clock.now() + timedelta(days=1500))
    assert reports(zone)[-1].period_to == zone.implementing_until


def test_a_technology_pilot_reports_on_after_the_end_of_its_plan(pilot):
    open_due_reports(clock.now() + timedelta(days=1500))
    assert reports(pilot)[-1].period_to > pilot.implementing_until


def test_a_leader_tells_its_figures_of_each_calendar_year():
    leader = factories.selected(Sheet.LEADER).entry.pilot
    told = TargetSet.objects.promised().get(pilot=leader)
    for key, (kind, unit) in enumerate([("emissions", "tCO2"), ("intensity", "tCO2/万元")], start=1):
        Target.objects.create(set=told, key=key + 10, kind=kind, name="2025 年数据", unit=unit, value=100)
    year = day_of(leader.titled_at).year
    open_due_reports(noon(date(year + 2, 1, 1)))
    assert [(row.period_from, row.period_to) for row in reports(leader)] == [
        (date(told_year, 1, 1), date(told_year, 12, 31)) for told_year in (year, year + 1)
    ]
    report = reports(leader)[0]
    assert title_of_report(report) == f"{year}年度碳排放数据"
    assert "output" in layout_of(report).places
    assert {line.target.kind for line in lines_of(report)} == {"emissions", "intensity"}
    version = factories.report_handed_in(report)
    assert version.values.count() == 2


def test_a_leader_whose_application_told_no_figures_tells_them_in_words():
    leader = factories.selected(Sheet.LEADER).entry.pilot
    open_due_reports(noon(date(day_of(leader.titled_at).year + 1, 1, 1)))
    report = reports(leader)[0]
    assert {"emissions", "intensity", "output"} <= set(layout_of(report).places)
    assert "目标" not in dict(layout_of(report).groups[0].facts)
    assert factories.report_handed_in(report, emissions="5200").values.count() == 0


def test_reports_of_a_pilot_that_ended_are_closed(pilot, report):
    Pilot.objects.filter(pk=pilot.pk).update(state=PilotState.WITHDRAWN, ended_at=clock.now())
    open_due_reports(clock.now() + timedelta(days=2000))
    assert {row.state for row in reports(pilot)} == {SubmissionState.CLOSED}
    assert len(reports(pilot)) <= 3  # none was opened after its end


def test_handing_in_writes_a_row_for_each_target(pilot, report):
    version = factories.report_handed_in(report, report_1_value="300.5", report_1_explanation="刚投运。")
    rows = {row.target.key: row for row in ReportedValue.objects.filter(version=version)}
    assert rows[1].value == Decimal("300.5") and rows[1].year == report.period_to.year
    assert rows[2].reached is False and rows[2].value is None
    report.refresh_from_db()
    assert report.state == SubmissionState.HANDED_IN


def test_what_was_reported_before_counts_towards_the_line(pilot, report):
    factories.report_handed_in(report, report_1_value="300")
    following = reports(pilot)[1]
    line = lines_of(following)[0]
    assert line.before == Decimal(300)
    assert ("此前累计", "300 tCO2e") in layout_of(following).groups[1].facts


def test_a_report_that_was_sent_back_does_not_count_before_it_comes_again(pilot, report):
    factories.report_handed_in(report)
    answer_report(report.pk, Outcome.RETURNED, actor=factories.staff(), remarks="请核对电表读数。")
    assert lines_of(reports(pilot)[1])[0].before == 0


def test_who_is_behind_explains_it(pilot, report):
    content = factories.report_content(report, report_1_value="0", report_1_explanation="")
    save_submission(report.pk, content, actor=factories.submitter(pilot), layout_of=layout_of)
    report.refresh_from_db()
    [(name, sentence)] = list(faults(report, day_of(clock.now())))
    assert name == "report_1_explanation" and "落后于进度（累计应达到" in sentence
    with pytest.raises(Refused, match="还有 1 处"):
        hand_in_report(report.pk, actor=factories.submitter(pilot))


def test_a_milestone_that_is_overdue_is_explained(pilot):
    open_due_reports(clock.now() + timedelta(days=800))
    late = next(row for row in reports(pilot) if row.period_to >= pilot.implementing_until)
    content = factories.report_content(late, report_2_explanation="")
    save_submission(late.pk, content, actor=factories.submitter(pilot), layout_of=layout_of)
    late.refresh_from_db()
    assert "report_2_explanation" in dict(faults(late, day_of(clock.now())))


def test_a_late_report_says_so(pilot, report):
    with clock.set_to(noon(report.due_on + timedelta(days=1))):
        version = factories.report_handed_in(report)
    assert version.late
    assert "（逾期）" in Record.objects.about("pilots.pilot", report.pilot_id).last().summary


def test_the_city_accepts_or_returns(pilot, report):
    clerk = factories.staff()
    factories.report_handed_in(report)
    with pytest.raises(Refused, match="写明理由"):
        answer_report(report.pk, Outcome.RETURNED, actor=clerk, remarks="")
    answer_report(report.pk, Outcome.RETURNED, actor=clerk, remarks="请补充台账。")
    factories.report_handed_in(report, summary="已补充台账。")
    answer_report(report.pk, Outcome.APPROVED, actor=clerk, remarks="")
    report.refresh_from_db()
    assert report.state == SubmissionState.ACCEPTED
    assert [version.outcome for version in report.versions.all()] == ["returned", "approved"]
    assert Message.objects.filter(subject__endswith="已通过").exists()


def test_a_report_keeps_the_targets_of_its_period_when_they_are_replaced(pilot, report):
    held = TargetSet.objects.in_force().get(pilot=pilot)
    content = factories.plan_content(
        pilot, target_1_value="900", target_3_kind="area", target_3_name="面积", target_3_value="5"
    )
    replaced = clock.now() + timedelta(days=380)
    put_in_force(write_set(pilot, rows_in(content), replaced, by=factories.submitter(pilot)), replaced)
    fresh = Submission.objects.get(pk=report.pk)
    assert {line.target.set_id for line in lines_of(fresh)} == {held.pk}
    facts = dict(layout_of(fresh).groups[0].facts)
    assert "新目标从下一报告期起填报" in facts["目标"]
    version = factories.report_handed_in(fresh)
    assert {row.target.set_id for row in version.values.all()} == {held.pk}


def test_a_report_is_a_paper(report):
    version = factories.report_handed_in(report)
    letter = PROGRESS.letter(version)
    assert title_of_report(report) in letter.title
    texts = str(letter.parts)
    assert "每年减少温室气体排放" in texts and "计量台账" in texts


def test_a_report_is_written_and_handed_in_on_its_page(pilot, report):
    browser = Client()
    browser.force_login(factories.submitter(pilot))
    page = browser.get(report.get_absolute_url()).content.decode()
    assert "累计应达到" in page and "提交期限" in page
    content = factories.report_content(report) | {"do": "hand_in"}
    text = browser.post(report.get_absolute_url(), content, follow=True).content.decode()
    assert "第 1 版已提交" in text
