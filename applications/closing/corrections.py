"""Corrections that did not come back by their deadline (CUT-5).

One that lapsed takes part in no year until it comes back. It is told at once, and again at the cutoff of the cycle in
which it lapsed; at the next cutoff it is closed as withdrawn.
"""

from datetime import datetime

from accounts.models import User
from applications.closing.moving import in_chunks, write_move
from applications.models import Application
from applications.packets.request import renew_packet
from applications.states import State
from applications.submitting.receipt import give_back_quota, move_to_cycle
from applications.workflow import APPLICATION
from applications.year.participation import end_participation
from face.wording import cutoff_text
from journal.acts import Refused
from programme.cutoff import correction_is_over, default_cutoff, year_of
from programme.library.actions import set_library_state
from programme.models import Cycle
from programme.states import LibraryState


def lapse_corrections(due_by: datetime, now: datetime) -> None:
    """Take corrections whose deadline passed by ``due_by`` out of their year."""
    late = Application.objects.filter(state=State.CORRECTION, correction_due__lte=due_by)
    for pk in in_chunks(late):
        try:
            _lapse(pk, now)
        except Refused:
            continue  # came back or withdrawn a moment ago


def _lapse(pk: int, now: datetime) -> None:
    with APPLICATION.perform("lapse_correction", pk, actor=None, at=now) as act:
        application, due = act.object, act.object.correction_due
        if due is None or due > now:
            raise Refused("补正期限未到。")
        cutoffs = Cycle.objects.cutoffs()
        year = max(application.cycle.year, year_of(due, cutoffs))
        end_participation(application, due)
        application.correction_due, application.correction_lapsed_at = None, due
        if year != application.cycle.year:
            move_to_cycle(act, year)
        year = year_of(now, cutoffs)
        cutoff = cutoff_text(cutoffs.get(year, default_cutoff(year)))
        act.summary = f"补正期限已于 {cutoff_text(due)} 届满，提交补正前不列入任何年度的名单"
        act.tell(
            User.objects.of(application.organisation),
            f"补正逾期：{application.number}",
            f"「{application.title}」未在期限内补正（期限为 {cutoff_text(due)}），提交补正前不列入任何年度的名单。"
            f"仍可补正后提交，编号不变：{cutoff} 之前提交的，参加 {year} 年度评选。不再申报的，可以撤回。",
            application.get_absolute_url(),
        )
        renew_packet(application.current_revision, application)


def carry_lapsed(cycle: Cycle, following: Cycle, now: datetime) -> None:
    """At the closing of ``cycle``: pass on what lapsed before its cutoff, or close it after two cycles."""
    lapsed = Application.objects.filter(state=State.CORRECTION, correction_lapsed_at__lt=cycle.cutoff)
    cutoffs = Cycle.objects.cutoffs()
    for pk in in_chunks(lapsed.exclude(roll_overs__cycle=cycle)):
        lapsed_at = lapsed.filter(pk=pk).values_list("correction_lapsed_at", flat=True).first()
        try:
            if lapsed_at and correction_is_over(lapsed_at, cycle.cutoff, cutoffs):
                _close(pk, now)
            else:
                _carry(pk, cycle, following, now)
        except Refused:
            continue  # came back or withdrawn a moment ago


def _carry(pk: int, cycle: Cycle, following: Cycle, now: datetime) -> None:
    with APPLICATION.perform("carry_lapsed", pk, actor=None, at=now) as act:
        application = act.object
        if application.correction_lapsed_at is None or application.roll_overs.filter(cycle=cycle).exists():
            raise Refused("已转入下一年度。")
        if application.cycle.year < following.year:
            move_to_cycle(act, following.year)
        people = write_move(act, cycle, following, now)
        act.summary = f"补正逾期未提交，未列入 {cycle.year} 年度名单"
        act.tell(
            people,
            f"尚未补正：{application.number} 转入 {following.year} 年度",
            f"「{application.title}」补正逾期后尚未提交，未列入 {cycle.year} 年度名单。"
            f"请在 {cutoff_text(following.cutoff)} 之前提交补正，参加 {following.year} 年度评选；不再申报的，可以撤回。"
            "届时仍未提交的，按撤回处理。",
            application.get_absolute_url(),
        )
        renew_packet(application.current_revision, application)


def _close(pk: int, now: datetime) -> None:
    with APPLICATION.perform("close_lapsed", pk, actor=None, at=now) as act:
        application = act.object
        if application.correction_lapsed_at is None:
            raise Refused("该申报没有逾期的补正。")
        act.summary = (
            f"补正期限已于 {cutoff_text(application.correction_lapsed_at)} 届满，两个年度截止时仍未提交补正"
        )
        application.closing_remarks = f"{act.summary}，按撤回处理。"
        application.correction_lapsed_at = None
        give_back_quota(application)
        set_library_state(application.entry, LibraryState.WITHDRAWN)
        act.tell(
            User.objects.of(application.organisation),
            f"按撤回处理：{application.number}",
            f"「{application.title}」{act.summary}，现按撤回处理，编号和项目库条目保留。"
            "如需申报，请打开该申报，点「复制为新申报」。",
            application.get_absolute_url(),
        )
