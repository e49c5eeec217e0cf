"""Another person confirms what an evaluation comes to: found values count, the pilot moves, its organisation is told.

Locks: library entry → pilot → submission → evaluation (docs/architecture.md).
"""

from collections.abc import Callable

from accounts.models import User
from face.wording import chinese_date
from journal.clock import day_of
from journal.workflow import Act, Refused
from pilots.evaluation.deciding.proposing import called, conditions_in, facts_of, mark_of
from pilots.evaluation.layout import faults, year_of
from pilots.evaluation.outcomes import VERB_OF
from pilots.lives import life_with
from pilots.models import Evaluation, FoundValue, Pilot
from pilots.states import EvaluationOutcome, EvaluationState, Outcome, PilotState, SubmissionKind, TargetKind
from pilots.targets.rows import set_in_force
from pilots.workflow import EVALUATION
from pilots.writing.layout import number_in
from pilots.writing.versions import answer, begin_submission, close_unfinished, locked_submission
from programme.cutoff import year_of as received_for
from programme.models import Cycle, LibraryEntry

CHANGED = "结论在您打开页面之后有变动，没有确认。请核对最新内容。"
OVERTAKEN = "结论提出以后情况有变动：{}请退回，由提出人核对后重新提出。"


def confirm_outcome(evaluation_id: int, *, actor: User, seen: str) -> None:
    """Confirm a proposed outcome and do to the pilot what it says (A1 §三.3, A3 §三.四).

    Args:
        seen: the mark of the proposal on the page that was read.

    Raises:
        Refused: the own proposal, one that changed meanwhile, or one that is not possible any more.
    """
    evaluation = Evaluation.objects.get(pk=evaluation_id)
    if evaluation.state != EvaluationState.PROPOSED:
        raise Refused(CHANGED)
    pilot_id, outcome = evaluation.pilot_id, EvaluationOutcome(evaluation.outcome)

    def locked_pilot() -> list[Pilot]:
        entry = LibraryEntry.objects.select_for_update(of=("self",)).select_related("cycle")
        locked_entry = entry.get(pilot=pilot_id)
        pilot = Pilot.objects.select_for_update(of=("self",)).get(pk=pilot_id)
        pilot.entry = locked_entry
        return [pilot]

    life = life_with(pilot_id)
    with life.perform_all(VERB_OF[outcome], locked_pilot, actor=actor) as (act,):
        evaluation = _locked_as_seen(evaluation_id, act, seen, outcome)
        _write_found(evaluation)
        for condition in conditions_in(evaluation.entries):
            condition.evaluation = evaluation
            condition.save()
        evaluation.confirmed_by, evaluation.confirmed_at = actor, act.now
        act.facts |= facts_of(evaluation)
        EVALUATION.carry("confirm_outcome", evaluation, actor=actor, at=act.now)
        EFFECTS[outcome](act, evaluation)
        act.summary = f"{called(evaluation)}：{evaluation.get_outcome_display()}"
        _tell(act, evaluation)


def _locked_as_seen(evaluation_id: int, act: Act[Pilot], seen: str, outcome: EvaluationOutcome) -> Evaluation:
    """The evaluation as its page showed it; what it is about is accepted, or refused where a repair failed."""
    about = Evaluation.objects.get(pk=evaluation_id).about
    submission = locked_submission(about.submission_id) if about else None
    evaluation = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation_id)
    evaluation.pilot = act.object
    if (evaluation.state, evaluation.outcome, mark_of(evaluation)) != (
        EvaluationState.PROPOSED,
        outcome,
        seen,
    ):
        raise Refused(CHANGED)
    if lacks := [sentence for _, sentence in faults(evaluation, day_of(act.now))]:
        raise Refused(OVERTAKEN.format(lacks[0]))
    if submission:
        failed = outcome == EvaluationOutcome.FAILED
        answered, remarks = (Outcome.REFUSED, evaluation.reasons) if failed else (Outcome.APPROVED, "")
        answer(submission, answered, actor=act.actor, at=act.now, remarks=remarks)
    return evaluation


