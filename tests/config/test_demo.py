"""``manage.py demo``: loads once, through the real actions, and holds together."""

from collections import Counter
from datetime import datetime, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from accounts.capabilities import CITY, Role
from accounts.models import Organisation, RoleGrant, User
from applications.models import Application, PaperReceipt
from applications.requirements import norms_outside
from applications.states import NOT_RECEIVED, State
from config.demo.organisations import APPLICANTS, credit_code
from config.demo.people import PASSWORD, SHOWN, address
from config.demo.season import Season
from files import invariants as file_invariants
from journal import clock
from journal.chain import broken_chain
from journal.clock import BEIJING
from journal.models import Head, Message, Record
from pilots.models import Evaluation, Pilot, ReportedValue, Submission, SupportMeasure, Target, Withdrawal
from pilots.states import EvaluationState, SubmissionKind, SubmissionState, TargetKind
from programme.cutoff import GRACE, year_of
from programme.models import Cycle, LibraryEntry, ParkQuota
from programme.notice import Sheet, Support
from programme.states import LibraryState
from reviews.models import PublicNotice, ScoreSheet
from reviews.scoring.totals import ranking, result
from reviews.states import ScoreSheetState
from sheets.answers import problems
from sheets.wordcount import count
from tests.config import demo_rules

pytestmark = [pytest.mark.embedded, pytest.mark.xdist_group("demo"), pytest.mark.usefixtures("demo", "db")]
COUNTED = (
    Organisation,
    User,
    EmailAddress,
    Application,
    Record,
    Message,
    ScoreSheet,
    Cycle,
    LibraryEntry,
    Pilot,
)


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module; taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run()
        transaction.set_rollback(True)


def test_it_loads_and_prints_the_accounts(demo):
    assert f"{Application.objects.count()} 项申报" in demo and Application.objects.count() >= 24
    for name, _ in SHOWN:
        assert address(name) in demo
    assert demo.endswith(run("--accounts"))


def test_a_second_time_changes_nothing():
    def state():
        return [model.objects.count() for model in COUNTED], Head.objects.values().get()

    before = state()
    assert "没有改动" in run()
    assert state() == before


def test_everybody_can_sign_in(client):
    for name, _ in SHOWN:
        client.logout()
        response = client.post(reverse("account_login"), {"login": address(name), "password": PASSWORD})
        assert response.status_code == 302
    assert not User.objects.exclude(emailaddress__verified=True).exists()
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(Role.values)


def test_staff_holds_every_right_of_the_city_and_the_others_only_their_roles():
    assert User.objects.get(email=address("staff")).capabilities == CITY
    few = {"chief": {Role.CHIEF}, "centre": {Role.PAPER_CLERK}, "clerk": {Role.CLERK, Role.PANEL_SECRETARY}}
    for name, roles in few.items():
        assert User.objects.get(email=address(name)).roles == roles


def test_the_offices_are_there():
    kinds = dict(Organisation.objects.values_list("kind").annotate(Count("pk")))
    assert kinds["bureau"] == 17 and kinds["authority"] >= 6 and kinds["applicant"] >= 12
    assert all(len(credit_code(unit.office, n)) == 18 for n, unit in enumerate(APPLICANTS, start=1))
    for unit in Organisation.objects.exclude(kind__in=["bureau", "authority", "city"]):
        assert "示例" in unit.name or "虚构" in unit.name


def test_all_states_forms_and_lives_are_present():
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Application.objects.values_list("sheet", flat=True)) == set(Sheet.values)
    assert set(LibraryEntry.objects.values_list("state", flat=True)) == set(LibraryState.values)
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == set(ScoreSheetState.values)
    assert PaperReceipt.objects.count() >= 5 and LibraryEntry.objects.exclude(grade="").exists()


def test_what_waits_for_somebody_is_there_too():
    """A report for the city, one that was returned, a change, an outcome, and a notice of intent to withdraw."""
    reports = Submission.objects.filter(kind=SubmissionKind.PROGRESS)
    for state in (SubmissionState.HANDED_IN, SubmissionState.RETURNED):
        assert reports.filter(state=state).exists()
    assert Submission.objects.filter(kind=SubmissionKind.CHANGE, state=SubmissionState.HANDED_IN).exists()
    assert Evaluation.objects.filter(state=EvaluationState.PROPOSED).exists()
    assert Withdrawal.objects.running().exists()
    assert set(SupportMeasure.objects.values_list("kind", flat=True)) > {Support.PLAQUE, Support.FISCAL}


def test_three_pilots_have_figures_of_three_years_and_no_number_is_a_filler():
    values = ReportedValue.objects.exclude(value=None).values_list("version__submission__pilot", "year")
    years = Counter(pilot for pilot, _ in set(values))
    assert sum(count >= 3 for count in years.values()) >= 3
    aimed = Target.objects.filter(kind=TargetKind.REDUCTION).values_list("value", "baseline")
    assert all(100 < value < baseline for value, baseline in aimed)


