"""What staff do to cycles: open ahead, settings, extension, park quotas. Each function is one named act (CUT-2, REC-3).

A cutoff moves only while two minutes are left to the earlier of the old and the new one: a request may live that
long, so no receipt can be counted by a cutoff that was no longer true.
"""

from datetime import date, datetime
from typing import Any, cast

from django.db import models
from django.urls import reverse

from accounts.models import Organisation, User
from face.wording import chinese_date, cutoff_text
from journal.acts import Act, Refused
from journal.clock import day_of
from programme.acts import EDIT_CYCLE, EXTEND_CYCLE, GRANT_QUOTA, OPEN_CYCLE
from programme.cutoff import GRACE, default_cutoff, year_of
from programme.cycles.receiving import cycle_at, open_cycle
from programme.models import CutoffChange, Cycle, ParkQuota
from programme.notice import LEAST_NOTICE_DAYS, PilotType


def open_ahead(*, actor: User) -> Cycle:
    """Open the cycle after the running one before its time, so that it can be prepared (CUT-1).

    Raises:
        Refused: it is open already.
    """
    with OPEN_CYCLE.perform(actor=actor) as act:
        year = cycle_at(act.now).year + 1
        if Cycle.objects.filter(year=year).exists():
            raise Refused(f"{year} 年度已经开启。")
        act.about = cycle = open_cycle(year, act.now)
        if cycle.opened_at != act.now:  # by an equal press at the same time
            raise Refused(f"{year} 年度已经开启。")
        act.summary = f"提前开启 {year} 年度，{cutoff_text(cycle.cutoff)} 截止"
    return cycle


def edit_cycle(cycle_id: int, *, actor: User, reason: str = "", **changes: Any) -> Cycle:
    """Change settings of a cycle; every change is in the journal, and a new cutoff is announced (CUT-2).

    Args:
        reason: why the cutoff becomes earlier; asked for then only, told and public.
        changes: any of cutoff, focus, park_quota, correction_days, correction_day_kind, low_carbon_day, titles.

    Raises:
        Refused: the cutoff has passed, or would lie in the past or beyond that of a neighbouring year, or that of
            the running cycle would be later (``extend_cycle``), or it becomes earlier without a reason; a notice
            would be too short; or the Low Carbon Day has passed, or would not lie in June of the next year (AWD-1).
    """
    with EDIT_CYCLE.perform(lambda: _locked(cycle_id), actor=actor) as act:
        cycle = act.object
        changed = {name: value for name, value in changes.items() if getattr(cycle, name) != value}
        if not changed:
            act.nothing()
            return cycle
        if "cutoff" in changed:
            _require_movable(cycle, changed["cutoff"], act.now)
            if _running(cycle, act.now) and changed["cutoff"] > cycle.cutoff:
                raise Refused(f"{cycle.year} 年度正在受理，推迟截止请用「延长申报」，并写明理由。")
            reason = _note_change(cycle, changed["cutoff"], reason.strip(), act.now)
        if "low_carbon_day" in changed:
            _require_low_carbon_day(cycle, changed["low_carbon_day"], act.now)
        if changed.get("public_notice_days", LEAST_NOTICE_DAYS) < LEAST_NOTICE_DAYS:
            raise Refused(f"公示不少于 {LEAST_NOTICE_DAYS} 个工作日。")
        lines = [_set(cycle, name, value) for name, value in changed.items()]
        if "cutoff" in changed and reason:
            lines.append(f"提前截止的理由：{reason}")
        cycle.save()
        if "park_quota" in changed:
            _follow_park_quota(cycle)
        act.summary = "；".join(lines)
        act.facts |= {name: str(value) for name, value in changed.items()}
    return cycle


def _locked(cycle_id: int) -> Cycle:
    return Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)


def _set(cycle: Cycle, name: str, value: Any) -> str:
    """Change one setting; return what changed, in words."""
    before = getattr(cycle, name)
    label = cast(models.Field, Cycle._meta.get_field(name)).verbose_name
    setattr(cycle, name, value)
    return f"{label}：{_setting_text(name, before)} → {_setting_text(name, value)}"


def extend_cycle(cycle_id: int, *, actor: User, cutoff: datetime, reason: str) -> Cycle:
    """Put off the cutoff of the running cycle, before it passes; the reason is told and public (CUT-2).

    Args:
        cutoff: the new exclusive cutoff, later than the present one.

    Raises:
        Refused: no reason, not later, not the running cycle, or the cutoff has passed.
    """
    if not reason.strip():
        raise Refused("延长申报必须写明理由。")
    with EXTEND_CYCLE.perform(lambda: _locked(cycle_id), actor=actor) as act:
        cycle = act.object
        _require_movable(cycle, cutoff, act.now)
        if not _running(cycle, act.now):
            raise Refused(f"只能延长正在受理的年度；{cycle.year} 年度的截止时刻请在年度设置中修改。")
        if cutoff <= cycle.cutoff:
            raise Refused(f"延长后的截止时刻必须晚于 {cutoff_text(cycle.cutoff)}。")
        before, cycle.cutoff = cycle.cutoff, cutoff
        cycle.save(update_fields=["cutoff"])
        CutoffChange.objects.create(
            cycle=cycle, before=before, after=cutoff, reason=reason.strip(), at=act.now
        )
        act.summary = f"{cutoff_text(before)} → {cutoff_text(cutoff)}。理由：{reason.strip()}"
        act.facts |= {"before": before.isoformat(), "cutoff": cutoff.isoformat(), "reason": reason.strip()}
    return cycle


