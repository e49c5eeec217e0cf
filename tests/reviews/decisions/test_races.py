"""Two persons at once, on real PostgreSQL: one row, and whoever comes second is told (REV-3, REV-5)."""

from datetime import timedelta

import pytest
from django.db import connection

from applications.models import Application
from applications.submitting import actions
from journal import clock
from programme.notice import Sheet
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.invariants import broken
from reviews.models import Decision
from reviews.results.outcome import apply_decision
from reviews.scoring.actions import reopen_sheet, submit_sheet
from reviews.work_plans.actions import return_plan
from tests import factories
from tests.applications.submitting.test_races import at_once

pytestmark = [
    pytest.mark.usefixtures("patient_database"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]
ROUNDS = 5


def refusals(found: list) -> list[str]:
    return [each for each in found if isinstance(each, str)]


def test_two_proposals_at_once_make_one_and_the_later_person_is_told():
    for _ in range(ROUNDS):
        application, people = factories.scored(), [factories.staff() for _ in range(4)]
        calls = [
            lambda who=who, pk=application.pk: propose_decisions(
                [Proposal(pk, "selected", "示例。")], actor=who
            )
            for who in people
        ]
        found = at_once(calls, threads=4)
        assert len(refusals(found)) == 3 and all("已由" in refusal for refusal in refusals(found))
        assert Decision.objects.filter(application=application).count() == 1


def test_confirming_and_reopening_a_sheet_at_once_never_both_happen():
    for _ in range(ROUNDS):
        application, first, second = factories.scored(), factories.staff(), factories.staff()
        (made,) = propose_decisions([Proposal(application.pk, "selected", "示例。")], actor=first)
        sheet = application.score_sheets.first()
        found = at_once(
            [
                lambda made=made, who=second: confirm_decisions({made.pk: made.mark}, actor=who),
                lambda sheet=sheet, who=first: reopen_sheet(sheet.pk, actor=who, reason="示例。"),
            ],
            threads=2,
        )
        assert len(refusals(found)) == 1
    assert list(broken()) == []


def test_confirming_and_handing_in_a_sheet_at_once_never_both_happen():
    for _ in range(ROUNDS):
        application, first, second = factories.scored(), factories.staff(), factories.staff()
        late = application.score_sheets.first()
        scores = late.scores
        reopen_sheet(late.pk, actor=first, reason="示例。")
        (made,) = propose_decisions([Proposal(application.pk, "kept", "示例。")], actor=first)
        found = at_once(
            [
                lambda made=made, who=second: confirm_decisions({made.pk: made.mark}, actor=who),
                lambda sheet=late, given=scores: submit_sheet(
                    sheet.pk, actor=sheet.reviewer, scores=given, remarks="示例。"
                ),
            ],
            threads=2,
        )
        assert len(refusals(found)) == 1
    assert list(broken()) == []


def test_confirming_a_zone_and_returning_its_work_plan_at_once_never_both_happen():
    for _ in range(ROUNDS):
        zone, first, second = factories.scored(Sheet.COMMUNITY), factories.staff(), factories.staff()
        plan = factories.work_plan(zone)
        (made,) = propose_decisions([Proposal(zone.pk, "selected", "示例。")], actor=first)
        due = clock.now() + timedelta(days=10)
        found = at_once(
            [
                lambda made=made, who=second: confirm_decisions({made.pk: made.mark}, actor=who),
                lambda plan=plan, who=first, due=due: return_plan(
                    plan.pk, actor=who, remarks="示例。", due=due
                ),
            ],
            threads=2,
        )
        assert len(refusals(found)) == 1
    assert list(broken()) == []


def test_publishing_and_withdrawing_at_once_refuse_only_a_publication_that_came_late():
    for _ in range(ROUNDS):
        application, who = factories.decided(), factories.staff()
        owner = application.created_by
        found = at_once(
            [
                lambda pk=application.pk, by=owner: actions.withdraw(pk, actor=by, reason="示例。"),
                lambda pk=application.pk, by=who: apply_decision(pk, actor=by),
            ],
            threads=2,
        )
        application = Application.objects.get(pk=application.pk)
        published = bool(Decision.objects.get(application=application).published_at)
        assert len(refusals(found)) == (not published)
        assert application.state == "withdrawn"
