"""Pilots that were asked to repair something, and their reports (A1 §三.3, A3 §三.四)."""

from datetime import timedelta

from journal import clock
from journal.clock import day_of
from pilots.models import Pilot, Submission
from pilots.repair import layout as repairs
from pilots.repair.actions import submit_repair
from pilots.states import EvaluationOutcome, SubmissionKind
from pilots.writing.saving import save_submission
from tests.factories.audits import confirmed_evaluation
from tests.factories.lives import submitter
from tests.factories.trials import self_evaluated

REPAIR_DAYS = 60


def in_repair(**kwargs) -> Pilot:
    """A technology pilot whose audit asks for two repairs within 60 days; its repair report is open."""
    until = day_of(clock.now()) + timedelta(days=REPAIR_DAYS)
    return confirmed_evaluation(
        self_evaluated(**kwargs),
        EvaluationOutcome.REPAIR,
        reasons="计量不全。",
        repair_requirements="1. 补齐计量器具\n2. 重新核算减排量",
        repair_until=until.isoformat(),
    )


def repair_of(pilot: Pilot) -> Submission:
    """Its newest repair report."""
    return pilot.submissions.filter(kind=SubmissionKind.REPAIR).latest("number")


def repair_content(**changes: str) -> dict[str, str]:
    """What a report on two repairs that lacks nothing says: they are done, and the reduction is 1200 tCO2e now."""
    today = day_of(clock.now()).isoformat()
    content = {
        "summary": "两项整改均已完成。",
        "done_1": "已加装两块电表。",
        "done_1_on": today,
        "done_1_evidence": "安装记录",
        "done_2": "已按完整数据重新核算。",
        "done_2_on": today,
        "new_1_value": "1200",
        "new_1_method": "由新电表读数核算。",
    }
    return content | changes


def write_repair(pilot: Pilot, **changes: str) -> Submission:
    """Write a repair report that lacks nothing, but for ``changes``."""
    save_submission(
        repair_of(pilot).pk,
        repair_content(**changes),
        actor=submitter(pilot),
        layout_of=repairs.layout_of,
    )
    return repair_of(pilot)


def repaired(**kwargs) -> Pilot:
    """A technology pilot that handed in its repair report now, so that its recheck runs."""
    pilot = in_repair(**kwargs)
    write_repair(pilot)
    submit_repair(pilot.pk, actor=submitter(pilot))
    return Pilot.objects.get(pk=pilot.pk)
