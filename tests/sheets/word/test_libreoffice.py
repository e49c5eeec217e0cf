"""Round trip through LibreOffice: filled at random up to the limits, written, saved again there, read: equal values.

Whole batches go through one process, which takes two seconds to start and a fifth of a second a form.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sheets.answers import dump
from sheets.grid import grid
from sheets.reading.read import read_form
from sheets.word.render import render_word
from tests.sheets.rewriting import rewritten, strip_controls
from tests.sheets.strategies import SHEETS, filled

CASES = 200
FORMS = pytest.mark.parametrize("form", SHEETS)
generated = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def cases(form: str) -> list[dict]:
    """Answers of a form, as many as there are cases."""
    found: list[dict] = []

    @generated
    @given(filled(SHEETS[form]))
    def collect(values):
        found.append(dump(SHEETS[form], values))

    collect()
    return found[:CASES]


def saved_again(folder: Path, words: list[bytes]) -> list[bytes]:
    """What LibreOffice makes of Word files when it saves them."""
    (folder / "out").mkdir(parents=True)
    names = [f"{number}.docx" for number in range(len(words))]
    for name, word in zip(names, words, strict=True):
        (folder / name).write_bytes(word)
    command = [
        shutil.which("soffice") or "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", "out"),
    ]
    subprocess.run([*command, *names], cwd=folder, check=True, capture_output=True, timeout=1500)
    return [(folder / "out" / name).read_bytes() for name in names]


@pytest.mark.slow
@pytest.mark.timeout(1800)
@FORMS
@pytest.mark.parametrize("controls", [True, False], ids=["controls", "plain"])
def test_equal_values_after_libreoffice_saved_it(form, controls, tmp_path):
    answers = cases(form)
    assert len(answers) == CASES
    words = [render_word(grid(SHEETS[form], answer, 2026)) for answer in answers]
    if not controls:
        words = [rewritten(word, strip_controls) for word in words]
    wrong = []
    for written, word in zip(answers, saved_again(tmp_path, words), strict=True):
        reading = read_form(word, SHEETS)
        if (reading.sheet.key, reading.answers, reading.stray) != (form, written, ()):
            wrong.append((written, reading.answers, reading.stray))
    assert wrong == []
