"""``make run``: set up, prepare the data, then web, worker and beat together until Ctrl-C."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from children import Children, Stopped, stop_on_signals
from project import ROOT, VAR, VENV_PYTHON, fail, say
from setup import setup

HOST = "127.0.0.1"
START_SECONDS = 60
DATA = Path(os.environ.get("PORTAL_VAR") or VAR)
LOGS = DATA / "log"


@dataclass(frozen=True)
class Service:
    """One long-running process: its name for people, its log, its command, and the word that says it is ready."""

    name: str
    log: str
    command: list
    ready_word: str


def chosen_port() -> int:
    """Return the port from ``PORT`` (default 8000), or stop when it is not one."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        fail(f"PORT 应是 1 到 65535 之间的数字，现在是“{text}”。", code=2)
    return int(text)


def require_free(port: int) -> None:
    """Stop with one clear line when someone listens on `port` already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            fail(
                f"端口 {port} 不能使用（{error.strerror}），没有启动任何服务。"
                f"可换一个端口：make run PORT={port + 1}"
            )


def services(port: int) -> list[Service]:
    """Return what runs together."""
    celery = [VENV_PYTHON, "-m", "celery", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    web = [
        *(VENV_PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"),
        *("--workers", "2", "--threads", "4", "--no-control-socket"),
    ]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *quiet]
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile="]
    return [
        Service("网站", "web.log", web, "Booting worker"),
        Service("后台任务", "worker.log", worker, " ready."),
        Service("定时任务", "beat.log", beat, "Starting"),
    ]


def open_log(name: str):
    """Open a fresh log in ``var/log/``, keeping the one of the last start beside it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / name
    if path.exists():
        path.replace(path.with_suffix(".previous.log"))
    return path.open("w")


def start(children: Children, port: int) -> None:
    """Start the services and return when all are ready, or when one has ended."""
    url = f"http://{HOST}:{port}"
    environment = os.environ | {"SITE_URL": os.environ.get("SITE_URL") or url, "PYTHONUNBUFFERED": "1"}
    started = services(port)
    for service in started:
        say(f"正在启动{service.name}")
        with open_log(service.log) as log:
            children.start(
                service.name, service.command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
    deadline = time.monotonic() + START_SECONDS
    while not children.ended() and time.monotonic() < deadline:
        if all(service.ready_word in (LOGS / service.log).read_text(errors="replace") for service in started):
            say(f"运行日志在 {LOGS} 中")
            say(f"已经就绪，请在浏览器打开：{url}  （按 Ctrl-C 停止全部服务）")
            return
        time.sleep(0.1)


def serve(port: int) -> int:
    """Run the services until one ends or the operator stops them; return the exit code."""
    children = Children()
    try:
        start(children, port)
        while not (ended := children.ended()):
            time.sleep(0.3)
        log = next(service.log for service in services(port) if service.name == ended[0])
        tail = (LOGS / log).read_text(errors="replace").splitlines()[-15:]
        print(*tail, sep="\n", file=sys.stderr)
        print(f"✗ {ended[0]}意外退出（退出码 {ended[1]}），正在停止其余服务", file=sys.stderr, flush=True)
        return 1
    except Stopped:
        say("正在停止全部服务")
        return 0
    finally:
        children.stop()
        say(f"全部服务已停止，数据保留在 {DATA} 中")


def main() -> int:
    """Do what ``make run`` promises, in order."""
    stop_on_signals()
    port = chosen_port()
    require_free(port)
    try:
        setup()
        preparing = Children()
        try:
            code = preparing.start("prepare", [VENV_PYTHON, ROOT / "bin" / "prepare.py"], cwd=ROOT).wait()
        finally:
            preparing.stop()
    except Stopped as stopped:
        return stopped.code
    if code:
        fail("数据没有准备好，没有启动任何服务。", code=code)
    require_free(port)
    return serve(port)


if __name__ == "__main__":
    sys.exit(main())
