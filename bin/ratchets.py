"""What may only shrink: sizes of files, functions, folders and templates, and habits that are on their way out.

``bin/ratchets.toml`` lists what is over a limit today, each with its exact size. The check fails when something
grows, and also when an entry is larger than needed; ``python bin/ratchets.py --write`` writes the present sizes.
The list of what is checked for types works the other way: it may only grow.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from project import ROOT, say

LIST = Path("bin", "ratchets.toml")
NOTE = "# What is over a limit of bin/ratchets.py, with its present size. These numbers only fall."
LIMITS = {
    "file_lines": ("文件行数", 300),
    "view_lines": ("视图行数", 25),
    "function_lines": ("函数行数", 40),
    "folder_files": ("目录中的 Python 文件数", 14),
    "template_lines": ("模板行数", 80),
    "named_found": ("以 found 命名的次数", 0),
    "named_each": ("以 each 循环的次数", 0),
    "type_ignores": ("类型检查的豁免数", 0),
    "bare_type_ignores": ("没有写明代号和理由的类型检查豁免数", 0),
}
SUBJECT_LENGTH = 72
MUST_BE_TYPED = ("rules.py", "workflow.py")
IGNORE = re.compile(r"# type: " r"ignore(\[[\w, -]+\]  # \S)?")  # in two parts, so as not to count itself

Size = tuple[str, str, int]  # key of LIMITS, what is measured, how large


def measure(root: Path) -> dict[str, dict[str, int]]:
    """Return for each limit what is over it in the checkout at ``root``: name of the thing → its size."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, name, size in _sizes(root):
        counted[kind][name] += size
    return {
        kind: {name: size for name, size in sorted(counted[kind].items()) if size > most}
        for kind, (_, most) in LIMITS.items()
    }


def _sizes(root: Path) -> Iterator[Size]:
    apps = _settings(root)["importlinter"]["root_packages"]
    for top in (*apps, "bin", "bench"):
        for path in _files(root / top, "*.py"):
            name, text = path.relative_to(root).as_posix(), path.read_text("utf-8")
            tree = ast.parse(text)
            yield from (*_sizes_of_code(name, text, tree), *_worn_names(name, tree), *_ignores(name, text))
    for path in _files(root / "tests", "*.py"):
        name, text = path.relative_to(root).as_posix(), path.read_text("utf-8")
        if "found" in text or "each" in text:
            yield from _worn_names(name, ast.parse(text))
    for folder in sorted({*root.glob("*/templates"), root / "templates"}):
        for path in _files(folder, "*.html"):
            yield "template_lines", path.relative_to(root).as_posix(), _lines(path.read_text("utf-8"))


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob(pattern)) if "migrations" not in path.parts)


def _settings(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]


def _lines(text: str) -> int:
    return len(text.splitlines())


def _sizes_of_code(name: str, text: str, tree: ast.Module) -> Iterator[Size]:
    """Sizes of a file of the product and of its functions; its place in its folder."""
    folder, _, file = name.rpartition("/")
    yield "file_lines", name, _lines(text)
    if file != "__init__.py" and not folder.endswith("/models"):
        yield "folder_files", folder, 1
    for path, function in _functions(tree):
        view = file.startswith("views") and "." not in path and not path.startswith("_")
        yield "view_lines" if view else "function_lines", f"{name}::{path}", body_lines(function)


