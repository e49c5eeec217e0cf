"""What a decision meeting has done so far: a quarter is confirmed, as much as one batch holds waits for the second person."""

from collections.abc import Sequence

from accounts.models import User
from journal import clock
from programme.models import Cycle
from programme.notice import PilotType
from reviews.models import Decision
from reviews.ranking.ranked_rows import RankedRow, ranked_rows
from reviews.scoring.totals import points

BATCH = 100  # proposals in one act of the portal
RETURNED = 20


def decide(cycle: Cycle, proposer: User, second: User) -> None:
    """Decide on technology applications in the order of the ranking, every other one selected."""
    ranked = ranked_rows(cycle, PilotType.TECHNOLOGY)
    confirmed = len(ranked) // 4
    waiting = confirmed + min(BATCH, len(ranked) // 4)
    now = clock.now()
    yes = {"state": "confirmed", "confirmed_by": second, "confirmed_at": now}
    back = {"state": "returned", "returned_by": second, "returned_at": now}
    back |= {"return_remark": "请核对得分次序，补充理由。"}
    _propose(ranked[:confirmed], proposer, yes)
    _propose(ranked[confirmed:waiting], proposer, {})
    _propose(ranked[waiting : waiting + min(RETURNED, len(ranked) // 4)], proposer, back)


def _propose(found: Sequence[RankedRow], proposer: User, more: dict) -> None:
    Decision.objects.bulk_create(
        Decision(
            application_id=each.pk,
            outcome=Decision.Outcome.KEPT if place % 2 else Decision.Outcome.SELECTED,
            reason="评审得分和现场情况符合要求，技术路线成熟，减排效果明显。",
            remarks="请补充运行监测方案，说明推广条件。",
            score=points(each.sums.mean),
            rank=each.rank.number,
            proposed_by=proposer,
            proposed_at=clock.now(),
            **more,
        )
        for place, each in enumerate(found)
    )
