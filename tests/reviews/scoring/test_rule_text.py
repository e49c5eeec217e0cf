"""The rule of scoring is worded once, beside the figures it names (REV-3, house rule: a sentence stands once)."""

import re

from reviews.scoring import totals
from tests.rooms import ROOMS, ROOT

PLACES = [*ROOMS, "templates", "static"]
WORDINGS = re.compile(
    r"去掉.{0,6}最高|不足\s*(3|\{\{? ?valid_from ?\}?\})\s*份|满\s*(3|5|\{)[^份]*份", re.IGNORECASE
)
HOME = ROOT / "reviews" / "scoring" / "totals.py"


def test_nothing_but_scoring_words_the_rule():
    files = [p for place in PLACES for kind in ("*.py", "*.html", "*.js") for p in (ROOT / place).rglob(kind)]
    assert HOME in files and WORDINGS.search(HOME.read_text())
    assert [str(path) for path in files if path != HOME and WORDINGS.search(path.read_text())] == []


def test_the_words_name_the_figures_that_count():
    for text in (totals.RULE_TEXT, totals.RULE_IN_FULL):
        assert f"满 {totals.VALID_FROM} 份才有结果" in text
        assert f"满 {totals.TRIM_FROM} 份起，{totals.TRIMMED_TEXT}" in text
    assert totals.TOO_FEW_TEXT.endswith(f"{totals.VALID_FROM} 份")
