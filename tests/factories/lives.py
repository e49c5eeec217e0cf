"""Pilots at some point of their lives, each brought there by the real acts (programme §3, Life of a pilot)."""

from datetime import timedelta

from accounts.models import User
from journal import clock
from journal.clock import day_of
from pilots.models import Pilot, Submission, SubmissionVersion
from pilots.plan import actions as plans
from pilots.plan.layout import layout_of
from pilots.progress.actions import hand_in_report
from pilots.progress.layout import layout_of as report_layout
from pilots.progress.layout import lines_of
from pilots.progress.opening import open_due_reports
from pilots.states import SubmissionKind
from pilots.targets.rows import plain
from pilots.writing.saving import save_submission
from programme.notice import Sheet
from tests.factories.people import staff
from tests.factories.pilots import selected

PLAN_DAYS = 300  # from today to the end of a plan, within the norm of every type


def submitter(pilot: Pilot) -> User:
    """Who hands in for the organisation of a pilot."""
    return pilot.entry.application.created_by


def plan_of(pilot: Pilot) -> Submission:
    """Its plan."""
    return Submission.objects.get(pilot=pilot, kind=SubmissionKind.PLAN)


def plan_content(pilot: Pilot, **changes: str) -> dict[str, str]:
    """What a plan that lacks nothing says, by the names of its places."""
    end = (day_of(clock.now()) + timedelta(days=PLAN_DAYS)).isoformat()
    content = {
        "until": end,
        "report_months": "6",
        "summary": "建设示例系统，完成调试。",
        "measures": "成立专班，按月调度。",
        "target_1_kind": "reduction",
        "target_1_name": "每年减少温室气体排放",
        "target_1_unit": "tCO2e",
        "target_1_baseline": "5000",
        "target_1_value": "1200",
        "target_1_due": end,
        "target_1_method": "按电表计量数据核算。",
        "target_2_kind": "milestone",
        "target_2_name": "系统建成",
        "target_2_due": end,
    }
    content |= {f"answer_{remark.number}": "已落实。" for remark in pilot.review_remarks.all()}
    return content | changes


def write_plan(pilot: Pilot, **changes: str) -> Submission:
    """Write a plan that lacks nothing, but for ``changes``."""
    plan = plan_of(pilot)
    save_submission(plan.pk, plan_content(pilot, **changes), actor=submitter(pilot), layout_of=layout_of)
    return plan_of(pilot)


def planning(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A selected pilot whose plan is not written yet."""
    return Pilot.objects.get(entry=selected(sheet, **kwargs).entry)


def plan_submitted(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A pilot whose plan waits for the city's approval."""
    pilot = planning(sheet, **kwargs)
    write_plan(pilot)
    plans.submit_plan(pilot.pk, actor=submitter(pilot))
    return Pilot.objects.get(pk=pilot.pk)


def implementing(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Pilot:
    """A pilot whose plan was approved now."""
    pilot = plan_submitted(sheet, **kwargs)
    plans.review_plan(pilot.pk, actor=staff(), approved=True, remarks="")
    return Pilot.objects.get(pk=pilot.pk)


def next_report(pilot: Pilot) -> Submission:
    """The first progress report of a pilot that is open once its first period is over; the clock stays where it is."""
    with clock.set_to(clock.now() + timedelta(days=366)):
        open_due_reports()
    reports = pilot.submissions.filter(kind=SubmissionKind.PROGRESS)
    return reports.select_related("pilot__entry__cycle").earliest("period_from")


def report_content(report: Submission, **changes: str) -> dict[str, str]:
    """What a report that lacks nothing says: every target on its line."""
    content = {"summary": "按计划推进。", "next_steps": "继续实施。", "output": "水泥 120 万吨"}
    for line in lines_of(report):
        if line.is_milestone:
            content[line.name("reached")] = "no"
            content[line.name("explanation")] = "设备到货推迟。"
        else:
            content[line.name("value")] = plain(line.expected.value) if line.expected else "1"
        content[line.name("evidence")] = "计量台账"
    return content | changes


def report_handed_in(report: Submission, **changes: str) -> SubmissionVersion:
    """A report that was written and handed in."""
    content = report_content(report, **changes)
    person = submitter(report.pilot)
    save_submission(report.pk, content, actor=person, layout_of=report_layout)
    return hand_in_report(report.pk, actor=person)
