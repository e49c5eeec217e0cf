"""The portal as real processes on free ports, to be stopped, frozen and killed: Redis, web, worker, beat, PostgreSQL.

Nothing here touches a process it has not started; each child leads a session of its own and is ended by its pid.
"""

import contextlib
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from random import SystemRandom
from urllib.parse import urlencode, urlsplit

import redis
from django.conf import settings
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from kombu import Connection

from config.queue.celery import app
from tests.sessions import session_of

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
TOKEN = "f" * 32  # any CSRF secret, as long as cookie and header agree


def free_port() -> int:
    """A port nobody listens on, below those the system gives to clients: it stays free while its server is down."""
    while True:
        port = SystemRandom().randrange(20_000, 32_768)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


class Child:
    """A process of its own session, with its log."""

    def __init__(self, command: list, log: Path, env: dict, ready, **options) -> None:
        self.log = log
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                **{"cwd": ROOT, "env": env, "start_new_session": True} | options,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + 120
        while not ready(self):
            assert self.process.poll() is None and time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(0.05)

    def says(self, words: str) -> bool:
        """Whether the words stand in its log."""
        return words in self.log.read_text(errors="replace")

    def kill(self) -> None:
        """SIGKILL to the whole group at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it in good order, then for sure."""
        self.process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.kill()

    def children(self) -> list[int]:
        """Pids of its direct children: the pool of a worker."""
        return [
            int(pid)
            for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]


class Stack:
    """Processes on this test's database with a Redis of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.children: list[Child] = []
        self.redis_port = free_port()
        self.redis_url = f"redis://{HOST}:{self.redis_port}{urlsplit(settings.REDIS_URL).path}"
        self.env = os.environ | {
            "PORTAL_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "PORTAL_TEST_REDIS": f"redis://{HOST}:{self.redis_port}",
            "SWEEP_SECONDS": "2",
            "PYTHONUNBUFFERED": "1",
        }
        self.redis: Child | None = None
        self.start_redis()

    def start(self, name: str, command: list, ready, **options) -> Child:
        """Start a process of this stack and return when it is ready; gone with the others."""
        log = self.folder / f"{name}-{len(self.children)}.log"
        child = Child(command, log, self.env, ready, **options)
        self.children.append(child)
        return child

    def stop(self) -> None:
        """Kill everything that was started here."""
        for child in self.children:
            child.kill()

    def start_redis(self) -> None:
        """Start an empty Redis on the port of this stack."""
        server = shutil.which("redis-server") or shutil.which("valkey-server")
        command = [server, "--port", self.redis_port, "--bind", HOST, "--dir", self.folder, "--databases", 64]
        command += ["--save", "", "--appendonly", "no"]
        self.redis = self.start("redis", command, lambda child: answers(self.redis_port))

    def worker(self, concurrency: int = 2) -> Child:
        """Start a worker group and return when it is ready."""
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
        command += ["--concurrency", concurrency, "--hostname", f"w{len(self.children)}@%h"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self.start("worker", command, lambda child: child.says(" ready."))

    def beat(self) -> Child:
        """Start the beat; its schedule is kept in the stack's folder from one start to the next."""
        command = [sys.executable, "-m", "celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile="]
        command += ["--schedule", self.folder / "schedule"]
        return self.start("beat", command, lambda child: child.says("Starting"))

    def web(self, workers: int = 2, file_bytes: int | None = None) -> "Web":
        """Start gunicorn; ``file_bytes`` is the largest file it can write, as on a disk that is full there."""
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"]
        command += ["--workers", workers, "--threads", 4, "--no-control-socket"]
        limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))}
        child = self.start("web", command, lambda child: answers(port), **(limit if file_bytes else {}))
        return Web(child, port)

    def run(self, *arguments: str, **options) -> subprocess.Popen:
        """Start ``manage.py`` with arguments, not waiting for it."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )

    def send(self, *tasks: tuple) -> None:
        """Put tasks, each a name and its arguments, on the queue of this stack, one right after the other."""
        with Connection(self.redis_url) as broker:
            for name, *arguments in tasks:
                app.send_task(name, args=arguments, connection=broker)

    def idle(self) -> bool:
        """Whether nothing is queued and nothing runs: workers acknowledge a task when it is done.

        Asked twice: between being taken from its queue and being noted as taken a task is in neither.
        """

        def empty() -> bool:
            return not any((client.llen("celery"), client.llen("packets"), client.hlen("unacked")))

        with contextlib.closing(redis.Redis.from_url(self.redis_url)) as client:
            if not empty():
                return False
            time.sleep(0.05)
            return empty()


class Web:
    """A gunicorn and those who visit it."""

    def __init__(self, child: Child, port: int) -> None:
        self.child, self.port = child, port

    def visitor(self, user) -> "Visitor":
        """A person who has signed in."""
        return Visitor(self.port, session_of(user))


class Visitor:
    """A signed-in person's browser: real HTTP, no redirects followed."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
        }

    def ask(self, method: str, path: str, body=None, **headers) -> tuple[int, str]:
        """One request: the status, and where it leads to or else the page."""
        http = HTTPConnection(HOST, self.port, timeout=300)
        with contextlib.closing(http):
            http.request(method, path, body, self.headers | headers)
            response = http.getresponse()
            return response.status, response.headers.get("Location") or response.read().decode()

    def get(self, path: str) -> tuple[int, str]:
        """Open a page."""
        return self.ask("GET", path)

    def submit(self, pk: int) -> tuple[int, str]:
        """Submit a draft that lacks nothing."""
        body = urlencode({"after": 0, "agreed": "on"})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", f"/applications/{pk}/check/", body, **kind)

    def upload(self, pk: int, material: str, *files) -> tuple[int, str]:
        """Upload files under a line of the material list."""
        body = encode_multipart(BOUNDARY, {"material": material, "files": files})
        return self.ask("POST", f"/applications/{pk}/materials/", body, **{"Content-Type": MULTIPART_CONTENT})


