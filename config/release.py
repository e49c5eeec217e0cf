"""From which release a database is: read before migrating, because from 1.0.0 on migrations are only added.

Whatever lived before 1.0.0 had other migrations, which cannot be continued. ``config.0001_release_1_0_0`` is the marker
of a database that began with a release.
"""

from enum import Enum
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FIRST = "1.0.0"
MARKER = ("config", "0001_release_1_0_0")


class Origin(Enum):
    """From which release a database is."""

    EMPTY = "empty"  # nothing of ours was ever migrated in it
    RELEASED = "released"  # of this release or of an earlier one, back to the first
    BEFORE_FIRST = "before first"  # of the time before the first release
    LATER = "later"  # of a later release than this one


class WrongOrigin(Exception):
    """This release cannot go on with the data; the text is a Chinese sentence that says what to do."""


def origin_of(connection: BaseDatabaseWrapper) -> Origin:
    """Return from which release a database is; only reads."""
    own = {app.label for app in apps.get_app_configs() if Path(app.path) == settings.BASE_DIR / app.label}
    recorded = {
        migration for migration in MigrationRecorder(connection).applied_migrations() if migration[0] in own
    }
    if not recorded:
        return Origin.EMPTY
    if MARKER not in recorded:
        return Origin.BEFORE_FIRST
    known = MigrationLoader(None).disk_migrations
    return Origin.RELEASED if recorded <= set(known) else Origin.LATER


def require_released(connection: BaseDatabaseWrapper) -> None:
    """Let only a database through that this release can migrate; changes nothing.

    Raises:
        WrongOrigin: it is from before the first release, or from a later one.
    """
    origin, name = origin_of(connection), connection.settings_dict["NAME"]
    if origin is Origin.BEFORE_FIRST:
        raise WrongOrigin(
            f"数据库“{name}”是 {FIRST} 版之前建立的，不能升级到 {settings.VERSION} 版；没有作任何改动。"
            "请先备份并保留这个数据库，另建一个空的数据库，把 DATABASE_URL 指向它，再重新运行。"
        )
    if origin is Origin.LATER:
        raise WrongOrigin(
            f"数据库“{name}”来自更新的版本，{settings.VERSION} 版不能使用；没有作任何改动。"
            "请改用建立它的版本，或恢复升级之前的备份。"
        )
