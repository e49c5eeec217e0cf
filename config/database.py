"""Which database the portal works on, and as whom it migrates."""

from pathlib import Path
from typing import Any

from environ import Env

LIMITS = (
    "-c jit=off -c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
)
LOGIN = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


def database(env: Env, url: str, var_dir: Path) -> dict[str, Any]:
    """Django's settings of the database at ``url``, or of SQLite under ``var_dir`` without one."""
    if url:
        return env.db_url_config(url) | {
            "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": LIMITS},
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": var_dir / "portal.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def login_of_owner(env: Env) -> dict[str, Any]:
    """How ``manage.py migrate`` connects as the owner of the tables (``config.owner``); empty where nobody else is.

    The portal's own role can change no row of the journal.
    """
    url = env.str("MIGRATION_DATABASE_URL", default="")
    return {part: value for part, value in env.db_url_config(url).items() if part in LOGIN} if url else {}
