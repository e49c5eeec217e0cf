"""Data from before 1.0.0: ``make run`` sets embedded ones aside, deletes nothing, and never touches a database server."""

import importlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.release import MARKER, Origin, origin_of
from tests.servers import address_of, connected_to, new_database

pytestmark = pytest.mark.embedded
BIN = settings.BASE_DIR / "bin"
OLD = (("contenttypes", "0001_initial"), ("applications", "0001_initial"), ("applications", "0007_place"))


@pytest.fixture(scope="module")
def moving():
    """The script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BIN)
        yield importlib.import_module("releases.set_aside")


def make_old_data(var: Path) -> None:
    """Data of a portal from before the first release: a database that was not closed well, files and mail."""
    for name in ("files/ab/cd", "mail", "broker/messages", "cache", "static"):
        (var / name).mkdir(parents=True)
    (var / "files" / "ab" / "cd" / "abcd").write_bytes(b"an attachment")
    (var / "mail" / "letter.log").write_text("a letter")
    (var / "secret_key").write_text("a key")
    (var / "demo-loaded").touch()
    script = (
        "import os, sqlite3, sys; base = sqlite3.connect(sys.argv[1]); base.execute('PRAGMA journal_mode=WAL');"
        "base.execute('CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)');"
        "base.execute('CREATE TABLE pilots_pilot (name text)');"
        "base.execute(\"INSERT INTO pilots_pilot VALUES ('an old pilot')\");"
        f"base.executemany(\"INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-01-01')\", {OLD!r});"
        "base.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, var / "portal.sqlite3"], check=True)
    assert (var / "portal.sqlite3-wal").stat().st_size > 0  # what it holds must go with it


def old_pilots(database: Path) -> list:
    """What an old database still holds."""
    with sqlite3.connect(database) as opened:
        rows = opened.execute("SELECT name FROM pilots_pilot").fetchall()
    opened.close()
    return rows


def assert_whole(folder: Path) -> None:
    """All of the old data lie in the folder."""
    assert old_pilots(folder / "portal.sqlite3") == [("an old pilot",)]
    assert (folder / "files" / "ab" / "cd" / "abcd").read_bytes() == b"an attachment"
    assert (folder / "mail" / "letter.log").read_text() == "a letter"
    assert (folder / "secret_key").read_text() == "a key"
    assert (folder / "demo-loaded").exists()


LOOK_ONLY = "import sys; sys.path.insert(0, sys.argv[1]); import prepare; prepare.django.setup(); prepare.set_old_data_aside()"


def run(command: list, environment: dict[str, str]) -> subprocess.CompletedProcess:
    quiet = environment | {"DEMO_MODE": "false"}
    return subprocess.run(
        [sys.executable, *command], env=quiet, capture_output=True, text=True, timeout=280, check=False
    )


def look(environment: dict[str, str]) -> subprocess.CompletedProcess:
    """The first step of ``make run`` over data, without migrations and static files, which take long."""
    return run(["-c", LOOK_ONLY, BIN], environment)


def prepare(environment: dict[str, str]) -> subprocess.CompletedProcess:
    """What ``make run`` does before it starts the services, without the demo."""
    return run([BIN / "prepare.py"], environment)


def make_released_data(var: Path) -> None:
    """A database that the first release began."""
    with sqlite3.connect(var / "portal.sqlite3") as opened:
        opened.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
        rows = [(*MARKER, "2026-12-01"), ("applications", "0001_initial", "2026-12-01")]
        opened.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", rows)
    opened.close()


def test_old_data_are_set_aside_once_and_the_new_ones_stay(standalone_env):
    var = Path(standalone_env["PORTAL_VAR"])
    make_old_data(var)
    first = look(standalone_env)
    assert first.returncode == 0, first.stderr
    (folder,) = var.glob("before-1.0.0-*")
    assert "不会删除" in first.stdout and f"原来的数据已移到 {folder}" in first.stdout
    assert_whole(folder)
    assert (var / "files").is_dir() and (var / "secret_key").read_text() == "a key"
    assert not (var / "portal.sqlite3").exists() and not (var / "demo-loaded").exists()

    for make_new in (lambda: None, lambda: make_released_data(var)):
        make_new()
        again = look(standalone_env)
        assert (again.returncode, again.stdout) == (0, "")
        assert list(var.glob("before-*")) == [folder]


@pytest.mark.slow
def test_portal_starts_afresh_beside_old_data(standalone_env):
    var = Path(standalone_env["PORTAL_VAR"])
    make_old_data(var)
    for _ in range(2):
        result = prepare(standalone_env)
        assert result.returncode == 0, result.stderr
    (folder,) = var.glob("before-1.0.0-*")
    assert_whole(folder)
    with sqlite3.connect(var / "portal.sqlite3") as opened:
        recorded = set(opened.execute("SELECT app, name FROM django_migrations"))
    opened.close()
    assert MARKER in recorded and ("applications", "0007_place") not in recorded


@pytest.mark.parametrize("already_moved", range(1, 8))
def test_interrupted_move_goes_on(moving, tmp_path, monkeypatch, already_moved):
    make_old_data(tmp_path)
    rename, moves = Path.rename, []

    def rename_until_killed(path: Path, target: Path) -> Path:
        if len(moves) == already_moved:
            raise KeyboardInterrupt
        moves.append(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_until_killed)
    with pytest.raises(KeyboardInterrupt):
        moving.set_aside(tmp_path, "before-1.0.0-first")
    monkeypatch.setattr(Path, "rename", rename)
    assert moving.unfinished(tmp_path)
    for name in ("files", "mail", "broker/messages", "cache"):  # the next start makes them before it looks
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
    folder = moving.set_aside(tmp_path, "before-1.0.0-second")
    assert folder == tmp_path / "before-1.0.0-first" and not moving.unfinished(tmp_path)
    assert_whole(folder)
    assert not (tmp_path / "portal.sqlite3").exists() and not (tmp_path / "portal.sqlite3-wal").exists()


def test_interrupted_move_is_completed_by_the_next_start(standalone_env):
    var = Path(standalone_env["PORTAL_VAR"])
    make_old_data(var)
    folder = var / "before-1.0.0-first.moving"
    folder.mkdir()
    (var / "portal.sqlite3-wal").rename(folder / "portal.sqlite3-wal")  # without it the database looks empty
    done = look(standalone_env)
    assert done.returncode == 0, done.stderr
    assert_whole(var / "before-1.0.0-first")


def test_interrupted_move_never_overwrites(moving, tmp_path):
    make_old_data(tmp_path)
    folder = tmp_path / "before-1.0.0-first.moving"
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / "letter.log").write_text("moved before")
    done = moving.set_aside(tmp_path, "before-1.0.0-second")
    assert (done / "mail" / "letter.log").read_text() == "moved before"
    assert (done / "mail.2" / "letter.log").read_text() == "a letter"


def test_what_cannot_be_moved_is_told_and_stays(standalone_env):
    var = Path(standalone_env["PORTAL_VAR"])
    make_old_data(var)
    (var / "before-1.0.0-first.moving").write_text("no folder")
    result = look(standalone_env)
    assert result.returncode == 1 and "没有移完" in result.stderr and "Traceback" not in result.stderr
    assert old_pilots(var / "portal.sqlite3") == [("an old pilot",)]


@pytest.mark.django_db
def test_database_of_this_release_is_known_as_such():
    assert origin_of(connection) is Origin.RELEASED
    MigrationRecorder.Migration.objects.create(app="reviews", name="0099_of_next_year")
    assert origin_of(connection) is Origin.LATER
    MigrationRecorder.Migration.objects.filter(app=MARKER[0], name=MARKER[1]).delete()
    assert origin_of(connection) is Origin.BEFORE_FIRST


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("app", "name", "words"),
    [
        ("applications", "0007_place", ("1.0.0 版之前建立的", "没有作任何改动", "DATABASE_URL")),
        ("reviews", "0099_of_next_year", ("更新的版本", "没有作任何改动")),
    ],
)
def test_migrate_refuses_what_it_cannot_continue_and_changes_nothing(app, name, words):
    """Also on a server, where an operator calls it."""
    migrations = MigrationRecorder.Migration.objects
    migrations.create(app=app, name=name)
    if app == "applications":
        migrations.filter(app=MARKER[0], name=MARKER[1]).delete()
    recorded = list(migrations.order_by("pk").values_list())
    tables = connection.introspection.table_names()
    with pytest.raises(CommandError) as refusal:
        call_command("migrate", verbosity=0, interactive=False)
    assert all(word in str(refusal.value) for word in words)
    assert (list(migrations.order_by("pk").values_list()), connection.introspection.table_names()) == (
        recorded,
        tables,
    )


@pytest.mark.skipif(settings.EMBEDDED, reason="asks a database server")
def test_prepare_refuses_an_old_database_on_a_server(standalone_env, tmp_path, django_db_blocker):
    name = f"old_{connection.settings_dict['NAME']}"[:60]
    with django_db_blocker.unblock(), new_database(name), connected_to(name) as old:
        MigrationRecorder(old).ensure_schema()
        with old.cursor() as cursor:
            insert = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"
            cursor.executemany(insert, OLD)
        server = {"DATABASE_URL": address_of(name), "SECRET_KEY": "for this test only"}
        result = prepare(standalone_env | server)
        tables = old.introspection.table_names()
    assert (
        result.returncode == 1 and "1.0.0 版之前建立的" in result.stderr and "Traceback" not in result.stderr
    )
    assert tables == ["django_migrations"]
    assert not list(Path(standalone_env["PORTAL_VAR"]).glob("before-*"))
