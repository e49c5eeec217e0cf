"""The city evaluates a pilot of a story: audit, recheck, tracking evaluation (A1 §三.3, A3 §三.四)."""

from collections.abc import Callable, Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from config.demo.steps.piloting import MOST_ROUNDS, part_of, pilot_of, usual
from config.demo.steps.sentences import FOUND, REASONS, SENTENCES
from config.demo.stories import Story, World
from journal import clock
from journal.clock import day_of
from pilots.evaluation import layout as evaluations
from pilots.evaluation.deciding.confirming import confirm_outcome
from pilots.evaluation.deciding.proposing import mark_of, propose_outcome
from pilots.evaluation.saving import save_evaluation
from pilots.evaluation.tracking.actions import open_tracking
from pilots.evaluation.values import Beside, beside, reported_year
from pilots.models import Evaluation
from pilots.states import EvaluationOutcome, TargetKind

BAD = (EvaluationOutcome.REPAIR, EvaluationOutcome.FAILED)
REPAIR_MONTHS = 3


def evaluate(
    world: World,
    story: Story,
    outcome: str,
    score: str = "88",
    share: float = 1.0,
    confirmed: bool = True,
    **entries: str,
) -> None:
    """The running evaluation, of a zone begun now, comes to an outcome: one person proposes, another confirms.

    Args:
        share: how much reduction is found, of what the report says that is evaluated, else of the target. confirmed:
            False leaves it to the second person. entries: what the page says besides.
    """
    pilot, person, chief = pilot_of(story), world.people["staff"], world.people["chief"]
    if not Evaluation.objects.running().filter(pilot=pilot).exists():
        open_tracking(pilot.pk, actor=person, reason="按年度工作安排进行。")
    evaluation = Evaluation.objects.running().get(pilot=pilot)
    content = _content(evaluation, outcome, share) | {"outcome": outcome, "score": score} | entries
    _write(world, evaluation, content)
    propose_outcome(evaluation.pk, actor=person)
    if confirmed:
        evaluation.refresh_from_db()
        confirm_outcome(evaluation.pk, actor=chief, seen=mark_of(evaluation))


def _content(evaluation: Evaluation, outcome: str, share: float) -> dict[str, str]:
    today = day_of(clock.now())
    year = reported_year(evaluation) or today.year
    content = {"year": str(year), "findings": SENTENCES["findings"], "reasons": REASONS[outcome]}
    for number, item in enumerate(evaluation.checklist["items"]):
        doubted = number == 0 and outcome in BAD
        content[f"item_{item['key']}"] = "partly" if doubted else "yes"
        if doubted:
            content[f"remark_{item['key']}"] = "部分任务没有完成。"
    for row in beside(evaluation, year):
        content |= _found(evaluation, row, outcome, share, today)
    if outcome == EvaluationOutcome.REPAIR:
        content |= {
            "repair_requirements": SENTENCES["repair_requirements"],
            "repair_until": (today + relativedelta(months=REPAIR_MONTHS)).isoformat(),
        }
    return content


def _found(
    evaluation: Evaluation, row: Beside, outcome: str, share: float, today: date
) -> Iterator[tuple[str, str]]:
    """What is found of a target, and why it is another than what was said."""
    told = "report"
    if row.is_milestone:
        late = outcome in BAD or (outcome == EvaluationOutcome.KEEPS and row.target.due_on > today)
        text = told = "no" if late else "yes"
    elif row.target.kind == TargetKind.REDUCTION and not evaluation.about_id:
        text, told = part_of(row.target.value, share), "part"
    else:
        said = row.said.value if row.said else row.target.value
        text = part_of(said, share if row.target.kind == TargetKind.REDUCTION else 1)
    yield f"found_{row.target.key}", text
    if evaluations.differs(row, text):
        yield f"why_{row.target.key}", FOUND[told]


def _write(world: World, evaluation: Evaluation, content: dict[str, str]) -> None:
    """Save it, and fill in what the page still lacks."""
    today = day_of(clock.now())
    for _ in range(MOST_ROUNDS):
        save_evaluation(evaluation.pk, content, actor=world.people["staff"])
        fresh = Evaluation.objects.select_related("pilot__entry__cycle").get(pk=evaluation.pk)
        lacks = [name for name, _ in evaluations.faults(fresh, today)]
        if not lacks:
            return
        places = evaluations.layout_of(fresh, today).places
        content = {name: usual(places[name], today) for name in lacks}
    raise ValueError(f"{evaluation}: {lacks} is still lacking.")


STEPS: tuple[Callable, ...] = (evaluate,)
