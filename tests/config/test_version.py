"""The version: one place, which the changelog, the foot of the pages and ``manage.py version`` follow."""

import platform
import subprocess
import sys

import django
import pytest
from django.conf import settings
from django.urls import reverse

from accounts.capabilities import Role
from config.version import VERSION
from tests import factories


def test_changelog_begins_with_this_version():
    lines = (settings.BASE_DIR / "CHANGELOG.md").read_text("utf-8").splitlines()
    newest = next(line for line in lines if line.startswith("## "))
    assert newest.split()[1] == VERSION == settings.VERSION


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (None, False),
        (Role.APPLICANT, False),
        (Role.RECOMMENDER, False),
        (Role.REVIEWER, False),
        (Role.CLERK, True),
        (Role.ADMINISTRATOR, True),
    ],
)
def test_the_foot_shows_it_to_the_city_and_to_administrators(client, role, shown):
    if role:
        client.force_login(factories.person(role))
    page = client.get(reverse("public_index")).content.decode()
    assert (f"平台版本 {VERSION}" in page) is shown


@pytest.mark.embedded
def test_manage_py_prints_all_versions(standalone_env):
    command = [sys.executable, settings.BASE_DIR / "manage.py", "version"]
    lines = subprocess.run(
        command, env=standalone_env, capture_output=True, text=True, timeout=60, check=True
    ).stdout.splitlines()
    assert lines[0] == f"平台：{VERSION}"
    assert lines[1:3] == [f"Python：{platform.python_version()}", f"Django：{django.get_version()}"]
    assert lines[3].startswith("数据库：SQLite 3.") and lines[4] == "已执行的迁移：0 个"


def test_version_says_when_the_database_is_away(standalone_env):
    away = {"DATABASE_URL": "postgres://nobody:none@127.0.0.1:1/none", "SECRET_KEY": "for this test only"}
    command = [sys.executable, settings.BASE_DIR / "manage.py", "version"]
    result = subprocess.run(
        command, env=standalone_env | away, capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0 and "数据库：PostgreSQL，无法连接" in result.stdout
    assert VERSION in result.stdout and "none" not in result.stdout.partition("无法连接")[0]
