"""What must hold of trial operations."""

from collections.abc import Iterator

from pilots.models import Submission
from pilots.states import SubmissionKind
from pilots.trial.days import possible_from


def broken() -> Iterator[str]:
    """A sentence for each fault: the last recorded day is the pilot's, and the self-evaluation waits its months (A1 §三.3)."""
    waiting = Submission.objects.filter(kind=SubmissionKind.SELF_EVALUATION, pilot__trial_days__isnull=False)
    rows = (
        waiting.select_related("pilot__entry").prefetch_related("pilot__trial_days").order_by("pk").distinct()
    )
    for submission in rows:
        pilot = submission.pilot
        if pilot.trial_from != list(pilot.trial_days.all())[-1].day:
            yield f"{pilot.entry.number} 的试运行起始日期与登记不符。"
        elif submission.not_before != possible_from(
            pilot.trial_from, pilot.entry.programme.life.trial_months
        ):
            yield f"{pilot.entry.number} 的自评报告最早提交日期与试运行起始日期不符。"
