"""Bring the database and the static files up to date before the services start. Runs inside ``.venv``."""

import hashlib
import os
import sys
from datetime import datetime
from pathlib import Path

from project import ROOT, fail, say
from releases.set_aside import DATABASE, set_aside, unfinished

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection

from config.embedded import prepare as make_folders
from config.release import FIRST, Origin, origin_of
from journal.clock import BEIJING


def set_old_data_aside() -> None:
    """Set embedded data from before the first release aside, and say where they lie; nothing is deleted.

    A database server is never touched: ``migrate`` refuses such a database and says what to do.
    """
    if not settings.EMBEDDED:
        return
    var = settings.VAR_DIR
    if not unfinished(var):
        old = (var / DATABASE).exists() and origin_of(connection) is Origin.BEFORE_FIRST
        connection.close()
        if not old:
            return
    say(f"{var} 中的数据是 {FIRST} 版之前建立的，{settings.VERSION} 版不能接着使用。正在移到一旁，不会删除")
    try:
        folder = set_aside(var, f"before-{FIRST}-{datetime.now(BEIJING):%Y%m%d-%H%M%S}")
    except OSError as error:
        fail(
            f"没有移完：{error.filename}（{error.strerror}）。请排除原因后重新运行，会接着移完；没有删除任何数据。"
        )
    make_folders(var, private=True)
    say(f"原来的数据已移到 {folder}，现在从空的数据库开始")
    if var / "files" != settings.PRIVATE_FILES_DIR:
        say(f"PRIVATE_FILES 指定的 {settings.PRIVATE_FILES_DIR} 没有移动，其中的文件原来的数据仍要用到")


def update_database() -> None:
    """Migrate; leave with one sentence when this release cannot go on with the data, which then are as they were."""
    say("正在更新数据库结构")
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except CommandError as error:
        fail(str(error))


def collect_static() -> None:
    """Collect and compress the static files when one of them has changed; compressing takes seconds."""
    sources = [
        (path, (stat := Path(storage.path(path)).stat()).st_size, stat.st_mtime_ns)
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    fingerprint = hashlib.sha256(repr(sorted(sources)).encode()).hexdigest()
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("正在整理静态文件")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(fingerprint)


def load_demo_once() -> None:
    """Load the demo data once and print its accounts; nothing outside demo mode."""
    if not settings.DEMO_MODE:
        say("没有打开演示方式（DEMO_MODE），不装入演示数据")
        return
    loaded = settings.VAR_DIR / "demo-loaded"
    if loaded.exists() and get_user_model().objects.exists():
        say("演示账号：")
        call_command("demo", "--accounts")
        return
    say("正在装入演示数据（只在第一次启动时，需要一会儿）")
    try:
        call_command("demo")
    except CommandError as error:
        say(f"没有装入演示数据：{error}")
    loaded.touch()


if __name__ == "__main__":
    django.setup()
    set_old_data_aside()
    update_database()
    collect_static()
    load_demo_once()
