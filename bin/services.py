"""A throwaway PostgreSQL and Redis on free ports, for the tests alone; never one that already runs."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from children import Children
from project import fail
from system import postgres_bin, redis_server

HOST = "127.0.0.1"
READY_SECONDS = 30
POSTGRES_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "400",
    "shared_buffers": "128MB",
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "timezone": "UTC",
}


class Services:
    """PostgreSQL and Redis under one folder, gone without a trace after ``stop``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._elsewhere: Path | None = None
        self._children = Children()
        self._account: dict = {}

    def start(self) -> dict[str, str]:
        """Start both and return ``DATABASE_URL`` and ``REDIS_URL``."""
        self._folder.mkdir(parents=True)
        return {"DATABASE_URL": self._start_postgres(), "REDIS_URL": self._start_redis()}

    def stop(self) -> None:
        """End both and delete their data."""
        self._children.stop(polite=signal.SIGINT, grace=10)
        for folder in (self._elsewhere, self._folder):
            if folder:
                shutil.rmtree(folder, ignore_errors=True)

    def _start_postgres(self) -> str:
        cluster = self._cluster_folder()
        password = secrets.token_hex(16)
        secret = cluster / "password"
        secret.write_text(password)
        if self._account:
            shutil.chown(secret, self._account["user"], self._account["group"])
        data = cluster / "data"
        made = subprocess.run(
            [
                *(postgres_bin() / "initdb", "--pgdata", data, "--username=portal", f"--pwfile={secret}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            ],
            **self._account,
            cwd=cluster,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            fail(f"测试用的 PostgreSQL 没有建成：\n{made.stderr}")
        port = free_port()
        options = [part for name, value in POSTGRES_SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "postgres.log").open("w") as log:
            self._children.start(
                "PostgreSQL",
                [postgres_bin() / "postgres", "-D", data, "-p", str(port), *options],
                **self._account,
                cwd=cluster,
                stdout=log,
                stderr=log,
            )
        self._wait_for(port, "postgres.log", lambda log: "ready to accept connections" in log)
        return f"postgres://portal:{password}@{HOST}:{port}/postgres"

    def _cluster_folder(self) -> Path:
        """Return an empty folder for the cluster, owned by ``postgres`` when we are root.

        PostgreSQL refuses to run as root. When ``postgres`` may not enter this checkout, the folder is a
        temporary one, linked from ours.
        """
        cluster = self._folder / "postgres"
        if os.geteuid() != 0:
            cluster.mkdir()
            return cluster
        owner = pwd.getpwnam("postgres")
        self._account = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        reachable = subprocess.run(["test", "-x", self._folder], **self._account, cwd="/", check=False)
        if reachable.returncode == 0:
            cluster.mkdir()
        else:
            self._elsewhere = Path(tempfile.mkdtemp(prefix="portal-test-"))
            cluster.symlink_to(self._elsewhere)
            cluster = self._elsewhere
        shutil.chown(cluster, owner.pw_uid, owner.pw_gid)
        return cluster

    def _start_redis(self) -> str:
        folder = self._folder / "redis"
        folder.mkdir()
        port = free_port()
        command = [redis_server(), "--port", str(port), "--bind", HOST, "--dir", folder, "--databases", "64"]
        with (self._folder / "redis.log").open("w") as log:
            self._children.start(
                "Redis", [*command, "--save", "", "--appendonly", "no"], stdout=log, stderr=log, cwd=folder
            )
        self._wait_for(port, "redis.log", lambda log: "eady to accept connections" in log)
        return f"redis://{HOST}:{port}"

    def _wait_for(self, port: int, log_name: str, ready) -> None:
        """Wait until the log says ready and the port answers; show the log and stop when it dies first."""
        log = self._folder / log_name
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and not self._children.ended():
            if ready(log.read_text(errors="replace")):
                with socket.socket() as probe:
                    if probe.connect_ex((HOST, port)) == 0:
                        return
            time.sleep(0.05)
        fail(f"测试用的服务没有启动：\n{log.read_text(errors='replace')}")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
