"""What the pages of a submission need to know of its kind; each kind makes one record of it (``submissions.kinds``)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from pilots.models import Submission, SubmissionVersion
from pilots.states import Outcome
from pilots.writing.layout import Layout
from sheets.letters.letter import Letter


@dataclass(frozen=True)
class Kind:
    """One kind of submission.

    Attributes:
        title: what the submission is called on pages (with its period or number).
        layout_of: its page as it stands now.
        faults: (name, sentence) of everything it lacks on this day.
        hand_in: the act, by pilot or submission as the kind needs: (submission, actor, note).
        outcomes: what the city may answer. answer: the act: (submission, outcome, actor, remarks).
        letter: the version as a paper, Word and PDF.
    """

    title: Callable[[Submission], str]
    layout_of: Callable[[Submission], Layout]
    faults: Callable[[Submission, date], Iterator[tuple[str, str]]]
    hand_in: Callable[[Submission, User, str], SubmissionVersion]
    outcomes: tuple[Outcome, ...]
    answer: Callable[[Submission, Outcome, User, str], None]
    letter: Callable[[SubmissionVersion], Letter]
