"""The portal's settings with what tests need: own folders for each process, fast hashing, no rate limits.

Child processes of a test (a Celery worker, ``manage.py``) inherit the environment written here, so they meet
the same folders; ``PORTAL_TEST_DATABASE`` brings them to the test database, ``PORTAL_TEST_PATIENCE`` lets them wait there.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.undefined import UndefinedVariable

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "PORTAL_TEST_ROOT" not in os.environ:
    os.environ["PORTAL_TEST_ROOT"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_TEST_ROOT"], ignore_errors=True)
os.environ["PORTAL_VAR"] = str(Path(os.environ["PORTAL_TEST_ROOT"], _worker))
os.environ.setdefault("SECRET_KEY", "for tests only")
os.environ.setdefault("EMAIL_VERIFICATION", "optional")
os.environ.setdefault("CONN_MAX_AGE", "0")
_redis = os.environ.setdefault("PORTAL_TEST_REDIS", os.environ.get("REDIS_URL", ""))
if _redis:
    _number = 0 if _worker == "main" else 1 + int(_worker.removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{_redis}/{_number}"

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, EMBEDDED, TEMPLATES, VAR_DIR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
DOORS_WATCHED = False
HELP_CONTACT = ""
MAX_DRAFTS = 10_000
CLOSING_MAY_RUN_AHEAD = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
if EMBEDDED:
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
if "PORTAL_TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["PORTAL_TEST_DATABASE"]
if "PORTAL_TEST_PATIENCE" in os.environ:
    DATABASES["default"]["OPTIONS"]["options"] += os.environ["PORTAL_TEST_PATIENCE"]
