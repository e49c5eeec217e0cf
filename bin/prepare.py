"""Bring the database and the static files up to date before the services start. Runs inside ``.venv``."""

import hashlib
import os
import sys
from pathlib import Path

from project import ROOT, say

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command


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
    say("正在更新数据库结构")
    call_command("migrate", verbosity=0, interactive=False)
    collect_static()
    load_demo_once()