class Postgres:
    """A PostgreSQL of the test's own that may be stopped at any moment."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-faults-"))
        self.port = free_port()
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        self.account = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            self.account = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
            shutil.chown(self.folder, owner.pw_uid, owner.pw_gid)
        command = [self.bin / "initdb", "--pgdata", self.folder / "data", "--username=portal", "--auth=trust"]
        command += ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        subprocess.run(command, **self.account, cwd=self.folder, check=True, capture_output=True)
        self.url = f"postgres://portal:x@{HOST}:{self.port}/postgres"
        self.start()

    def start(self) -> None:
        """Start it and return when it answers."""
        told = {"fsync": "off", "listen_addresses": HOST, "unix_socket_directories": "", "timezone": "UTC"}
        options = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
        command = [self.bin / "postgres", "-D", self.folder / "data", "-p", self.port, *options]
        log = self.folder / "postgres.log"
        log.unlink(missing_ok=True)
        self.child = Child(
            command,
            log,
            os.environ,
            lambda child: child.says("ready to accept connections"),
            cwd=self.folder,
            **self.account,
        )

    def stop(self) -> None:
        """Stop it at once, as a crash would: connections break, open transactions are gone."""
        self.child.stop(signal.SIGQUIT)

    def load(self, database: dict) -> None:
        """Take over the database of Django's ``settings_dict``."""
        environment = os.environ | {"PGPASSWORD": database["PASSWORD"]}
        source = ["-h", database["HOST"], "-p", str(database["PORT"]), "-U", database["USER"]]
        dump = subprocess.run(
            [self.bin / "pg_dump", *source, "--no-owner", str(database["NAME"])],
            env=environment,
            check=True,
            capture_output=True,
        )
        target = ["-h", HOST, "-p", str(self.port), "-U", "portal", "-q", "-v", "ON_ERROR_STOP=1", "postgres"]
        subprocess.run([self.bin / "psql", *target], input=dump.stdout, check=True, capture_output=True)

    def remove(self) -> None:
        """Stop it and delete its data."""
        self.child.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
