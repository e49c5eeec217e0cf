"""Freeze a release: its schema, its migrations and its demo data, for the test that brings them to every later schema.

``python bin/freeze_release.py 1.0.0`` makes ``tests/releases/1.0.0/`` anew, until ``CHANGELOG.md`` gives the version a date;
``--check`` holds the migrations against the newest frozen release (part of ``make check``).
"""

import io
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from check import own_environment
from children import Stopped, stop_on_signals
from project import ROOT, VENV_PYTHON, fail, say
from releases.dumps import dump
from releases.frozen import DATA, FILES, FOLDER, SCHEMA, broken, is_released, write_checksums
from services import Services
from setup import setup

LARGEST = 1024 * 1024  # bytes of all files of a release together


def freeze(version: str) -> None:
    """Write the folder of a release from a new database with the demo data."""
    folder = ROOT / FOLDER / version
    with tempfile.TemporaryDirectory(prefix="portal-freeze-") as made:
        var, services = Path(made, "var"), Services(Path(made, "services"))
        try:
            addresses = services.start()
            say("正在建立数据库并装入演示数据（需要几分钟）")
            environment = own_environment() | addresses
            environment |= {"PORTAL_VAR": str(var), "SECRET_KEY": "for this database only"}
            for command in (["migrate", "--verbosity", "0"], ["demo"]):
                done = subprocess.run(
                    [VENV_PYTHON, "manage.py", *command], cwd=ROOT, env=environment, check=False
                )
                if done.returncode:
                    fail("没有冻结，请查看上面的提示。")
            database = addresses["DATABASE_URL"]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / SCHEMA).write_text(dump(database, "--schema-only"), "utf-8")
            data = dump(database, "--data-only").encode()
            (folder / DATA).write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
            (folder / FILES).write_bytes(packed(var / "files"))
        finally:
            services.stop()
    write_checksums(ROOT, version)
    size = sum(path.stat().st_size for path in folder.iterdir())
    if size > LARGEST:
        fail(f"{folder} 有 {size} 字节，超过 {LARGEST} 字节，请先缩小演示数据。")
    say(f"已冻结 {version} 版：{folder.relative_to(ROOT)}，共 {size // 1024} KB，请提交")


def packed(files: Path) -> bytes:
    """Return a folder of private files as one archive, the same for equal content."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for path in sorted(path for path in files.rglob("*") if path.is_file()):
            member = tarfile.TarInfo(path.relative_to(files).as_posix())
            member.size = path.stat().st_size
            with path.open("rb") as content:
                archive.addfile(member, content)
    return lzma.compress(plain.getvalue(), preset=9 | lzma.PRESET_EXTREME)


def main(arguments: list[str]) -> None:
    """Freeze the version that is named, when it is that of the code and not released yet; ``--check`` only looks."""
    if arguments == ["--check"]:
        problems = list(broken(ROOT))
        for problem in problems:
            say(problem)
        sys.exit(1 if problems else 0)
    present = (
        (ROOT / "config" / "version.py").read_text("utf-8").partition('VERSION = "')[2].partition('"')[0]
    )
    if arguments != [present]:
        fail(f"用法：python bin/freeze_release.py {present}（与 config/version.py 一致）", code=2)
    if is_released(ROOT, present) and (ROOT / FOLDER / present).exists():
        fail(f"{present} 版已经发布（见 CHANGELOG.md），不能重新冻结。")
    setup(dev=True)
    freeze(present)


if __name__ == "__main__":
    stop_on_signals()
    os.umask(0o022)
    try:
        main(sys.argv[1:])
    except Stopped as stopped:
        sys.exit(stopped.code)
