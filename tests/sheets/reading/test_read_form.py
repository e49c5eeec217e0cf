"""``manage.py read_form``: what render_form wrote comes back as the same file of answers; a bad file is one line."""

import json
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets.answers import dump
from sheets.grid import grid
from sheets.labels import from_labels, to_labels
from sheets.word.render import render_word
from tests.files import samples
from tests.sheets.official import official, saved
from tests.sheets.strategies import SHEETS, filled
from tests.sheets.test_render_form import GOOD

few = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


def read(capsys, path: Path, *options: str) -> dict:
    call_command("read_form", str(path), *options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("form", ["technology", "leader", "park"])
def test_render_form_and_read_form_are_inverse(form, tmp_path, capsys):
    answers = tmp_path / "answers.yaml"
    answers.write_text(GOOD[form], "utf-8")
    call_command("render_form", form, str(answers), "--output", str(tmp_path / "one"))
    capsys.readouterr()
    first = read(capsys, tmp_path / "one" / f"{form}.docx")
    assert from_labels(SHEETS[form], first) == from_labels(
        SHEETS[form], yaml.safe_load(GOOD[form]) | _phones(form)
    )
    again = tmp_path / "again.yaml"
    again.write_text(json.dumps(first, ensure_ascii=False), "utf-8")
    call_command("render_form", form, str(again), "--output", str(tmp_path / "two"))
    capsys.readouterr()
    assert read(capsys, tmp_path / "two" / f"{form}.docx") == first


def _phones(form: str) -> dict:
    """What plain YAML takes for numbers and dates."""
    if form == "technology":
        return {
            "联系方式": "01012345670",
            "建设周期": ["2025-03", "2026-06"],
            "项目总投资（万元）": "2350.50",
        }
    return {"申报联系人手机": "13800000000", "申报区域面积": "3.2"} if form == "park" else {}


@pytest.mark.parametrize("form", SHEETS)
@few
@given(data=st.data())
def test_answers_at_random_come_back_by_label(form, data, tmp_path_factory, capsys):
    answers = dump(SHEETS[form], data.draw(filled(SHEETS[form])))
    path = tmp_path_factory.mktemp("read") / "form.docx"
    path.write_bytes(render_word(grid(SHEETS[form], answers, 2026)))
    assert read(capsys, path, "--sheet", form) == to_labels(SHEETS[form], answers)


def test_what_belongs_nowhere_is_told_beside_the_answers(tmp_path, capsys):
    document = official("park", {"applicant_name": "示例园区"})
    document.add_paragraph("另附说明一页。")
    (tmp_path / "form.docx").write_bytes(saved(document))
    call_command("read_form", str(tmp_path / "form.docx"))
    told = capsys.readouterr()
    assert json.loads(told.out) == {"主体名称": "示例园区"} and "另附说明一页。" in told.err


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        (b"words", (), "这不是 Word 文档"),
        (samples.pdf(), (), "这是 PDF 文件"),
        (samples.word(), (), "没有在文件中找到申报表"),
        (None, (), "无法读取文件"),
        (render_word(grid(SHEETS["park"], {}, 2026)), ("--sheet", "leader"), "不是“leader”申报表"),
        (render_word(grid(SHEETS["park"], {}, 2026)), ("--sheet", "zone"), "没有“zone”这种申报表"),
        (render_word(grid(SHEETS["park"], {}, 2026)), ("--year", "2019"), "2019"),
    ],
    ids=["no-zip", "pdf", "other-word", "missing", "other-form", "unknown-form", "no-year"],
)
def test_a_bad_file_gives_one_line_and_no_answers(content, options, says, tmp_path, capsys):
    path = tmp_path / "form.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SystemExit) as exit_:
        call_command("read_form", str(path), *options)
    told = capsys.readouterr()
    assert (exit_.value.code, told.out, told.err.count("\n")) == (2, "", 1) and says in told.err
