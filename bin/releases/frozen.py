"""Frozen releases under ``tests/releases/``: what each holds, and that its migrations never change.

``bin/freeze_release.py`` makes the folder of a release, and checks the newest one.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path("tests", "releases")
MIGRATIONS = "migrations.sha256"  # as sha256sum writes it
SCHEMA, DATA, FILES = "schema.sql", "data.sql.xz", "files.tar.xz"
AGAIN = "python bin/freeze_release.py"


def frozen(root: Path) -> list[str]:
    """Return the versions that are frozen, the oldest first."""
    names = [folder.parent.name for folder in (root / FOLDER).glob(f"*/{MIGRATIONS}")]
    return sorted(names, key=lambda name: [int(part) for part in name.split(".")])


def is_released(root: Path, version: str) -> bool:
    """Return whether ``CHANGELOG.md`` gives the version a date, instead of calling it not released."""
    heading = rf"^## {re.escape(version)} \(\d{{4}}-\d\d-\d\d\)$"
    return bool(re.search(heading, (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE))


def checksums(root: Path) -> dict[str, str]:
    """Return the SHA-256 of every migration of ours by its path."""
    paths = sorted(path for path in root.glob("*/migrations/*.py") if path.name != "__init__.py")
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def write_checksums(root: Path, version: str) -> None:
    """Write the list of migrations of a release."""
    lines = [f"{sha256}  {name}\n" for name, sha256 in checksums(root).items()]
    (root / FOLDER / version / MIGRATIONS).write_text("".join(lines), "utf-8")


def read_checksums(root: Path, version: str) -> dict[str, str]:
    """Return the list of migrations of a release."""
    lines = (root / FOLDER / version / MIGRATIONS).read_text("utf-8").splitlines()
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def stale(root: Path, version: str) -> str:
    """Return a sentence when the fixture of an unreleased version is older than the migrations, else nothing."""
    if is_released(root, version) or read_checksums(root, version) == checksums(root):
        return ""
    return f"{version} 版尚未发布，迁移在冻结之后有变动：请重新运行 {AGAIN} {version}。"


def broken(root: Path) -> Iterator[str]:
    """Yield a sentence for each migration of the newest frozen release that changed or vanished."""
    versions = frozen(root)
    if not versions:
        yield f"{FOLDER} 中没有冻结的版本：请运行 {AGAIN} 版本号。"
        return
    newest, present = versions[-1], checksums(root)
    if not is_released(root, newest):
        yield from filter(None, [stale(root, newest)])
        return
    for name, sha256 in read_checksums(root, newest).items():
        if name not in present:
            yield f"{name}：{newest} 版已经发布，它的迁移不能删除或改名；请恢复。"
        elif present[name] != sha256:
            yield f"{name}：{newest} 版已经发布，它的迁移不能改动；请恢复，并另加一个迁移。"
