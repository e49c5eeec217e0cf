"""What a reviewer declares ahead, and whom the city keeps from an application (REV-2)."""

import pytest

from journal.models import Message
from journal.workflow import Refused
from reviews.pool.actions import declare_conflict, exclude_reviewer, save_profile
from reviews.states import Conflict, ScoreSheetState
from tests import factories

pytestmark = pytest.mark.django_db


def test_rev_2_a_new_organisation_or_a_tie_declared_ahead_ends_open_sheets_and_the_city_is_told(official):
    case = factories.in_review()
    one, two, three = case.score_sheets.order_by("pk")
    save_profile(one.reviewer, actor=official, areas=[], organisation=case.organisation)
    declare_conflict(
        actor=two.reviewer, kind=Conflict.EMPLOYED, organisation="其他名称", uscc=case.organisation.uscc
    )
    found = {
        score_sheet.pk: (score_sheet.state, score_sheet.conflict) for score_sheet in case.score_sheets.all()
    }
    assert found == {
        one.pk: (ScoreSheetState.RECUSED, "own"),
        two.pk: (ScoreSheetState.RECUSED, "employed"),
        three.pk: (ScoreSheetState.ASSIGNED, ""),
    }
    assert Message.objects.inbox(official.pk).filter(subject__contains="自动回避").count() == 2
    with pytest.raises(Refused, match="已声明过"):
        declare_conflict(actor=two.reviewer, kind=Conflict.EMPLOYED, organisation="其他名称")


def test_rev_2_an_excluded_reviewer_is_not_put_in_again(official):
    case = factories.in_review()
    sheet, panel = case.score_sheets.first(), case.score_sheets.first().panel
    exclude_reviewer(case.pk, sheet.reviewer, actor=official, reason="示例原因。")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.conflict, sheet.conflict_note) == ("recused", "excluded", "示例原因。")
    newcomer = factories.reviewer()
    exclude_reviewer(case.pk, newcomer, actor=official, reason="示例原因。")
    factories.add_reviewer(panel, newcomer)
    assert case.score_sheets.get(reviewer=newcomer).conflict == "excluded"
    with pytest.raises(Refused, match="已认定"):
        exclude_reviewer(case.pk, newcomer, actor=official, reason="再次。")


def test_rev_2_a_submitted_sheet_is_not_excluded_away(official):
    case = factories.scored()
    sheet = case.score_sheets.first()
    with pytest.raises(Refused, match="已提交"):
        exclude_reviewer(case.pk, sheet.reviewer, actor=official, reason="示例原因。")
    assert not case.exclusions.exists()
