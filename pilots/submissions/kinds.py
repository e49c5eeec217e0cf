"""Which kinds of submission there are: one record each; and the page of a submission, which has the note to the city."""

from dataclasses import replace

from pilots.change.kind import CHANGE
from pilots.models import Submission
from pilots.plan.kind import PLAN
from pilots.progress.kind import PROGRESS
from pilots.repair.kind import REPAIR
from pilots.self_evaluation.kind import SELF_EVALUATION
from pilots.states import SubmissionKind
from pilots.writing.kind import Kind
from pilots.writing.layout import Group, Layout, Place, PlaceKind

KINDS: dict[str, Kind] = {
    SubmissionKind.PLAN: PLAN,
    SubmissionKind.CHANGE: CHANGE,
    SubmissionKind.SELF_EVALUATION: SELF_EVALUATION,
    SubmissionKind.REPAIR: REPAIR,
    SubmissionKind.PROGRESS: PROGRESS,
}
NOTE = "note_to_city"
NOTE_GROUP = Group(
    NOTE,
    "给审核人员的说明",
    (Place(NOTE, "说明", PlaceKind.LONG, hint="选填。退回后重新提交的，请写明作了哪些修改。", limit=1000),),
)


def kind_of(submission: Submission) -> Kind:
    """The record of its kind."""
    return KINDS[submission.kind]


def title_of(submission: Submission) -> str:
    """What it is called on pages."""
    return kind_of(submission).title(submission)


def page_of(submission: Submission) -> Layout:
    """The page that is written: the layout of the kind, and the note that goes with the next version."""
    layout = kind_of(submission).layout_of(submission)
    return replace(layout, groups=(*layout.groups, NOTE_GROUP))
