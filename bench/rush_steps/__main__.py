"""The whole measurement, in order; prints its tables. ``bench/rush.py`` brings it a database and a Redis."""

import argparse
import os
import signal
import sys
import time
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from applications.models import Packet
from bench.rush_steps import audit, drafts, processes, report
from bench.rush_steps.audit import Phase
from bench.rush_steps.numbers import allocate
from bench.rush_steps.phases import across
from journal.models import Message
from journal.work import Work

LOGS = Path(settings.VAR_DIR) / "log"
AHEAD, LEAD = 20, 10  # s: the cutoff is set so far ahead; the load begins so long before it passes
COPIES, PAUSE = 20, 0.3  # equal requests at once; s between one such draft and the next
SHOWN = 5  # faults of a kind that are named
BUILDERS = 2  # worker processes, after the load


def arguments() -> argparse.Namespace:
    """What may be asked for."""
    parser = argparse.ArgumentParser(prog='make bench-rush ARGS="…"')
    parser.add_argument("--closed", type=int, default=1400, help="submissions by concurrent users")
    parser.add_argument("--users", type=int, default=64)
    parser.add_argument("--arrivals", type=int, default=900, help="submissions at a fixed rate")
    parser.add_argument("--rate", type=float, default=40, help="arrivals a second")
    parser.add_argument("--doubles", type=int, default=10, help=f"drafts sent {COPIES} times at once")
    parser.add_argument("--allocations", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=50, help="threads of the allocations")
    parser.add_argument("--minutes", type=float, default=90, help="stop building packets after so long")
    parser.add_argument("--workers", action="store_true", help="build packets during the load, too")
    return parser.parse_args()


def say(text: str) -> None:
    """One line of progress."""
    print(f"▸ {text}", flush=True)


def load(asked: argparse.Namespace, port: int) -> list[Phase]:
    """The three phases, each across a cutoff of its own."""
    ready = drafts.prepared(asked.closed + asked.arrivals + asked.doubles)
    say(f"已准备 {len(ready)} 份完整草稿和登录会话")
    crowd, rest = ready[: asked.closed], ready[asked.closed :]
    stream, doubles = rest[: asked.arrivals], rest[asked.arrivals :]
    return [
        _announced(f"并发 {asked.users} 人", "closed", port, crowd, LEAD, users=asked.users),
        _announced(f"每秒到达 {asked.rate:g} 份", "arrivals", port, stream, LEAD, rate=asked.rate),
        _announced(
            f"同一份 {COPIES} 次",
            "bursts",
            port,
            doubles,
            len(doubles) * PAUSE / 2,
            copies=COPIES,
            pause=PAUSE,
        ),
    ]


def _announced(name: str, how: str, port: int, ready: list[dict], lead: float, **plan) -> Phase:
    say(f"{name}：打开 {len(ready)} 个核对页，再把截止时刻设为 {AHEAD} 秒后，截止前 {lead:g} 秒开始提交")
    return across(name, how, port, ready, ahead=AHEAD, lead=lead, **plan)


def build(minutes: float) -> None:
    """Wait until nothing is left for the workers, or the time is up, and say what was built."""
    packets = Packet.objects.filter(state=Work.State.DONE)
    begin, before, asked = time.monotonic(), packets.count(), Packet.objects.count()
    say(
        f"共有 {asked} 个材料包，已生成 {before} 个；由 {BUILDERS} 个后台进程生成其余的，最多 {minutes:g} 分钟"
    )
    with processes.workers(LOGS / "worker.log", BUILDERS):
        while time.monotonic() - begin < minutes * 60 and _unfinished():
            time.sleep(1)
    seconds, built = time.monotonic() - begin, packets.count()
    sent = Message.objects.filter(state=Work.State.DONE).count()
    each = f"（平均每个 {seconds / (built - before):.2f} s）" if built > before else ""
    say(f"{seconds:.0f} s 内生成 {built - before} 个{each}，共 {built} 个；邮件已发出 {sent} 封")


def _unfinished() -> bool:
    pending = {"state": Work.State.PENDING}
    return Packet.objects.filter(**pending).exists() or Message.objects.filter(**pending).exists()


def proofs() -> bool:
    """Run what operators run: close what is due, then check the journal and all invariants."""
    call_command("close_due_cycles")
    try:
        call_command("verify_journal")
        call_command("audit_invariants")
    except SystemExit:
        return False
    return True


def numbers(asked: argparse.Namespace) -> bool:
    """Numbers alone, under threads."""
    found = allocate(asked.allocations, asked.threads)
    say(
        f"单独发号：{asked.threads} 个线程请求 {found.asked} 次，强制回滚 {found.undone} 次，发出 {found.kept} 个，"
        f"断号 {found.gaps}，重号 {found.repeats}，用时 {found.seconds:.1f} s"
    )
    return not found.gaps and not found.repeats


def main() -> int:
    """Measure, audit, print; 0 when everything was reached."""
    asked = arguments()
    call_command("migrate", verbosity=0)
    print(_where(asked), flush=True)
    with ExitStack() as running:
        port = running.enter_context(processes.web(LOGS / "web.log"))
        during = processes.workers(LOGS / "early.log", BUILDERS) if asked.workers else nullcontext()
        running.enter_context(during)
        phases = load(asked, port)
    print(f"\n{report.figures(phases)}\n", flush=True)
    build(asked.minutes)
    sound = proofs()
    found = audit.faults(phases)
    printed, reached = report.judgement(phases, found)
    print(f"\n{printed}\n", flush=True)
    for kind, faults in found.items():
        for fault in faults[:SHOWN]:
            say(f"{report.KINDS[kind]}：{fault}")
    return 0 if numbers(asked) and sound and reached else 1


def _where(asked: argparse.Namespace) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
    workers = (
        f"提交期间有 {BUILDERS} 个后台进程生成材料包"
        if asked.workers
        else "提交期间不运行后台进程，之后再生成材料包"
    )
    return (
        f"提交高峰测量 {datetime.now(UTC):%Y-%m-%d %H:%M} UTC，{os.cpu_count()} 核，网站、数据库和请求同在本机\n"
        f"gunicorn {processes.WEB_WORKERS} 个进程 × {processes.WEB_THREADS} 个线程，PostgreSQL {version}，Redis；{workers}\n"
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    sys.exit(main())
