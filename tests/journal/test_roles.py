"""On PostgreSQL the portal runs as a role that cannot change its journal; the owner alone migrates. With two real roles."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.db import connection, connections

from tests.servers import connected_to, end_sessions, new_database

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
FOREIGN = ("PORTAL_TEST_DATABASE", "DATABASE_URL", "MIGRATION_DATABASE_URL", "JOURNAL_HEAD_TO")
EVERYDAY = """
import django
django.setup()
from django.core.management import call_command
from applications.closing.close import close_due_cycles
from journal import clock
from journal.blanking import blank
from journal.models import Fault, Message, PublishedHead, Record, Verification
from journal.tasks import deliver_message
from portal.journal_head import nightly, publishing
from programme.cutoff import GRACE
from tests import factories

with factories.before_last_cutoff():
    application = factories.in_review()
close_due_cycles()
factories.score(application)
factories.decide(application)
notice = factories.publish(application)
with clock.set_to(notice.ends_at + GRACE):
    factories.award(notice)
blank(Record.objects.earliest("pk"), actor=factories.staff(), reason="依法。", fields=["actor"])
publishing.publish_due()
deliver_message(Message.objects.earliest("pk").pk)
Message.objects.update(read_at=clock.now())
nightly.begin_nightly()
nightly.work_on(Verification.objects.get().pk)
assert PublishedHead.objects.count() == 4, PublishedHead.objects.all()
assert Verification.objects.get().state == "done" and not Fault.objects.exists(), Fault.objects.all()
call_command("audit_invariants")
call_command("verify_journal", head=[str(PublishedHead.objects.latest("pk"))])
"""


@dataclass(frozen=True)
class Installation:
    """A database of an owner, with a role of the portal beside it."""

    name: str
    password: str

    @property
    def owner(self) -> str:
        """The role that migrates."""
        return f"{self.name}_owner"

    @property
    def app(self) -> str:
        """The role of the portal."""
        return f"{self.name}_app"

    def address(self, role: str) -> str:
        """Where the role finds the database."""
        at = connection.settings_dict
        return f"postgres://{quote(role)}:{self.password}@{at['HOST']}:{at['PORT']}/{self.name}"

    def run(self, *arguments: str, role: str = "", own_settings: str = "config.settings", **more: str):
        """Run Python as the portal would, connected as the role of the portal unless said otherwise."""
        env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        env |= {
            "DJANGO_SETTINGS_MODULE": own_settings,
            "DATABASE_URL": self.address(role or self.app),
            **more,
        }
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    def migrate(self, *arguments: str):
        """``manage.py migrate`` in the documented way."""
        owner = {"MIGRATION_DATABASE_URL": self.address(self.owner)}
        return self.run("manage.py", "migrate", "-v0", *arguments, **owner)

    def execute(self, role: str, statement: str) -> None:
        """One statement in a session of its own."""
        session = psycopg2.connect(self.address(role))
        try:
            with session, session.cursor() as cursor:
                cursor.execute(statement)
        finally:
            session.close()


TAKEN_OVER = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT format('ALTER TABLE %s OWNER TO %I', oid::regclass, '{owner}') AS statement FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  LOOP EXECUTE one.statement; END LOOP;
  FOR one IN SELECT format('ALTER FUNCTION %s OWNER TO %I', oid::regprocedure, '{owner}') AS statement FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
  LOOP EXECUTE one.statement; END LOOP;
END $$
"""


