"""Fixtures that stand for the services around the portal: a Celery worker, a browser, the passing of time."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import expect, sync_playwright

from config.queue.celery import app
from tests import factories
from tests.emptying import empty_after_tests
from tests.servers import connected_to, end_sessions

# Playwright runs an event loop in the test's thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# How long an example takes, or is thought of, says something of the machine only.
hypothesis_settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RUN = "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM_FLAGS = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # a request to any other host ends here, and fails its test
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PATIENCE = 60_000  # ms that a page has for what is expected of it; a busy machine takes seconds over what is short here
PATIENT_DATABASE = "".join(
    f" -c {name}=600000"
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
)
POLICY_NAME = "Content Security Policy"
LOCAL_SCHEMES = {"data", "blob", "about", "chrome", "chrome-extension"}  # the last two: its own viewer of PDF


def pytest_configure(config):
    """Make the folders that settings promise, before anything is served from them; empty databases the quick way."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    empty_after_tests()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """pytest-django's databases; at the end no session of a thread keeps one from being dropped."""
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock():
        own = str(connection.settings_dict["NAME"])
        connections.close_all()
        with connected_to() as server:
            end_sessions(server, own)


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


@pytest.fixture
def official():
    """A person of the city who is not signed in."""
    return factories.staff()


@pytest.fixture
def wait_until():
    """Return ``wait_until(condition, seconds=120)``: ask `condition` until it is true, return its value."""

    def wait(condition, seconds: float = 120):
        deadline = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < deadline, f"still not so after {seconds} s"
            time.sleep(0.1)
        return value

    return wait


@pytest.fixture
def patient_database(transactional_db, monkeypatch):
    """Statements and locks of this test, and of processes it starts, may take minutes where the portal's take seconds.

    For tests that flood the database on purpose: how long the last in the queue waits depends on the machine.
    """
    if connection.vendor == "postgresql":
        options = connection.settings_dict["OPTIONS"]
        monkeypatch.setitem(options, "options", options["options"] + PATIENT_DATABASE)
        monkeypatch.setenv("PORTAL_TEST_PATIENCE", PATIENT_DATABASE)
        connection.close()
    yield
    connection.close()


@pytest.fixture
def worker(transactional_db, request):
    """A real Celery worker process on this test's database and queue; its log path is the value.

    Messages left by earlier tests are dropped first. The test's own data must be committed, hence
    ``transactional_db``.
    """
    with contextlib.suppress(FileNotFoundError):
        app.control.purge()
    log = settings.VAR_DIR / f"worker-{request.node.name[:60].replace('/', '_')}.log"
    environment = os.environ | {"PORTAL_TEST_DATABASE": str(connection.settings_dict["NAME"])}
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "--loglevel",
        "INFO",
        "--concurrency",
        "2",
    ]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, *quiet],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for_worker(process, log)
        yield log
    finally:
        _end(process)


def _wait_for_worker(process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 120
    while " ready." not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the Celery worker did not start:\n{log.read_text()}")
        time.sleep(0.1)


def _end(process: subprocess.Popen) -> None:
    """Stop a worker politely, then its whole session for sure."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(15)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright, once per test process: where there is one, the build without windows.

    It draws the same pages for half the processor time, because it has no desktop around them.
    """
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "Chromium is missing; make test installs it on Debian and Ubuntu"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """Return ``open_page(width=1440, height=900, **context_options)``: a page of a new, logged-out visitor.

    At the end of the test a script error on any page, anything that its policy blocked (``config.headers``), or a request
    to any other host, fails it.
    """
    contexts, complaints = [], []

    def look_at(request):
        url = urlsplit(request.url)
        if url.scheme not in LOCAL_SCHEMES and url.netloc != urlsplit(live_server.url).netloc:
            complaints.append(f"request to another host: {request.url}")

    def listen(message):
        if POLICY_NAME in message.text:
            complaints.append(message.text)

    def open_new(width: int = 1440, height: int = 900, **options):
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": height},
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.on(
            "request", look_at
        )  # a route would ask this process about every file, and keep none in the cache
        context.on("console", listen)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error on {page.url}: {error}"))
        return page

    yield open_new
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_page):
    """A page at 1440 × 900 px; `page.goto("/path/")` is relative to the live server."""
    return open_page()


@pytest.fixture
def phone(open_page):
    """A page at 390 × 844 px with touch."""
    return open_page(390, 844, has_touch=True)


@pytest.fixture
def axe():
    """Return ``axe(page)``: the WCAG 2.2 A and AA violations of a page as a list of readable lines."""

    def violations(page) -> list[str]:
        page.wait_for_load_state("load")  # a page without its styles has targets too small
        page.evaluate(AXE.read_text())
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = page.evaluate(AXE_RUN, tags)["violations"]
        return [f"{rule['id']}: {node['target']} {node['html']}" for rule in found for node in rule["nodes"]]

    return violations


@pytest.fixture
def standalone_env(tmp_path):
    """The environment of a portal of its own in an empty folder: embedded, with the real settings."""
    foreign = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PORTAL_TEST_DATABASE")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    return environment | {"DJANGO_SETTINGS_MODULE": "config.settings", "PORTAL_VAR": str(tmp_path / "var")}
