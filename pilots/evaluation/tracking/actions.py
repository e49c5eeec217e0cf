"""Tracking evaluations begin by themselves on schedule, and by hand with a reason (A3 §三.四)."""

from contextlib import suppress
from datetime import date, datetime

from django.db.models import Max

from accounts.capabilities import Capability
from accounts.models import User
from face.wording import chinese_date
from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from pilots.acts import OPEN_TRACKING
from pilots.evaluation.opening import open_evaluation
from pilots.evaluation.tracking.schedule import last_due, next_due
from pilots.models import Evaluation, LifeTerms, Pilot
from pilots.models.terms import terms_of
from pilots.states import EvaluationKind, PilotState
from programme.notice import PROGRAMMES

TRACKABLE = (PilotState.IMPLEMENTING, PilotState.TITLED)
TRACKED_TYPES = [kind for kind, programme in PROGRAMMES.items() if programme.life.tracked]


def may_be_tracked(pilot: Pilot) -> bool:
    """Whether a tracking evaluation may begin now, as far as the state says."""
    return pilot.entry.pilot_type in TRACKED_TYPES and pilot.state in TRACKABLE


def start_of(pilot: Pilot) -> date:
    """The day from which the schedule counts: of an old pilot without a plan here the day it was selected."""
    return pilot.implementing_from or day_of(pilot.selected_at)


def next_tracking(pilot: Pilot, today: date) -> date | None:
    """The day on which its next tracking evaluation begins by itself; None for who is not tracked now."""
    if not may_be_tracked(pilot):
        return None
    return next_due(start_of(pilot), today, **_months(terms_of(pilot.entry.cycle, pilot.entry.pilot_type)))


def open_due_trackings() -> int:
    """Begin every tracking evaluation that is due (the beat calls this every minute); return how many.

    One missed evaluation is begun, not all that were: what counts is that one began since the newest due day. Killed
    anywhere and run again, it goes on where it stopped; run twice at once it begins each once.
    """
    today, terms = day_of(clock.now()), {}
    rows = Pilot.objects.filter(entry__pilot_type__in=TRACKED_TYPES, state__in=TRACKABLE)
    rows = rows.exclude(pk__in=Evaluation.objects.running().values("pilot"))
    rows = rows.select_related("entry__cycle").annotate(newest=Max("evaluations__opened_at"))
    opened = 0
    for pilot in rows.order_by("pk"):
        key = pilot.entry.cycle_id, pilot.entry.pilot_type
        if key not in terms:
            terms[key] = terms_of(pilot.entry.cycle, pilot.entry.pilot_type)
        if _is_due(pilot, pilot.newest, terms[key], today):
            with suppress(Refused):
                open_tracking(pilot.pk, actor=None)
                opened += 1
    return opened


def _months(terms: LifeTerms) -> dict[str, int]:
    return {"first": terms.first_tracking_months, "later": terms.later_tracking_months}


def _is_due(pilot: Pilot, newest: datetime | None, terms: LifeTerms, today: date) -> bool:
    due = last_due(start_of(pilot), today, **_months(terms))
    return due is not None and (newest is None or day_of(newest) < due)


def open_tracking(pilot_id: int, *, actor: User | None, reason: str = "") -> Evaluation:
    """Begin a tracking evaluation; who follows pilots is told.

    Args:
        actor: None for the portal by its schedule; a person gives a reason.

    Raises:
        Refused: no reason, another evaluation runs, or the pilot is not carried out now.
    """
    with OPEN_TRACKING.perform(pilot_id, actor=actor) as act:
        pilot = act.object
        if actor is not None and not reason.strip():
            raise Refused("请写明开始跟踪评估的原因。")
        if not may_be_tracked(pilot):
            raise Refused(f"试点当前为「{pilot.standing}」，不能开始跟踪评估。")
        if Evaluation.objects.running().filter(pilot=pilot).exists():
            raise Refused("这个试点已有一次评估在进行，请先办完。")
        evaluation = open_evaluation(pilot, EvaluationKind.TRACKING, act.now)
        due = chinese_date(evaluation.due_on)
        act.summary = f"第 {evaluation.number} 次评估，{due}前完成" + (
            f"。原因：{reason.strip()}" if reason.strip() else ""
        )
        act.facts["evaluation"] = evaluation.pk
        act.tell(
            User.objects.who_may(Capability.FOLLOW_PILOTS),
            f"{pilot.entry.number} 跟踪评估已开始",
            f"「{pilot.entry.name}」的跟踪评估已开始，请在{due}前完成。",
            evaluation.get_absolute_url(),
        )
    return evaluation
