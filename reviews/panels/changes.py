"""What takes two persons in a panel: one proposes with a reason, another confirms or returns it (REV-2).

Members who are picked by hand or added; a member who leaves after submitting; the exclusion of a sheet that counted,
also of one that was reopened. Until the second person confirms, nothing else changes: neither sheets nor ranks.
"""

from collections.abc import Collection, Iterable

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from journal.acts import Refused
from journal.workflow import Act
from reviews.acts import EXCLUDE_REVIEWER
from reviews.locks import locked_panel, locked_people
from reviews.models import PanelChange
from reviews.panels.assigning import new_task
from reviews.panels.members import let_join, let_leave, require_member, require_newcomer
from reviews.pool.actions import carry_exclusion, counted_sheet, require_excludable
from reviews.workflow import PANEL_CHANGE

Kind = PanelChange.Kind
GONE = "这项变动刚刚已由他人办理，请刷新后查看。"


def propose_members(
    panel_id: int, reviewers: Iterable[User], *, actor: User, reason: str
) -> list[PanelChange]:
    """Propose members picked by hand, for a new panel or one at work; they join when another person confirms (REV-2).

    Raises:
        Refused: no reason; or one of them is a member, was taken out of the panel, or is proposed already.
    """
    return _propose(panel_id, Kind.ADD, list(reviewers), actor, reason)


def propose_taking_out(panel_id: int, reviewer: User, *, actor: User, reason: str) -> PanelChange:
    """Propose that a member leaves who has submitted sheets; the person leaves when another confirms (REV-2).

    Raises:
        Refused: no reason, no member, or proposed already.
    """
    return _propose(panel_id, Kind.TAKE_OUT, [reviewer], actor, reason)[0]


def propose_exclusion(
    panel_id: int, application: Application, reviewer: User, *, actor: User, reason: str
) -> PanelChange:
    """Propose to exclude a reviewer whose sheet counts or counted; it counts on until another person confirms (REV-2).

    Raises:
        Refused: no reason, the application is decided, or it is proposed or done already.
    """
    return _propose(panel_id, Kind.EXCLUDE, [reviewer], actor, reason, application)[0]


def _propose(
    panel_id: int,
    kind: PanelChange.Kind,
    reviewers: list[User],
    actor: User,
    reason: str,
    application: Application | None = None,
) -> list[PanelChange]:
    def new_rows() -> list[PanelChange]:
        panel = locked_panel(panel_id)
        return [
            PanelChange(
                panel=panel, kind=kind, reviewer=reviewer, application=application, reason=reason.strip()
            )
            for reviewer in reviewers
        ]

    with PANEL_CHANGE.perform_all("propose_panel_change", new_rows, actor=actor) as acts:
        for act in acts:
            change = act.object
            if not change.reason:
                raise Refused("请写明理由。")
            _require_new(change)
            _require_possible(change)
            change.proposed_by, change.proposed_at, change.state_since = actor, act.now, act.now
            _note(act, f"提议{change.get_kind_display()}")
        if acts:
            _tell_others(acts)
    return [act.object for act in acts]


def _require_new(change: PanelChange) -> None:
    same = PanelChange.objects.waiting().filter(kind=change.kind, reviewer=change.reviewer)
    here = (
        same.filter(application=change.application) if change.application else same.filter(panel=change.panel)
    )
    if here.exists():
        raise Refused(f"「{change}」已有人提议，正待另一人确认。")


def _require_possible(change: PanelChange) -> None:
    """Hold a change against what stands now, when it is proposed and when it is confirmed.

    Raises:
        Refused: it is not possible, or not any more.
    """
    if change.kind == Kind.ADD:
        require_newcomer(change.panel, change.reviewer)
    elif change.kind == Kind.TAKE_OUT:
        require_member(change.panel, change.reviewer)
    else:
        require_excludable(change.application, change.reviewer)


def confirm_changes(panel_id: int, ids: Collection[int], *, actor: User) -> list[PanelChange]:
    """Confirm changes that another person proposed in a panel, all or none; those who join together are seated together.

    Raises:
        Refused: an own proposal, one that was settled meanwhile, or one that is not possible any more.
    """
    with PANEL_CHANGE.perform_all(
        "confirm_panel_change", lambda: _locked(panel_id, ids), actor=actor
    ) as acts:
        for act in acts:
            _require_possible(act.object)
            act.object.settled_by = actor
        joining = [act for act in acts if act.object.kind == Kind.ADD]
        panel = acts[0].object.panel
        made = let_join(panel, [act.object.reviewer for act in joining], acts[0].now)
        for act in acts:
            _carry_out(act, made)
    return [act.object for act in acts]


