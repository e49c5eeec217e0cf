"""The whole measurement, in order; prints its tables. ``bench/review.py`` brings it a database and a Redis."""

import argparse
import os
import sys
import time

from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from bench.review_steps.asking import Asked, asked, client_of
from bench.review_steps.season import Season, season
from bench.tables import table
from programme.notice import PilotType, Sheet, form_of
from reviews.rubrics.rubric import rubric_of

QUERIES, P95_MS, EXCEL_SECONDS = 13, 150, 3.0  # to be reached


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(prog='make bench-review ARGS="…"')
    parser.add_argument("--received", type=int, default=20_000, help="applications at the city")
    parser.add_argument("--reviewed", type=int, default=2000, help="of them scored")
    parser.add_argument("--sheets", type=int, default=7, help="score sheets of each")
    parser.add_argument("--sent", type=int, default=3000, help="of them forwarded by one bureau")
    parser.add_argument("--pending", type=int, default=40, help="waiting at this bureau")
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page")
    return parser.parse_args()


def pages(made: Season, told: argparse.Namespace) -> list[Asked]:
    """Every page that is measured; the trial of weights and the Excel come for the record and for their own mark."""
    staff, clerk = client_of(made.staff), client_of(made.clerk)
    ranking, screening, desk = (reverse(name) for name in ("ranking", "screening_list", "recommender_list"))
    meeting, confirming = reverse("decision_meeting"), reverse("decision_confirm")
    weights = "&".join(f"w{pk}={weight}" for pk, weight in _turned(made).items())
    year, field = made.cycle.year, form_of(Sheet.TECHNOLOGY).fields[0]
    kinds = [
        ("评分排序", staff, [f"{ranking}?page={page}" for page in (1, 2, 20)]),
        (
            "形式审查列表",
            staff,
            [f"{screening}?{query}" for query in ("page=1", "page=200", "state=received")],
        ),
        (
            "形式审查列表，按词查找",
            staff,
            [f"{screening}?{query}" for query in ("q=第 77", "q=77 期&sort=name")],
        ),
        (
            "形式审查列表，按天数和期限",
            staff,
            [f"{screening}?{query}" for query in ("days=10", "days=0&state=accepted&page=9")],
        ),
        ("推荐单位工作列表", clerk, [desk, f"{desk}?tab=forwarded&page=30"]),
        ("推荐单位工作列表，按词查找", clerk, [f"{desk}?q=第 1", f"{desk}?tab=forwarded&q=示例"]),
        ("推荐单位，本区其他申报", clerk, [f"{desk}?tab=district"]),
        ("评分排序，换权重试算", staff, [f"{ranking}?cycle={year}&type=technology&field=&{weights}"]),
        ("会议决定", staff, [f"{meeting}?{query}" for query in ("", "page=20", "stage=proposed")]),
        ("会议决定，一个领域", staff, [f"{meeting}?cycle={year}&type=technology&field={field}"]),
        ("核对并确认决定", staff, [confirming, f"{confirming}?page=2"]),
    ]
    return [asked(name, client, urls, told.rounds) for name, client, urls in kinds]


def _turned(made: Season) -> dict[int, int]:
    """The weights of the rubric, each at the next criterion."""
    criteria = rubric_of(made.cycle, PilotType.TECHNOLOGY)
    weights = [criterion.weight for criterion in criteria]
    return {each.pk: weight for each, weight in zip(criteria, [*weights[1:], weights[0]], strict=True)}


def milliseconds(seconds: list[float], part: float) -> float:
    """The time that ``part`` of the answers stayed within."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def figures(found: list[Asked]) -> str:
    """Statements and times of each page."""
    head = ["页面", "次数", "查询数", "p50 ms", "p95 ms", "处理器 p50 ms", "KB"]
    rows = [
        [
            each.name,
            len(each.seconds),
            "、".join(map(str, sorted(each.queries))),
            *(f"{milliseconds(each.seconds, part):.0f}" for part in (0.5, 0.95)),
            f"{milliseconds(each.processor, 0.5):.0f}",
            each.size // 1024,
        ]
        for each in found
    ]
    return table([head, *rows])


def judged(found: list[Asked], excel: Asked) -> tuple[str, bool]:
    """What was to be reached, and whether it was."""
    marks = []
    for each in found:
        counts, p95 = sorted(each.queries), milliseconds(each.seconds, 0.95)
        constant = len(counts) == 1 and counts[0] <= QUERIES
        marks.append((f"{each.name}：查询数", counts, f"恒定且不超过 {QUERIES}", constant))
        marks.append((f"{each.name}：p95", f"{p95:.0f} ms", f"< {P95_MS} ms", p95 < P95_MS))
    took = milliseconds(excel.seconds, 0.5) / 1000
    marks.append(("评分汇总表 Excel", f"{took:.2f} s", f"< {EXCEL_SECONDS:g} s", took < EXCEL_SECONDS))
    rows = [[*row, "达到" if reached else "未达到"] for *row, reached in marks]
    return table([["目标", "结果", "要求", ""], *rows]), all(reached for *_, reached in marks)


def measure(told: argparse.Namespace) -> bool:
    """Measure and print; whether everything was reached."""
    begin = time.monotonic()
    made = season(told.received, told.reviewed, told.sheets, told.sent, told.pending)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"已造好数据，用时 {time.monotonic() - begin:.0f} s；负载 {os.getloadavg()[0]:.1f}", end="\n\n")
    found = pages(made, told)
    excel = f"{reverse('ranking_file')}?cycle={made.cycle.year}&type=technology&field="
    file = asked("评分汇总表 Excel", client_of(made.staff), [excel], 3)
    print(figures([*found, file]), end="\n\n")
    text, reached = judged(found, file)
    print(text)
    print(f"\n结束时负载 {os.getloadavg()[0]:.1f}")
    return reached


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sys.exit(0 if measure(arguments()) else 1)
