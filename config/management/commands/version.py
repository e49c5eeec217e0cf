"""``manage.py version``: what runs here, for a report of a fault. ``manage.py`` itself hands the word on to it."""

import platform

import django
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError


class Command(BaseCommand):
    """Print the versions of portal, Python, Django and database, and how many migrations are applied."""

    help = "显示平台、Python、Django 和数据库的版本，以及已执行的迁移数。"
    requires_system_checks = []

    def handle(self, *args, **options):
        self.stdout.write(f"平台：{settings.VERSION}")
        self.stdout.write(f"Python：{platform.python_version()}")
        self.stdout.write(f"Django：{django.get_version()}")
        try:
            version = ".".join(str(part) for part in connection.get_database_version())
            self.stdout.write(f"数据库：{connection.display_name} {version}")
            applied = MigrationRecorder(connection).applied_migrations()
        except OperationalError as error:
            self.stdout.write(f"数据库：{connection.display_name}，无法连接（{str(error).splitlines()[0]}）")
            return
        self.stdout.write(f"已执行的迁移：{len(applied)} 个")
