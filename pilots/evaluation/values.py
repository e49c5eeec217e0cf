"""What stands beside the found value of a target: promised, aimed at, said by the organisation, found earlier.

Targets of several sets belong together by key, kind and unit; nothing else is compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from face.wording import chinese_date
from pilots.models import Evaluation, FoundValue, ReportedValue, Target, TargetSet
from pilots.models.target import STANDING
from pilots.states import SubmissionKind, TargetKind
from pilots.targets.reported import REACHED, Like, amount, amounts, like_of, value_words
from pilots.targets.rows import set_in_force


@dataclass(frozen=True)
class Said:
    """What the organisation said of one target: an amount, or whether it is reached."""

    value: Decimal | None
    reached: bool | None

    def words(self, unit: str) -> str:
        """It as people read it."""
        return amount(self.value, unit) if self.reached is None else REACHED[self.reached]


@dataclass(frozen=True)
class Beside:
    """One target of the set in force with what is known of it.

    Attributes:
        said: by the organisation, in what is evaluated or in its newest reports; None when nothing.
        before: (evaluation, found value) of confirmed evaluations, oldest first.
    """

    target: Target
    promised: Decimal | None
    said: Said | None
    before: tuple[tuple[Evaluation, FoundValue], ...]

    @property
    def is_milestone(self) -> bool:
        """Whether it is reached or not, without an amount."""
        return self.target.kind == TargetKind.MILESTONE

    @property
    def aimed(self) -> str:
        """What it aims at, in words."""
        if self.is_milestone:
            return f"{chinese_date(self.target.due_on)}前完成" if self.target.due_on else "完成"
        return amount(self.target.value, self.target.unit)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """(label, text) of what stands beside the place of the found value."""
        unit = self.target.unit
        pairs = [
            ("申报承诺", amount(self.promised, unit) if self.promised is not None else ""),
            ("目标", self.aimed),
            ("单位填报", self.said.words(unit) if self.said else "未填报"),
        ]
        pairs += [
            (f"{evaluation.get_kind_display()} {evaluation.number} 核定", value_words(value, unit))
            for evaluation, value in self.before
        ]
        return tuple((label, text) for label, text in pairs if text)


def beside(evaluation: Evaluation, year: int | None = None, made: TargetSet | None = None) -> list[Beside]:
    """The targets in force with what is known of each, in their order; none before a plan is approved.

    Args:
        year: the calendar year that the found values belong to; reports of other years are not put beside. None: the
            newest year that was reported. made: another set than the one in force.
    """
    made = made or set_in_force(evaluation.pilot)
    if made is None:
        return []
    promised = {
        like_of(target): target.value
        for target in Target.objects.filter(set__pilot=evaluation.pilot, set__version=0)
    }
    said, earlier = _said(evaluation, year), _earlier(evaluation)
    return [
        Beside(target, promised.get(like), said.get(like), tuple(earlier.get(like, ())))
        for target in made.targets.all()
        for like in [like_of(target)]
    ]


def reported_year(evaluation: Evaluation) -> int | None:
    """The newest year of which the organisation says something; None when it says nothing."""
    return max((value.year for value in _reported(evaluation)), default=None)


def _reported(evaluation: Evaluation) -> list[ReportedValue]:
    """The values of what is evaluated; where it has none, those of self-evaluations, else of progress reports.

    Of a confirmed evaluation what was said when it was confirmed, so that its letter stays as it was.
    """
    values = ReportedValue.objects.select_related("target", "version__submission")
    if evaluation.about_id and (own := list(values.filter(version=evaluation.about_id))):
        return own
    counted = values.filter(version__submission__pilot=evaluation.pilot_id)
    said = Q(version__outcome__in=STANDING)
    if at := evaluation.confirmed_at:
        counted = counted.filter(version__submitted_at__lte=at)
        said |= Q(version__decided_at__gt=at)
    counted = counted.filter(said)
    counted = counted.order_by("version__submission__period_to", "version__submitted_at")
    for kind in (SubmissionKind.SELF_EVALUATION, SubmissionKind.PROGRESS):
        if reported := list(counted.filter(version__submission__kind=kind)):
            return reported
    return []


def _said(evaluation: Evaluation, year: int | None) -> dict[Like, Said]:
    """What is said of one year; of a milestone whenever it was said."""
    rows = _reported(evaluation)
    year = year or max((row.year for row in rows), default=None)
    said = {like_of(row.target): Said(None, row.reached) for row in rows if row.reached is not None}
    for like, years in amounts(rows).items():
        if year in years:
            said[like] = Said(years[year], None)
    return said


def _earlier(evaluation: Evaluation) -> dict[Like, list[tuple[Evaluation, FoundValue]]]:
    by_target: dict[Like, list[tuple[Evaluation, FoundValue]]] = {}
    for value in _found_before(evaluation):
        by_target.setdefault(like_of(value.target), []).append((value.evaluation, value))
    return by_target


def _found_before(evaluation: Evaluation) -> Iterable[FoundValue]:
    confirmed = Evaluation.objects.confirmed().filter(pilot=evaluation.pilot_id, number__lt=evaluation.number)
    rows = FoundValue.objects.filter(evaluation__in=confirmed).select_related("evaluation", "target")
    return rows.order_by("evaluation__number")
