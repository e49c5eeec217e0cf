"""What an evaluation may come to, and where that leads its pilot (A1 §三.3, A3 §三.四). Pure."""

from datetime import date

from face.wording import chinese_date
from pilots.models import Evaluation, Pilot
from pilots.states import EvaluationKind, EvaluationOutcome

Kind, Outcome = EvaluationKind, EvaluationOutcome

VERB_OF = {
    Outcome.EXCELLENT: "find_excellent",
    Outcome.GOOD_ENOUGH: "complete",
    Outcome.KEEPS: "keep_on",
    Outcome.REPAIR: "order_repair",
    Outcome.FAILED: "find_failed",
}  # of the life of the pilot
AT_THE_END = (Outcome.EXCELLENT, Outcome.GOOD_ENOUGH)  # of a zone: when the year of its work plan is over


def outcomes_of(evaluation: Evaluation) -> tuple[Outcome, ...]:
    """What an evaluation of its kind may come to, whether or not the day for it has come.

    A pilot that has its title keeps it or repairs: it is not found excellent again and does not end untitled.
    """
    pilot = evaluation.pilot
    last = Outcome.FAILED if evaluation.kind == Kind.RECHECK else Outcome.REPAIR
    if not pilot.entry.programme.life.tracked:
        return Outcome.EXCELLENT, Outcome.GOOD_ENOUGH, last
    if pilot.titled_at is not None:
        return Outcome.KEEPS, last
    return Outcome.EXCELLENT, Outcome.KEEPS, Outcome.GOOD_ENOUGH, last


def why_not(evaluation: Evaluation, outcome: str, today: date) -> str:
    """Why an outcome cannot be proposed on this day, as a sentence; "" when it can."""
    if outcome not in outcomes_of(evaluation):
        return "请选择评估结论。"
    pilot = evaluation.pilot
    if outcome in AT_THE_END and pilot.entry.programme.life.tracked and not year_is_over(pilot, today):
        until = chinese_date(pilot.implementing_until) or "实施期满"
        return f"实施期到{until}为止，期满后才能得出「{Outcome(outcome).label}」的结论。"
    return ""


def year_is_over(pilot: Pilot, today: date) -> bool:
    """Whether the work plan's time has passed; of an old pilot whose dates are not known it has."""
    if pilot.implementing_until is None:
        return bool(pilot.known_gaps)
    return pilot.implementing_until <= today


def needs_values(kind: str, outcome: str) -> bool:
    """Whether every target must have its found value: in an audit always, else before title or end."""
    return kind == Kind.AUDIT or outcome in AT_THE_END
