"""What lies on the desk of a reviewer, in the order in which it is to be done. No writing."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from accounts.models import User
from applications.models import DRAFT_COLUMNS
from applications.states import State
from reviews.models import ScoreSheet
from reviews.rules import review_open
from reviews.states import SCORE_SHEET_LOOKS, ScoreSheetState, Viewer

OPEN = (ScoreSheetState.ASSIGNED, ScoreSheetState.SCORING)
WORDS = (("todo", "待办"), ("submitted", "已提交"), ("recused", "已回避"), ("closed", "评审已结束"))


@dataclass(frozen=True)
class Line:
    """One sheet on the desk; ``group`` is a key of ``WORDS``."""

    sheet: ScoreSheet
    group: str

    @property
    def family(self) -> str:
        """How the state of the sheet looks to its reviewer."""
        return SCORE_SHEET_LOOKS.look(self.sheet.state, Viewer.OWNER).family


def with_case(sheets: QuerySet) -> QuerySet:
    """Sheets with everything that their pages and rules ask of the application."""
    case = ("cycle", "entry", "recommender", "decision")
    related = ("reviewer", "panel__cycle", *(f"application__{name}" for name in case))
    return sheets.select_related(*related).defer(*(f"application__{name}" for name in DRAFT_COLUMNS))


def lines_of(user: User) -> list[Line]:
    """All sheets of a reviewer: to be done first, soonest due first, then by number."""
    own = with_case(ScoreSheet.objects.visible_to(user).filter(reviewer=user))
    rest = Case(When(state__in=OPEN, then=Value(0)), default=Value(1))
    return [_line(sheet) for sheet in own.order_by(rest, "panel__due", "application__number")]


def _line(sheet: ScoreSheet) -> Line:
    if sheet.state == ScoreSheetState.SUBMITTED and sheet.application.state == State.IN_REVIEW:
        return Line(sheet, "submitted")
    if sheet.state == ScoreSheetState.RECUSED:
        return Line(sheet, "recused")
    if sheet.state in OPEN and review_open(sheet):
        return Line(sheet, "todo")
    return Line(sheet, "closed")


def counts(lines: list[Line]) -> Counter:
    """How many lines each group has."""
    return Counter(line.group for line in lines)


def neighbours(lines: list[Line], sheet: ScoreSheet) -> tuple[ScoreSheet | None, ScoreSheet | None]:
    """The sheet before one on the desk, without the recused, and the next that is to be done, from the top after the last."""
    found = [line.sheet for line in lines if line.group != "recused" or line.sheet.pk == sheet.pk]
    at = next((n for n, each in enumerate(found) if each.pk == sheet.pk), None)
    if at is None:
        return None, None
    groups = {line.sheet.pk: line.group for line in lines}
    todo = [each for each in [*found[at + 1 :], *found[:at]] if groups[each.pk] == "todo"]
    return (found[at - 1] if at else None), (todo[0] if todo else None)
