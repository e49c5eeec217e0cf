"""The first submission and a change of the rubric at once, under real threads on PostgreSQL (REV-3)."""

import pytest
from django.db import connection

from programme.notice import PilotType
from reviews.models import Rubric
from reviews.rubrics.actions import save_rubric
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict, submit_sheet
from reviews.scoring.totals import total
from reviews.states import ScoreSheetState
from tests import factories
from tests.applications.submitting.test_races import at_once

pytestmark = [
    pytest.mark.usefixtures("patient_database"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]


@pytest.mark.parametrize("turn", range(8))
def test_rev_3_a_first_submission_and_a_change_at_once_leave_a_total_by_the_rubric_that_stands(turn):
    official, reviewer = factories.staff(), factories.reviewer()
    application = factories.in_review(
        "leader", reviewers=[reviewer, factories.reviewer(), factories.reviewer()]
    )
    sheet = application.score_sheets.get(reviewer=reviewer)
    declare_no_conflict(sheet.pk, actor=reviewer)
    before = rubric_of(application.cycle, PilotType.LEADER)
    names = ("pk", "name", "guidance", "weight", "scale")
    rows = [{name: getattr(each, name) for name in names} for each in before]
    rows[0]["weight"], rows[2]["weight"] = rows[2]["weight"], rows[0]["weight"]
    scores = {str(each.pk): place % 10 for place, each in enumerate(before, start=1)}
    change = lambda: save_rubric(application.cycle, PilotType.LEADER, actor=official, rows=rows)  # noqa: E731
    submit = lambda: submit_sheet(sheet.pk, actor=reviewer, scores=scores, remarks="示例意见。")  # noqa: E731
    answers = at_once([change, submit] if turn % 2 else [submit, change], threads=2)
    sheet.refresh_from_db()
    assert sheet.state == ScoreSheetState.SUBMITTED
    assert sheet.total == total(scores, rubric_of(application.cycle, PilotType.LEADER))
    refused = [answer for answer in answers if isinstance(answer, str)]
    changed = [each.weight for each in rubric_of(application.cycle, PilotType.LEADER)] != [
        each.weight for each in before
    ]
    assert changed != bool(refused)
    assert Rubric.objects.get(pilot_type="leader").locked_at
