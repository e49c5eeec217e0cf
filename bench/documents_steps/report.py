"""The printed tables, and whether the marks were reached."""

from dataclasses import dataclass

from bench.documents_steps.rounds import Timed
from bench.tables import table

WORD_MS, OFFICE, CHROMIUM, PAIRS, GROWTH = 35, 1.0, 3.0, 180, 1.10  # to be reached
UNMEASURED = "未测"


@dataclass(frozen=True)
class Mark:
    """Something to reach: what, how much was found, the bound in words, and whether it holds (None: not measured)."""

    name: str
    found: str
    bound: str
    holds: bool | None


def times(timed: list[Timed], unit: Timed) -> str:
    """Each way: milliseconds, how many a second, how many times as long as ``unit``."""
    rows = [["做法", "中位数 ms", "每秒", f"与“{unit.name}”之比", "次数"]]
    for item in timed:
        if not item.seconds:
            rows.append([item.name, UNMEASURED, "", "", ""])
            continue
        ratio = f"{item.ratio(unit):.2f}"
        rows.append(
            [item.name, f"{1000 * item.median:.0f}", f"{1 / item.median:.1f}", ratio, len(item.seconds)]
        )
    return table(rows)


def marks(word: Timed, pdf: Timed, office: Timed, chromium: Timed) -> list[Mark]:
    """The marks for single documents."""
    against_office = pdf.ratio(office) if office.seconds else None
    against_chromium = chromium.ratio(pdf) if chromium.seconds else None
    return [
        _mark("Word，毫秒", 1000 * word.median, f"≤ {WORD_MS}", lambda ms: ms <= WORD_MS, ".1f"),
        _mark("PDF 与常驻 LibreOffice 之比", against_office, f"≤ {OFFICE}", lambda ratio: ratio <= OFFICE),
        _mark(
            "常驻 Chromium 与 PDF 之比", against_chromium, f"≥ {CHROMIUM}", lambda ratio: ratio >= CHROMIUM
        ),
    ]


def worker_marks(pairs: float, memory: dict[int, float] | None, counts: tuple[int, int]) -> list[Mark]:
    """The marks for workers; ``counts`` are the pairs after which memory is compared."""
    growth = memory[counts[1]] / memory[counts[0]] if memory else None
    return [
        _mark("两个进程每分钟 Word + PDF", pairs, f"≥ {PAIRS}", lambda found: found >= PAIRS, ".0f"),
        _mark(
            f"{counts[1]} 份后与 {counts[0]} 份后的内存之比",
            growth,
            f"≤ {GROWTH}",
            lambda found: found <= GROWTH,
        ),
    ]


def _mark(name: str, found: float | None, bound: str, holds, form: str = ".2f") -> Mark:
    if found is None:
        return Mark(name, UNMEASURED, bound, None)
    return Mark(name, format(found, form), bound, holds(found))


def marks_table(found: list[Mark]) -> str:
    """What was to be reached and whether it was."""
    words = {True: "达到", False: "未达到", None: UNMEASURED}
    rows = [["目标", "结果", "要求", ""]]
    return table(rows + [[mark.name, mark.found, mark.bound, words[mark.holds]] for mark in found])