def _functions(
    tree: ast.AST, owner: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield owner + node.name, node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _functions(node, f"{owner}{node.name}.")


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has, without its head and its docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _worn_names(name: str, tree: ast.Module) -> Iterator[Size]:
    """Names that say nothing, where the thing has one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield "named_found", name, sum(_binds(target, "found") for target in node.targets)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            yield "named_found", name, _binds(node.target, "found")
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield "named_each", name, _binds(node.target, "each")


def _binds(target: ast.expr, name: str) -> bool:
    names = (node for node in ast.walk(target) if isinstance(node, ast.Name))
    return any(node.id == name and isinstance(node.ctx, ast.Store) for node in names)


def _ignores(name: str, text: str) -> Iterator[Size]:
    for exemption in IGNORE.finditer(text):
        yield "type_ignores", name, 1
        yield "bare_type_ignores", name, not exemption[1]


def grown_or_loose(present: dict[str, dict[str, int]], listed: dict[str, dict[str, int]]) -> Iterator[str]:
    """Yield a sentence for each size that grew, and for each entry that is larger than needed."""
    for kind, (label, most) in LIMITS.items():
        now, before = present.get(kind, {}), listed.get(kind, {})
        for name in sorted(now.keys() | before.keys()):
            size, entry = now.get(name), before.get(name)
            if entry is None:
                yield f"{name}：{label}为 {size}，超过限度 {most}。"
            elif size is None:
                yield f"{name}：{label}已不超过限度 {most}，请从 {LIST.as_posix()} 中删去。"
            elif size > entry:
                yield f"{name}：{label}由 {entry} 增至 {size}，只能减少。"
            elif size < entry:
                yield f"{name}：{label}已减至 {size}，请把 {LIST.as_posix()} 中的 {entry} 改小。"


def untyped(root: Path, minimum: list[str]) -> Iterator[str]:
    """Yield a sentence for each way in which the list of what is checked for types falls short."""
    settings = _settings(root)
    checked = settings["mypy"]["files"]
    for name in sorted(set(minimum) - set(checked)):
        yield f"{name}：不能退出类型检查，请放回 pyproject.toml 的 [tool.mypy] files。"
    for name in sorted(set(checked) - set(minimum)):
        yield f"{name}：已纳入类型检查，请同时记入 {LIST.as_posix()} 的 [typed] minimum。"
    for name in checked:
        if not (root / name).exists():
            yield f"{name}：类型检查所列的路径不存在。"
    for top in settings["importlinter"]["root_packages"]:
        for path in _files(root / top, "*.py"):
            name = path.relative_to(root).as_posix()
            covered = any(name == listed or name.startswith(f"{listed}/") for listed in checked)
            if path.name in MUST_BE_TYPED and not covered:
                yield f"{name}：rules.py 和 workflow.py 都必须纳入类型检查。"


def long_subjects(root: Path, base: str) -> Iterator[str]:
    """Yield a sentence for each commit after ``base`` whose subject is too long; none where history is not there."""
    git = ["git", "-C", str(root)]
    command = [*git, "log", "--no-merges", "--format=%h %s", f"{base}..HEAD"]
    try:
        log = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        return
    if log.returncode:
        return  # no repository, or a shallow one that begins after the base
    for line in log.stdout.splitlines():
        commit, _, subject = line.partition(" ")
        yield from long_subject(subject, f"提交 {commit} ")


def long_subject(subject: str, of: str = "") -> Iterator[str]:
    """Yield a sentence when the subject of a commit is too long; ``of`` names the commit, when it exists."""
    if len(subject) > SUBJECT_LENGTH:
        yield f"{of}的标题有 {len(subject)} 个字符，最多 {SUBJECT_LENGTH} 个：{subject}".removeprefix("的")


def check(root: Path) -> list[str]:
    """Return a sentence for each ratchet that slipped or is to be tightened."""
    listed = tomllib.loads((root / LIST).read_text("utf-8"))
    return [
        *grown_or_loose(measure(root), listed),
        *untyped(root, listed["typed"]["minimum"]),
        *long_subjects(root, listed["commits"]["after"]),
    ]


def write(root: Path) -> None:
    """Write the present sizes, and what is checked for types, into the list."""
    after = tomllib.loads((root / LIST).read_text("utf-8"))["commits"]["after"]
    lines = [
        NOTE,
        "",
        "[commits]",
        f'after = "{after}"  # subjects of later commits are checked',
        "",
        "[typed]",
    ]
    checked = _settings(root)["mypy"]["files"]
    lines += ["minimum = [", *(f'  "{name}",' for name in checked), "]"]
    for kind, entries in measure(root).items():
        if entries:
            lines += ["", f"[{kind}]", *(f'"{name}" = {size}' for name, size in entries.items())]
    (root / LIST).write_text("\n".join(lines) + "\n", "utf-8")


def main(arguments: list[str]) -> int:
    """Check the checkout, or with ``--message FILE`` a commit message; with ``--write`` renew the list."""
    if arguments == ["--write"]:
        write(ROOT)
        return 0
    if arguments[:1] == ["--message"]:
        problems = list(long_subject(Path(arguments[1]).read_text("utf-8").partition("\n")[0]))
    else:
        problems = check(ROOT)
    for problem in problems:
        say(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
