"""Bring the database and the static files up to date before the services start. Runs inside ``.venv``."""

import os
import sys

from project import ROOT, say

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command


def load_demo_once() -> None:
    """Load the demo data into a fresh embedded database and print its accounts; never into any other."""
    if not settings.EMBEDDED:
        say("使用外部数据库（DATABASE_URL），不自动装入演示数据；需要时运行 manage.py demo")
        return
    loaded = settings.VAR_DIR / "demo-loaded"
    if not (loaded.exists() and get_user_model().objects.exists()):
        say("正在装入演示数据（只在第一次启动时，需要一会儿）")
        call_command("demo")
        loaded.touch()
    say("演示账号：")
    call_command("demo", "--accounts")


if __name__ == "__main__":
    django.setup()
    say("正在更新数据库结构")
    call_command("migrate", verbosity=0, interactive=False)
    say("正在整理静态文件")
    call_command("collectstatic", verbosity=0, interactive=False)
    load_demo_once()
