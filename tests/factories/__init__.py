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
from tests.factories.audits import (
    LONG_AGO,
    audited,
    confirmed_evaluation,
    evaluation_content,
    proposed_evaluation,
    report,
    running_evaluation,
    tracked,
    under_audit,
    under_tracking,
)
from tests.factories.changes import change_handed_in, changing
from tests.factories.endings import (
    approve_plan,
    entitle,
    excellent,
    find_excellent,
    proposed_withdrawal,
    seen_of,
    titled,
    withdrawal,
    withdrawn,
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
    implementing,
    plan_content,
    plan_of,
    plan_submitted,
    planning,
    submitter,
    write_plan,
)
from tests.factories.people import (
    administrator,
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
from tests.factories.repairs import (
    in_repair,
    repair_content,
    repair_of,
    repaired,
    write_repair,
)
from tests.factories.reports import (
    next_report,
    report_content,
    report_handed_in,
)
from tests.factories.trials import (
    evidence,
    in_trial,
    self_evaluated,
    self_evaluation_content,
    self_evaluation_of,
    self_evaluation_possible,
    write_self_evaluation,
)
from tests.factories.visits import visit, visited, written

__all__ = [
    "ANSWERS",
    "CARBON",
    "LONG_AGO",
    "OPINION",
    "PDF",
    "Screening",
    "accepted",
    "actions",
    "add_reviewer",
    "administrator",
    "answers",
    "applicant",
    "approve_plan",
    "asked_for_plan",
    "audited",
    "award",
    "before_last_cutoff",
    "begin",
    "bureau",
    "change_handed_in",
    "changing",
    "checked",
    "confirm_waiting",
    "confirmed_evaluation",
    "decide",
    "decided",
    "declare_no_conflict",
    "draft",
    "entitle",
    "evaluation_content",
    "evidence",
    "excellent",
    "find_excellent",
    "forward",
    "freeze",
    "hand_in_sheets",
    "implementing",
    "in_repair",
    "in_review",
    "in_trial",
    "keep",
    "kept",
    "met",
    "next_cycle",
    "next_report",
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
    "proposed_evaluation",
    "proposed_withdrawal",
    "publication",
    "publish",
    "received",
    "recommender",
    "repair_content",
    "repair_of",
    "repaired",
    "report",
    "report_content",
    "report_handed_in",
    "resubmitted",
    "reviewer",
    "running_evaluation",
    "score",
    "scored",
    "screen",
    "seen_of",
    "selected",
    "self_evaluated",
    "self_evaluation_content",
    "self_evaluation_of",
    "self_evaluation_possible",
    "staff",
    "stored_path",
    "submission_day",
    "submitted",
    "submitter",
    "titled",
    "tracked",
    "under_audit",
    "under_tracking",
    "undone",
    "uscc",
    "visit",
    "visited",
    "withdrawal",
    "withdrawn",
    "work_plan",
    "write_plan",
    "write_repair",
    "write_self_evaluation",
    "written",
    "years_later",
]


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything that is written to the database inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
