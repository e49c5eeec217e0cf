"""The organisation hears from when on it can evaluate itself, and that the end of its plan comes near (A1 §三.3)."""

from datetime import date, datetime, timedelta

from accounts.models import User
from face.wording import chinese_date, days_left
from journal import clock
from journal.clock import day_of
from pilots.models import Pilot, Submission
from pilots.states import WRITABLE, PilotState, SubmissionKind
from pilots.writing.reminding import DAYS, notice_due, tell_once

BEFORE = (PilotState.IMPLEMENTING, PilotState.TRIAL)  # the self-evaluation is not handed in


def remind_of_self_evaluations(at: datetime | None = None) -> None:
    """Tell what is due; harmless at any time, any number of times.

    Args:
        at: the instant to judge by (aware); the clock when None.
    """
    now = at or clock.now()
    today = day_of(now)
    possible = Submission.objects.filter(
        kind=SubmissionKind.SELF_EVALUATION,
        state__in=WRITABLE,
        pilot__state=PilotState.TRIAL,
        first_handed_in_on=None,
        not_before__lte=today,
    )
    for submission in possible.select_related("pilot__entry__organisation").order_by("pk"):
        _tell_possible(submission, now)
    ending = Pilot.objects.filter(
        state__in=BEFORE,
        implementing_until__gte=today,
        implementing_until__lte=today + timedelta(days=max(DAYS)),
    )
    for pilot in ending.select_related("entry__organisation").order_by("pk"):
        if pilot.entry.programme.life.trial_months:
            _tell_ending(pilot, today, now)


def _tell_possible(submission: Submission, now: datetime) -> None:
    entry = submission.pilot.entry
    months = entry.programme.life.trial_months
    tell_once(
        User.objects.of(entry.organisation),
        key=f"self_evaluation_possible:{submission.pk}:{submission.not_before:%Y%m%d}",
        subject=f"可以提交自评报告：{entry.number}",
        body=f"「{entry.name}」自{chinese_date(submission.pilot.trial_from)}起试运行，已满 {months} 个月，"
        f"自{chinese_date(submission.not_before)}起可以提交自评报告。",
        link=submission.get_absolute_url(),
        at=now,
    )


def _tell_ending(pilot: Pilot, today: date, now: datetime) -> None:
    until, since = pilot.implementing_until, pilot.implementing_from or date.min
    days = until and notice_due(until, today, since)
    if not days:
        return
    entry = pilot.entry
    lacks, link = _lacks(pilot)
    tell_once(
        User.objects.of(entry.organisation),
        key=f"self_evaluation_due:{pilot.pk}:{until:%Y%m%d}:{days}",
        subject=f"实施截止日期{days_left(until, today)}：{entry.number}",
        body=f"「{entry.name}」的实施截止日期为{chinese_date(until)}，{days_left(until, today)}。{lacks}",
        link=link,
        at=now,
    )


def _lacks(pilot: Pilot) -> tuple[str, str]:
    """What the organisation has still to do, and the page where it does it."""
    months = pilot.entry.programme.life.trial_months
    if pilot.state == PilotState.IMPLEMENTING:
        sentence = f"还没有登记试运行。试运行满 {months} 个月后才能提交自评报告。"
        return sentence, f"{pilot.get_absolute_url()}#trial"
    submission = pilot.submissions.filter(kind=SubmissionKind.SELF_EVALUATION, state__in=WRITABLE).first()
    if submission is None:  # of an old pilot that was taken on in trial operation
        return "自评报告还没有提交。", pilot.get_absolute_url()
    day = chinese_date(submission.not_before)
    return f"自评报告还没有提交，最早可于{day}提交。", submission.get_absolute_url()
