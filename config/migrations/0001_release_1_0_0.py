"""The marker of the first release: it changes nothing and stands before every other migration.

A database that records other migrations of ours without this one is from before 1.0.0; Django then refuses to
migrate, because a migration would be recorded before one that it depends on (``config/release.py``).
"""

from django.db import migrations

MIGRATED = ("accounts", "applications", "face", "files", "journal", "pilots", "portal", "programme", "reviews")


class Migration(migrations.Migration):
    """Runs before the first migration of every app."""

    initial = True
    dependencies = []
    run_before = [(app, "__first__") for app in MIGRATED]
    operations = []
