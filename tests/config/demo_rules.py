"""What each rule of the programme says of the demo's rows; every function yields a sentence for each row that breaks it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from accounts.models import Organisation
from applications.models import Application
from applications.states import Route
from journal.clock import BEIJING
from pilots.lives import LIVES
from pilots.models import Pilot, SubmissionVersion
from pilots.states import Outcome, PilotState, SubmissionKind
from programme.notice import PAPER_COPIES, PilotType, Sheet
from programme.states import Origin
from programme.workdays import is_working_day
from reviews.models import Decision, PublicNotice, PublicNoticeItem, ScoreSheet
from reviews.pool.conflicts import between_all
from reviews.scoring.totals import VALID_FROM
from reviews.states import PublicNoticeState, ScoreSheetState, WorkPlanState

NOTICE_DAYS = 5
ENDED = (ScoreSheetState.SUBMITTED, ScoreSheetState.RECUSED)
TRIAL = timedelta(days=90)
YEAR = timedelta(days=365)


def broken() -> list[str]:
    """All that breaks a rule."""
    return [sentence for rule in RULES for sentence in rule()]


def cut_2_decided_only_in_a_year_that_is_frozen() -> Iterator[str]:
    for decision in Decision.objects.select_related("application__cycle"):
        closed = decision.application.cycle.closed_at
        if not closed or decision.proposed_at < closed:
            yield f"{decision.application.number} was decided before its list was frozen"


def rev_2_nobody_reviews_where_a_conflict_is_known() -> Iterator[str]:
    sheets = list(ScoreSheet.objects.valid().select_related("reviewer", "application"))
    conflicts = between_all([sheet.reviewer for sheet in sheets], [sheet.application for sheet in sheets])
    for sheet in sheets:
        if (sheet.application_id, sheet.reviewer_id) in conflicts:
            yield f"{sheet.reviewer.email} reviewed {sheet.application.number}"


def rev_3_decided_on_whole_panels() -> Iterator[str]:
    for decision in Decision.objects.select_related("application"):
        sheets = decision.application.score_sheets
        if sheets.exclude(state__in=ENDED).exists() or sheets.valid().count() < VALID_FROM:
            yield f"{decision.application.number} was decided on an unfinished panel"


def pilots_in_every_state_of_every_life() -> Iterator[str]:
    there = set(Pilot.objects.values_list("entry__pilot_type", "state"))
    for pilot_type, life in LIVES.items():
        first = PilotState.PLANNING if "submit_plan" in life.verbs else PilotState.TITLED
        states = {first, *(verb.target for verb in life.verbs.values() if verb.target)}
        for state in sorted(states - {state for kind, state in there if kind == pilot_type}):
            yield f"no pilot of type {pilot_type} is {state}"


def rev_4_zones_selected_have_written_a_work_plan() -> Iterator[str]:
    selected = Decision.objects.filter(outcome=Decision.Outcome.SELECTED)
    for decision in selected.filter(application__sheet__in=[Sheet.PARK, Sheet.COMMUNITY]):
        plan = decision.application.work_plan
        if plan.state != WorkPlanState.HANDED_IN or plan.versions.latest("at").at > decision.proposed_at:
            yield f"{decision.application.number} was selected without a work plan"


def rec_1_recommended_by_the_own_district_or_field() -> Iterator[str]:
    for application in Application.objects.filter(route=Route.RECOMMENDED).select_related("recommender"):
        recommender = application.recommender
        own = recommender.kind == Organisation.Kind.BUREAU and recommender.district == application.district
        authority = recommender.kind == Organisation.Kind.AUTHORITY and application.sheet != Sheet.COMMUNITY
        if not (own or authority):
            yield f"{application.title} went to {recommender}"


def mat_w_decided_with_five_copies() -> Iterator[str]:
    for decision in Decision.objects.select_related("application__current_revision"):
        receipts = decision.application.current_revision.paper_receipts.filter(voided_at=None)
        if sum(receipts.values_list("copies", flat=True)) < PAPER_COPIES:
            yield f"{decision.application.number} lacks copies"


def notices_run_five_whole_working_days() -> Iterator[str]:
    for notice in PublicNotice.objects.select_related("cycle"):
        day, count = notice.published_at.astimezone(BEIJING).date() + timedelta(days=1), 0
        while day <= notice.last_day:
            count += is_working_day(day, notice.cycle.day_corrections)
            day += timedelta(days=1)
        if count < NOTICE_DAYS:
            yield f"{notice} runs {count} whole working days"


def awd_1_awarded_after_a_public_notice_by_two() -> Iterator[str]:
    for pilot in Pilot.objects.filter(origin=Origin.PORTAL).select_related("entry__application"):
        item = PublicNoticeItem.objects.filter(application=pilot.entry.application).first()
        if item is None or item.notice.state != PublicNoticeState.AWARDED:
            yield f"{pilot} was awarded without a public notice"
            continue
        notice = item.notice
        order = (notice.published_at, notice.ends_at, notice.confirmed_at, notice.awarded_at, item.awarded_at)
        if list(order) != sorted(order) or pilot.selected_at != item.awarded_at:
            yield f"{pilot} was awarded out of order"
        if notice.awarded_by_id in (notice.published_by_id, notice.confirmed_by_id):
            yield f"{pilot} was awarded by one person"


def awd_1_titles_after_a_trial_or_a_whole_year() -> Iterator[str]:
    shortest = {PilotType.TECHNOLOGY: TRIAL, PilotType.ZONE: YEAR}
    for pilot in Pilot.objects.exclude(titled_at=None).select_related("entry"):
        least = shortest.get(pilot.entry.pilot_type)
        plans = SubmissionVersion.objects.filter(submission__pilot=pilot, outcome=Outcome.APPROVED)
        plan = plans.filter(submission__kind=SubmissionKind.PLAN).last()
        if least and (plan is None or pilot.titled_at < plan.submitted_at + least):
            yield f"{pilot} has its title too early"


def everything_happens_in_its_order() -> Iterator[str]:
    for application in Application.objects.received():
        instants = list(_instants(application))
        for before, after in pairwise(instants):
            if after < before:
                yield f"{application.number}: {after} is told after {before}"


def _instants(application: Application) -> Iterator:
    yield application.begun_at
    yield application.revisions.earliest("submitted_at").submitted_at
    yield application.received_at
    yield from application.revisions.filter(screening__isnull=False).values_list("screening__at", flat=True)
    sheets = application.score_sheets.valid().order_by("submitted_at")
    if sheets:
        yield sheets[0].panel.created_at
    yield from sheets.values_list("submitted_at", flat=True)
    decision = Decision.objects.filter(application=application).first()
    if decision:
        steps = (decision.proposed_at, decision.confirmed_at, decision.published_at)
        yield from (step for step in steps if step)


RULES = (
    pilots_in_every_state_of_every_life,
    cut_2_decided_only_in_a_year_that_is_frozen,
    rev_2_nobody_reviews_where_a_conflict_is_known,
    rev_3_decided_on_whole_panels,
    rev_4_zones_selected_have_written_a_work_plan,
    rec_1_recommended_by_the_own_district_or_field,
    mat_w_decided_with_five_copies,
    notices_run_five_whole_working_days,
    awd_1_awarded_after_a_public_notice_by_two,
    awd_1_titles_after_a_trial_or_a_whole_year,
    everything_happens_in_its_order,
)
