"""The rules of the programme, and where each is kept: ``docs/rules.md``, made from docstrings and names of tests.

Part of ``make check``: fails when a rule has no function or no test, when code quotes a rule that ``rules.toml`` does not
list, or when the page is out of date. ``make rules`` writes it.
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from project import ROOT, fail, say

LISTED = Path(__file__).with_name("rules.toml")
WRITTEN = ROOT / "docs" / "rules.md"
ROOMS = (
    "accounts",
    "applications",
    "config",
    "face",
    "files",
    "journal",
    "pilots",
    "portal",
    "programme",
    "reviews",
    "sheets",
)
QUOTED = re.compile(r"\b(?:CUT|NUM|ELI|REC|MAT|REV|AWD|LIB|NAT)-[0-9A-Z]\b")
OF_TEST = re.compile(r"(?<=_)(?:cut|num|eli|rec|mat|rev|awd|lib|nat)_[0-9a-z](?=_|$)")
HEAD = """# The rules, and where each is kept

Written by `make rules`; do not edit. *Kept by*: functions, classes and modules whose docstring quotes the
rule. *Shown by*: tests whose name does. `make check` fails when a rule has neither. The rules themselves are the notice's
(京环函〔2024〕42号).
"""


def listed() -> dict[str, str]:
    """The rules by id, each with its one sentence, in the order of ``rules.toml``."""
    return tomllib.loads(LISTED.read_text("utf-8"))


def keepers(root: Path) -> dict[str, dict[str, list[str]]]:
    """Rule → file → what in it quotes the rule in its docstring ("" is the module itself)."""
    places: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in _modules(root, ROOMS):
        for name, node in _named(ast.parse(path.read_text("utf-8"))):
            for rule in sorted(set(QUOTED.findall(ast.get_docstring(node) or ""))):
                places[rule][path.relative_to(root).as_posix()].append(name)
    return places


def tests(root: Path) -> dict[str, dict[str, int]]:
    """Rule → file of tests → how many of its tests carry the rule in their name."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path in _modules(root, ("tests",)):
        for name, _ in _named(ast.parse(path.read_text("utf-8"))):
            if name.startswith("test_"):
                for rule in {rule.upper().replace("_", "-") for rule in OF_TEST.findall(name)}:
                    counts[rule][path.relative_to(root).as_posix()] += 1
    return counts


def _modules(root: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((root / folder).rglob("*.py")) if "migrations" not in path.parts)


def _named(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """The module, and its functions, classes and their methods with their names."""
    yield "", module
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from (
                (f"{node.name}.{inner.name}", inner)
                for inner in node.body
                if isinstance(inner, ast.FunctionDef)
            )


def faults(root: Path) -> Iterator[str]:
    """Yield a sentence for each rule that nobody keeps, or no test shows, or that is not listed."""
    rules, kept, shown = listed(), keepers(root), tests(root)
    for rule in rules:
        if rule not in kept:
            yield f"{rule}：没有函数在文档字符串中引用它。"
        if rule not in shown:
            yield f"{rule}：没有测试以它命名。"
    yield from (
        f"{rule}：{', '.join(kept[rule])} 引用了它，但 {LISTED.name} 中没有。"
        for rule in sorted({*kept} - {*rules})
    )


def document(root: Path) -> str:
    """The page: for each rule its sentence, what keeps it, which tests show it."""
    rules, kept, shown = listed(), keepers(root), tests(root)
    parts = [HEAD]
    for rule, sentence in rules.items():
        parts += [f"\n## {rule}\n", f"{sentence}\n", "| kept by | |", "|---|---|"]
        parts += [f"| `{path}` | {_names(names)} |" for path, names in sorted(kept[rule].items())]
        parts += ["", "| shown by | tests |", "|---|---|"]
        parts += [f"| `{path}` | {count} |" for path, count in sorted(shown[rule].items())]
    return "\n".join(parts) + "\n"


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" if name else "the module" for name in names)


def main(arguments: list[str]) -> None:
    """Check, or write the page."""
    broken = list(faults(ROOT))
    for fault in broken:
        say(fault)
    if broken:
        fail("规则与代码不一致，见上。")
    if "--write" in arguments:
        WRITTEN.write_text(document(ROOT), "utf-8")
    elif not WRITTEN.exists() or WRITTEN.read_text("utf-8") != document(ROOT):
        fail(f"{WRITTEN.relative_to(ROOT)} 已过时，请运行：make rules")


if __name__ == "__main__":
    main(sys.argv[1:])
