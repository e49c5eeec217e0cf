"""The whole measurement, in order; prints its tables. ``bench/autosave.py`` brings it a database and a Redis."""

import argparse
import asyncio
import sys
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bench.autosave_steps.alone import alone
from bench.autosave_steps.typing_load import type_together
from bench.autosave_steps.writers import writers
from bench.rush_steps import processes
from bench.tables import table

QUERIES, P95 = 8, 0.25  # to be kept: statements of one save; seconds at 50 writers on 2 cores
NAMES = {
    "save": "自动保存",
    "beside": "步骤、提示和纸样",
    "beside without paper": "步骤和提示",
    "page": "整页",
}


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(prog='make bench-autosave ARGS="…"')
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60, help="how long they write")
    parser.add_argument("--rounds", type=int, default=100, help="requests of each kind one after the other")
    return parser.parse_args()


def percentile(seconds: list[float], part: float) -> str:
    """The time (ms) that ``part`` of the requests stayed within."""
    ordered = sorted(seconds)
    return f"{1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))]:.1f}"


def measure(asked: argparse.Namespace) -> bool:
    """Measure and print; whether everything was reached."""
    people = writers(asked.writers)
    found = alone(people[0], asked.rounds)
    head = ["一个接一个", "次数", "查询数", "p50 ms", "p95 ms", "处理器 p50 ms"]
    rows = [
        [NAMES[each.what], len(each.seconds), "、".join(map(str, sorted(each.queries)))]
        + [percentile(each.seconds, part) for part in (0.5, 0.95)]
        + [percentile(each.processor, 0.5)]
        for each in found
    ]
    print(table([head, *rows]), end="\n\n")
    with processes.web(Path(settings.VAR_DIR) / "log" / "web.log") as port:
        answers = asyncio.run(type_together(port, people, asked.seconds))
    times = {
        what: [answer.seconds for answer in answers if answer.what == what] for what in ("save", "beside")
    }
    head = [
        f"{asked.writers} 人同时填写 {asked.seconds:g} 秒",
        "次数",
        "每秒",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "最长 ms",
    ]
    rows = [
        [NAMES[what], len(seconds), f"{len(seconds) / asked.seconds:.1f}"]
        + [percentile(seconds, part) for part in (0.5, 0.95, 0.99, 1)]
        for what, seconds in times.items()
    ]
    print(table([head, *rows]), end="\n\n")
    statuses = Counter(answer.status for answer in answers)
    quick = float(percentile(times["save"], 0.95)) / 1000
    marks = [
        (
            "一次自动保存的查询数",
            found[0].queries,
            f"恒定且不超过 {QUERIES}",
            len(found[0].queries) == 1 and max(found[0].queries) <= QUERIES,
        ),
        (f"{asked.writers} 人时自动保存 p95", f"{quick:.3f} s", f"< {P95} s", quick < P95),
        ("未成功的请求", len(answers) - statuses[200], "0", set(statuses) == {200}),
    ]
    print(
        table(
            [
                ["核对", "结果", "应为", ""],
                *([*row, "达到" if reached else "未达到"] for *row, reached in marks),
            ]
        )
    )
    return all(reached for *_, reached in marks)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    sys.exit(0 if measure(arguments()) else 1)
