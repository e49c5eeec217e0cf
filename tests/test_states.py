"""Every table is asked about every member of its state: who forgets one hears it here, and not on a page."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string

from applications import states
from applications.models import Application, Opinion
from applications.packets import status as packet_status
from applications.packets.steps import Step, steps_of
from applications.states import State
from applications.workflow import APPLICATION
from applications.year import progress
from face.look import ICONS, NEUTRAL, Everybody, Look, Looks
from journal.work import Work
from pilots import states as pilot_states
from pilots.lives import LEADER, LIVES, TECHNOLOGY, ZONE
from pilots.standing import Days, standing
from pilots.states import (
    EvaluationState,
    PilotState,
    SubmissionState,
    TitleState,
    WithdrawalState,
)
from pilots.workflow import EVALUATION, SUBMISSION, TITLE_PROPOSAL, WITHDRAWAL
from programme import states as programme_states
from programme.notice import programme_of
from programme.states import DECIDED_LIBRARY_STATES, LibraryState
from reviews import states as review_states
from reviews.decisions import meeting
from reviews.draws import actions as draws
from reviews.models import Screening
from reviews.ranking import excel as ranking_excel
from reviews.ranking import rows as ranking_rows
from reviews.screening import actions as screening
from reviews.screening import filters
from reviews.states import (
    CaseState,
    DecisionState,
    DrawKind,
    ObjectionState,
    PublicNoticeState,
    ScoreSheetState,
    Stage,
    VisitState,
    WorkPlanState,
)
from reviews.work_plans import lists as work_plans_lists
from reviews.workflow import DECISION, OBJECTION, PUBLIC_NOTICE, SCORE_SHEET, VISIT, VISIT_CASE, WORK_PLAN
from tests.rooms import ROOMS

SENT = set(State) - {State.DRAFT}  # what a recommender may see
CITY = {*states.RECEIVED, State.WITHDRAWN}  # what the city may see
SETTLED = {State.SELECTED, State.KEPT, State.NOT_ELIGIBLE, State.WITHDRAWN}  # nobody's turn

# table → what it must know: each member, and no more
TABLES = [
    ("next step", progress.NEXT_STEPS, set(State)),
    ("filter, screening", dict(filters.SCREENED_STATES), CITY),
    ("verb of a screening", screening.VERB_OF, set(Screening.Outcome)),
    ("library state after a screening", screening.LIBRARY_STATE_OF, set(Screening.Outcome)),
    ("words, score sheet", ranking_excel.SHEET_STATES, set(ScoreSheetState)),
    ("tabs, decision", meeting.STAGES, {"", meeting.UNDECIDED, *set(Stage) - {Stage.LAPSED}}),
    ("label, draw", draws.LABELS, set(DrawKind)),
]

# how a state looks → its states, and what a viewer is shown of them, where that is not all
LOOKS = [
    (
        states.APPLICATION_LOOKS,
        State,
        {
            states.Viewer.RECOMMENDER: SENT,
            states.Viewer.SCREENING: CITY,
            states.Viewer.RANKING: set(ranking_rows.RANKED_STATES),
        },
    ),
    (states.OPINION_LOOKS, states.OpinionOutcome, {}),
    (pilot_states.PILOT_LOOKS, PilotState, {}),
    (pilot_states.SUBMISSION_LOOKS, SubmissionState, {}),
    (pilot_states.OUTCOME_LOOKS, pilot_states.Outcome, {}),
    (pilot_states.EVALUATION_LOOKS, EvaluationState, {}),
    (pilot_states.EVALUATION_OUTCOME_LOOKS, pilot_states.EvaluationOutcome, {}),
    (pilot_states.WITHDRAWAL_LOOKS, WithdrawalState, {}),
    (programme_states.QUOTA_REQUEST_LOOKS, programme_states.QuotaRequestState, {}),
    (review_states.SCORE_SHEET_LOOKS, ScoreSheetState, {}),
    (review_states.STAGE_LOOKS, Stage, {}),
    (review_states.OBJECTION_LOOKS, ObjectionState, {}),
    (review_states.WORK_PLAN_LOOKS, WorkPlanState, {}),
    (review_states.CASE_LOOKS, CaseState, {}),
    (review_states.VISIT_LOOKS, review_states.VisitStatus, {}),
    (review_states.CONCLUSION_LOOKS, review_states.Conclusion, {}),
    (review_states.SCREENING_LOOKS, review_states.ScreeningOutcome, {}),
    (review_states.COMPLIANCE_LOOKS, review_states.ComplianceResult, {}),
    (review_states.RUBRIC_LOOKS, review_states.RubricState, {}),
]

CHOOSING = {"submit", "apply_again"}  # their act chooses the target, or begins another application

# machine → its states, and those in which nothing follows any more
MACHINES = [
    (APPLICATION, State, {State.WITHDRAWN, State.NOT_ELIGIBLE}),
    *((life, PilotState, set(pilot_states.ENDED)) for life in LIVES.values()),
    (
        SUBMISSION,
        SubmissionState,
        {SubmissionState.ACCEPTED, SubmissionState.REFUSED, SubmissionState.CLOSED},
    ),
    (EVALUATION, EvaluationState, {EvaluationState.CONFIRMED, EvaluationState.CANCELLED}),
    (WITHDRAWAL, WithdrawalState, {WithdrawalState.WITHDRAWN, WithdrawalState.DROPPED}),
    (TITLE_PROPOSAL, TitleState, {TitleState.GRANTED, TitleState.RETURNED}),
    (SCORE_SHEET, ScoreSheetState, {ScoreSheetState.RECUSED}),
    (WORK_PLAN, WorkPlanState, set()),
    (VISIT, VisitState, {VisitState.CANCELLED}),
    (VISIT_CASE, CaseState, set()),
    (OBJECTION, ObjectionState, {ObjectionState.UPHELD, ObjectionState.NOT_UPHELD}),
    (DECISION, DecisionState, {DecisionState.PUBLISHED}),
    (PUBLIC_NOTICE, PublicNoticeState, {PublicNoticeState.AWARDED}),
]


@pytest.mark.parametrize(("table", "known"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_a_table_knows_every_member_and_no_other(table, known):
    assert set(table) == known
    assert all(table.values())


@pytest.mark.parametrize(("looks", "members", "shown"), LOOKS, ids=[row[1].__name__ for row in LOOKS])
def test_every_state_looks_like_something_to_whoever_is_shown_it_and_to_nobody_else(looks, members, shown):
    for viewer in looks.viewers:
        told = {member for member in members if looks.look(member, viewer) is not NEUTRAL}
        assert told == shown.get(viewer, set(members)), viewer
        assert all(looks.look(member, viewer).family in ICONS for member in members)


def test_every_table_of_looks_is_asked():
    rooms = (states, pilot_states, programme_states, review_states)
    tables = [table for room in rooms for table in vars(room).values() if isinstance(table, Looks)]
    assert len(tables) == len(LOOKS) == len({id(table) for table in tables})
    assert all(any(table is row[0] for row in LOOKS) for table in tables)


@pytest.mark.parametrize(
    "rows",
    [
        {"open": "good"},
        {"open": "good", "done": "good", "gone": "good"},
        {"open": "good", "done": "splendid"},
        {"open": "good", "done": ("good", "bad")},
    ],
    ids=["a state forgotten", "a state too many", "an unknown family", "a viewer too many"],
)
def test_a_table_with_a_mistake_is_refused_when_it_is_made(rows):
    with pytest.raises(ValueError):
        Looks(["open", "done"], rows)


def test_a_state_that_is_never_shown_looks_neutral_and_an_unknown_viewer_is_refused():
    looks = Looks(["open"], {"open": (None, "good")}, pilot_states.Viewer)
    assert looks.look("open", pilot_states.Viewer.ORGANISATION) == Look("neutral")
    assert looks.look("open", pilot_states.Viewer.CITY) == Look("good")
    with pytest.raises(ValueError):
        looks.look("open", Everybody.EVERYBODY)


FAMILY_OF_A_STATE = re.compile(r'state_tag \w+\.get_\w+_display "')


def test_no_template_says_itself_how_a_state_looks():
    saying = [
        path.name
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if FAMILY_OF_A_STATE.search(path.read_text())
    ]
    assert not saying


def state_columns() -> list[models.Field]:
    """The columns of our tables that hold a state, an outcome or an origin."""
    ours = set(ROOMS)
    names = {"state", "outcome", "origin"}
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in ours
        for field in model._meta.fields
        if field.name in names and not field.is_relation
    ]


@pytest.mark.parametrize("field", state_columns(), ids=str)
def test_every_state_has_its_own_words_and_fits_its_column(field):
    choices = dict(field.flatchoices)
    assert choices
    assert len(set(choices.values())) == len(choices)
    assert all(label and len(value) <= field.max_length for value, label in choices.items())


@pytest.mark.parametrize(
    ("machine", "members", "_"),
    MACHINES,
    ids=[f"{row[0].model.__name__}-{number}" for number, row in enumerate(MACHINES)],
)
def test_a_machine_leads_only_between_states_that_exist(machine, members, _):
    for verb in machine.verbs.values():
        assert set(verb.sources) <= set(members), verb.name
        assert verb.sources, verb.name
        assert verb.target is None or verb.target in members, verb.name


@pytest.mark.parametrize(
    ("machine", "members", "last"),
    MACHINES,
    ids=[f"{row[0].model.__name__}-{number}" for number, row in enumerate(MACHINES)],
)
def test_a_state_that_nothing_leads_out_of_is_meant_to_be_the_last(machine, members, last):
    leaving = {
        source
        for verb in machine.verbs.values()
        for source in verb.sources
        if verb.name in CHOOSING or verb.target not in (None, source)
    }
    assert set(members) - leaving == last


def test_the_states_of_an_application_are_parted_by_receipt():
    parts = Counter([*states.NOT_RECEIVED, *states.RECEIVED, State.WITHDRAWN])
    assert parts == Counter(State)
    for group in (states.EDITABLE, states.BEFORE_AWARD, states.PAPER_WANTED):
        assert len(set(group)) == len(group)
    assert set(states.PAPER_WANTED) <= set(states.RECEIVED)


def test_everybody_knows_whose_turn_it_is_in_every_state():
    parts = Counter([*progress.BY_APPLICANT, *progress.BY_CITY, State.AT_RECOMMENDER, *SETTLED])
    assert parts == Counter(State)
    acting, following = states.Viewer.ACTING, states.Viewer.FOLLOWING
    look = states.APPLICATION_LOOKS.look
    assert {state for state in State if look(state, acting) == look(state, following)} == SETTLED


@pytest.mark.parametrize("state", State)
def test_the_progress_of_an_application_is_told_to_everybody(state, monkeypatch):
    for audience in ("member", "at_this_recommender", "may"):
        for name in ("member", "at_this_recommender", "may"):
            answer = name == audience
            monkeypatch.setattr(progress, name, lambda user, asked, answer=answer: answer)
        application = SimpleNamespace(
            state=state.value, organisation=SimpleNamespace(name="示例单位"), recommender="示例推荐单位"
        )
        told = progress.progress(application, None, None)
        assert told.next
        assert told.family in ICONS
        assert bool(told.by) == (state not in SETTLED)


ZONE_STATES = set(PilotState) - {PilotState.TRIAL, PilotState.SELF_EVALUATED}
STATES_OF = {
    TECHNOLOGY: set(PilotState),
    ZONE: ZONE_STATES,
    LEADER: {PilotState.TITLED, PilotState.WITHDRAWN},
}
EVERY_STANDING = [
    (kind, state) for kind, life in LIVES.items() for state in PilotState if state in STATES_OF[life]
]


@pytest.mark.parametrize("viewer", pilot_states.Viewer)
@pytest.mark.parametrize(("kind", "state"), EVERY_STANDING)
def test_the_page_of_a_pilot_tells_every_state_of_every_life(kind, state, viewer):
    day, today = date(2026, 9, 1), date(2026, 6, 1)
    entry = SimpleNamespace(
        organisation_name="示例单位",
        number="示例编号",
        pilot_type=kind,
        programme=programme_of(kind),
        ended_untitled=True,
    )
    carries = state in pilot_states.MAY_CARRY_TITLE
    pilot = SimpleNamespace(
        state=state.value,
        standing=state.label,
        entry=entry,
        title="示例称号",
        titled_at=day if carries else None,
        carries_title=carries,
        ended_at=None,
        plaque_on=None,
        plaque_day="低碳日",
        implementing_until=day,
        repair_until=day,
        pk=1,
    )
    told = standing(pilot, viewer, today, Days(evaluation=day, earliest=day))
    assert told.family in ICONS
    assert bool(told.next) == bool(told.by) == (state not in pilot_states.ENDED)
    assert told.next or told.note
    context = {"pilot": pilot, "entry": entry, "certificate": None, "standing": told}
    text = render_to_string("pilots/status.html", context)
    assert state.label in text and told.next in text and told.note in text


def test_a_packet_is_named_in_every_state():
    seen = {
        "waiting",
        "running",
        "retrying",
        "incomplete",
        *set(Work.State.values) - {Work.State.PENDING.value},
    }
    assert set(packet_status.TITLES) == seen


@pytest.mark.parametrize("step", Step)
def test_a_packet_shows_every_step_as_the_present_one(step):
    shown = steps_of(SimpleNamespace(step=step.value, detail=""))
    assert [row["label"] for row in shown if row["state"] == "current"] == [step.label]


def test_the_standings_of_the_library_are_decided_or_on_their_way():
    on_their_way = {
        LibraryState.RECEIVED,
        LibraryState.ELIGIBLE,
        LibraryState.PROPOSED,
        LibraryState.NATIONAL,
    }
    assert Counter([*DECIDED_LIBRARY_STATES, *on_their_way]) == Counter(LibraryState)


def test_work_plans_are_filtered_by_every_state():
    offered = {value for value, _ in work_plans_lists.WorkPlanFilter.base_filters["state"].extra["choices"]}
    assert offered == {work_plans_lists.NOT_ASKED, work_plans_lists.LATE, *WorkPlanState.values}


def test_every_opinion_has_its_state():
    assert {Opinion.Outcome.RETURNED.value, Opinion.Outcome.DECLINED.value} <= set(State.values)
    assert set(Opinion.Outcome) == {
        Opinion.Outcome.FORWARDED,
        Opinion.Outcome.RETURNED,
        Opinion.Outcome.DECLINED,
    }


ROWS = "application|pilot|entry|case|objection|sheet|plan|packet|decision"
COMPARED = re.compile(rf'\b({ROWS})\.(state|outcome|stage) [!=]= "(\w+)"')


def test_templates_compare_only_with_states_that_exist():
    known = {value for field in state_columns() for value, _ in field.flatchoices} | set(Stage.values)
    unknown = {
        (path.name, found[0])
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for found in COMPARED.finditer(path.read_text())
        if found[3] not in known
    }
    assert not unknown
    assert Application._meta.get_field("state") in state_columns()
