"""Taking an old pilot on: proposed by one person, confirmed by another; then it lives on like any other."""

from datetime import date, datetime, time
from typing import Any

from accounts.models import User
from journal.acts import Act, Refused
from journal.clock import BEIJING, day_of
from pilots.acts import PROPOSE_TAKING_ON, TAKE_ON
from pilots.models import Pilot, TakingOn
from pilots.plan.actions import begin_plan
from pilots.plan.remarks import write_remarks
from pilots.rules import pilot_of
from pilots.states import PilotState, SubmissionKind
from pilots.taking_on.terms import DAYS, faults
from pilots.targets.promised import write_promised
from pilots.trial.days import possible_from
from pilots.workflow import TAKING_ON
from pilots.writing.versions import begin_submission
from programme.models import LibraryEntry
from programme.states import LibraryState, Origin

NOT_OLD = "只有历年资料和国家组织的试点可以这样纳入；在本平台申报的试点从认定开始。"


def may_be_taken_on(entry: LibraryEntry) -> bool:
    """Whether an entry is a pilot that did not begin here and is not followed yet."""
    return (
        entry.origin != Origin.PORTAL
        and entry.state in (LibraryState.SELECTED, LibraryState.NATIONAL)
        and pilot_of(entry) is None
    )


def propose_taking_on(
    entry_id: int, *, actor: User, facts: dict[str, Any], known_gaps: str, basis: str
) -> TakingOn:
    """Say where an old pilot stands and what is not known of it.

    Args:
        facts: ``state``, ``title`` and the days of ``terms.DAYS``, by name.

    Raises:
        Refused: it is no old pilot, dates do not fit the state, gaps or basis are not named, or it is proposed already.
    """

    def locked() -> LibraryEntry:
        return LibraryEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)

    with PROPOSE_TAKING_ON.perform(locked, actor=actor) as act:
        entry = act.object
        if not may_be_taken_on(entry):
            raise Refused(NOT_OLD)
        if not known_gaps.strip():
            raise Refused("请写明哪些情况不详；都清楚的，写“无”。")
        if not basis.strip():
            raise Refused("请写明依据，如公布试点的文件名称和文号。")
        if entry.ended_untitled and facts.get("state") != PilotState.COMPLETED:
            raise Refused("该条目登记为已完成、未授予称号，状态只能选择「已完成，未授予称号」。")
        for _, sentence in faults(entry.pilot_type, entry.origin, facts, day_of(act.now)):
            raise Refused(sentence)
        made = TakingOn.objects.create(
            entry=entry,
            told={name: _text(value) for name, value in facts.items() if value},
            known_gaps=known_gaps.strip(),
            basis=basis.strip(),
            proposed_by=actor,
            proposed_at=act.now,
        )
        act.summary = f"{PilotState(facts['state']).label}；不详：{made.known_gaps}"
        act.facts |= {"taking_on": made.pk}
    return made


def _text(value: date | str) -> str:
    return value.isoformat() if isinstance(value, date) else value


def confirm_taking_on(taking_on_id: int, *, actor: User) -> Pilot:
    """Confirm what another person proposed: the pilot is followed from now on.

    Raises:
        Refused: the actor proposed it, or the entry has its pilot already.
    """
    with TAKING_ON.perform("confirm_taking_on", taking_on_id, actor=actor) as act:
        row = act.object
        row.decided_by, row.decided_at = actor, act.now
        entry = LibraryEntry.objects.select_for_update(of=("self",)).get(pk=row.entry_id)
        if not may_be_taken_on(entry):
            raise Refused("该项目库条目已是试点，请刷新后查看。")
        pilot = _begin(entry, row, act)
        act.summary = f"{pilot.get_state_display()}；不详：{row.known_gaps}"
        act.facts |= {"pilot": pilot.pk}
    return pilot


def return_taking_on(taking_on_id: int, *, actor: User, reason: str) -> None:
    """Return the proposal with a reason; it may be proposed anew.

    Raises:
        Refused: no reason.
    """
    with TAKING_ON.perform("return_taking_on", taking_on_id, actor=actor) as act:
        if not reason.strip():
            raise Refused("退回时请写明原因。")
        row = act.object
        row.decided_by, row.decided_at, row.reason = actor, act.now, reason.strip()
        act.summary = row.reason


def _begin(entry: LibraryEntry, row: TakingOn, act: Act[TakingOn]) -> Pilot:
    with TAKE_ON.perform(actor=act.actor, at=act.now) as began:
        days = {day.name: date.fromisoformat(row.told[day.name]) for day in DAYS if day.name in row.told}
        state = PilotState(row.told["state"])
        pilot = Pilot(
            entry=entry,
            origin=entry.origin,
            state=state,
            state_since=act.now,
            selected_at=_noon(days["selected_on"]),
            implementing_from=days.get("implementing_from"),
            implementing_until=days.get("implementing_until"),
            trial_from=days.get("trial_from"),
            known_gaps=row.known_gaps,
        )
        if entry.pilot_type:
            pilot.report_months = entry.programme.life.report_months
        if "titled_on" in days:
            pilot.title, pilot.titled_at = row.told.get("title", ""), _noon(days["titled_on"])
        if "ended_on" in days:
            pilot.ended_at = _noon(days["ended_on"])
        pilot.save()
        if state == PilotState.COMPLETED and entry.pilot_type and entry.programme.may_come_again:
            entry.ended_untitled = True
            entry.save(update_fields=["ended_untitled"])
        _open_what_is_next(pilot, act.now)
        began.about, began.summary = pilot, f"{state.label}；依据：{row.basis}；不详：{row.known_gaps}"
        began.facts |= {"taking_on": row.pk}
        if entry.organisation_id:
            began.tell(
                User.objects.of(entry.organisation),
                f"{entry.called} 已纳入试点管理",
                f"「{entry.name}」已在平台纳入试点管理，现状态：{state.label}。请登录平台核对并按要求报送。",
                pilot.get_absolute_url(),
            )
    return pilot


def _open_what_is_next(pilot: Pilot, at: datetime) -> None:
    """Keep what is known as promised, and open what the organisation has to write next."""
    promised = write_promised(pilot, at)
    if pilot.state == PilotState.PLANNING:
        write_remarks(pilot)
        begin_plan(pilot, promised, at, None)
    if pilot.state == PilotState.TRIAL and pilot.trial_from:
        day = possible_from(pilot.trial_from, pilot.entry.programme.life.trial_months)
        begin_submission(pilot, SubmissionKind.SELF_EVALUATION, at, not_before=day)


def _noon(day: date) -> datetime:
    """An instant of a day of which nobody knows more."""
    return datetime.combine(day, time(12), BEIJING)
