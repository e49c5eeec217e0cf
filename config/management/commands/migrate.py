"""``manage.py migrate``: Django's own, but as the owner, and not over data from before the first release or a later one."""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.owner import as_owner
from config.release import WrongOrigin, require_released
from journal.guard.install import grant, install


class Command(migrate.Command):
    """Look at the database first; exit 1 and one sentence when it cannot be migrated, nothing is changed then.

    At its end the guard of the journal stands, and the portal's role has its rights (``journal.guard``).
    """

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        with as_owner(connection) as role:
            self._require_released(connection)
            super().handle(*args, **options)
            if options["plan"] or options["check_unapplied"]:
                return
            install(connection)
            if role:
                grant(connection, role)

    def _require_released(self, connection: BaseDatabaseWrapper) -> None:
        try:
            require_released(connection)
        except WrongOrigin as error:
            raise CommandError(str(error)) from error
