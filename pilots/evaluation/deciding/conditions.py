"""Conditions that came with an outcome: met when staff say so."""

from accounts.models import User
from journal.workflow import Refused
from pilots.acts import MEET_CONDITION
from pilots.models import EvaluationCondition, Pilot

NOTE_LENGTH = 300


def meet_condition(condition_id: int, *, actor: User, note: str) -> EvaluationCondition:
    """Record that a condition of a confirmed evaluation is met.

    Raises:
        Refused: it was recorded already.
    """

    def locked_pilot() -> Pilot:
        return Pilot.objects.select_for_update(of=("self",)).get(evaluations__conditions=condition_id)

    with MEET_CONDITION.perform(locked_pilot, actor=actor) as act:
        condition = EvaluationCondition.objects.select_for_update(of=("self",)).get(pk=condition_id)
        if condition.met_at:
            raise Refused("这项附带条件已确认完成，请刷新页面查看。")
        condition.met_at, condition.met_by, condition.met_note = act.now, actor, note.strip()
        condition.save(update_fields=["met_at", "met_by", "met_note"])
        act.summary = condition.text + (f"：{condition.met_note}" if condition.met_note else "")
        act.facts["condition"] = condition.pk
    return condition
