"""``manage.py migrate``: Django's own, but not over data from before the first release or from a later one."""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from config.release import WrongOrigin, require_released


class Command(migrate.Command):
    """Look at the database first; exit 1 and one sentence when it cannot be migrated, nothing is changed then."""

    def handle(self, *args, **options):
        try:
            require_released(connections[options["database"]])
        except WrongOrigin as error:
            raise CommandError(str(error)) from error
        return super().handle(*args, **options)
