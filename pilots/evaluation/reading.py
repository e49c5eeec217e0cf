"""An evaluation as people read it, once it is proposed: lines of targets and of the checklist, earlier evaluations."""

from collections.abc import Iterator
from dataclasses import dataclass

from pilots.evaluation.deciding.proposing import conditions_in
from pilots.evaluation.layout import ANSWERS, differs, year_of
from pilots.evaluation.values import beside
from pilots.models import Evaluation, EvaluationCondition, FoundValue
from pilots.states import EvaluationState
from pilots.targets.reported import REACHED, amount, value_words
from pilots.writing.layout import number_in

ANSWER_LOOKS = {"yes": "good", "partly": "waiting", "no": "bad"}


@dataclass(frozen=True)
class Line:
    """One target as a line: what was promised, aimed at, said and found; ``differs``: found and said."""

    name: str
    promised: str
    aimed: str
    said: str
    audited: str
    why: str
    differs: bool


def lines_of(evaluation: Evaluation) -> list[Line]:
    """The targets of an evaluation; of a confirmed one those that it found, by the set that counted then."""
    entries = evaluation.entries
    rows = list(_confirmed_targets(evaluation)) or beside(evaluation, year_of(evaluation))
    return [
        Line(
            row.target.name,
            amount(row.promised, row.target.unit),
            row.aimed,
            row.said.words(row.target.unit) if row.said else "",
            _found(text, row.target.unit, row.is_milestone),
            entries.get(f"why_{row.target.key}", ""),
            bool(text) and differs(row, text),
        )
        for row in rows
        for text in [entries.get(f"found_{row.target.key}", "")]
    ]


def _confirmed_targets(evaluation: Evaluation):
    """What stood beside the found values of a confirmed evaluation; nothing for one that is not confirmed."""
    targets = [value.target for value in evaluation.found.select_related("target__set")]
    return beside(evaluation, year_of(evaluation), targets[0].set) if targets else ()


def _found(text: str, unit: str, milestone: bool) -> str:
    if not text:
        return ""
    return REACHED[text == "yes"] if milestone else amount(number_in(text, signed=True), unit)


def checked_lines(evaluation: Evaluation) -> Iterator[tuple[dict, str, str, str]]:
    """(item, answer in words, how it looks, remark) of the checklist that the evaluation keeps."""
    for item in evaluation.checklist.get("items", ()):
        answer = evaluation.entries.get(f"item_{item['key']}", "")
        yield (
            item,
            dict(ANSWERS).get(answer, "未填写"),
            ANSWER_LOOKS.get(answer, "neutral"),
            evaluation.entries.get(f"remark_{item['key']}", ""),
        )


def conditions_of(evaluation: Evaluation) -> list[EvaluationCondition]:
    """The conditions that come with its outcome: rows once it is confirmed, before that as they are proposed."""
    if evaluation.state == EvaluationState.CONFIRMED:
        return list(evaluation.conditions.all())
    return conditions_in(evaluation.entries)


@dataclass(frozen=True)
class Earlier:
    """An earlier confirmed evaluation, for the trend."""

    evaluation: Evaluation
    values: tuple[tuple[str, str], ...]


def trend_of(evaluation: Evaluation) -> list[Earlier]:
    """The confirmed evaluations of the pilot before this one, oldest first, with what each found."""
    rows = Evaluation.objects.confirmed().filter(pilot=evaluation.pilot_id, number__lt=evaluation.number)
    values = FoundValue.objects.filter(evaluation__in=rows).select_related("target")
    by_evaluation: dict[int, list[tuple[str, str]]] = {}
    for value in values:
        words = f"{value_words(value, value.target.unit)}（{value.year} 年）"
        by_evaluation.setdefault(value.evaluation_id, []).append((value.target.name, words))
    return [Earlier(row, tuple(by_evaluation.get(row.pk, ()))) for row in rows.order_by("number")]
