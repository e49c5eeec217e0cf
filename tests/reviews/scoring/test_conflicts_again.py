"""Conflicts are asked for again at declaration, submission and confirmation (REV-2)."""

import pytest

from accounts.models import Membership
from journal.chain import broken_chain
from journal.models import Message, Record
from journal.workflow import Refused
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.models import Decision
from reviews.panels.changes import confirm_changes, propose_exclusion
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict, reopen_sheet, submit_sheet
from tests import factories

pytestmark = pytest.mark.django_db


def joins(sheet, *, of: str = "organisation") -> None:
    """The reviewer becomes a member of the applicant, or of who recommended it, after the task was given."""
    Membership.objects.create(user=sheet.reviewer, organisation=getattr(sheet.application, of))


def scores_of(sheet) -> dict:
    return {str(criterion.pk): 8 for criterion in rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)}


@pytest.mark.parametrize(("of", "kind"), [("organisation", "own"), ("recommender", "recommended")])
def test_rev_2_a_membership_gained_later_stops_the_declaration_and_ends_the_sheet(official, of, kind):
    sheet = factories.in_review(to=factories.bureau()).score_sheets.first()
    joins(sheet, of=of)
    with pytest.raises(Refused, match="已自动回避"):
        declare_no_conflict(sheet.pk, actor=sheet.reviewer)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.conflict) == ("recused", kind)
    assert Message.objects.inbox(official.pk).filter(subject__contains="自动回避").exists()
    assert Record.objects.filter(verb="step_back").exists() and broken_chain() == []


def test_rev_2_a_membership_gained_later_stops_the_submission_and_ends_the_sheet(official):
    sheet = factories.in_review().score_sheets.first()
    declare_no_conflict(sheet.pk, actor=sheet.reviewer)
    joins(sheet)
    with pytest.raises(Refused, match="本单位申报"):
        submit_sheet(sheet.pk, actor=sheet.reviewer, scores=scores_of(sheet), remarks="")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.conflict, sheet.total) == ("recused", "own", None)


def test_rev_2_a_reopened_sheet_is_not_ended_by_the_portal_but_cannot_be_submitted(official):
    sheet = factories.scored().score_sheets.first()
    reopen_sheet(sheet.pk, actor=official, reason="示例原因。")
    joins(sheet)
    with pytest.raises(Refused, match="请申请回避"):
        submit_sheet(sheet.pk, actor=sheet.reviewer, scores=scores_of(sheet), remarks="")
    sheet.refresh_from_db()
    assert sheet.state == "scoring"


@pytest.mark.parametrize("outcome", ["selected", "kept"])
def test_rev_2_a_decision_on_a_sheet_of_who_belongs_to_the_applicant_by_now_is_not_confirmed(
    official, outcome
):
    case, second = factories.scored(scores=[7, 8, 9, 9]), factories.staff()
    (decision,) = propose_decisions([Proposal(case.pk, outcome, "示例理由。")], actor=official)
    sheet = case.score_sheets.first()
    joins(sheet)
    with pytest.raises(Refused, match=f"{sheet.reviewer} 存在应当回避的利益关系"):
        confirm_decisions({decision.pk: decision.mark}, actor=second)
    assert Decision.objects.get().state == "proposed"
    change = propose_exclusion(sheet.panel_id, case, sheet.reviewer, actor=official, reason="示例原因。")
    confirm_changes(sheet.panel_id, [change.pk], actor=second)
    before = Decision.objects.get()
    anew = Proposal(case.pk, outcome, "示例理由。", seen=before.mark)
    (decision,) = propose_decisions([anew], actor=official)
    confirm_decisions({decision.pk: decision.mark}, actor=second)
    assert Decision.objects.get().state == "confirmed"
