"""A selection waits for every sheet of its panel, or for a reason why not; a confirmation for what it was shown (REV-3)."""

import pytest
from django.urls import reverse

from journal.models import Audience, Message, Record
from journal.workflow import Refused
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.models import Decision
from reviews.panels.actions import take_out
from reviews.scoring.actions import close_lack, declare_no_conflict, reopen_sheet, submit_sheet
from reviews.states import Conflict, ScoreSheetState
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


def propose(application, outcome="selected", seen=""):
    (made,) = propose_decisions(
        [Proposal(application.pk, outcome, "示例。", seen=seen)], actor=factories.staff()
    )
    return made


def confirm(decision):
    return confirm_decisions({decision.pk: decision.mark}, actor=factories.staff())


def with_one_more(application):
    """A sheet more, which nobody has handed in."""
    newcomer = factories.reviewer()
    factories.add_reviewer(application.score_sheets.first().panel, newcomer)
    return application.score_sheets.get(reviewer=newcomer)


def score_again(sheet, score):
    reopen_sheet(sheet.pk, actor=factories.staff(), reason="示例原因。")
    scores = dict.fromkeys(sheet.scores, score)
    submit_sheet(sheet.pk, actor=sheet.reviewer, scores=scores, remarks="示例。")


def test_rev_3_a_selection_waits_for_every_sheet_of_its_panel():
    application = factories.scored()
    sheet = with_one_more(application)
    with pytest.raises(Refused, match="还有 1 份评分表没有交"):
        propose(application)
    assert propose(application, "kept").rank == 1, "the library is open to what is not selected"
    decision = Decision.objects.get()
    declare_no_conflict(sheet.pk, actor=sheet.reviewer)
    with pytest.raises(Refused, match="还有 1 份评分表没有交"):
        propose(application, seen=decision.mark)
    given = dict.fromkeys(application.score_sheets.valid()[0].scores, 8)
    submit_sheet(sheet.pk, actor=sheet.reviewer, scores=given, remarks="示例。")
    assert propose(application, seen=decision.mark)


@pytest.mark.parametrize("declared", [False, True])
def test_rev_3_the_lack_of_a_sheet_is_closed_with_a_reason(declared):
    application, clerk = factories.scored(), factories.staff()
    sheet = with_one_more(application)
    if declared:
        declare_no_conflict(sheet.pk, actor=sheet.reviewer)
    with pytest.raises(Refused, match="请写明"):
        close_lack(sheet.pk, actor=clerk, reason=" ")
    with pytest.raises(Refused, match="权限"):
        close_lack(sheet.pk, actor=sheet.reviewer, reason="示例。")
    close_lack(sheet.pk, actor=clerk, reason="专家住院。")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.conflict) == (ScoreSheetState.RECUSED, Conflict.NOT_AWAITED)
    assert "专家住院。" in sheet.conflict_note and clerk.name in sheet.conflict_note
    row = Record.objects.get(verb="close_lack")
    assert (row.actor_id, row.summary, row.audience) == (clerk.pk, "专家住院。", Audience.CITY)
    assert "专家住院" in Message.objects.inbox(sheet.reviewer_id).first().body
    assert propose(application)
    with pytest.raises(Refused):
        submit_sheet(sheet.pk, actor=sheet.reviewer, scores={}, remarks="")


def test_rev_3_a_member_taken_out_with_a_reason_is_not_waited_for():
    application = factories.scored()
    sheet = with_one_more(application)
    take_out(sheet.panel_id, sheet.reviewer, actor=factories.staff(), reason="示例。")
    assert propose(application)


def test_rev_3_a_handed_in_sheet_is_no_lack():
    sheet = factories.scored().score_sheets.first()
    with pytest.raises(Refused, match="不能再办理"):
        close_lack(sheet.pk, actor=factories.staff(), reason="示例。")


def test_rev_3_a_sheet_that_was_handed_in_and_reopened_is_waited_for():
    application = factories.scored()
    sheet = application.score_sheets.first()
    reopen_sheet(sheet.pk, actor=factories.staff(), reason="示例原因。")
    with pytest.raises(Refused, match="须等专家重新提交"):
        close_lack(sheet.pk, actor=factories.staff(), reason="示例。")
    with pytest.raises(Refused, match="还有 1 份"):
        propose(application)


def test_rev_3_a_sheet_that_came_after_the_proposal_holds_up_confirming():
    application = factories.scored()
    decision = propose(application)
    with_one_more(application)
    with pytest.raises(Refused, match="又有 1 份评分表待交"):
        confirm(decision)


def test_rev_3_confirming_notices_a_score_that_changed_and_says_old_and_new():
    application = factories.scored(scores=[8, 8, 8])
    decision = propose(application)
    score_again(application.score_sheets.first(), 5)
    with pytest.raises(Refused, match=r"得分由 80.00 变为 70.00，评分表有变动，须按现在的结果重新提议"):
        confirm(decision)
    confirm(propose(application, seen=decision.mark))


def test_rev_3_confirming_notices_a_rank_that_others_changed_and_says_old_and_new():
    application, rival = factories.scored(scores=[8, 8, 8]), factories.scored(scores=[7, 7, 7])
    decision = propose(application)
    assert decision.rank == 1
    for sheet in rival.score_sheets.all():
        score_again(sheet, 9)
    with pytest.raises(Refused, match=rf"{application.number} 提议之后本类名次由 1 变为 2，须"):
        confirm(decision)
    assert Decision.objects.get().confirmed_at is None
    confirm(propose(application, seen=decision.mark))


def test_rev_3_the_page_of_confirming_says_old_and_new_and_offers_to_return_only(client, staff):
    application, rival = factories.scored(scores=[8, 8, 8]), factories.scored(scores=[7, 7, 7])
    propose(application)
    for sheet in rival.score_sheets.all():
        score_again(sheet, 9)
    address = f"{reverse('decision_confirm')}?cycle={application.cycle.year}"
    page = text_of(client.get(address))
    assert "本类名次由 1 变为 2" in page and 'value="confirm"' not in page and "全部确认（" not in page
    decision = Decision.objects.get()
    answer = client.post(address, {"all": "1", f"d{decision.pk}-mark": decision.mark})
    assert "请至少对一项选择确认或退回" in text_of(answer)


def test_rev_3_the_page_of_an_application_leads_to_closing_the_lack(client, staff):
    application = factories.scored()
    sheet = with_one_more(application)
    case, close = reverse("decide", args=[application.pk]), reverse("sheet_close_lack", args=[sheet.pk])
    page = text_of(client.get(case))
    assert "还有 1 份评分表没有交" in page and page.count(close) == 1
    assert close in text_of(client.get(reverse("panel_detail", args=[sheet.panel_id])))
    assert "请写明原因。" in text_of(client.post(close, {"reason": ""}))
    assert "不再等待" in text_of(client.post(close, {"reason": "专家住院。"}, follow=True))
    page = text_of(client.get(case))
    assert "专家住院。" in page and close not in page and "没有交，请等齐" not in page
    assert "不需要办理" in text_of(client.get(close))
