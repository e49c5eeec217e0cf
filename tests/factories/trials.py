"""Technology pilots in trial operation and with their self-evaluation (A1 §三.3)."""

from datetime import timedelta

from django.core.files.base import ContentFile, File

from files.inspection import CheckedUpload
from journal import clock
from journal.clock import day_of
from pilots.models import Pilot, Submission
from pilots.self_evaluation import layout as self_evaluations
from pilots.self_evaluation.actions import submit_self_evaluation
from pilots.states import SubmissionKind
from pilots.trial import actions as trials
from pilots.writing.saving import save_submission
from tests.factories.applications import PDF
from tests.factories.lives import implementing, submitter

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
        "own_factors": "电力平均排放因子，0.5 tCO2/MWh。",
        "own_factors_source": "示例来源。",
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