def _require_low_carbon_day(cycle: Cycle, day: date | None, now: datetime) -> None:
    """Plaques are dated on the Low Carbon Day of the next year, in June; once it has come, it stays (AWD-1)."""
    before = cycle.low_carbon_day
    if before and before <= day_of(now):
        raise Refused(f"低碳日 {chinese_date(before)} 已到，授牌日期不能再修改。")
    if day and (day.year, day.month) != (cycle.year + 1, 6):
        raise Refused(f"{cycle.year} 年度的试点在 {cycle.year + 1} 年 6 月的低碳日授牌，请填写该月的日期。")


def _note_change(cycle: Cycle, cutoff: datetime, reason: str, now: datetime) -> str:
    """Keep a change made in the settings; returns the reason that belongs to it."""
    earlier = cutoff < cycle.cutoff
    if earlier and not reason:
        raise Refused("截止时刻提前，必须写明理由。")
    reason = reason if earlier else ""
    CutoffChange.objects.create(cycle=cycle, before=cycle.cutoff, after=cutoff, reason=reason, at=now)
    return reason


def _running(cycle: Cycle, now: datetime) -> bool:
    return year_of(now, Cycle.objects.cutoffs()) == cycle.year


def _require_movable(cycle: Cycle, cutoff: datetime, now: datetime) -> None:
    if cycle.closed_at or now >= cycle.cutoff:
        raise Refused(f"{cycle.year} 年度已于 {cutoff_text(cycle.cutoff)} 截止，截止时刻不能再修改。")
    if cutoff <= now:
        raise Refused("新的截止时刻必须晚于现在。")
    if min(cutoff, cycle.cutoff) < now + GRACE:
        raise Refused("距离截止不足 2 分钟，截止时刻不能再修改。")
    neighbours = {year: default_cutoff(year) for year in (cycle.year - 1, cycle.year + 1)}
    cutoffs = neighbours | Cycle.objects.exclude(pk=cycle.pk).cutoffs()
    if any((year < cycle.year) != (other < cutoff) for year, other in cutoffs.items()):
        raise Refused("截止时刻必须晚于上一年度、早于下一年度的截止时刻。")


def _setting_text(name: str, value: Any) -> str:
    if name == "titles":
        return "、".join(f"{PilotType(kind).label}「{title}」" for kind, title in value.items())
    if name == "correction_day_kind":
        return Cycle.DayKind(value).label
    if isinstance(value, datetime):
        return cutoff_text(value)
    return "、".join(value) if isinstance(value, list) else str(value or "未设置")


def _follow_park_quota(cycle: Cycle) -> None:
    """Quotas that nobody adjusted follow the default of the cycle, never below what is used."""
    for quota in ParkQuota.objects.select_for_update().filter(cycle=cycle, reason="").order_by("pk"):
        quota.allowed = max(cycle.park_quota, quota.used)
        quota.save(update_fields=["allowed"])


def grant_quota(
    cycle_id: int, recommender: Organisation, *, actor: User, allowed: int, reason: str
) -> ParkQuota:
    """Set how many parks a recommender may recommend in a cycle, with a reason (REC-3, decision).

    Raises:
        Refused: there is no reason, or more parks are recommended already.
    """
    if not reason.strip():
        raise Refused("调整园区推荐名额必须写明理由。")
    with GRANT_QUOTA.perform(lambda: _locked_quota(cycle_id, recommender), actor=actor) as act:
        quota = act.object
        if allowed < quota.used:
            raise Refused(f"{recommender}本年度已推荐 {quota.used} 个园区，名额不能少于已用数。")
        before, quota.allowed, quota.reason = quota.allowed, allowed, reason
        quota.save(update_fields=["allowed", "reason"])
        _note_quota(act, before)
    return quota


def _locked_quota(cycle_id: int, recommender: Organisation) -> ParkQuota:
    cycle = Cycle.objects.get(pk=cycle_id)
    ParkQuota.objects.get_or_create(
        cycle=cycle, recommender=recommender, defaults={"allowed": cycle.park_quota}
    )
    quota = ParkQuota.objects.select_for_update().get(cycle=cycle, recommender=recommender)
    quota.cycle, quota.recommender = cycle, recommender
    return quota


def _note_quota(act: Act[ParkQuota], before: int) -> None:
    """Say it in the timeline of the year, and tell the recommender."""
    quota, cycle = act.object, act.object.cycle
    act.about = cycle
    act.summary = f"{quota.recommender}：{before} → {quota.allowed} 个。理由：{quota.reason}"
    act.facts |= {"recommender": quota.recommender_id, "before": before, "allowed": quota.allowed}
    act.tell(
        User.objects.of(quota.recommender),
        f"{cycle.year} 年度园区推荐名额调整为 {quota.allowed} 个",
        f"贵单位 {cycle.year} 年度园区推荐名额由 {before} 个调整为 {quota.allowed} 个，已用 {quota.used} 个。",
        reverse("home"),
    )
