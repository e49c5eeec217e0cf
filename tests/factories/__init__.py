"""Factories that speak the domain: an organisation with its person, a draft that lacks nothing, a received one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

# Acts that tests do with what the factories made.
from applications.begin import actions as begin
from applications.submitting import actions
from reviews.models import Screening
from reviews.panels import actions as paneling
from reviews.scoring.actions import declare_no_conflict
from reviews.screening.actions import screen
from tests.factories.applications import (
    ANSWERS,
    CARBON,
    OPINION,
    PDF,
    answers,
    checked,
    draft,
    forward,
    received,
    resubmitted,
    stored_path,
    submission_day,
    submitted,
)
from tests.factories.evaluation import (
    accepted,
    add_reviewer,
    asked_for_plan,
    before_last_cutoff,
    confirm_waiting,
    decide,
    decided,
    freeze,
    hand_in_sheets,
    in_review,
    met,
    panel,
    score,
    scored,
    work_plan,
)
from tests.factories.lives import (
    YEAR_AGO,
    approve_plan,
    entitle,
    excellent,
    find_excellent,
    implementing,
    plan_content,
    plan_of,
    plan_submitted,
    planning,
    proposed_withdrawal,
    seen_of,
    submitter,
    titled,
    withdrawal,
    withdrawn,
    write_plan,
)
from tests.factories.people import (
    applicant,
    bureau,
    organisation,
    person,
    recommender,
    reviewer,
    staff,
    uscc,
)
from tests.factories.pilots import (
    award,
    keep,
    kept,
    next_cycle,
    paper_project,
    proposed,
    publication,
    publish,
    selected,
    years_later,
)
from tests.factories.visits import visit, visited, written

__all__ = [
    "ANSWERS",
    "CARBON",
    "OPINION",
    "PDF",
    "YEAR_AGO",
    "Screening",
    "accepted",
    "actions",
    "add_reviewer",
    "answers",
    "applicant",
    "approve_plan",
    "asked_for_plan",
    "award",
    "before_last_cutoff",
    "begin",
    "bureau",
    "checked",
    "confirm_waiting",
    "decide",
    "decided",
    "declare_no_conflict",
    "draft",
    "entitle",
    "excellent",
    "find_excellent",
    "forward",
    "freeze",
    "hand_in_sheets",
    "implementing",
    "in_review",
    "keep",
    "kept",
    "met",
    "next_cycle",
    "organisation",
    "panel",
    "paneling",
    "paper_project",
    "person",
    "plan_content",
    "plan_of",
    "plan_submitted",
    "planning",
    "proposed",
    "proposed_withdrawal",
    "publication",
    "publish",
    "received",
    "recommender",
    "resubmitted",
    "reviewer",
    "score",
    "scored",
    "screen",
    "seen_of",
    "selected",
    "staff",
    "stored_path",
    "submission_day",
    "submitted",
    "submitter",
    "titled",
    "undone",
    "uscc",
    "visit",
    "visited",
    "withdrawal",
    "withdrawn",
    "work_plan",
    "write_plan",
    "written",
    "years_later",
]


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything that is written to the database inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