def test_cut_3_every_received_number_fits_its_cycle():
    for application in Application.objects.received():
        assert application.number.startswith(f"{year_of(application.received_at, {})}-")
        assert application.cycle.year == int(application.number[:4])


def test_cut_4_last_year_is_closed_and_what_was_not_received_moved_on():
    running, *closed = Cycle.objects.held_here().order_by("-year")
    assert len(closed) == 2 and not running.closed_at
    for cycle in closed:
        assert cycle.closed_at == cycle.cutoff + GRACE
        assert cycle.frozen_count == Application.objects.received().filter(cycle=cycle).count() > 0
        assert not Application.objects.filter(cycle=cycle, state__in=NOT_RECEIVED).exists()
    assert Record.objects.filter(verb="roll_over").count() >= 2


def test_what_was_submitted_lacks_nothing():
    for application in Application.objects.exclude(current_revision=None):
        assert problems(application.form, application.current_revision.answers) == []
        assert all(application.norm_reasons.get(norm.key) for norm in norms_outside(application))


@pytest.mark.parametrize(
    ("field", "limit", "at_least"),
    [
        *(("project_content", 1000, 2), ("content", 800, 2), ("measures", 2000, 1)),
        *(("goals_and_tasks", 2000, 1), ("planning", 500, 1), ("publicity", 300, 1)),
    ],
)
def test_texts_reach_their_limits(field, limit, at_least):
    texts = []
    for answers in Application.objects.values_list("answers", flat=True):
        texts += [block.get(field, "") for block in [answers, *answers.get("technologies", [])]]
    lengths = [count(text) for text in texts]
    assert max(lengths) <= limit
    assert sum(length > 0.95 * limit for length in lengths) >= at_least


def test_texts_repeat_no_sentence():
    texts = [
        text
        for answers in Application.objects.values_list("answers", flat=True)
        for text in (answers.get("project_content"), answers.get("measures"), answers.get("goals_and_tasks"))
        if text
    ]
    sentences = [sentence for text in texts for sentence in text.split("。") if len(sentence) > 12]
    assert len(set(sentences)) == len(sentences)


def test_rev_3_trimming_a_tie_and_a_recusal_show():
    results = {
        application: result([sheet.total for sheet in application.score_sheets.valid()])
        for application in Application.objects.filter(state=State.IN_REVIEW, sheet=Sheet.TECHNOLOGY)
    }
    rows = ranking(results)
    assert sum(row.tied and row.rank == 1 for row in rows) == 2
    assert sum(row.result.trimmed for row in rows) >= 2 and rows[-1].rank is None
    assert ScoreSheet.objects.filter(state=ScoreSheetState.RECUSED).exists()


def test_rec_3_a_quota_is_partly_used():
    running = Cycle.objects.order_by("-year").first()
    assert any(0 < quota.used < quota.allowed for quota in ParkQuota.objects.filter(cycle=running))


@pytest.mark.parametrize("rule", demo_rules.RULES, ids=lambda rule: rule.__name__)
def test_its_own_data_obey_the_rule(rule):
    assert list(rule()) == []


def test_of_its_notices_one_was_awarded_one_is_over_and_one_may_run():
    notices = list(PublicNotice.objects.order_by("published_at"))
    assert [notice.state for notice in notices] == ["awarded", "running", "running"]
    assert notices[0].items.standing().count() >= 6 and Pilot.objects.exclude(title="").exists()


def test_the_journal_is_whole_in_order_and_in_the_past():
    assert broken_chain() == []
    instants = list(Record.objects.order_by("pk").values_list("at", flat=True))
    assert instants == sorted(instants) and instants[-1] < clock.now()
    assert not list(file_invariants.broken())
    call_command("audit_invariants", stdout=StringIO())


def test_no_old_mail_waits():
    assert not Message.objects.exclude(state=Message.State.DONE).exists()
    assert not Message.objects.filter(sent_at__gt=clock.now()).exists()


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 7, 16, 0, 30, tzinfo=BEIJING),
        datetime(2027, 1, 1, 0, 0, tzinfo=BEIJING),
        datetime(2028, 2, 29, 12, 0, tzinfo=BEIJING),
        datetime(2027, 7, 15, 23, 59, tzinfo=BEIJING),
    ],
)
def test_marks_stay_between_the_cutoffs_and_now(now):
    season = Season(now)
    assert season.running == year_of(now, {}) == season.last + 1 == season.earlier + 2
    marks = [season.instant(part / 100) for part in range(100)]
    assert marks == sorted(marks) and season.closing <= marks[0] and marks[-1] < now
    early, late = season.instant("07-16 10:00"), season.instant("07-15 23:00")
    assert season.opening < early < late < season.closing - timedelta(hours=1)
    assert year_of(early, {}) == year_of(late, {}) == season.last
    before, after = (
        season.instant("07-15 23:00", season.earlier),
        season.instant("+07-16 10:00", season.earlier),
    )
    assert before < season.closings[0] < after == early
    assert season.instant("06-15 16:20", season.running) == season.instant("06-15 16:20", season.last)
