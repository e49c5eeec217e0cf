"""What lies before a decision meeting: the ranking of a year and type with everything a decision rests on (REV-3)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from applications.dossier.revision import reasons_of
from applications.models import DRAFT_COLUMNS, Application
from applications.states import State
from programme.cycles.deciding import on_frozen_list, why_not_decided
from programme.models import Cycle
from reviews.decisions.cases import counted_and_awaited
from reviews.decisions.rules import why_not_as_proposed, why_not_selected
from reviews.models import Decision, DecisionReturn, PanelNote, ScoreSheet, stage_of
from reviews.ranking.ranked_rows import RankedRow, ranked_rows
from reviews.ranking.rows import open_sheets, reviewed, valid_totals, with_totals
from reviews.scoring.totals import Rank, Result, result
from reviews.states import SETTLED, STAGE_LOOKS, Stage
from reviews.visits.lists import VisitResult, visits_of

UNDECIDED = "open"
STAGES = {
    "": "全部",
    UNDECIDED: "未提议",
    Stage.PROPOSED.value: Stage.PROPOSED.label,
    Stage.RETURNED.value: Stage.RETURNED.label,
    Stage.CONFIRMED.value: Stage.CONFIRMED.label,
    Stage.PUBLISHED.value: Stage.PUBLISHED.label,
}
RELATED = (
    "cycle",
    "recommender",
    "current_revision",
    "work_plan",
    "decision__proposed_by",
    "decision__confirmed_by",
)
UNSEEN = [f"current_revision__{name}" for name in ("attachments", "carbon")]


@dataclass(frozen=True)
class Case:
    """One line: an application with its rank, and what is decided on it so far.

    Attributes:
        rank: in its type; field_rank: in its field, when the list is of one field.
        why_not: why it cannot be selected, "" when it can. barred: why nothing is decided on it yet, "" when it may
            be (CUT-2). pickable: a decision may be proposed now.
        overtaken: the number of an application of the same field with a lower score that is to be selected, while
            this one is to be kept; "" when there is none.
    """

    application: Application
    result: Result
    rank: Rank
    field_rank: Rank | None
    open_sheets: int
    decision: Decision | None
    why_not: str
    barred: str
    pickable: bool
    notes: list[PanelNote] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)
    overtaken: str = ""
    visits: list[VisitResult] = field(default_factory=list)

    @property
    def stage(self) -> Stage | None:
        """How far the decision is."""
        return self.decision and self.decision.stage

    @property
    def family(self) -> str:
        """How the stage looks."""
        return STAGE_LOOKS.look(self.stage).family if self.stage else "neutral"

    @property
    def moved(self) -> bool:
        """Whether the rank changed since it was proposed: sheets of other applications came or went."""
        return bool(self.decision) and self.decision.rank != self.rank.number


def listed(cycle: Cycle, pilot_type: str, field_key: str = "") -> list[RankedRow]:
    """The whole ranking of the type, or of a field of it, best first; the ranks are those in the type."""
    whole = ranked_rows(cycle, pilot_type)
    if not field_key:
        return whole
    inside = set(reviewed(cycle, pilot_type, field_key).order_by().values_list("pk", flat=True))
    return [each for each in whole if each.pk in inside]


class Decided(NamedTuple):
    """What is decided on an application so far, in short: the lists need it of a whole year."""

    application_id: int
    cycle_id: int
    sheet: str
    field: str
    number: str
    state: str
    outcome: str
    score: Decimal | None
    decision_state: str

    @property
    def stage(self) -> Stage:
        """How far it is."""
        return stage_of(self.decision_state, self.state)

    @property
    def waiting(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == State.IN_REVIEW and self.stage == Stage.PROPOSED

    @property
    def ready(self) -> bool:
        """Whether it may be published."""
        return self.state == State.IN_REVIEW and self.stage == Stage.CONFIRMED

    @property
    def selects(self) -> bool:
        """Whether the application is to be a pilot."""
        standing = self.stage not in (Stage.RETURNED, Stage.LAPSED)
        return standing and self.outcome == Decision.Outcome.SELECTED

    @property
    def group(self) -> tuple[int, str, str]:
        """What it is compared with: year, form and field."""
        return self.cycle_id, self.sheet, self.field


def decided_in(cycle_ids: Iterable[int]) -> dict[int, Decided]:
    """Application id → what is decided, in some years; one query."""
    found = Decision.objects.filter(application__cycle__in=set(cycle_ids)).values_list(
        "application_id",
        *(f"application__{name}" for name in ("cycle_id", "sheet", "field", "number", "state")),
        *("outcome", "score", "state"),
    )
    return {row[0]: Decided(*row) for row in found}


def counts(stages: Iterable[str]) -> Counter:
    """How many there are of each stage; all of them under ""."""
    found = Counter(stages)
    found[""] = found.total()
    return found


def cases(
    found: Sequence[RankedRow],
    field_ranks: dict[int, Rank] | None = None,
    decided: Mapping[int, Decided] | None = None,
    *,
    beside: bool = True,
) -> list[Case]:
    """Lines of the meeting for some rows of the ranking; five queries however many.

    Args:
        decided: what is decided in the year, where that is known already.
        beside: with points discussed and visits; two queries of the five.
    """
    ids = [each.pk for each in found]
    listed = with_totals(Application.objects.filter(pk__in=ids)).select_related(*RELATED)
    chosen = listed.annotate(frozen=on_frozen_list()).light().defer(*UNSEEN).in_bulk()
    notes: dict[int, list[PanelNote]] = {}
    if beside:
        for note in PanelNote.objects.current().filter(application__in=ids).select_related("panel"):
            notes.setdefault(note.application_id, []).append(note)
    if decided is None:
        decided = decided_in(each.cycle_id for each in chosen.values())
    passed, visits = overtaken(decided), visits_of(chosen.values()) if beside else {}
    return [
        _case(chosen[each.pk], each.rank, (field_ranks or {}).get(each.pk), notes, passed, visits)
        for each in found
    ]


def _case(application, rank, field_rank, notes, passed, visits) -> Case:
    decision = getattr(application, "decision", None)
    undecided = application.state == State.IN_REVIEW and not (decision and decision.state in SETTLED)
    barred = _barred(application, application.frozen) if undecided else ""
    found, waiting = result(valid_totals(application)), open_sheets(application)
    return Case(
        application=application,
        result=found,
        rank=rank,
        field_rank=field_rank,
        open_sheets=waiting,
        decision=decision,
        why_not=why_not_selected(application, found, waiting),
        barred=barred,
        pickable=undecided and not barred,
        notes=notes.get(application.pk, []),
        reasons=_reasons(application),
        overtaken=passed.get(application.pk, ""),
        visits=visits.get(application.pk, []),
    )


def _barred(application: Application, frozen: bool) -> str:
    """Why nothing is decided on it yet; "" when it may be."""
    return why_not_decided(application.number or application.reference, application.cycle, listed=frozen)


def _reasons(application: Application) -> list[tuple[str, str]]:
    """What the applicant said where it lies outside of an "in principle" rule."""
    revision = application.current_revision
    if not revision.norm_reasons:
        return []
    revision.application = application
    return reasons_of(revision)


def overtaken(decided: Mapping[int, Decided]) -> dict[int, str]:
    """Application id of what is to be kept → number of one of its field that is selected with a lower score."""
    lowest: dict[tuple, tuple[Decimal, str]] = {}
    for each in decided.values():
        if each.selects:
            found = (each.score, each.number)
            lowest[each.group] = min(lowest.get(each.group, found), found)
    kept = (
        each
        for each in decided.values()
        if each.outcome == Decision.Outcome.KEPT and each.score is not None and each.group in lowest
    )
    return {each.application_id: lowest[each.group][1] for each in kept if lowest[each.group][0] < each.score}


def pending(cycle: Cycle) -> list[Decision]:
    """What waits for a second person in a cycle, by type and number."""
    found = Decision.objects.proposed().filter(application__cycle=cycle)
    found = found.select_related("proposed_by", "application__cycle", "application__work_plan").order_by(
        "application__number"
    )
    with_list = found.annotate(frozen=on_frozen_list("application__"))
    return list(with_list.defer(*(f"application__{name}" for name in DRAFT_COLUMNS)))


def why_anew(decisions: Sequence[Decision], rows: Mapping[int, RankedRow]) -> dict[int, str]:
    """Decision id → why it cannot be confirmed now; one query for those of ``pending``.

    Args:
        rows: application id → where it stands in the ranking now.
    """
    ids = [decision.application_id for decision in decisions]
    sheets: dict[int, list] = {pk: [] for pk in ids}
    for sheet in ScoreSheet.objects.filter(application__in=ids).order_by("pk"):
        sheets[sheet.application_id].append(sheet)
    found = {}
    for decision in decisions:
        case = decision.application_id
        barred = _barred(decision.application, decision.frozen)
        why = barred or why_not_as_proposed(decision, rows[case], *counted_and_awaited(sheets[case]))
        if why:
            found[decision.pk] = why
    return found


def earlier_returns(application_ids: Iterable[int]) -> dict[int, DecisionReturn]:
    """Application id → the last time a proposal on it was returned."""
    rows = DecisionReturn.objects.filter(application__in=list(application_ids)).select_related("by")
    return {row.application_id: row for row in rows.order_by("pk")}