@pytest.fixture(params=["taken over", pytest.param("new", marks=pytest.mark.slow)])
def installation(request, transactional_db) -> Iterator[Installation]:
    """Made as docs/operations.md says, new or out of a portal with one role, and migrated."""
    own = str(connection.settings_dict["NAME"])
    made = Installation(f"{own}_roles", secrets.token_hex(8))
    connections.close_all()
    with connected_to() as server, server.cursor() as cursor:
        end_sessions(server, own)
        for role in (made.owner, made.app):
            cursor.execute(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{made.password}'")
        with new_database(made.name, "template0" if request.param == "new" else own):
            cursor.execute(f'ALTER DATABASE "{made.name}" OWNER TO "{made.owner}"')
            if request.param == "taken over":
                with connected_to(made.name) as inside, inside.cursor() as within:
                    within.execute(TAKEN_OVER.format(owner=made.owner))
            migrated = made.migrate()
            assert migrated.returncode == 0, migrated.stderr[-3000:]
            yield made
        for role in (made.owner, made.app):
            cursor.execute(f'DROP ROLE "{role}"')


TABLES = ("journal_record", "journal_head", "journal_publishedhead")
FORBIDDEN = [
    *(f"DELETE FROM {table}" for table in TABLES),
    *(f"TRUNCATE {table}" for table in TABLES),
    *(f"DROP TABLE {table} CASCADE" for table in TABLES),
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES),
    *(f"ALTER TABLE {table} ADD COLUMN more text" for table in TABLES),
    *(f"DROP TRIGGER {table}_kept ON {table}" for table in TABLES),
    *(f"CREATE RULE r AS ON INSERT TO {table} DO INSTEAD NOTHING" for table in TABLES),
    "UPDATE journal_record SET hash = hash",
    "UPDATE journal_record SET at = now()",
    "UPDATE journal_record SET summary_digest = summary_digest",
    "UPDATE journal_record SET summary = '改动' WHERE summary <> '（内容已依法删除）'",
    "UPDATE journal_record SET summary = '（内容已依法删除）', summary_salt = ''",  # and no row says so
    "UPDATE journal_head SET count = count - 1",
    "UPDATE journal_head SET stream = 'other'",
    "UPDATE journal_publishedhead SET count = 0",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION public.journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    "CREATE TABLE public.mine (id int)",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '9999', now())",
    "GRANT ALL ON journal_record TO CURRENT_USER WITH GRANT OPTION; DELETE FROM journal_record",
]


def everyday_acts_go_on(installation: Installation) -> None:
    """A season from draft to award, a deletion by law, a published head and a verification; then the next migration."""
    run = installation.run("-c", EVERYDAY, own_settings="tests.settings")
    assert run.returncode == 0, run.stderr[-3000:]
    assert "全部不变量成立" in run.stdout and "日志完整" in run.stdout
    again = installation.migrate()
    assert again.returncode == 0, again.stderr[-3000:]


def the_portal_cannot(installation: Installation) -> None:
    """What the role of the portal is refused for want of rights."""
    passed = {}
    for statement in FORBIDDEN:
        with pytest.raises(psycopg2.Error) as refused:
            installation.execute(installation.app, statement)
            passed[statement] = "done"
        if refused.value.pgcode != "42501":
            passed[statement] = refused.value.pgcode
    assert passed == {}
    assert installation.run("manage.py", "migrate", "journal", "0001").returncode != 0


def another_database_is_not_migrated(installation: Installation) -> None:
    """A slip in one of the two addresses."""
    other = {"MIGRATION_DATABASE_URL": installation.address(installation.owner) + "_other"}
    refused = installation.run("manage.py", "migrate", **other)
    assert refused.returncode == 1 and "不是同一个数据库" in refused.stderr


def the_owner_meets_the_guard(installation: Installation) -> None:
    """Who owns the tables could take the guard down, and meets it first."""
    for table in TABLES:
        with pytest.raises(psycopg2.Error, match="日志只能追加"):
            installation.execute(installation.owner, f"DELETE FROM {table}")


def the_check_tells_who_runs_as_owner(installation: Installation) -> None:
    """``check --deploy`` refuses a portal that owns its journal."""
    command = ("manage.py", "check", "--deploy", "--tag", "security")
    right = installation.run(*command, JOURNAL_HEAD_TO="keeper@example.org")
    assert "journal." not in right.stderr, right.stderr
    wrong = installation.run(*command, role=installation.owner)
    assert wrong.returncode == 1 and "journal.E001" in wrong.stderr and installation.owner in wrong.stderr
    assert "journal.W001" in wrong.stderr


def test_the_role_of_the_portal_works_and_cannot_change_the_journal(installation):
    """One test, because the database takes a while to be made."""
    everyday_acts_go_on(installation)
    the_portal_cannot(installation)
    another_database_is_not_migrated(installation)
    the_owner_meets_the_guard(installation)
    the_check_tells_who_runs_as_owner(installation)
