"""What a withdrawal ends, and the checksum of what its page shows: who confirms answers for what was read (AWD-1)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from pilots.models import Evaluation, Pilot, Submission, TitleProposal, Withdrawal
from pilots.states import WITHDRAWAL_LOOKS, TitleState, Viewer, WithdrawalState


@dataclass(frozen=True)
class Ending:
    """What is still running of a pilot, and ends with it."""

    submissions: tuple[Submission, ...]
    evaluations: tuple[Evaluation, ...]
    proposals: tuple[TitleProposal, ...]

    @property
    def words(self) -> list[str]:
        """A line for each thing that ends."""
        lines = [
            f"{row.get_kind_display()}（第 {row.number} 份，{row.get_state_display()}）终止办理"
            for row in self.submissions
        ]
        lines += [f"{row.get_kind_display()}（第 {row.number} 次）取消" for row in self.evaluations]
        return lines + ["待确认的称号提议退回" for _ in self.proposals]


def state_words(withdrawal: Withdrawal, for_city: bool) -> str:
    """Its state in words; a decision that is only proposed is the city's own affair."""
    if withdrawal.state == WithdrawalState.PROPOSED and not for_city:
        return "正在研究决定"
    return withdrawal.get_state_display()


def family_of(withdrawal: Withdrawal, viewer: Viewer, now: datetime) -> str:
    """How its state looks: when the statement is in, or its period over, it is the city's turn."""
    heard = withdrawal.stated_at is not None or now >= withdrawal.statement_until
    waits = withdrawal.state == WithdrawalState.INTENDED and heard
    return WITHDRAWAL_LOOKS.look(WithdrawalState.PROPOSED if waits else withdrawal.state, viewer).family


def what_ends(pilot: Pilot, *, lock: bool = False) -> Ending:
    """What is still running of a pilot.

    Args:
        lock: for an act, which has locked the pilot: the rows are locked in the order of docs/architecture.md.
    """
    submissions = pilot.submissions.unfinished().order_by("pk")
    evaluations = pilot.evaluations.running().order_by("pk")
    proposals = pilot.title_proposals.filter(state=TitleState.PROPOSED).order_by("pk")
    if lock:
        submissions, evaluations, proposals = (
            rows.select_for_update(of=("self",)) for rows in (submissions, evaluations, proposals)
        )
    return Ending(tuple(submissions), tuple(evaluations), tuple(proposals))


def mark_of(withdrawal: Withdrawal, pilot: Pilot, ending: Ending) -> str:
    """A checksum of what the page of a decision shows: the case, what was stated, and what it ends."""
    seen = [withdrawal.pk, withdrawal.state, withdrawal.grounds, withdrawal.reasons, withdrawal.conclusion]
    seen += [withdrawal.statement, withdrawal.statement_file_id, withdrawal.hearing_note]
    seen += [
        str(withdrawal.hearing_on or ""),
        withdrawal.statement_until.isoformat(),
        withdrawal.proposed_by_id,
    ]
    seen += [pilot.state, pilot.title, *ending.words]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()
