"""Deciding takes two: one person proposes, another confirms or returns (REV-3, REV-5).

Nothing here leaves the city: the application stays in review, and all that is recorded is for city staff.
``actions_result`` makes a confirmed decision known. Every act locks the applications in the order of their ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may
from applications.models import Application
from applications.states import State
from journal import clock
from journal.models import Audience
from journal.recording import record, tell
from journal.workflow import Refused
from reviews.decisions.rules import why_not_selected
from reviews.models import Decision, DecisionReturn, ScoreSheet, WorkPlan
from reviews.ranking.ranked_rows import RankedRow, ranked_rows
from reviews.rules import work_plan_missing
from reviews.scoring.totals import fingerprint, points
from reviews.states import ScoreSheetState


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


@transaction.atomic
def propose_decisions(proposals: Iterable[Proposal], *, actor: User) -> list[Decision]:
    """Propose decisions on applications in review, all or none; a proposal that was seen is replaced.

    Raises:
        Refused: another person proposed or confirmed meanwhile, or one of them cannot be decided so.
    """
    now, wanted = _begin(actor, Capability.PROPOSE), {each.application_id: each for each in proposals}
    applications = _locked(wanted)
    standing = {each.application_id: each for each in _decisions(wanted)}
    places = _places(applications)
    made = []
    for application in applications:
        proposal, before = wanted[application.pk], standing.get(application.pk)
        _require_seen(application, before, proposal.seen)
        if before and before.confirmed_at:
            raise Refused(f"{application.number} 的决定已经确认，请先撤销，再重新提议。")
        place = places[application.pk]
        why_not = why_not_selected(application, place.sums)
        if proposal.outcome == Decision.Outcome.SELECTED and why_not:
            raise Refused(f"{application.number}：{why_not}。")
        made.append(_propose(application, before, proposal, place, actor, now))
    _say(made, actor, now, "propose_decision", "提议决定")
    _tell_others(made, actor, now)
    return made


def _propose(
    application: Application,
    before: Decision | None,
    proposal: Proposal,
    place: RankedRow,
    actor: User,
    now: datetime,
) -> Decision:
    decision = before or Decision(application=application)
    decision.outcome, decision.reason, decision.remarks = proposal.outcome, proposal.reason, proposal.remarks
    mean = place.sums.mean
    decision.score, decision.rank = None if mean is None else points(mean), place.rank.number
    decision.sheets_checksum = fingerprint(application.score_sheets.valid())
    decision.proposed_by, decision.proposed_at = actor, now
    decision.returned_by = decision.returned_at = None
    decision.return_remark = ""
    decision.save()
    return decision


@transaction.atomic
def confirm_decisions(seen: Mapping[int, str], *, actor: User) -> list[Decision]:
    """Confirm what another person proposed; the score sheets are closed from now on.

    Args:
        seen: decision id → its mark on the page that was read.

    Raises:
        Refused: the own proposal, one that changed meanwhile, or whose score sheets changed since.
    """
    now, decisions = _begin(actor, Capability.CONFIRM), _locked_decisions(seen)
    for decision in decisions:
        _require_waiting(decision, seen[decision.pk])
        if decision.proposed_by_id == actor.pk:
            raise Refused(f"{decision.application.number} 是您提议的，须由另一人确认。")
        if fingerprint(_locked_sheets(decision)) != decision.sheets_checksum:
            raise Refused(f"{decision.application.number} 提议之后评分表有变动，请按新的得分重新提议。")
        if decision.outcome == Decision.Outcome.SELECTED and work_plan_missing(decision.application):
            raise Refused(f"{decision.application.number} 的试点工作方案已被退回，不能确认列为试点。")
        decision.confirmed_by, decision.confirmed_at = actor, now
        decision.save(update_fields=["confirmed_by", "confirmed_at"])
    _say(decisions, actor, now, "confirm_decision", "确认决定")
    return decisions


@transaction.atomic
def judge_decisions(
    *, confirmed: Mapping[int, str], returned: Mapping[int, str], remarks: Mapping[int, str], actor: User
) -> None:
    """Confirm some and return others in one act, all or none; arguments as of the two acts.

    Raises:
        Refused: nothing was said about any, or one of the acts is refused.
    """
    _begin(actor, Capability.CONFIRM)
    if not {*confirmed, *returned}:
        raise Refused("请至少对一项选择确认或退回。")
    _locked_decisions({*confirmed, *returned})
    if confirmed:
        confirm_decisions(confirmed, actor=actor)
    if returned:
        return_decisions(returned, remarks, actor=actor)


@transaction.atomic
def return_decisions(seen: Mapping[int, str], remarks: Mapping[int, str], *, actor: User) -> list[Decision]:
    """Return what another person proposed, each with a remark; the proposer is told and may propose anew.

    Args:
        seen: decision id → its mark on the page that was read.
        remarks: decision id → why it is returned.

    Raises:
        Refused: the own proposal, one that changed meanwhile, or a remark is missing.
    """
    now, decisions = _begin(actor, Capability.CONFIRM), _locked_decisions(seen)
    for decision in decisions:
        _require_waiting(decision, seen[decision.pk])
        if decision.proposed_by_id == actor.pk:
            raise Refused(f"{decision.application.number} 是您提议的，可以撤销或重新提议，不能由您退回。")
        if not remarks.get(decision.pk, "").strip():
            raise Refused(f"请写明退回 {decision.application.number} 的意见。")
        decision.returned_by, decision.returned_at = actor, now
        decision.return_remark = remarks[decision.pk].strip()
        decision.save(update_fields=["returned_by", "returned_at", "return_remark"])
        DecisionReturn.of(decision).save()
    _say(decisions, actor, now, "return_decision", "退回决定提议")
    _tell_proposers(decisions, actor, now)
    return decisions


@transaction.atomic
def take_back_decision(decision_id: int, *, actor: User, reason: str, seen: str) -> None:
    """Take back a decision that is not published: the application is undecided again, its sheets are open.

    Raises:
        Refused: it is published, changed meanwhile, or no reason is given.
    """
    now, (decision,) = _begin(actor, Capability.PROPOSE), _locked_decisions({decision_id: seen})
    number = decision.application.number
    if decision.mark != seen:
        raise Refused(f"{number} 的决定刚刚有变动，请核对最新内容。")
    if decision.published_at or decision.application.state != State.IN_REVIEW:
        raise Refused(f"{number} 的决定已经公布或失效，不能撤销。")
    if not reason.strip():
        raise Refused("请写明撤销的原因。")
    _say([decision], actor, now, "take_back_decision", "撤销未公布的决定", reason.strip())
    decision.delete()


def _begin(actor: User, capability: Capability) -> datetime:
    """The instant of the act, read before any lock; only who has the capability does it."""
    if not may(actor, capability):
        raise Refused("您没有作出决定的权限。")
    return clock.now()


def _locked(ids: Iterable[int]) -> list[Application]:
    """The applications in the order of their ids, locked; all of them in review."""
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    found = list(rows.select_related("cycle", "entry", "work_plan"))
    for application in found:
        if application.state != State.IN_REVIEW:
            raise Refused(
                f"{application.number} 当前为「{application.get_state_display()}」，不能再提议决定。"
            )
    if not found:
        raise Refused("请先勾选申报。")
    return found


def _decisions(application_ids: Iterable[int]):
    """Decisions on applications; whoever reads them to act holds the locks of the applications."""
    found = Decision.objects.filter(application__in=list(application_ids)).order_by("application")
    return found.select_related("application__cycle", "application__work_plan", "proposed_by")


def _locked_decisions(ids: Iterable[int]) -> list[Decision]:
    """Decisions with their applications and work plans locked and as they stand now."""
    cases = list(Decision.objects.filter(pk__in=list(ids)).values_list("application", flat=True))
    list(Application.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk"))
    list(WorkPlan.objects.select_for_update(of=("self",)).filter(application__in=cases).order_by("pk"))
    found = list(_decisions(cases))
    if len(found) != len(set(ids)) or not found:
        raise Refused("有决定提议刚刚被撤销，请核对最新内容。")
    return found


def _locked_sheets(decision: Decision) -> list[ScoreSheet]:
    """The sheets that count, with all of them locked: none is reopened or handed in while the decision is confirmed."""
    sheets = decision.application.score_sheets.select_for_update(of=("self",)).order_by("pk")
    return [sheet for sheet in sheets if sheet.state == ScoreSheetState.SUBMITTED]


def _places(applications: list[Application]) -> dict[int, RankedRow]:
    """Application id → its place in the ranking of its year and type."""
    kinds = {(each.cycle_id, each.pilot_type): each for each in applications}
    found = [each for kind in kinds.values() for each in ranked_rows(kind.cycle, kind.pilot_type)]
    return {each.pk: each for each in found}


def _require_seen(application: Application, before: Decision | None, seen: str) -> None:
    if before and before.mark != seen:
        raise Refused(
            f"{application.number} 已由 {before.proposed_by} 提议{before.get_outcome_display()}，"
            "您打开页面之后有变动，您的提议没有保存。请核对最新内容。"
        )
    if seen and before is None:
        raise Refused(f"{application.number} 原有的提议刚刚被撤销，请核对最新内容。")


def _require_waiting(decision: Decision, seen: str) -> None:
    number = decision.application.number
    if decision.application.state != State.IN_REVIEW:
        raise Refused(f"{number} 当前为「{decision.application.get_state_display()}」，不能再确认或退回。")
    if decision.mark != seen or decision.confirmed_at or decision.returned_at:
        raise Refused(f"{number} 的提议刚刚有变动，请核对最新内容后再确认或退回。")


def _say(decisions: Iterable[Decision], actor: User, now: datetime, verb: str, label: str, why="") -> None:
    """Write the journal, for city staff only; everything that a deleted or changed row held stays there."""
    for decision in decisions:
        note = why or (decision.return_remark if verb == "return_decision" else decision.reason)
        record(
            verb,
            decision.application,
            at=now,
            actor=actor,
            label=label,
            summary=f"{decision.get_outcome_display()}：{note}",
            facts={
                "outcome": decision.outcome,
                "reason": decision.reason,
                "remarks": decision.remarks,
                "score": str(decision.score),
                "rank": decision.rank,
                "sheets": decision.sheets_checksum,
                "proposed_by": decision.proposed_by_id,
            },
            audience=Audience.CITY,
        )


def _tell_others(decisions: list[Decision], actor: User, now: datetime) -> None:
    """Tell everybody else who confirms, once per act, that something waits for a second person."""
    tell(
        User.objects.who_may(Capability.CONFIRM).exclude(pk=actor.pk),
        key=f"decisions:{decisions[0].pk}:{now.timestamp()}",
        subject=f"{len(decisions)} 项评选决定待确认",
        body=f"{actor} 提议了 {len(decisions)} 项评选决定，请另一人核对后确认或退回。",
        link=f"{reverse('decision_confirm')}?cycle={decisions[0].application.cycle.year}",
        at=now,
    )


def _tell_proposers(decisions: list[Decision], actor: User, now: datetime) -> None:
    for decision in decisions:
        tell(
            [decision.proposed_by],
            key=f"decision-returned:{decision.pk}:{now.timestamp()}",
            subject=f"决定提议被退回：{decision.application.number}",
            body=f"{actor} 退回了您的提议，意见：{decision.return_remark}",
            link=reverse("decide", args=[decision.application_id]),
            at=now,
        )
