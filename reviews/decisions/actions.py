"""Deciding takes two: one person proposes, another confirms or returns (REV-3, REV-5).

Nothing here leaves the city: the application stays in review, and all that is recorded is for city staff.
``reviews.results`` makes a confirmed decision known. Every act locks the applications in the order of their ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from django.db import transaction
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from journal.facts import Facts
from journal.workflow import Act, Refused
from reviews.decisions.cases import (
    counted_and_awaited,
    decisions_on,
    locked_cases,
    locked_decisions,
    locked_sheets,
    locked_waiting,
    require_untied,
)
from reviews.decisions.rules import score_of, why_not_as_proposed, why_not_selected
from reviews.models import Decision, DecisionReturn
from reviews.ranking.ranked_rows import RankedRow, rows_by_case
from reviews.rules import require_decidable
from reviews.scoring.totals import fingerprint
from reviews.workflow import DECISION


@dataclass(frozen=True)
class DecisionFacts(Facts):
    """What the journal keeps of every act on a decision; the invariants hold the row against it."""

    outcome: str
    reason: str
    remarks: str
    score: str
    rank: int | None
    sheets: str
    proposed_by: int

    @classmethod
    def said_by(cls, decision: Decision) -> Self:
        """What a decision says."""
        return cls(
            outcome=decision.outcome,
            reason=decision.reason,
            remarks=decision.remarks,
            score=str(decision.score),
            rank=decision.rank,
            sheets=decision.sheets_checksum,
            proposed_by=decision.proposed_by_id,
        )


@dataclass(frozen=True)
class Proposal:
    """What one person proposes for one application.

    ``seen`` is the mark of the decision that stood on the page (``Decision.mark``), "" when there was none.
    """

    application_id: int
    outcome: str
    reason: str
    remarks: str = ""
    seen: str = ""


def propose_decisions(proposals: Iterable[Proposal], *, actor: User) -> list[Decision]:
    """Propose decisions on applications in review, all or none; a proposal that was seen is replaced.

    Raises:
        Refused: another person proposed or confirmed meanwhile, or one of them cannot be decided so.
    """
    by_case = {proposal.application_id: proposal for proposal in proposals}
    with DECISION.perform_all("propose_decision", lambda: _locked_as_seen(by_case), actor=actor) as acts:
        rows = rows_by_case(act.object.application for act in acts)
        for act in acts:
            _propose(act, by_case[act.object.application_id], rows[act.object.application_id])
        _tell_others(acts)
    return [act.object for act in acts]


def _locked_as_seen(by_case: Mapping[int, Proposal]) -> list[Decision]:
    """The decisions that the proposals replace, as their pages showed them, and new ones; applications are locked."""
    applications = locked_cases(by_case)
    standing = {decision.application_id: decision for decision in decisions_on(by_case)}
    for application in applications:
        _require_seen(application, standing.get(application.pk), by_case[application.pk].seen)
    return [standing.get(application.pk) or Decision(application=application) for application in applications]


def _propose(act: Act[Decision], proposal: Proposal, row: RankedRow) -> None:
    decision, application = act.object, act.object.application
    valid, waiting = counted_and_awaited(application.score_sheets.all())
    why_not = why_not_selected(application, row.sums, waiting)
    if proposal.outcome == Decision.Outcome.SELECTED and why_not:
        raise Refused(f"{application.number}：{why_not}。")
    decision.outcome, decision.reason, decision.remarks = proposal.outcome, proposal.reason, proposal.remarks
    decision.score, decision.rank = score_of(row), row.rank.number
    decision.sheets_checksum = fingerprint(valid)
    decision.proposed_by, decision.proposed_at = act.actor, act.now
    decision.returned_by = decision.returned_at = None
    decision.return_remark = ""
    _note(act, decision.reason)


def confirm_decisions(seen: Mapping[int, str], *, actor: User) -> list[Decision]:
    """Confirm what another person proposed; the score sheets are closed from now on.

    Args:
        seen: decision id → its mark on the page that was read.

    Raises:
        Refused: the own proposal, one that changed meanwhile, or whose score, rank or score sheets changed since, old
            and new (REV-3); or the list of the year is not frozen (CUT-2).
    """
    with DECISION.perform_all("confirm_decision", lambda: locked_waiting(seen), actor=actor) as acts:
        require_decidable(act.object.application for act in acts)
        sheets = {act.object.pk: locked_sheets(act.object) for act in acts}
        rows = rows_by_case(act.object.application for act in acts)
        for act in acts:
            decision = act.object
            valid, waiting = counted_and_awaited(sheets[decision.pk])
            if why := why_not_as_proposed(decision, rows[decision.application_id], valid, waiting):
                raise Refused(f"{decision.application.number} {why}。")
            require_untied(decision, valid)
            decision.confirmed_by, decision.confirmed_at = actor, act.now
            _note(act, decision.reason)
    return [act.object for act in acts]


@transaction.atomic
def judge_decisions(
    *, confirmed: Mapping[int, str], returned: Mapping[int, str], remarks: Mapping[int, str], actor: User
) -> None:
    """Confirm some and return others in one act, all or none; arguments as of the two acts.

    Raises:
        Refused: nothing was said about any, or one of the acts is refused.
    """
    if not {*confirmed, *returned}:
        raise Refused("请至少对一项选择确认或退回。")
    locked_decisions({*confirmed, *returned})
    if confirmed:
        confirm_decisions(confirmed, actor=actor)
    if returned:
        return_decisions(returned, remarks, actor=actor)


def return_decisions(seen: Mapping[int, str], remarks: Mapping[int, str], *, actor: User) -> list[Decision]:
    """Return what another person proposed, each with a remark; the proposer is told and may propose anew.

    Args:
        seen: decision id → its mark on the page that was read.
        remarks: decision id → why it is returned.

    Raises:
        Refused: the own proposal, one that changed meanwhile, or a remark is missing.
    """
    with DECISION.perform_all("return_decision", lambda: locked_waiting(seen), actor=actor) as acts:
        for act in acts:
            decision, remark = act.object, remarks.get(act.object.pk, "").strip()
            if not remark:
                raise Refused(f"请写明退回 {decision.application.number} 的意见。")
            decision.returned_by, decision.returned_at, decision.return_remark = actor, act.now, remark
            DecisionReturn.of(decision).save()
            _note(act, remark)
            _tell_proposer(act)
    return [act.object for act in acts]


def take_back_decision(decision_id: int, *, actor: User, reason: str, seen: str) -> None:
    """Take back a decision that is not published: the application is undecided again, its sheets are open.

    Raises:
        Refused: it is published, changed meanwhile, or no reason is given.
    """

    def locked_as_seen() -> list[Decision]:
        (decision,) = locked_decisions([decision_id])
        if decision.mark != seen:
            raise Refused(f"{decision.application.number} 的决定刚刚有变动，请核对最新内容。")
        return [decision]

    with DECISION.perform_all("take_back_decision", locked_as_seen, actor=actor) as (act,):
        if not reason.strip():
            raise Refused("请写明撤销的原因。")
        _note(act, reason.strip())
        act.remove()


def _require_seen(application: Application, before: Decision | None, seen: str) -> None:
    if before and before.mark != seen:
        raise Refused(
            f"{application.number} 已由 {before.proposed_by} 提议{before.get_outcome_display()}，"
            "您打开页面之后有变动，您的提议没有保存。请核对最新内容。"
        )
    if seen and before is None:
        raise Refused(f"{application.number} 原有的提议刚刚被撤销，请核对最新内容。")


def _note(act: Act[Decision], why: str) -> None:
    """Say what was decided, for city staff only; everything that a deleted or changed row held stays in the journal."""
    decision = act.object
    act.summary = f"{decision.get_outcome_display()}：{why}"
    act.facts |= DecisionFacts.said_by(decision).written()


def _tell_others(acts: list[Act[Decision]]) -> None:
    """Tell everybody else who confirms, once for all, that something waits for a second person."""
    first, actor = acts[0], acts[0].actor
    first.tell(
        User.objects.who_may(Capability.CONFIRM).exclude(pk=actor.pk),
        f"{len(acts)} 项评选决定待确认",
        f"{actor} 提议了 {len(acts)} 项评选决定，请另一人核对后确认或退回。",
        f"{reverse('decision_confirm')}?cycle={first.object.application.cycle.year}",
    )


def _tell_proposer(act: Act[Decision]) -> None:
    decision = act.object
    act.tell(
        [decision.proposed_by],
        f"决定提议被退回：{decision.application.number}",
        f"{act.actor} 退回了您的提议，意见：{decision.return_remark}",
        reverse("decide", args=[decision.application_id]),
    )
