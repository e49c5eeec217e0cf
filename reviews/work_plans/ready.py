"""The work plan that a zone handed in for the final review, as its pilot takes it over (REV-4)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from applications.models import Application
from files.models import StoredFile
from reviews.rules import work_plan_missing


@dataclass(frozen=True)
class ReadyPlan:
    """A plan that was handed in before the pilot began: a zone writes its work plan for the final review (REV-4)."""

    file: StoredFile
    file_name: str
    note: str
    by: User
    at: datetime


def ready_plan(application: Application) -> ReadyPlan | None:
    """What the pilot of a zone begins with: the work plan handed in, for ``pilots.award.actions.begin_pilot`` (REV-4)."""
    if not application.programme.plans_before_decision or work_plan_missing(application):
        return None
    last = application.work_plan.versions.select_related("file", "by").last()
    return ReadyPlan(file=last.file, file_name=last.file_name, note=last.note, by=last.by, at=last.at)
