"""Pool, exclusions and result of a draw as the lines of its pages; also those of ``replay_draw``."""

from collections.abc import Iterable
from dataclasses import dataclass

from journal.workflow import Refused
from reviews.draws.plan import REASONS, Plan, barred_pairs, result_of
from reviews.models import Draw, ScoreSheet
from reviews.pool.areas import area_names
from reviews.states import SCORE_SHEET_LOOKS, ScoreSheetState, Viewer


@dataclass(frozen=True)
class Line:
    """Somebody in the pool. ``out``: kept from everything that is drawn for."""

    name: str
    areas: str
    load: int
    out: bool


def pool_rows(cases: list[dict], pool: list[dict], exclusions: list[dict]) -> list[Line]:
    """The pool by name."""
    barred = barred_pairs(cases, exclusions)

    def out(reviewer: int) -> bool:
        return all((case["id"], reviewer) in barred for case in cases)

    rows = [Line(each["name"], area_names(each["areas"]), each["load"], out(each["id"])) for each in pool]
    return sorted(rows, key=lambda row: row.name)


def case_name(case: dict) -> str:
    """What is drawn for, in words."""
    return f"{case['number']} {case['name']}".strip()


def exclusion_rows(cases: list[dict], pool: list[dict], exclusions: list[dict]) -> list[tuple[str, str, str]]:
    """(name, for what, why) of everybody who is not drawn for something."""
    names = {each["id"]: each["name"] for each in pool}
    called = {case["id"]: case_name(case) for case in cases} | {None: "全部申报"}
    rows = []
    for exclusion in exclusions:
        note = f"（{exclusion['note']}）" if exclusion["note"] else ""
        rows.append(
            (names[exclusion["reviewer"]], called[exclusion["case"]], REASONS[exclusion["kind"]] + note)
        )
    return sorted(rows)


def case_rows(found: Plan, count: int) -> list[dict]:
    """Each case with how many may be drawn for it, how many of them know it, and whether that is enough."""
    available, knowing = found.available(), found.fitting()
    return [
        {
            "name": case_name(case),
            "areas": area_names(case["areas"]),
            "available": available[case["id"]],
            "fitting": knowing[case["id"]],
            "enough": available[case["id"]] >= count,
        }
        for case in found.cases
    ]


def result_rows(row: Draw, sheets: Iterable[ScoreSheet]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(case, [(name, state of the sheet, family)]); without a state when the sheet is gone (drawn anew)."""
    names = {each["id"]: each["name"] for each in row.pool}
    cases = {case["id"]: case_name(case) for case in row.cases}
    states = {(sheet.application_id, sheet.reviewer_id): ScoreSheetState(sheet.state) for sheet in sheets}

    def line(case: int, reviewer: int) -> tuple[str, str, str]:
        state = states.get((case, reviewer))
        if state is None:
            return names[reviewer], "", ""
        return names[reviewer], state.label, SCORE_SHEET_LOOKS.look(state, Viewer.OWNER).family

    return [
        (cases[found["case"]], [line(found["case"], pk) for pk in found["reviewers"]]) for found in row.result
    ]


def again_the_same(row: Draw) -> bool:
    """Whether the record gives its result again, and its checksum holds."""
    try:
        return result_of(row) == row.result and row.computed_sha256() == row.sha256
    except (Refused, ValueError):
        return False
