"""The decision of a withdrawal: another person confirms it, and everything that follows stands in one transaction (AWD-1)."""

from datetime import datetime

from accounts.models import User
from face.wording import cutoff_text
from journal.acts import Refused
from pilots.award.plaques import lose_plaque
from pilots.evaluation.opening import cancel_running
from pilots.lives import life_with
from pilots.models import Pilot, Withdrawal
from pilots.withdrawal.actions import tell_parties
from pilots.withdrawal.facts import DecisionFacts
from pilots.withdrawal.shown import Ending, mark_of, what_ends
from pilots.workflow import TITLE_PROPOSAL, WITHDRAWAL
from pilots.writing.versions import close

CHANGED = "内容刚刚有变动，请核对最新内容后再决定。"
ENDED = "试点资格已取消。"


def decide_withdrawal(withdrawal_id: int, *, actor: User, seen: str) -> Pilot:
    """Withdraw pilot status, and the title with it, as a third person; what still runs of the pilot ends (AWD-1).

    The pilot keeps its history, its entry of the library and its certificate, whose title counts no more; a plaque that
    was not given will not be.

    Args:
        seen: checksum of the page that was read (``shown.mark_of``).

    Raises:
        Refused: who gave the notice or proposed it, before the end of the period, or something changed since.
    """
    pilot_id = Withdrawal.objects.values_list("pilot", flat=True).get(pk=withdrawal_id)
    with life_with(pilot_id).perform("withdraw", pilot_id, actor=actor) as act:
        pilot, ending = act.object, what_ends(act.object, lock=True)
        withdrawal = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal_id)
        if act.now < withdrawal.statement_until:
            raise Refused(f"陈述期限到 {cutoff_text(withdrawal.statement_until)} 为止，期满后才能决定。")
        if mark_of(withdrawal, pilot, ending) != seen:
            raise Refused(CHANGED)
        withdrawal.decided_by, withdrawal.decided_at = actor, act.now
        WITHDRAWAL.carry("decide_withdrawal", withdrawal, actor=actor, at=act.now)
        _end(pilot, ending, actor, act.now)
        pilot.ended_at = act.now
        lose_plaque(pilot)
        act.summary = "；".join(
            [f"{withdrawal.get_grounds_display()}：{withdrawal.conclusion}", *ending.words]
        )
        act.facts |= {"title": pilot.title, **DecisionFacts.said_by(withdrawal).written()}
        lost = f"取消试点资格，撤销称号“{pilot.title}”，称号证书同时失效" if pilot.title else "取消试点资格"
        tell_parties(
            act,
            pilot,
            f"{pilot.entry.number} {'称号已撤销' if pilot.title else '已取消试点资格'}",
            f"经研究，决定对「{pilot.entry.name}」{lost}。\n\n理由：{withdrawal.conclusion}",
            withdrawal.get_absolute_url(),
        )
    return pilot


def _end(pilot: Pilot, ending: Ending, actor: User, now: datetime) -> None:
    """End what was still running."""
    for submission in ending.submissions:
        close(submission, at=now)
    cancel_running(pilot, at=now, actor=actor)
    for proposal in ending.proposals:
        proposal.decided_by, proposal.decided_at, proposal.reason = actor, now, ENDED
        TITLE_PROPOSAL.carry("return_title", proposal, actor=actor, at=now)
