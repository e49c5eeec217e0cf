"""Moving the clock of the embedded demo forward, and doing what becomes due on the way (CUT-2)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from face.wording import chinese_datetime, duration_text
from journal import clock
from journal.acts import Refused
from journal.clock import BEIJING
from journal.models import DemoClock, Message, Record
from portal.demo_clock.acts import FORWARD_CLOCK
from programme.cycles.receiving import present_cycle
from reviews.models import PublicNotice
from reviews.states import PublicNoticeState

MOST = timedelta(days=400)
OFFICE_OPENS = timedelta(hours=9)  # after a cutoff at midnight
STOP = time(0, 3)  # what is due at midnight is due by then, closing included (CUT-4)
QUEUE_ONLY = "journal.tasks.resend_due"  # wakes workers, decides nothing
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Move:
    """What happened on the way: the instant arrived at, acts of the portal by their names, messages.

    ``ended`` are the public notices whose period ended: no sweep does anything then, people go on.
    """

    until: datetime
    done: dict[str, int]
    messages: int
    ended: list[str]

    @property
    def text(self) -> str:
        """What happened, as a sentence."""
        done = (
            "、".join(f"{label} {count} 项" for label, count in self.done.items()) or "没有平台自动办理的事项"
        )
        said = (
            f"平台现在按 {chinese_datetime(self.until)} 办理。途中办理：{done}；发出消息 {self.messages} 条。"
        )
        return said + "".join(f"“{title}”公示期满，待市级工作人员确认名单。" for title in self.ended)


def mark_demo() -> None:
    """Mark these data as a demo whose clock may be moved; nothing where ``DATABASE_URL`` is set."""
    if settings.EMBEDDED:
        DemoClock.objects.get_or_create()


def until_next_cutoff() -> timedelta:
    """How long it is from now to the morning after the cutoff of the year that counts now."""
    now = clock.now()
    return timedelta(seconds=ceil((present_cycle(now).cutoff + OFFICE_OPENS - now).total_seconds()))


def move_forward(by: timedelta, *, actor: User | None, seen: int | None = None) -> Move:
    """Move the portal's clock forward, day by day, and run at each midnight what the beat would have run (CUT-2).

    A portal left running for so long would have closed, reminded and lapsed on the same days.

    Args:
        by: whole seconds. actor: None for who runs ``manage.py``.
        seen: by how many seconds the clock was ahead on the page that was pressed.

    Raises:
        Refused: this is no embedded demo, the clock would go back or too far, or it was moved meanwhile.
    """
    if not timedelta(0) < by <= MOST:
        raise Refused(f"演示时钟只能向前移动，一次最多 {MOST.days} 天。")
    before = _last(Record), _last(Message)
    with FORWARD_CLOCK.perform(_locked, actor=actor) as act:
        if seen not in (None, act.object.ahead):
            raise Refused("演示时钟刚刚移动过，没有再次移动。请核对现在的时刻。")
        until = act.now + by
        stops = list(_stops(act.now, by, act.object.ahead))
        act.summary = f"向前 {duration_text(by)}，到 {chinese_datetime(until)}"
        act.facts = {"seconds": int(by.total_seconds()), "ahead": stops[-1]}
        act.object.ahead = stops[0]
        act.object.save(update_fields=["ahead"])
    for stop in stops:
        DemoClock.objects.filter(ahead__lt=stop).update(ahead=stop)
        _run_sweeps()
    return _what_happened(act.now, until, *before)


def _locked() -> DemoClock:
    row = DemoClock.objects.select_for_update().first() if settings.EMBEDDED else None
    if row is None:
        raise Refused("只有内置方式的演示环境才能移动时钟，请先运行 manage.py demo 装入演示数据。")
    return row


def _stops(now: datetime, by: timedelta, ahead: int) -> Iterator[int]:
    """By how many seconds the clock is ahead at each midnight on the way, and at the end."""
    local = now.astimezone(BEIJING)
    stop = datetime.combine(local.date() + DAY, STOP, BEIJING)
    while stop < now + by:
        yield ahead + ceil((stop - now).total_seconds())
        stop += DAY
    yield ahead + int(by.total_seconds())


def _run_sweeps() -> None:
    for name in settings.SWEEPS:
        if name != QUEUE_ONLY:
            import_string(name)()


def _last(model: type[Record] | type[Message]) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _what_happened(since: datetime, until: datetime, record: int, message: int) -> Move:
    labels = Record.objects.filter(pk__gt=record, actor_id=None).exclude(
        object_type=DemoClock._meta.label_lower
    )
    done = Counter(labels.order_by("pk").values_list("label", flat=True))
    ended = PublicNotice.objects.filter(
        state=PublicNoticeState.RUNNING, ends_at__gt=since, ends_at__lte=until
    ).order_by("pk")
    sent = Message.objects.filter(pk__gt=message).count()
    return Move(until, dict(done), sent, [notice.title for notice in ended])
