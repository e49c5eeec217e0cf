"""The whole ranking without a model object for each sheet, also by weights that are only tried (REV-3)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    Count,
    F,
    FloatField,
    Func,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat, Floor, Round
from django.db.models.sql.compiler import SQLCompiler

from applications.models import Application
from programme.models import Cycle
from programme.notice import PilotType
from reviews.models import Criterion, ScoreSheet
from reviews.ranking.rows import Row, open_sheets, reviewed, valid_totals, with_totals
from reviews.scoring.totals import SCORE_PLACES, Rank, Ranked, Sums, Weighing, points, ranks, result
from reviews.states import ScoreSheetState


class RankedRow(NamedTuple):
    """Where an application stands in the whole ranking; ``trial`` with other weights, when that is asked for."""

    pk: int
    sums: Sums
    rank: Rank
    trial_mean: int | None = None
    trial: Rank | None = None

    @property
    def shift(self) -> int | None:
        """Places gained (lost when negative) by the other weights; None without a rank in both."""
        if self.trial is None or self.trial.number is None or self.rank.number is None:
            return None
        return self.rank.number - self.trial.number

    @property
    def lost(self) -> int:
        """Places lost by the other weights."""
        return max(0, -(self.shift or 0))

    @property
    def trial_score(self) -> Decimal | None:
        """The mean with the other weights, in points."""
        return None if self.trial_mean is None else points(self.trial_mean)


class ScoreAt(Func):
    """The text at a key of an object in JSON; the ORM's own way takes a key of digits for a place in a list."""

    function = "jsonb_extract_path_text"
    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[str | int] | tuple[str | int, ...]]:
        """The same on SQLite, where a path leads to it."""
        scores, key = self.source_expressions
        path = Concat(Value('$."'), key, Value('"'))
        same = Func(scores, path, function="JSON_EXTRACT", output_field=TextField())
        return same.as_sql(compiler, connection, **extra)


def ranked_rows(
    cycle: Cycle,
    pilot_type: PilotType | str,
    field: str = "",
    *,
    criteria: Sequence[Criterion] = (),
    weights: Mapping[int, int] | None = None,
) -> list[RankedRow]:
    """The whole ranking, best first, in one query and without a model object; two with other weights.

    Args:
        criteria: the rubric; weights: criterion id → weight of a trial, whose order the ranking then has.
    """
    found = reviewed(cycle, pilot_type, field)
    sums = _sums(found)
    official = ranks({pk: each.mean for pk, each in sums.items()})
    if not weights:
        return [RankedRow(pk, sums[pk], rank) for pk, rank in official.items()]
    tried = _tried(found, Weighing(criteria, weights))
    means = {pk: tried[pk].mean if pk in tried else None for pk in official}
    return [RankedRow(pk, sums[pk], official[pk], means[pk], rank) for pk, rank in ranks(means).items()]


def rows_by_case(applications: Iterable[Application]) -> dict[int, RankedRow]:
    """Application id → its row, of all in the rankings of the years and types of some; one query for each ranking."""
    rankings = {(case.cycle_id, case.pilot_type): case.cycle for case in applications}
    return {row.pk: row for (_, kind), cycle in rankings.items() for row in ranked_rows(cycle, kind)}


def _sums(applications: QuerySet) -> dict[int, Sums]:
    """What the mean of each application needs, summed up by the database in whole hundredths.

    It must agree with ``scoring.Result.sums``, which counts the same figures in Python, as ``scoring.Sums`` says.
    """
    valid = Q(score_sheets__state=ScoreSheetState.SUBMITTED)
    total = Cast(Round(F("score_sheets__total") * 100), BigIntegerField())
    lines = applications.annotate(
        valid=Count("score_sheets", filter=valid),
        sum=Sum(total, filter=valid, default=0),
        low=Min(total, filter=valid, default=0),
        high=Max(total, filter=valid, default=0),
    ).values_list("pk", "valid", "sum", "low", "high")
    return {pk: Sums(*found) for pk, *found in lines}


def _tried(applications: QuerySet, weighing: Weighing) -> dict[int, Sums]:
    """The same by other weights, from the scores of each valid sheet, which the database weighs.

    Its floating point leaves the sum exact: it is a multiple of ``10 ** -SCORE_PLACES``, taken to the nearest.
    """
    weighed = (Cast(ScoreAt("scores", Value(key)), FloatField()) * factor for key, factor in weighing.parts)
    numerator = Cast(Floor(reduce(add, weighed) * 10**SCORE_PLACES + 0.5), BigIntegerField())
    totals: dict[int, list[int]] = {}
    sheets = ScoreSheet.objects.valid().filter(application__in=applications.order_by()).order_by()
    for pk, found in sheets.values_list("application_id", numerator):
        totals.setdefault(pk, []).append(weighing.rounded(found))
    return {pk: Sums(len(each), sum(each), min(each), max(each)) for pk, each in totals.items()}


def rows_of(found: Sequence[RankedRow]) -> list[tuple[Row, RankedRow]]:
    """Some lines of the ranking with application, sheets and result; three queries."""
    chosen = with_totals(Application.objects.filter(pk__in=[ranked_row.pk for ranked_row in found])).in_bulk()
    return [(_row(chosen[ranked_row.pk], ranked_row), ranked_row) for ranked_row in found]


def _row(application: Application, ranked_row: RankedRow) -> Row:
    ranked = Ranked(
        application.pk, result(valid_totals(application)), ranked_row.rank.number, ranked_row.rank.tied
    )
    return Row(application, ranked, open_sheets(application))
