"""How dates, times and sizes are said in Chinese: the same in pages, messages and refusals."""

from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone

Blank = Literal[""] | None  # what a template hands over where there is nothing


def chinese_date(value: date | datetime | Blank) -> str:
    """2026年7月15日, in Beijing time; "" for None."""
    if not value:
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_datetime(value: datetime | Blank) -> str:
    """2026年7月15日 14:05, in Beijing time; "" for None."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{chinese_date(local)} {local:%H:%M}"


def instant_words(text: str) -> str:
    """An instant in ISO 8601, as ``chinese_datetime``."""
    return chinese_datetime(datetime.fromisoformat(text))


def cutoff_text(value: datetime | Blank) -> str:
    """An exclusive instant as people say it: 00:00 of July 16 is 「2026年7月15日 24:00」 (CUT-2)."""
    if not value:
        return ""
    local = timezone.localtime(value)
    if (local.hour, local.minute) == (0, 0):
        return f"{chinese_date(local.date() - timedelta(days=1))} 24:00"
    return chinese_datetime(local)


def file_size(value: int | Blank) -> str:
    """Bytes as 「0 字节」, 「12 KB」, 「3.4 MB」, 「300 MB」; "" for None."""
    if value is None or value == "":
        return ""
    if value < 1024:
        return f"{value} 字节"
    if value < 1024 * 1024:
        return f"{value / 1024:.0f} KB"
    return f"{value / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")


def masked_phone(value: str | None) -> str:
    """A telephone number that can be recognised and not dialled: 010****5678."""
    return f"{value[:3]}****{value[-4:]}" if value and len(value) > 8 else "****" if value else ""


def masked_email(value: str | None) -> str:
    """An e-mail address that can be recognised and not written to: zh***@example.org."""
    name, _, host = (value or "").partition("@")
    return f"{name[:2]}***@{host}" if host else ""


def short_hash(value: str | None) -> str:
    """The first 12 characters of a checksum, enough to compare with paper (MAT-W)."""
    return (value or "")[:12]


def duration_text(value: timedelta) -> str:
    """「10 天」「227 天 8 小时 3 分钟」: a length of time, to the minute."""
    minutes = int(value.total_seconds()) // 60
    parts = [(minutes // 1440, "天"), (minutes // 60 % 24, "小时"), (minutes % 60, "分钟")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "不到 1 分钟"


def days_left(due: date | Blank, today: date) -> str:
    """「还有 5 天」, 「今天截止」, 「逾期 3 天」: how far the last day is on which something may be done; "" without one."""
    if not due:
        return ""
    days = (due - today).days
    if days == 0:
        return "今天截止"
    return f"还有 {days} 天" if days > 0 else f"逾期 {-days} 天"


def time_left(until: datetime | Blank, now: datetime) -> str:
    """「还有 3 天 4 小时」, 「已截止」 from ``until`` on; "" without an end. portal.js says it the same way."""
    if not until:
        return ""
    minutes, rest = divmod((until - now).total_seconds(), 60)
    if minutes < 0 or (minutes, rest) == (0, 0):
        return "已截止"
    days, hours, minutes = int(minutes) // 1440, int(minutes) // 60 % 24, int(minutes) % 60
    if days:
        return f"还有 {days} 天 {hours} 小时"
    if hours:
        return f"还有 {hours} 小时 {minutes} 分钟"
    return f"还有 {minutes} 分钟" if minutes else "还有不到 1 分钟"
