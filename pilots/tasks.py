"""Background tasks of the life of a pilot. The rules are elsewhere; the beat calls each every minute."""

from celery import shared_task

from pilots.award import awarding as award
from pilots.award import plaques
from pilots.evaluation.deciding import reminders as conditions
from pilots.evaluation.tracking import actions as tracking
from pilots.progress import opening
from pilots.progress import reminders as reports
from pilots.repair import reminders as repairs
from pilots.self_evaluation import reminders as self_evaluations
from pilots.withdrawal import reminders as statements


@shared_task
def resume_awards() -> None:
    """Go on with awards that were interrupted (AWD-1)."""
    award.resume_awards()


@shared_task
def date_plaques() -> None:
    """Date the plaques that wait for the Low Carbon Day, or whose day was moved (AWD-1)."""
    plaques.date_plaques()


@shared_task
def open_due_trackings() -> None:
    """Begin the tracking evaluations that are due by their schedule (A3 §三.四)."""
    tracking.open_due_trackings()


@shared_task
def remind_of_self_evaluations() -> None:
    """Tell from when on a self-evaluation is possible, and that the end of a plan comes near (A1 §三.3)."""
    self_evaluations.remind_of_self_evaluations()


@shared_task
def remind_of_repairs() -> None:
    """Remind of repair reports that are due, and say of each once that it is overdue (A1 §三.3)."""
    repairs.remind_of_repairs()


@shared_task
def remind_of_conditions() -> None:
    """Remind of conditions of an evaluation that are due, and say of each once that it is overdue (A1 §三.3)."""
    conditions.remind_of_conditions()


@shared_task
def remind_of_statements() -> None:
    """Remind of periods for a statement that end in a day (AWD-1)."""
    statements.remind_of_statements()


@shared_task
def open_due_reports() -> None:
    """Open progress reports whose period is over, close those of pilots that ended."""
    opening.open_due_reports()


@shared_task
def remind_of_reports() -> None:
    """Remind of progress reports that are due soon or late."""
    reports.remind_of_reports()
