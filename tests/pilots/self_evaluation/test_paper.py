"""The self-evaluation report is made from the figures (A1 §三.3)."""

import os
from pathlib import Path

import pytest

from pilots.models import SubmissionVersion
from pilots.repair.kind import REPAIR
from pilots.self_evaluation.paper import report_letter
from sheets.letters.letter import Letter, Table
from sheets.letters.pdf import render_letter_pdf
from sheets.letters.word import render_letter_word
from tests import factories

pytestmark = pytest.mark.django_db


def tables(letter: Letter) -> list[tuple]:
    return [part.rows for part in letter.parts if isinstance(part, Table)]


def keep(letter: Letter, name: str) -> None:
    """Put a letter where somebody looks at it, when ``LOOK_AT`` names a folder."""
    if folder := os.environ.get("LOOK_AT"):
        Path(folder, f"{name}.pdf").write_bytes(render_letter_pdf(letter))
        Path(folder, f"{name}.docx").write_bytes(render_letter_word(letter))


def version_of(pilot) -> SubmissionVersion:
    return factories.self_evaluation_of(pilot).last


def test_each_target_stands_with_what_was_promised_aimed_at_reported_and_reached():
    pilot = factories.self_evaluated()
    letter = report_letter(version_of(pilot))
    keep(letter, "self_evaluation")
    figures = tables(letter)[1]
    until = pilot.implementing_until
    day = f"{until.year}年{until.month}月{until.day}日前"
    assert [row[0] for row in figures] == ["每年减少温室气体排放（tCO2e）", "系统建成"]
    assert figures[0][2:] == (f"1200，{day}", "—", "1100", "未达到")
    assert figures[1][1:] == ("—", f"{day}完成", "—", "已达成", "达到")
    methods = tables(letter)[2]
    assert methods[0][1:] == ("由电表读数按电网因子核算。", "电表读数记录", "冬季负荷低于设计值。")


def test_what_was_promised_stands_in_the_same_kind_and_unit():
    pilot = factories.self_evaluated()
    promised = pilot.target_sets.promised().get().targets.get(kind="reduction")
    assert promised.key == 1
    figures = tables(report_letter(version_of(pilot)))[1]
    assert figures[0][1] == f"{promised.value.normalize():f}"


def test_the_scaling_by_days_and_the_experience_stand_in_it():
    letter = report_letter(version_of(factories.self_evaluated()))
    texts = " ".join(str(cell) for rows in tables(letter) for row in rows for cell in row)
    assert "按天数折算一年" in texts and "按月负荷修正。" in texts and "可以复制" in texts


def test_the_same_version_gives_the_same_bytes():
    version = version_of(factories.self_evaluated())
    assert render_letter_word(report_letter(version)) == render_letter_word(report_letter(version))


def test_the_repair_report_is_a_paper_too():
    pilot = factories.repaired()
    letter = REPAIR.letter(factories.repair_of(pilot).last)
    keep(letter, "repair")
    texts = " ".join(str(cell) for rows in tables(letter) for row in rows for cell in row)
    assert "补齐计量器具" in texts and "已加装两块电表。" in texts and "计量不全。" in texts
