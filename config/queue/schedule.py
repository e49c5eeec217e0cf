"""What the beat sends: sweeps that look for what is due, again and again, and what is done once a night."""

from celery.schedules import crontab

SWEEPS = (
    "journal.tasks.resend_due",
    "applications.tasks.close_due_cycles",
    "applications.tasks.tell_what_is_due",
    "pilots.tasks.resume_awards",
    "pilots.tasks.date_plaques",
    "pilots.tasks.open_due_trackings",
    "pilots.tasks.remind_of_self_evaluations",
    "pilots.tasks.remind_of_repairs",
    "pilots.tasks.remind_of_conditions",
    "pilots.tasks.remind_of_statements",
    "pilots.tasks.open_due_reports",
    "pilots.tasks.remind_of_reports",
    "reviews.tasks.remind_of_work_plans",
    "reviews.tasks.remind_of_sheets",
    "applications.tasks.remind_of_paper",
    "portal.tasks.watch_parsers",
    "portal.tasks.watch_storage",
    "accounts.tasks.lapse_proposals",
    "accounts.tasks.recover_administrators",
    "portal.tasks.publish_journal_head",
)
# As sweeps, but the clock of the demo does not run them for each day.
BEGUN = ("portal.tasks.begin_verification",)
NIGHTLY = ("portal.tasks.clear_personal_data", "portal.tasks.keep_access_log")


def beat_schedule(seconds: int) -> dict[str, dict]:
    """The schedule of Celery's beat.

    Sweeps that nobody took in ten turns are dropped: a worker that was away does each once, not hundreds of times. What
    a night missed the next one does.

    Args:
        seconds: between two turns of a sweep.
    """
    sweeps = {
        task: {"task": task, "schedule": seconds, "options": {"expires": 10 * seconds}}
        for task in (*SWEEPS, *BEGUN)
    }
    nightly = {
        task: {"task": task, "schedule": crontab(hour=3, minute=20), "options": {"expires": 12 * 3600}}
        for task in NIGHTLY
    }
    return sweeps | nightly
