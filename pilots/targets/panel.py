"""The panel of this subject on the page of a pilot: promised, in force, reported, found; and every set that held (A3 §三.三).

Reported values are those of accepted versions, found ones those of confirmed evaluations: the organisation and the city
see the same. What waits for approval stands on its own page.
"""

from dataclasses import dataclass, field

from accounts.models import User
from face.wording import chinese_date
from pilots.models import FoundValue, Pilot, ReportedValue, Submission, Target, TargetSet
from pilots.states import EvaluationState, Outcome, SubmissionKind
from pilots.targets.compare import told
from pilots.targets.reported import value_words
from pilots.targets.rows import plain


@dataclass
class Line:
    """One target through its life, by its key.

    Attributes:
        by_set: the target in each set, in the order of the sets; None where the set has no such target.
        reported, audited: the last word about it, as people read it; "" for none.
    """

    key: int
    by_set: list[Target | None] = field(default_factory=list)
    reported: str = ""
    audited: str = ""

    @property
    def last(self) -> Target | None:
        """The target as the latest set that knows it has it."""
        return next((target for target in reversed(self.by_set) if target), None)

    @property
    def name(self) -> str:
        """What it is called now."""
        return self.last.name if self.last else ""

    @property
    def kind(self) -> str:
        """Its kind in words."""
        return self.last.get_kind_display() if self.last else ""


@dataclass(frozen=True)
class Held:
    """A set of targets that held or holds, as the head of a column."""

    label: str
    period: str
    in_force: bool


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/targets/panel.html shows, to everybody who may see the pilot."""
    sets = list(
        TargetSet.objects.filter(pilot=pilot, in_force_since__isnull=False)
        .select_related("source__submission")
        .prefetch_related("targets")
        .order_by("version")
    )
    lines = _lines(sets)
    for key, text in _reported(pilot).items():
        lines[key].reported = text
    for key, text in _found(pilot).items():
        lines[key].audited = text
    present = next((made for made in sets if made.version and made.replaced_at is None), None)
    promised = next((made for made in sets if made.version == 0), None)
    heads = [_head(made) for made in sets]
    labels = [head.label for head in heads]
    return {
        "targets_lines": [_shown(line, sets, promised, present) for line in lines.values()],
        "targets_present": present,
        "targets_sets": heads,
        "targets_history": [
            {
                "line": line,
                "cells": [
                    (label, _as_called(target, line))
                    for label, target in zip(labels, line.by_set, strict=True)
                ],
            }
            for line in lines.values()
        ],
    }


def _lines(sets: list[TargetSet]) -> dict[int, Line]:
    by_set = [{target.key: target for target in made.targets.all()} for made in sets]
    keys = sorted({key for targets in by_set for key in targets})
    return {key: Line(key, [targets.get(key) for targets in by_set]) for key in keys}


def _shown(line: Line, sets: list[TargetSet], promised: TargetSet | None, present: TargetSet | None) -> dict:
    """One row of the table of today: a target that was given up says so."""
    of = dict(zip([made.pk for made in sets], line.by_set, strict=True))
    now = of.get(present.pk) if present else None
    first = of.get(promised.pk) if promised else None
    return {
        "line": line,
        "promised": _as_called(first, line),
        "source": first.source if first else "",
        "baseline": f"{plain(now.baseline)} {now.unit}" if now and now.baseline is not None else "",
        "present": told(now),
        "given_up": present is not None and now is None,
        "method": now.method if now else "",
    }


def _as_called(target: Target | None, line: Line) -> str:
    """A target in few words; with its name where it counted something else than today."""
    last = line.last
    same = target and last and (target.kind, target.unit) == (last.kind, last.unit)
    return told(target) if same or target is None else f"{target.name}：{told(target)}"


def _head(made: TargetSet) -> Held:
    since, until = chinese_date(made.in_force_since), chinese_date(made.replaced_at)
    if made.version == 0:
        return Held("申报承诺", "", in_force=False)
    submission = made.source.submission if made.source else None
    label = made.called
    if submission:
        change = submission.kind == SubmissionKind.CHANGE
        label = f"第 {submission.number} 次调整" if change else "方案"
    period = f"{since}至{until}" if until else f"{since}起"
    return Held(label, period, in_force=not until)


def _reported(pilot: Pilot) -> dict[int, str]:
    """Key → what accepted versions said last, with its period or year."""
    values = ReportedValue.objects.filter(
        version__submission__pilot=pilot, version__outcome=Outcome.APPROVED
    ).select_related("target", "version__submission")
    return {
        value.target.key: f"{value_words(value, value.target.unit)}（{_period(value.version.submission) or f'{value.year} 年'}）"
        for value in values.order_by("year", "version__submitted_at")
    }


def _found(pilot: Pilot) -> dict[int, str]:
    """Key → what confirmed evaluations found last, with its year."""
    values = FoundValue.objects.filter(
        evaluation__pilot=pilot, evaluation__state=EvaluationState.CONFIRMED
    ).select_related("target", "evaluation")
    return {
        value.target.key: f"{value_words(value, value.target.unit)}（{value.year} 年）"
        for value in values.order_by("year", "evaluation__confirmed_at")
    }


def _period(submission: Submission) -> str:
    """The period of a report in words; "" of what has none."""
    if submission.period_from is None or submission.period_to is None:
        return ""
    return f"{chinese_date(submission.period_from)}至{chinese_date(submission.period_to)}"
