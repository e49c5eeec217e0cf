"""A site check of an evaluation is a visit, planned and recorded with the tool of the review (REV-1)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.models import Application
from journal.workflow import Refused
from pilots.models import Evaluation, Pilot
from pilots.rules import application_of
from pilots.workflow import EVALUATION
from reviews.models import SiteVisit
from reviews.states import VisitState
from reviews.visits.planning.actions import plan_visit, visit_words

NOT_HERE = "这个试点没有在本平台申报，不能安排现场核查；请在评估情况中写明核查经过。"


def has_visit(evaluation: Evaluation) -> bool:
    """Whether a visit that was not cancelled belongs to it."""
    return evaluation.visit is not None and evaluation.visit.state != VisitState.CANCELLED


@transaction.atomic
def plan_check(
    evaluation_id: int, *, actor: User, visitors: list[User], starts_at: datetime, place: str, **words: str
) -> SiteVisit:
    """Plan a visit to the application of an evaluated pilot, and keep that it belongs to the evaluation.

    Everything is locked before the visit is recorded, so that the end of the journal stays the last lock.

    Args:
        words: purpose and others, as of ``reviews.visits.planning.actions.plan_visit``.

    Raises:
        Refused: the pilot has no application here, a visit is planned already, or the plan is not whole.
    """
    evaluation = Evaluation.objects.select_related("pilot__entry").get(pk=evaluation_id)
    application = application_of(evaluation.pilot.entry)
    if application is None:
        raise Refused(NOT_HERE)
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    Pilot.objects.select_for_update(of=("self",)).get(pk=evaluation.pilot_id)
    evaluation = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation_id)
    if has_visit(evaluation):
        raise Refused("这次评估已安排现场核查；需要改期的，请在调研安排中调整。")
    visit = plan_visit(
        actor=actor,
        applications=[application],
        visitors=visitors,
        starts_at=starts_at,
        place=place,
        purpose=words["purpose"],
        others=words["others"],
    )
    with EVALUATION.perform("link_visit", evaluation_id, actor=actor) as act:
        act.object.visit = visit
        act.summary = visit_words(visit)
        act.facts |= {"evaluation": evaluation_id, "visit": visit.pk}
    return visit
