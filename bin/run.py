"""``make run``: set up, prepare the data, then web, worker and beat together until Ctrl-C."""

import os
import socket
import sys
import time

from children import Children, Stopped, stop_on_signals
from project import ROOT, VENV_PYTHON, fail, say
from setup import setup

HOST = "127.0.0.1"
START_SECONDS = 60


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


def services(port: int) -> dict[str, list]:
    """Return the command of each service by its Chinese name."""
    celery = [VENV_PYTHON, "-m", "celery", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return {
        "网站": [
            *(VENV_PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"),
            *("--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"),
        ],
        "后台任务": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *quiet],
        "定时任务": [*celery, "beat", "--loglevel", "INFO", "--pidfile="],
    }


def wait_for_web(children: Children, port: int) -> None:
    """Return when the site answers on `port`, or when a child has ended."""
    deadline = time.monotonic() + START_SECONDS
    while not children.ended() and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)


def serve(port: int) -> int:
    """Run the services until one ends or the operator stops them; return the exit code."""
    children = Children()
    url = f"http://{HOST}:{port}"
    environment = os.environ | {"SITE_URL": os.environ.get("SITE_URL") or url, "PYTHONUNBUFFERED": "1"}
    try:
        for name, command in services(port).items():
            say(f"正在启动{name}")
            children.start(name, command, cwd=ROOT, env=environment)
        wait_for_web(children, port)
        if not children.ended():
            say(f"已经就绪，请在浏览器打开：{url}  （按 Ctrl-C 停止全部服务）")
        while not children.ended():
            time.sleep(0.3)
        name, code = children.ended()
        print(f"✗ {name}意外退出（退出码 {code}），正在停止其余服务", file=sys.stderr, flush=True)
        return 1
    except Stopped:
        say("正在停止全部服务")
        return 0
    finally:
        children.stop()
        say("全部服务已停止，数据保留在 var/ 中")


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
