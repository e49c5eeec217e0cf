"""The panel of evaluations on the page of a pilot: for its organisation the confirmed ones."""

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may, may_act
from face.fields import today
from pilots.evaluation.forms import ReasonForm
from pilots.evaluation.tracking.actions import may_be_tracked, next_tracking
from pilots.models import Evaluation, EvaluationCondition, Pilot
from pilots.states import EvaluationState


def panel(pilot: Pilot, user: User) -> dict:
    """What templates/pilots/evaluation/panel.html shows to this person."""
    rows = Evaluation.objects.visible_to(user).filter(pilot=pilot)
    for_city = may(user, Capability.READ_RECEIVED)
    rows = rows.exclude(state=EvaluationState.CANCELLED) if for_city else rows.confirmed()
    evaluations = list(rows.order_by("-number"))
    running = any(row.state in (EvaluationState.OPEN, EvaluationState.PROPOSED) for row in evaluations)
    follows = may_act(user, pilot, Capability.FOLLOW_PILOTS)
    return {
        "evaluation_rows": evaluations,
        "evaluation_next": None if running or not for_city else next_tracking(pilot, today()),
        "evaluation_may_open": follows and not running and may_be_tracked(pilot),
        "evaluation_reason": ReasonForm(auto_id="id_tracking_%s"),
        "evaluation_conditions": EvaluationCondition.objects.filter(
            evaluation__in=[row.pk for row in evaluations if row.state == EvaluationState.CONFIRMED],
            met_at=None,
        ).select_related("evaluation"),
    }
