"""Correcting the calendar of working days of a cycle; running notices follow, never to an earlier end (Notice 公示)."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from face.wording import chinese_date, cutoff_text
from journal.acts import Act, Refused
from programme.cutoff import day_end
from programme.models import Cycle, DayCorrection
from programme.workdays import working_days_after, working_days_from
from reviews.acts import CORRECT_DAY, DROP_CORRECTION
from reviews.models import PublicNotice


@dataclass(frozen=True)
class Moved:
    """A running notice whose end a calendar would move: from the instant it has to a later one."""

    notice: PublicNotice
    ends_at: datetime


def ends_moved(cycle: Cycle, corrections: dict[date, bool], now: datetime) -> list[Moved]:
    """Running notices that would end later by this calendar; what was announced is never shortened."""
    moved = []
    for notice in cycle.public_notices.running(now):
        count = working_days_from if notice.counts_first_day else working_days_after
        end = day_end(count(notice.first_day, notice.working_days, corrections))
        if end > notice.ends_at:
            moved.append(Moved(notice, end))
    return moved


def correct_day(cycle_id: int, *, actor: User, day: date, working: bool, note: str) -> DayCorrection:
    """Say that offices work on a day, or do not, whatever the calendar says.

    Raises:
        Refused: the day is corrected already, or no basis is given.
    """
    with CORRECT_DAY.perform(lambda: _locked(cycle_id), actor=actor) as act:
        cycle = act.object
        if not note.strip():
            raise Refused("请写明依据。")
        if cycle.corrected_days.filter(day=day).exists():
            raise Refused(f"{chinese_date(day)} 已经调整过，请先删除原来的调整。")
        made = DayCorrection.objects.create(
            cycle=cycle, day=day, working=working, note=note.strip(), by=actor, at=act.now
        )
        act.summary = f"{chinese_date(day)}改为{'上班' if working else '休息'}，依据：{note.strip()}"
        _follow(act)
    return made


def drop_correction(correction_id: int, *, actor: User) -> None:
    """Let the calendar hold again on a day."""
    cycle_id = DayCorrection.objects.values_list("cycle", flat=True).get(pk=correction_id)
    with DROP_CORRECTION.perform(lambda: _locked(cycle_id), actor=actor) as act:
        correction = DayCorrection.objects.get(pk=correction_id)
        correction.delete()
        act.summary = f"{chinese_date(correction.day)}恢复按日历计算"
        _follow(act)


def _locked(cycle_id: int) -> Cycle:
    return Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)


def _follow(act: Act[Cycle]) -> None:
    """Put off the ends of running notices as the new calendar has it, and say so."""
    for moved in ends_moved(act.object, act.object.day_corrections, act.now):
        notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=moved.notice.pk)
        notice.ends_at = moved.ends_at
        notice.save(update_fields=["ends_at"])
        act.summary += f"；{notice.title}延至 {cutoff_text(notice.ends_at)}"
