"""``bin/checks/rules.py``: which functions keep a rule and which tests show it."""

import importlib

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def rules():
    """The script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(settings.BASE_DIR / "bin")
        yield importlib.import_module("checks.rules")


@pytest.fixture
def checkout(tmp_path, rules, monkeypatch):
    """A checkout with one rule that is kept and shown."""
    (tmp_path / "programme").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "rules.toml").write_text('CUT-3 = "One instant."\n', "utf-8")
    (tmp_path / "programme" / "cutoff.py").write_text(
        '"""Years."""\n\n\ndef year():\n    """The year (CUT-3)."""\n', "utf-8"
    )
    (tmp_path / "tests" / "test_cutoff.py").write_text(
        "def test_cut_3_the_year_follows():\n    pass\n", "utf-8"
    )
    monkeypatch.setattr(rules, "LISTED", tmp_path / "rules.toml")
    return tmp_path


def test_a_rule_with_function_and_test_stands_in_the_table(rules, checkout):
    assert list(rules.faults(checkout)) == []
    page = rules.document(checkout)
    assert "| `programme/cutoff.py` | `year` |" in page and "| `tests/test_cutoff.py` | 1 |" in page


def test_a_rule_without_function_or_test_fails(rules, checkout):
    (checkout / "programme" / "cutoff.py").write_text('"""Years."""\n', "utf-8")
    (checkout / "tests" / "test_cutoff.py").write_text("", "utf-8")
    assert list(rules.faults(checkout)) == [
        "CUT-3：没有函数在文档字符串中引用它。",
        "CUT-3：没有测试以它命名。",
    ]


def test_a_rule_that_is_not_listed_fails(rules, checkout):
    (checkout / "programme" / "parks.py").write_text('"""Parks (REC-3)."""\n', "utf-8")
    (fault,) = rules.faults(checkout)
    assert fault.startswith("REC-3：") and "programme/parks.py" in fault
