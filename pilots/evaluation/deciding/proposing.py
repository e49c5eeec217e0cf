"""One person proposes what an evaluation comes to; it can be returned to the proposer, or a tracking given up (AWD-1).

Nothing here leaves the city; ``confirming`` makes the outcome known.
"""

from accounts.capabilities import Capability
from accounts.models import User
from journal.clock import day_of
from journal.workflow import Refused
from pilots.evaluation.layout import faults
from pilots.evaluation.opening import clear_proposal
from pilots.models import Evaluation, EvaluationCondition
from pilots.states import EvaluationKind, EvaluationOutcome
from pilots.targets.rows import set_in_force
from pilots.workflow import EVALUATION
from pilots.writing.layout import day_in, number_in
from sheets.merging.merge import mark_data


def propose_outcome(evaluation_id: int, *, actor: User) -> Evaluation:
    """Propose what is written as the outcome; it cannot be changed until it is returned.

    Raises:
        Refused: something is lacking, an outcome is not possible yet, or it was proposed already.
    """
    with EVALUATION.perform("propose_outcome", evaluation_id, actor=actor) as act:
        evaluation, entries = act.object, act.object.entries
        lacks = list(faults(evaluation, day_of(act.now)))
        if lacks:
            raise Refused(f"还有 {len(lacks)} 处需要填写或改正，结论没有提出。")
        evaluation.findings, evaluation.reasons = entries["findings"], entries["reasons"]
        evaluation.outcome = entries["outcome"]
        evaluation.score = number_in(entries.get("score", ""))
        if evaluation.outcome == EvaluationOutcome.REPAIR:
            evaluation.repair_until = day_in(entries["repair_until"])
            evaluation.repair_requirements = entries["repair_requirements"]
        evaluation.proposed_by, evaluation.proposed_at = actor, act.now
        evaluation.returned_reason = ""
        act.summary = f"{called(evaluation)}：{evaluation.get_outcome_display()}"
        act.facts |= facts_of(evaluation)
        entry = evaluation.pilot.entry
        act.tell(
            User.objects.who_may(Capability.AWARD).exclude(pk=actor.pk),
            f"{entry.number} {evaluation.get_kind_display()}结论待确认",
            f"{actor} 提出「{entry.name}」的{called(evaluation)}结论：{evaluation.get_outcome_display()}。"
            "请另一人核对后确认或退回。",
            evaluation.get_absolute_url(),
        )
    return evaluation


def return_outcome(evaluation_id: int, *, actor: User, reason: str) -> None:
    """Return a proposed outcome; the proposer is told, and what was written stays to be changed.

    Raises:
        Refused: no reason is given, or nothing is proposed.
    """
    with EVALUATION.perform("return_outcome", evaluation_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("请写明退回的原因。")
        evaluation, proposer = act.object, act.object.proposed_by
        act.facts |= facts_of(evaluation)
        clear_proposal(evaluation)
        evaluation.returned_reason = reason.strip()
        act.summary = f"{called(evaluation)}：{reason.strip()}"
        entry = evaluation.pilot.entry
        act.tell(
            [proposer],
            f"{entry.number} {evaluation.get_kind_display()}结论被退回",
            f"{actor} 退回了「{entry.name}」的{called(evaluation)}结论，原因：{evaluation.returned_reason}",
            evaluation.get_absolute_url(),
        )


def cancel_tracking(evaluation_id: int, *, actor: User, reason: str) -> None:
    """Give up a tracking evaluation; an audit or recheck ends by its outcome, or with what it is about.

    Raises:
        Refused: it is no tracking evaluation, or no reason is given.
    """
    with EVALUATION.perform("cancel_evaluation", evaluation_id, actor=actor) as act:
        evaluation = act.object
        if evaluation.kind != EvaluationKind.TRACKING:
            raise Refused("审核评估和整改核查不能取消；材料需要修改的，请退回自评报告或整改报告。")
        if not reason.strip():
            raise Refused("请写明取消评估的原因。")
        clear_proposal(evaluation)
        act.summary = f"{called(evaluation)}：{reason.strip()}"
        act.facts["evaluation"] = evaluation.pk


def called(evaluation: Evaluation) -> str:
    """What it is called in sentences: kind and number."""
    return f"{evaluation.get_kind_display()}（第 {evaluation.number} 次评估）"


def conditions_in(entries: dict[str, str]) -> list[EvaluationCondition]:
    """The conditions that are written, not saved and without their evaluation."""
    numbers = sorted(
        int(name.split("_")[1])
        for name, text in entries.items()
        if name.startswith("condition_") and name.endswith("_text") and text
    )
    return [
        EvaluationCondition(
            text=entries[f"condition_{number}_text"], due_on=day_in(entries[f"condition_{number}_due"])
        )
        for number in numbers
    ]


def mark_of(evaluation: Evaluation) -> str:
    """The mark of a proposal as a page showed it; confirming takes it, so that nothing unseen is confirmed."""
    made, files = set_in_force(evaluation.pilot), list(evaluation.attached.values_list("file", flat=True))
    return mark_data(
        {
            "entries": evaluation.entries,
            "outcome": evaluation.outcome,
            "proposed_at": evaluation.proposed_at.isoformat() if evaluation.proposed_at else "",
            "proposed_by": evaluation.proposed_by_id,
            "visit": evaluation.visit_id,
            "targets": made.pk if made else None,
            "files": files,
        }
    )


def facts_of(evaluation: Evaluation) -> dict:
    """What the journal keeps of a proposal, its return and its confirmation."""
    return {
        "evaluation": evaluation.pk,
        "outcome": evaluation.outcome,
        "score": "" if evaluation.score is None else str(evaluation.score),
        "proposed_by": evaluation.proposed_by_id,
        "mark": mark_of(evaluation),
        "repair_until": str(evaluation.repair_until or ""),
    }
