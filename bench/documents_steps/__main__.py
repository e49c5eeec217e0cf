"""The whole measurement, in order; prints its tables. ``bench/documents.py`` gives it a folder of its own."""

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bench.documents_steps import others, report
from bench.documents_steps.fullest import STAMP, fullest_grid
from bench.documents_steps.rounds import Timed, interleave
from bench.documents_steps.work import a_minute, memory, packet, pair
from sheets.pdf.render import render
from sheets.word.render import render_word


def options(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog='make bench-documents ARGS="…"', description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="轮数：每轮各做一次")
    parser.add_argument("--cold", type=int, default=3, help="每次重新启动的做法测几次，0 为不测")
    parser.add_argument("--pairs", type=int, default=60, help="测吞吐时每个进程做几对 Word 和 PDF")
    parser.add_argument("--packets", type=int, default=30, help="测吞吐时每个进程做几个材料包")
    parser.add_argument(
        "--memory", type=int, nargs=4, default=[20, 40, 200, 400], help="做了这么多对之后看内存（依次递增）"
    )
    return parser.parse_args(arguments)


def measure(asked: argparse.Namespace) -> list[report.Mark]:
    """Measure everything, print the tables, return what was to be reached."""
    with tempfile.TemporaryDirectory() as folder:
        ours, office, chromium, cold = _single_documents(asked, Path(folder))
    say(
        f"最大的申报表（技术类，三项技术，各项写满）：Word {len(pair()[0]) // 1000} KB，PDF {len(pair()[1]) // 1000} KB"
    )
    print(report.times([*ours, *office, *chromium, *cold], ours[1]), flush=True)
    pairs, packets = a_minute(pair, asked.pairs), a_minute(packet, asked.packets)
    say(f"两个进程每分钟：Word + PDF {pairs:.0f} 对，材料包（两个小附件）{packets:.0f} 个")
    sizes = memory(tuple(asked.memory))
    told = "，".join(f"{count} 对后 {size:.0f} MB" for count, size in (sizes or {}).items())
    say(f"一个进程的内存：{told or report.UNMEASURED}")
    first, second, third, last = asked.memory
    say(f"{third} 对后与 {first} 对后之比：{sizes[third] / sizes[first]:.2f}" if sizes else report.UNMEASURED)
    return [
        *report.marks(ours[0], ours[1], office[0], chromium[0]),
        *report.worker_marks(pairs, sizes, (second, last)),
    ]


def _single_documents(asked: argparse.Namespace, folder: Path) -> tuple[list[Timed], ...]:
    word = folder / "form.docx"
    word.write_bytes(render_word(fullest_grid(), STAMP))
    document = others.standalone(fullest_grid(), STAMP)
    ours = [Timed("Word", _word), Timed("PDF", _pdf), Timed("Word + PDF", pair)]
    with _office(word, folder) as (plain, archive), _chromium(document) as printed:
        office = [Timed("LibreOffice 常驻", plain), Timed("LibreOffice 常驻，带标签的 PDF/A-3", archive)]
        chromium = [Timed("Chromium 常驻", printed)]
        interleave([*ours, *office, *chromium], asked.rounds)
    started = others.cold_office(word, folder) if others.soffice() and asked.cold else None
    launched = others.cold_chromium(document, folder) if others.chromium() and asked.cold else None
    cold = [Timed("LibreOffice 每次启动", started), Timed("Chromium 每次启动", launched)]
    if started or launched:
        interleave(cold, asked.cold)
    return ours, office, chromium, cold


def _word() -> bytes:
    return render_word(fullest_grid(), STAMP)


def _pdf() -> bytes:
    return render(fullest_grid(), STAMP, _embedded()).pdf


@cache
def _embedded() -> bytes:
    return _word()


@contextlib.contextmanager
def _office(word: Path, folder: Path) -> Iterator[tuple[others.Way | None, others.Way | None]]:
    if not others.soffice() or not others.uno_python():
        say("没有 LibreOffice 或它的 Python 接口（Debian：libreoffice-writer、python3-uno），相应各项未测")
        yield None, None
        return
    with others.warm_office(word, folder) as ways:
        yield ways


@contextlib.contextmanager
def _chromium(document: str) -> Iterator[others.Way | None]:
    if not others.chromium():
        say("没有 Chromium，相应各项未测")
        yield None
        return
    with others.warm_chromium(document) as way:
        yield way


def say(text: str) -> None:
    """Tell one thing, at once."""
    print(f"▸ {text}", flush=True)


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when nothing that was measured misses its mark."""
    say(f"{os.cpu_count()} 个处理器；各做法轮流进行，取中位数")
    found = measure(options(arguments))
    print(report.marks_table(found))
    return 1 if any(mark.holds is False for mark in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
