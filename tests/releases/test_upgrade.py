"""From every release to today: its demo data are migrated, the schema is that of a fresh database, and the pages open.

A release is frozen by ``bin/freeze_release.py``. The database of a release is restored beside that of the tests.
"""

import importlib
import io
import lzma
import tarfile
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from applications.models import Application
from config.demo.people import SHOWN, address
from tests.releases.walk import walk
from tests.servers import address_of, new_database

FOLDER = settings.BASE_DIR / "tests" / "releases"
VERSIONS = sorted(path.parent.name for path in FOLDER.glob("*/migrations.sha256"))
LET_HAPPEN = ("没有经过公示和认定", "实施不满一年")  # what the demo of 1.0.0 did, and later releases refuse

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("releases"),
    pytest.mark.skipif(settings.EMBEDDED, reason="a release is kept as a dump of PostgreSQL"),
]


@pytest.fixture(scope="session")
def scripts():
    """``bin/releases/`` frozen and dumps as modules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(settings.BASE_DIR / "bin")
        yield importlib.import_module("releases.frozen"), importlib.import_module("releases.dumps")


def schema(database: str, dumps) -> list[str]:
    """The schema of a database as it is written after it was restored once.

    PostgreSQL writes a condition differently when it was read from a dump (``ARRAY[...]::text[]``); a second time it
    stays as it is.
    """
    with new_database(f"{database}_again") as again:
        dumps.restore(address_of(again), dumps.dump(address_of(database), "--schema-only"))
        return dumps.dump(address_of(again), "--schema-only").splitlines()


@pytest.fixture(scope="module", params=VERSIONS)
def upgraded(request, scripts, django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo data of a release, migrated to today; the value is the name of the database of the tests beside it."""
    releases, dumps = scripts
    folder, fresh = FOLDER / request.param, connection.settings_dict["NAME"]
    if request.param == releases.frozen(settings.BASE_DIR)[-1]:
        assert not releases.stale(settings.BASE_DIR, request.param)
    files = tmp_path_factory.mktemp("files")
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress((folder / releases.FILES).read_bytes()))) as archive:
        archive.extractall(files, filter="data")
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        new_database(f"{fresh}_{request.param.replace('.', '_')}") as database,
    ):
        patch.setattr(settings, "PRIVATE_FILES_DIR", files)
        dumps.restore(address_of(database), (folder / releases.SCHEMA).read_text("utf-8"))
        dumps.restore(address_of(database), lzma.decompress((folder / releases.DATA).read_bytes()).decode())
        connection.close()
        connection.settings_dict["NAME"] = database
        try:
            call_command("migrate", verbosity=0, interactive=False)
            yield fresh
        finally:
            connection.close()
            connection.settings_dict["NAME"] = fresh


def test_some_release_is_frozen(scripts):
    assert VERSIONS and list(scripts[0].broken(settings.BASE_DIR)) == []


def test_schema_is_that_of_a_fresh_database(upgraded, scripts):
    dumps = scripts[1]
    assert schema(connection.settings_dict["NAME"], dumps) == schema(upgraded, dumps)


def test_data_hold_together(upgraded):
    """What 1.0.0 let happen is said, and nothing else is wrong."""
    assert Application.objects.count() >= 24
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit_invariants", stderr=said)
    *faults, _ = said.getvalue().splitlines()
    assert [fault for fault in faults if not any(known in fault for known in LET_HAPPEN)] == []
    assert all(any(known in fault for fault in faults) for known in LET_HAPPEN)
    call_command("verify_journal", stdout=StringIO())


def test_one_page_of_each_kind_opens(upgraded):
    walks = [walk(person, most=1) for person in people()]
    assert [fault for done in walks for fault in done.faults] == []
    assert len(set().union(*(done.pages for done in walks))) > 70


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_linked_page_opens(upgraded):
    walks = [walk(person, most=40) for person in people()]
    assert [fault for done in walks for fault in done.faults] == []


def people() -> list[User | None]:
    """A visitor, and everybody whom the demo introduces."""
    return [None, *User.objects.filter(email__in=[address(name) for name, _ in SHOWN]).order_by("pk")]
