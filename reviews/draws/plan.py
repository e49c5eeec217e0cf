"""What a draw draws from, read from the database into the shape of its record; and the draw from a record (REV-2).

``result_of`` takes nothing but what the record holds, so ``manage.py replay_draw`` does the same as the draw did.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from journal.workflow import Refused
from reviews.draws import drawing
from reviews.models import Draw, Panel, ScoreSheet
from reviews.pool import conflicts
from reviews.states import Conflict, DrawScope, DrawTarget, ScoreSheetState

WHOLE = 0  # id of the case that stands for all applications, when one group is drawn for all

UNAVAILABLE, HOLDS = "unavailable", "holds"

REASONS = dict(Conflict.choices) | {UNAVAILABLE: "暂不参加评审", HOLDS: "已有该申报的评审任务"}


@dataclass(frozen=True)
class Plan:
    """Cases, pool and exclusions as ``models.Draw`` keeps them."""

    cases: list[dict]
    pool: list[dict]
    exclusions: list[dict]

    def available(self) -> dict[int, int]:
        """Case id → how many of the pool may be drawn for it."""
        barred = barred_pairs(self.cases, self.exclusions)
        return {
            case["id"]: sum((case["id"], person["id"]) not in barred for person in self.pool)
            for case in self.cases
        }

    def fitting(self) -> dict[int, int]:
        """Case id → how many of those know its type or field."""
        barred = barred_pairs(self.cases, self.exclusions)
        return {
            case["id"]: sum(
                (case["id"], person["id"]) not in barred and bool(set(person["areas"]) & set(case["areas"]))
                for person in self.pool
            )
            for case in self.cases
        }


def plan(panel: Panel, applications: Sequence[Application], *, target: str, scope: str) -> Plan:
    """Who may be drawn for these applications, and who may not and why; a constant number of queries."""
    reviewers = list(_pool(panel, scope))
    loads = loads_of(panel.cycle_id)
    pool = [
        {
            "id": reviewer.pk,
            "name": reviewer.name,
            "areas": sorted(known.area for known in reviewer.expertise.all()),
            "load": loads[reviewer.pk],
        }
        for reviewer in reviewers
    ]
    exclusions = [
        {"case": None, "reviewer": reviewer.pk, "kind": UNAVAILABLE, "note": ""}
        for reviewer in reviewers
        if (profile := getattr(reviewer, "reviewer_profile", None)) and not profile.available
    ]
    cases = _cases(panel, applications, target)
    return Plan(cases, pool, exclusions + _excluded(reviewers, applications, target))


def _pool(panel: Panel, scope: str):
    reviewers = (
        User.objects.who_may(Capability.REVIEW)
        .select_related("reviewer_profile")
        .prefetch_related("expertise")
    )
    return (reviewers.filter(panels=panel) if scope == DrawScope.MEMBERS else reviewers).order_by("pk")


def loads_of(cycle_id: int) -> Counter:
    """Reviewer id → sheets of a cycle that were handed out and not recused."""
    sheets = ScoreSheet.objects.filter(panel__cycle=cycle_id).exclude(state=ScoreSheetState.RECUSED)
    return Counter(sheets.order_by().values_list("reviewer_id", flat=True))


def _cases(panel: Panel, applications: Sequence[Application], target: str) -> list[dict]:
    if target == DrawTarget.ALL:
        fields = {application.field for application in applications if application.field}
        areas = sorted({panel.pilot_type, *fields})
        return [{"id": WHOLE, "number": "", "name": panel.name, "areas": areas}]
    return [
        {
            "id": application.pk,
            "number": application.number,
            "name": application.entry.name,
            "areas": sorted({panel.pilot_type, application.field} - {""}),
        }
        for application in applications
    ]


def _excluded(reviewers: list[User], applications: Sequence[Application], target: str) -> list[dict]:
    """Conflicts, and sheets held already. For one group a conflict with any application keeps out of the group."""
    kept = dict(conflicts.between_all(reviewers, applications))
    held = ScoreSheet.objects.filter(application__in=applications).values_list(
        "application_id", "reviewer_id"
    )
    for pair in held:
        kept.setdefault(pair, (HOLDS, ""))
    numbers, pool, found = {each.pk: each.number for each in applications}, {r.pk for r in reviewers}, {}
    for (application, reviewer), (kind, note) in sorted(kept.items()):
        if reviewer not in pool:
            continue
        case, said = application, note
        if target == DrawTarget.ALL:
            case, said = WHOLE, f"{numbers[application]}：{note}" if note else numbers[application]
        row = {"case": case, "reviewer": reviewer, "kind": str(kind), "note": said}
        found.setdefault((case, reviewer), row)
    return list(found.values())


def barred_pairs(cases: list[dict], exclusions: list[dict]) -> set[tuple[int, int]]:
    """(case, reviewer) of everybody who must not be drawn for a case."""
    every = [case["id"] for case in cases]
    return {
        (case, exclusion["reviewer"])
        for exclusion in exclusions
        for case in (every if exclusion["case"] is None else [exclusion["case"]])
    }


def result_of(row: Draw) -> list[dict]:
    """The result that follows from cases, pool, exclusions, count, seed and round of a record.

    Raises:
        Refused: too few reviewers for a case.
        ValueError: the record was made by another version of the algorithm.
    """
    if row.algorithm != drawing.VERSION:
        raise ValueError(f"抽取记录的算法版本是 {row.algorithm}，本程序的是 {drawing.VERSION}。")
    cases = [drawing.Case(each["id"], frozenset(each["areas"])) for each in row.cases]
    pool = [drawing.Candidate(each["id"], frozenset(each["areas"]), each["load"]) for each in row.pool]
    barred = barred_pairs(row.cases, row.exclusions)
    try:
        drawn = drawing.draw(cases, pool, barred, count=row.count, seed=row.seed, round=row.round)
    except drawing.TooFew as few:
        raise Refused(_too_few(row, few.available)) from None
    return [{"case": case["id"], "reviewers": drawn[case["id"]]} for case in row.cases]


def _too_few(row: Draw, available: dict[int, int]) -> str:
    names = {case["id"]: case["number"] or "所选申报" for case in row.cases}
    said = "、".join(f"{names[case]}（{number} 人）" for case, number in available.items())
    return f"要抽取 {row.count} 人，可以抽取的专家不足：{said}。请减少人数、扩大抽取范围或补充专家库。"
