"""``bin/ratchets.py``: what may only shrink, and the list of checked types that may only grow."""

import importlib
import subprocess
import tomllib

import pytest
from django.conf import settings

PYPROJECT = """
[tool.importlinter]
root_packages = ["shop"]
[tool.mypy]
files = [{files}]
"""


@pytest.fixture(scope="module")
def ratchets():
    """The script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(settings.BASE_DIR / "bin")
        yield importlib.import_module("ratchets")


@pytest.fixture
def checkout(tmp_path):
    """A small checkout with one app; returns a function that writes a file into it."""

    def write(name: str, text: str):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return tmp_path

    write("pyproject.toml", PYPROJECT.format(files='"shop"'))
    write("bin/ratchets.toml", '[commits]\nafter = "none"\n[typed]\nminimum = ["shop"]\n')
    return write


def function(name: str, lines: int) -> str:
    """A function with a docstring of three lines and a body of so many."""
    return f'def {name}(request):\n    """One.\n\n    Two."""\n' + "    pass\n" * lines


def test_nothing_left_the_checked_packages(ratchets):
    listed = tomllib.loads((settings.BASE_DIR / ratchets.LIST).read_text("utf-8"))
    assert list(ratchets.untyped(settings.BASE_DIR, listed["typed"]["minimum"])) == []


@pytest.mark.parametrize(
    ("kind", "name", "at_the_limit", "over_it"),
    [
        ("file_lines", "shop/goods.py", "a = 1\n" * 300, "a = 1\n" * 301),
        ("function_lines", "shop/goods.py", function("sell", 40), function("sell", 41)),
        ("view_lines", "shop/views_goods.py", function("sell", 25), function("sell", 26)),
        ("function_lines", "shop/views_goods.py", function("_sell", 40), function("_sell", 41)),
        ("template_lines", "templates/shop/goods.html", "<p></p>\n" * 80, "<p></p>\n" * 81),
        ("named_found", "shop/goods.py", "sum(found=1)\nfound[0] = 1\n", "a, found = 1, 2\n"),
        ("named_found", "tests/test_goods.py", "goods = 1\n", "if found := 1:\n    pass\n"),
        ("named_each", "shop/goods.py", '"""for each in a"""\n', "[each for each in ()]\n"),
        ("type_ignores", "shop/goods.py", "a = 1  # type\n", "a = 1  # type: ignore[misc]  # a reason\n"),
        (
            "bare_type_ignores",
            "shop/goods.py",
            "a = 1  # type: ignore[misc]  # why\n",
            "a = 1  # type: ignore\n",
        ),
    ],
)
def test_each_limit(ratchets, checkout, kind, name, at_the_limit, over_it):
    assert ratchets.measure(checkout(name, at_the_limit))[kind] == {}
    (measured,) = ratchets.measure(checkout(name, over_it))[kind]
    assert measured.startswith(name)


def test_folder_counts_neither_models_nor_migrations_nor_init(ratchets, checkout):
    for number in range(14):
        for folder in ("shop", "shop/models", "shop/migrations", "shop/sale"):
            checkout(f"{folder}/part{number}.py", "")
    root = checkout("shop/__init__.py", "")
    checkout("shop/models/one_more.py", "")
    checkout("shop/migrations/one_more.py", "")
    assert ratchets.measure(root)["folder_files"] == {}
    checkout("shop/sale/one_more.py", "")
    assert ratchets.measure(root)["folder_files"] == {"shop/sale": 15}


@pytest.mark.parametrize(
    ("present", "listed", "word"),
    [
        ({"a.py": 310}, {}, "超过限度"),
        ({"a.py": 311}, {"a.py": 310}, "只能减少"),
        ({"a.py": 309}, {"a.py": 310}, "改小"),
        ({}, {"a.py": 310}, "删去"),
    ],
)
def test_growth_and_loose_entries_are_told(ratchets, present, listed, word):
    (sentence,) = ratchets.grown_or_loose({"file_lines": present}, {"file_lines": listed})
    assert sentence.startswith("a.py：")
    assert word in sentence


def test_exact_entry_holds(ratchets):
    assert not list(ratchets.grown_or_loose({"file_lines": {"a.py": 310}}, {"file_lines": {"a.py": 310}}))


def test_package_cannot_leave_the_checked_ones(ratchets, checkout):
    root = checkout("shop/rules.py", "")
    assert list(ratchets.untyped(root, ["shop"])) == []
    assert "不能退出" in next(ratchets.untyped(root, ["shop", "shelf"]))
    assert "同时记入" in next(ratchets.untyped(root, []))


def test_rules_and_workflow_are_checked_everywhere(ratchets, checkout):
    checkout("pyproject.toml", PYPROJECT.format(files='"shop/goods.py"'))
    checkout("shop/goods.py", "")
    checkout("shop/sale/workflow.py", "")
    root = checkout("shop/rules.py", "")
    sentences = list(ratchets.untyped(root, ["shop/goods.py"]))
    assert [sentence.partition("：")[0] for sentence in sentences] == [
        "shop/rules.py",
        "shop/sale/workflow.py",
    ]


def test_written_list_holds_at_once(ratchets, checkout):
    root = checkout("shop/goods.py", "a = 1\n" * 301)
    assert len(ratchets.check(root)) == 1
    ratchets.write(root)
    assert ratchets.check(root) == []


def test_long_subjects(ratchets, tmp_path):
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(tmp_path), *identity, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert list(ratchets.long_subjects(tmp_path, "HEAD")) == []  # no repository
    git("init", "-q")
    for subject in ("x" * 80, "y" * 72, "z" * 73):
        git("commit", "-q", "--allow-empty", "-m", subject)
    first = git("rev-list", "--max-parents=0", "HEAD")
    (sentence,) = ratchets.long_subjects(tmp_path, first)
    assert "z" * 73 in sentence
    assert list(ratchets.long_subjects(tmp_path, "0" * 40)) == []  # a shallow clone lacks the base


def test_message_of_a_commit_is_checked_before_it(ratchets, tmp_path, capsys):
    message = tmp_path / "message"
    message.write_text("z" * 72 + "\n\nA body may be longer." + "z" * 80, "utf-8")
    assert ratchets.main(["--message", str(message)]) == 0
    message.write_text("z" * 73, "utf-8")
    assert ratchets.main(["--message", str(message)]) == 1
    assert capsys.readouterr().out.startswith("▸ 标题有 73 个字符")