def _locked(panel_id: int, ids: Collection[int]) -> list[PanelChange]:
    """The changes, locked behind their panel, their reviewers and their applications."""
    panel = locked_panel(panel_id)
    chosen = panel.changes.filter(pk__in=list(ids))
    list(locked_people(User.objects.filter(pk__in=chosen.values("reviewer"))))
    concerned = Application.objects.filter(pk__in=chosen.values("application")).order_by("pk")
    list(concerned.select_for_update(of=("self",)))
    changes = list(
        chosen.select_related("reviewer", "proposed_by").select_for_update(of=("self",)).order_by("pk")
    )
    if len(changes) != len(set(ids)) or not changes:
        raise Refused(GONE)
    for change in changes:
        change.panel = panel
    return changes


def _carry_out(act: Act[PanelChange], made: dict) -> None:
    change = act.object
    label = f"确认{change.get_kind_display()}"
    if change.kind == Kind.TAKE_OUT:
        let_leave(act, change.panel, change.reviewer, change.reason)
    elif change.kind == Kind.EXCLUDE:
        with EXCLUDE_REVIEWER.perform(change.application_id, actor=act.actor, at=act.now) as excluding:
            carry_exclusion(excluding, change.reviewer, change.reason)
    else:
        free = [sheet for sheet in made.get(change.reviewer_id, []) if not sheet.conflict]
        act.facts["applications"] = [sheet.application_id for sheet in free]
        for sheet in free:
            act.tell([change.reviewer], *new_task(sheet.application))
    _note(act, label)
    _tell_proposer(act, "已由另一人确认")


def return_change(change_id: int, *, actor: User, remark: str) -> PanelChange:
    """Return a change that another person proposed, with a remark; nothing else changes.

    Raises:
        Refused: the own proposal, no remark, or it was settled meanwhile.
    """
    with PANEL_CHANGE.perform("return_panel_change", change_id, actor=actor) as act:
        if not remark.strip():
            raise Refused("请写明不同意的意见。")
        act.object.settled_by, act.object.remark = actor, remark.strip()
        _note(act, f"不同意{act.object.get_kind_display()}")
        act.summary += f"；意见：{act.object.remark}"
        _tell_proposer(act, f"没有得到同意，意见：{act.object.remark}")
    return act.object


def take_back_change(change_id: int, *, actor: User) -> PanelChange:
    """Take back the own proposal.

    Raises:
        Refused: another person's, or it was settled meanwhile.
    """
    with PANEL_CHANGE.perform("take_back_panel_change", change_id, actor=actor) as act:
        act.object.settled_by = actor
        _note(act, f"撤回{act.object.get_kind_display()}")
    return act.object


def _note(act: Act[PanelChange], label: str) -> None:
    change = act.object
    about = f"，{change.application.number}" if change.application else ""
    act.label, act.summary = label, f"{change.reviewer}{about}：{change.reason}"
    act.facts |= {"kind": change.kind, "reviewer": change.reviewer_id, "application": change.application_id}


def _tell_others(acts: list[Act[PanelChange]]) -> None:
    """Tell everybody else who forms panels, once for all, that something waits for a second person."""
    first = acts[0]
    panel, actor = first.object.panel, first.actor
    said = "；".join(act.summary for act in acts)
    first.tell(
        User.objects.who_may(Capability.FORM_PANELS).exclude(pk=actor.pk),
        f"评审组变动待确认：{panel.name}",
        f"{actor} 提议{first.object.get_kind_display()}（{said}），请另一人核对后确认，或写明意见不同意。",
        f"{reverse('panel_detail', args=[panel.pk])}#changes",
    )


def _tell_proposer(act: Act[PanelChange], outcome: str) -> None:
    change = act.object
    act.tell(
        [change.proposed_by],
        f"评审组变动有结果：{change.panel.name}",
        f"您提议的「{change}」{outcome}。",
        f"{reverse('panel_detail', args=[change.panel_id])}#changes",
    )


def takes_two_to_exclude(application: Application, reviewer: User) -> bool:
    """Whether excluding a reviewer takes two persons: the sheet counts, or counted before it was reopened."""
    return counted_sheet(application, reviewer) is not None
