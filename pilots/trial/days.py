"""The days of a trial operation: when it may have begun, and from when on the self-evaluation is possible (A1 §三.3). Pure."""

from datetime import date

from dateutil.relativedelta import relativedelta

from face.wording import chinese_date


def possible_from(begun: date, months: int) -> date:
    """The day on which so many months of trial operation are full.

    It bears the number of the day on which they began; in a month that lacks it, the last day (民法典 §202).
    """
    return begun + relativedelta(months=months)


def possible_text(begun: date, months: int) -> str:
    """That day in words, and why it is the end of a month where it is."""
    day = possible_from(begun, months)
    clipped = f"（当月没有 {begun.day} 日，以月末为准）" if day.day != begun.day else ""
    return chinese_date(day) + clipped


def why_not_that_day(day: date, approved_on: date | None, today: date) -> str:
    """Why a trial operation cannot have begun on a day, as a sentence; "" when it can.

    Args:
        approved_on: when the plan was approved; None where nobody knows.
    """
    if day > today:
        return f"试运行起始日期不能晚于今天（{chinese_date(today)}）；开始以后再登记。"
    if approved_on and day < approved_on:
        return f"试运行起始日期不能早于方案同意之日（{chinese_date(approved_on)}）。"
    return ""
