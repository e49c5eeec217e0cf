"""The small version of ``make bench-documents``: it measures everything once and prints it; times prove nothing here."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.documents_steps import others, report
from bench.documents_steps.fullest import FORM, fullest_answers, fullest_grid
from bench.documents_steps.rounds import Timed, interleave
from bench.documents_steps.work import pair
from sheets.answers import slot_faults, slots
from sheets.wordcount import count
from tests.sheets.pdf_text import pdf_text
from tests.sheets.word_text import word_text

ROOT = Path(__file__).resolve().parents[2]
SMALL = [
    *("--rounds", "1", "--cold", "0", "--pairs", "1"),
    *("--packets", "1", "--memory", "1", "2", "3", "4"),
]


def test_the_largest_form_is_full_and_without_faults():
    filled = list(slots(FORM, fullest_answers()))
    assert [slot.path for slot, value in filled if value is None] == []
    assert [fault for slot, value in filled for fault in slot_faults(slot.leaf, value)] == []
    limited = [(count(value), slot.leaf.limit) for slot, value in filled if slot.leaf.limit]
    assert len(limited) == 4 and all(written == limit for written, limit in limited)


def test_a_pair_is_the_same_form_twice():
    word, pdf = pair()
    expected = "".join("".join(fullest_answers()["project_content"].split()))
    assert expected in word_text(word) and expected[:200] in pdf_text(pdf)
    assert fullest_grid().title.replace(" ", "") in pdf_text(pdf)


def test_every_way_is_measured_or_said_to_be_missing():
    # In a process of its own, as it is meant: it starts a Playwright, and a process holds one at a time.
    command = [sys.executable, "-m", "bench.documents_steps", *SMALL]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for name in ("Word", "PDF", "Word + PDF", *(["Chromium 常驻"] if others.chromium() else [])):
        assert re.search(rf"^{re.escape(name)} +\d+ +\d+\.\d +\d+\.\d\d +1$", printed, re.M), printed
    assert re.search(r"^LibreOffice 常驻 +(\d+ +\d+\.\d|未测)", printed, re.M)
    assert re.search(r"^LibreOffice 每次启动 +未测", printed, re.M)
    assert re.search(r"Word \+ PDF \d+ 对，材料包（两个小附件）\d+ 个", printed)
    assert re.search(r"1 对后 \d+ MB，2 对后 \d+ MB，3 对后 \d+ MB，4 对后 \d+ MB|未测", printed)
    assert len(re.findall(r"(达到|未达到|未测)$", printed, re.M)) >= 5


@pytest.mark.parametrize(("ratio", "holds"), [(1.0, True), (1.01, False)])
def test_marks_follow_the_figures(ratio, holds):
    pdf, office = Timed("PDF", None, [ratio] * 3), Timed("LibreOffice", None, [1.0] * 3)
    word, chromium = Timed("Word", None, [0.036]), Timed("Chromium", None)
    found = report.marks(word, pdf, office, chromium)
    assert [mark.holds for mark in found] == [False, holds, None]
    assert "未测" in report.marks_table(found)


def test_ways_take_turns():
    order = []
    timed = [Timed(name, lambda name=name: order.append(name)) for name in "abc"]
    interleave([*timed, Timed("d", None)], rounds=2)
    assert "".join(order) == "abc" + "abc" + "bca"
    assert [len(item.seconds) for item in timed] == [2, 2, 2]
