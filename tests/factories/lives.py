"""Pilots at some point of their lives, each brought there by the real acts (programme §3, Life of a pilot)."""

from datetime import timedelta

from accounts.models import User
from journal import clock
from journal.clock import day_of
from pilots.models import Pilot, Submission
from pilots.plan import actions as plans
from pilots.plan.layout import layout_of
from pilots.states import SubmissionKind
from pilots.targets.rows import promised_of
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
        "target_2_unit": "",
        "target_2_value": "",
        "target_2_due": end,
    }
    content |= {f"target_{key}_why": "按评审意见调整。" for key in promised_of(pilot)}
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
