"""Pilots at some point of their lives, each brought there by the real acts (programme §3, Life of a pilot)."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile, File

from accounts.models import User
from files.inspection import CheckedUpload
from journal import clock
from journal.clock import day_of
from pilots.models import Evaluation, Pilot, Submission
from pilots.plan import actions as plans
from pilots.plan.layout import layout_of
from pilots.repair import layout as repairs
from pilots.repair.actions import submit_repair
from pilots.self_evaluation import layout as self_evaluations
from pilots.self_evaluation.actions import submit_self_evaluation
from pilots.states import Outcome, SubmissionKind
from pilots.trial import actions as trials
from pilots.workflow import EVALUATION, life_with
from pilots.writing.saving import save_submission
from pilots.writing.versions import answer, begin_submission, locked_submission
from programme.notice import Sheet
from tests.factories.applications import PDF
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


TRIAL_DAYS_AGO = 100  # more than three months


def evidence() -> list[tuple[File, CheckedUpload]]:
    """A file that proves something, as a form has checked it."""
    return [(ContentFile(PDF), CheckedUpload("调试记录.pdf", "application/pdf", len(PDF), 1))]


def in_trial(**kwargs) -> Pilot:
    """A technology pilot that began its trial operation today."""
    pilot = implementing(**kwargs)
    trials.begin_trial(pilot.pk, actor=submitter(pilot), day=day_of(clock.now()), files=evidence())
    return Pilot.objects.get(pk=pilot.pk)


def self_evaluation_possible(**kwargs) -> Pilot:
    """A technology pilot in trial operation for more than three months, its self-evaluation not written."""
    with clock.set_to(clock.now() - timedelta(days=TRIAL_DAYS_AGO)):
        return in_trial(**kwargs)


def self_evaluation_of(pilot: Pilot) -> Submission:
    """Its self-evaluation."""
    return Submission.objects.get(pilot=pilot, kind=SubmissionKind.SELF_EVALUATION)


def self_evaluation_content(pilot: Pilot, **changes: str) -> dict[str, str]:
    """What a self-evaluation that lacks nothing says: it reaches 1100 of the 1200 tCO2e aimed at, and the milestone."""
    today = day_of(clock.now())
    content = {
        "summary": "系统按方案建成，运行稳定。",
        "trial": "连续运行，每日记录。",
        "reached_1_value": "1100",
        "reached_1_method": "由电表读数按电网因子核算。",
        "reached_1_evidence": "电表读数记录",
        "reached_1_why": "冬季负荷低于设计值。",
        "reached_2_yes": "yes",
        "reached_2_method": "竣工验收。",
        "measured_from": min(pilot.trial_from, today).isoformat(),
        "measured_to": today.isoformat(),
        "measured": "300",
        "annual_method": "按月负荷修正。",
        "factors": "电力平均排放因子，0.5 tCO2/MWh，示例来源。",
        "problems": "个别电表通信中断，已更换。",
        "spread": "光储直柔的控制策略可以复制。",
    }
    return content | changes


def write_self_evaluation(pilot: Pilot, **changes: str) -> Submission:
    """Write a self-evaluation that lacks nothing, but for ``changes``."""
    save_submission(
        self_evaluation_of(pilot).pk,
        self_evaluation_content(pilot, **changes),
        actor=submitter(pilot),
        layout_of=self_evaluations.layout_of,
    )
    return self_evaluation_of(pilot)


def self_evaluated(**kwargs) -> Pilot:
    """A technology pilot that handed in its self-evaluation now, so that its audit runs."""
    pilot = self_evaluation_possible(**kwargs)
    write_self_evaluation(pilot)
    submit_self_evaluation(pilot.pk, actor=submitter(pilot))
    return Pilot.objects.get(pk=pilot.pk)


REPAIR_DAYS = 60


def in_repair(**kwargs) -> Pilot:
    """A technology pilot whose audit asks for two repairs within 60 days; its repair report is open."""
    pilot = self_evaluated(**kwargs)
    proposer, confirmer = staff(), staff()
    with life_with(pilot.pk).perform("order_repair", pilot.pk, actor=confirmer) as act:
        submission = locked_submission(self_evaluation_of(pilot).pk)
        answer(submission, Outcome.APPROVED, actor=confirmer, at=act.now, remarks="")
        audit = pilot.evaluations.running().get()
        until = day_of(act.now) + timedelta(days=REPAIR_DAYS)
        audit.outcome, audit.reasons, audit.findings = "repair", "计量不全。", "缺少两块电表。"
        audit.repair_until, audit.repair_requirements = until, "1. 补齐计量器具\n2. 重新核算减排量"
        EVALUATION.carry(
            "propose_outcome", with_proposer(audit, proposer, act.now), actor=proposer, at=act.now
        )
        audit.confirmed_by, audit.confirmed_at = confirmer, act.now
        EVALUATION.carry("confirm_outcome", audit, actor=confirmer, at=act.now)
        act.object.repair_until = until
        begin_submission(act.object, SubmissionKind.REPAIR, act.now, due_on=until)
    return Pilot.objects.get(pk=pilot.pk)


def with_proposer(evaluation: Evaluation, person: User, at: datetime) -> Evaluation:
    """The evaluation with who proposes its outcome, not saved yet."""
    evaluation.proposed_by, evaluation.proposed_at = person, at
    return evaluation


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
