"""Correcting the calendar of working days of a cycle; running notices follow, never to an earlier end (Notice 公示)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from face.wording import chinese_date, cutoff_text
from journal import clock
from journal.models import Audience
from journal.recording import record
from journal.workflow import Refused
from programme.cutoff import day_end
from programme.models import Cycle, DayCorrection
from programme.workdays import working_days_from
from reviews.models import PublicNotice


@dataclass(frozen=True)
class Moved:
    """A running notice whose end a calendar would move: from the instant it has to a later one."""

    notice: PublicNotice
    ends_at: datetime


def ends_moved(cycle: Cycle, corrections: dict[date, bool], now: datetime) -> list[Moved]:
    """Running notices that would end later by this calendar; what was announced is never shortened."""
    found = []
    for notice in cycle.public_notices.running(now):
        end = day_end(working_days_from(notice.first_day, notice.working_days, corrections))
        if end > notice.ends_at:
            found.append(Moved(notice, end))
    return found


@transaction.atomic
def correct_day(cycle_id: int, *, actor: User, day: date, working: bool, note: str) -> DayCorrection:
    """Say that offices work on a day, or do not, whatever the calendar says.

    Raises:
        Refused: the day is corrected already, or no basis is given.
    """
    now, cycle = _begin(cycle_id, actor)
    if not note.strip():
        raise Refused("请写明依据。")
    if cycle.corrected_days.filter(day=day).exists():
        raise Refused(f"{chinese_date(day)} 已经调整过，请先删除原来的调整。")
    made = DayCorrection.objects.create(
        cycle=cycle, day=day, working=working, note=note.strip(), by=actor, at=now
    )
    summary = f"{chinese_date(day)}改为{'上班' if working else '休息'}，依据：{note.strip()}"
    _follow(cycle, now, actor, "调整工作日", summary)
    return made


@transaction.atomic
def drop_correction(correction_id: int, *, actor: User) -> None:
    """Let the calendar hold again on a day."""
    cycle_id = DayCorrection.objects.values_list("cycle", flat=True).get(pk=correction_id)
    now, cycle = _begin(cycle_id, actor)
    found = DayCorrection.objects.get(pk=correction_id)
    found.delete()
    _follow(cycle, now, actor, "撤销工作日调整", f"{chinese_date(found.day)}恢复按日历计算")


def _begin(cycle_id: int, actor: User) -> tuple[datetime, Cycle]:
    now = clock.now()
    if not may(actor, Capability.PUBLISH):
        raise Refused("您没有调整工作日的权限。")
    return now, Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)


def _follow(cycle: Cycle, now: datetime, actor: User, label: str, summary: str) -> None:
    """Put off the ends of running notices as the new calendar has it, and journal it all."""
    for moved in ends_moved(cycle, cycle.day_corrections, now):
        notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=moved.notice.pk)
        notice.ends_at = moved.ends_at
        notice.save(update_fields=["ends_at"])
        summary += f"；{notice.title}延至 {cutoff_text(notice.ends_at)}"
    record("correct_day", cycle, at=now, actor=actor, label=label, summary=summary, audience=Audience.CITY)