def _write_found(evaluation: Evaluation) -> None:
    made, entries, year = set_in_force(evaluation.pilot), evaluation.entries, year_of(evaluation)
    for target in made.targets.all() if made else ():
        text = entries.get(f"found_{target.key}", "")
        if not text:
            continue
        milestone = target.kind == TargetKind.MILESTONE
        FoundValue.objects.create(
            evaluation=evaluation,
            target=target,
            year=year,
            value=None if milestone else number_in(text, signed=True),
            reached=text == "yes" if milestone else None,
            reason=entries.get(f"why_{target.key}", ""),
        )


def _excellent(act: Act[Pilot], evaluation: Evaluation) -> None:
    act.object.repair_until = None


def _keeps(act: Act[Pilot], evaluation: Evaluation) -> None:
    act.object.repair_until = None
    act.target = PilotState.TITLED if act.object.titled_at else PilotState.IMPLEMENTING


def _repair(act: Act[Pilot], evaluation: Evaluation) -> None:
    act.object.repair_until = evaluation.repair_until
    begin_submission(act.object, SubmissionKind.REPAIR, act.now, due_on=evaluation.repair_until)


def _good_enough(act: Act[Pilot], evaluation: Evaluation) -> None:
    pilot, entry = act.object, act.object.entry
    if pilot.withdrawals.running().exists():
        raise Refused("取消试点资格的程序正在进行，不能确认完成。请先决定取消或不予取消。")
    pilot.repair_until, pilot.ended_at = None, act.now
    close_unfinished(pilot, act.now)
    if entry.programme.may_come_again:
        entry.ended_untitled = True
        entry.save(update_fields=["ended_untitled"])


def _failed(act: Act[Pilot], evaluation: Evaluation) -> None:
    """Nothing more: whether its status is withdrawn is decided by its own act (AWD-1)."""


EFFECTS: dict[EvaluationOutcome, Callable[[Act[Pilot], Evaluation], None]] = {
    EvaluationOutcome.EXCELLENT: _excellent,
    EvaluationOutcome.KEEPS: _keeps,
    EvaluationOutcome.REPAIR: _repair,
    EvaluationOutcome.GOOD_ENOUGH: _good_enough,
    EvaluationOutcome.FAILED: _failed,
}


def what_follows(evaluation: Evaluation) -> str:
    """What comes after a confirmed outcome, as its organisation reads it in message and letter."""
    pilot = evaluation.pilot
    entry = pilot.entry
    if evaluation.outcome == EvaluationOutcome.EXCELLENT:
        return f"市生态环境局将按程序授予“{entry.cycle.title_of(entry.pilot_type)}”称号。"
    if evaluation.outcome == EvaluationOutcome.KEEPS:
        return "请继续按方案组织实施，按期提交进展报告。"
    if evaluation.outcome == EvaluationOutcome.REPAIR:
        return f"请按整改要求整改，于{chinese_date(evaluation.repair_until)}前提交整改报告。"
    if evaluation.outcome == EvaluationOutcome.FAILED:
        return "市生态环境局将研究取消试点资格。决定以前会告知理由，并听取你单位的陈述。"
    if entry.programme.may_come_again:
        year = max(entry.cycle.year + 1, received_for(evaluation.confirmed_at, Cycle.objects.cutoffs()))
        return f"试点任务已完成，不授予称号。从 {year} 年度起可以再次申报，只需提交当年申报表和项目实施进展和成效报告。"
    return "试点任务已完成，不授予称号。"


def _tell(act: Act[Pilot], evaluation: Evaluation) -> None:
    entry = act.object.entry
    lines = [
        f"「{entry.name}」的{evaluation.get_kind_display()}结论：{evaluation.get_outcome_display()}。",
        what_follows(evaluation),
        f"理由：{evaluation.reasons}",
    ]
    if evaluation.repair_requirements:
        lines.append(f"整改要求：{evaluation.repair_requirements}")
    lines += [
        f"附带条件：{condition.text}（{chinese_date(condition.due_on)}前完成）"
        for condition in evaluation.conditions.all()
    ]
    act.tell(
        User.objects.of(entry.organisation),
        f"{entry.number} {evaluation.get_kind_display()}结论：{evaluation.get_outcome_display()}",
        "\n".join(lines),
        evaluation.get_absolute_url(),
    )
