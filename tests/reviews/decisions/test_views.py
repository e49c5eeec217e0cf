"""The pages of the decision meeting (REV-3, REV-5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.states import State
from programme.notice import Sheet
from reviews.decisions import views_confirm as decisions_views_confirm
from reviews.decisions.actions import Proposal, propose_decisions
from reviews.models import Decision, ScoreSheet
from reviews.states import Stage
from tests import factories
from tests.reviews.steps import text_of
from tests.sheets.pdf_text import page_count, pdf_lines

pytestmark = pytest.mark.django_db
MEETING, PROPOSE, CONFIRM = (
    reverse(name) for name in ("decision_meeting", "decision_propose", "decision_confirm")
)


def typed(*applications, outcome="selected", common="示例共同理由。", **own):
    """What the page of the proposals sends."""
    data = {"pick": [application.pk for application in applications], "outcome": outcome, "reason": common}
    for application in applications:
        decision = Decision.objects.filter(application=application).first()
        data |= {
            f"a{application.pk}-outcome": outcome,
            f"a{application.pk}-seen": decision.mark if decision else "",
        }
    return data | own


def propose(*applications, actor=None, outcome="selected"):
    proposals = [Proposal(application.pk, outcome, "示例理由。") for application in applications]
    return propose_decisions(proposals, actor=actor or factories.staff())


def test_rev_3_the_list_before_the_meeting_and_a_batch_with_one_reason(client, staff):
    best, good, thin = (factories.scored(scores=each) for each in ([9, 9, 9], [7, 8, 9], [9, 9]))
    text = text_of(client.get(MEETING))
    assert text.index(best.number) < text.index(good.number) < text.index(thin.number)
    assert "有效评分表不足 3 份" in text
    page = text_of(client.get(PROPOSE, {"pick": [best.pk, good.pk], "outcome": "selected"}))
    assert "提议决定（2 项）" in page
    own = {f"a{good.pk}-reason": "自己的理由。", f"a{good.pk}-remarks": "请补充监测方案。"}
    said = text_of(client.post(PROPOSE, typed(best, good, **own), follow=True))
    assert "已提议 2 项决定" in said and "2 项提议等待另一人确认" in said
    found = {decision.application_id: decision for decision in Decision.objects.all()}
    assert (found[best.pk].reason, found[best.pk].rank) == ("示例共同理由。", 1)
    assert (found[good.pk].reason, found[good.pk].remarks) == ("自己的理由。", "请补充监测方案。")


def test_rev_3_what_cannot_be_selected_is_not_ticked_so_beforehand(client, staff):
    sound, thin = factories.scored(), factories.scored(scores=[9, 9])
    answer = client.get(PROPOSE, {"pick": [sound.pk, thin.pk], "outcome": "selected"})
    begun = {case.application.pk: form["outcome"].value() for case, form in answer.context["rows"]}
    assert begun == {sound.pk: "selected", thin.pk: ""}
    answer = client.get(PROPOSE, {"pick": [thin.pk], "outcome": "library"})
    assert [form["outcome"].value() for _, form in answer.context["rows"]] == ["library"]


def test_nothing_typed_is_lost_when_one_is_refused(client, staff):
    sound, thin = factories.scored(), factories.scored(scores=[9, 9])
    text = text_of(client.post(PROPOSE, typed(sound, thin, common="理由甲乙丙。")))
    assert f"{thin.number}：有效评分表不足 3 份" in text and "理由甲乙丙。" in text
    assert "请写明" in text_of(client.post(PROPOSE, typed(sound, common="")))
    assert not Decision.objects.exists()


def test_the_later_of_two_is_told_and_keeps_what_was_typed(client, staff):
    application = factories.scored()
    mine = typed(application, outcome="kept", common="我的理由。")
    other = factories.staff()
    propose(application, actor=other)
    text = text_of(client.post(PROPOSE, mine))
    assert f"已由 {other} 提议列为试点" in text and "我的理由。" in text
    assert Decision.objects.get().outcome == "selected"


def test_rev_4_a_zone_without_its_work_plan_is_not_selected(client, staff):
    zone = factories.scored(Sheet.PARK)
    assert "试点工作方案还没有提交" in text_of(client.get(MEETING, {"type": "zone"}))
    assert "试点工作方案还没有提交" in text_of(client.post(PROPOSE, typed(zone)))
    factories.work_plan(zone)
    client.post(PROPOSE, typed(zone))
    assert Decision.objects.get().outcome == "selected"


def test_the_second_person_sees_the_difference_and_confirms_some_and_returns_some(client, staff):
    best, good, low = (factories.scored(scores=each) for each in ([9, 9, 9], [7, 8, 9], [5, 5, 5]))
    one, two = propose(best, low)
    (three,) = propose(good, outcome="kept")
    text = text_of(client.get(CONFIRM))
    assert "评审中 → 列为试点" in text and f"同领域得分更低的 {low.number} 列为试点" in text
    said = {
        f"d{one.pk}-verdict": "confirm",
        f"d{one.pk}-mark": one.mark,
        f"d{two.pk}-verdict": "return",
        f"d{two.pk}-mark": two.mark,
    }
    assert "请写明退回" in text_of(client.post(CONFIRM, said))
    said[f"d{two.pk}-remark"] = "得分偏低，请复议。"
    assert "已确认 1 项，退回 1 项" in text_of(client.post(CONFIRM, said, follow=True))
    stages = {decision.pk: decision.stage for decision in Decision.objects.select_related("application")}
    assert stages == {one.pk: Stage.CONFIRMED, two.pk: Stage.RETURNED, three.pk: Stage.PROPOSED}
    assert "得分偏低，请复议。" in text_of(client.get(MEETING, {"stage": "returned"}))


def test_all_at_once_is_all_that_was_shown(client, staff):
    first, later = factories.scored(), factories.scored()
    (shown,) = propose(first)
    propose(later)
    client.post(CONFIRM, {"all": "1", f"d{shown.pk}-mark": shown.mark})
    assert list(Decision.objects.exclude(confirmed_at=None)) == [shown]


def test_what_has_to_be_proposed_anew_is_not_offered_and_blocks_nothing(client, staff):
    stale, sound = factories.scored(), factories.scored()
    (old,), (fine,) = propose(stale), propose(sound)
    late = stale.score_sheets.valid().first()
    ScoreSheet.objects.create(
        application=stale,
        panel=late.panel,
        reviewer=factories.reviewer(),
        state_since=late.submitted_at,
    )
    ScoreSheet.objects.filter(pk=late.pk).update(submitted_at=late.submitted_at + timedelta(minutes=1))
    text = text_of(client.get(CONFIRM))
    assert "提议之后评分表有变动，须按现在的结果重新提议" in text and "全部确认（1 项）" in text
    assert text.count('value="confirm"') == 1 and "待交评分表 1 份" in text
    assert "待交评分表 1 份" in text_of(client.get(PROPOSE, {"pick": [stale.pk]}))
    client.post(CONFIRM, {"all": "1", **{f"d{each.pk}-mark": each.mark for each in (old, fine)}})
    assert list(Decision.objects.exclude(confirmed_at=None)) == [fine]


def test_what_is_published_or_unknown_is_refused_at_once(client, staff):
    published, confirmed, sound = factories.selected(), factories.decided(), factories.scored()
    said = text_of(client.get(PROPOSE, {"pick": [published.pk]}, follow=True))
    assert f"{published.number} 当前为「已公布」，不能再提议决定" in said and "会议决定</h1>" in said
    assert "1 项不存在或不在评审中" in text_of(client.get(PROPOSE, {"pick": ["999999"]}, follow=True))
    page = text_of(client.get(PROPOSE, {"pick": [confirmed.pk, sound.pk]}))
    assert "提议决定（1 项）" in page and f"{confirmed.number} 当前为「已确认，待公布」" in page


def test_the_second_person_reads_in_pages_and_confirms_what_the_page_shows(client, staff, monkeypatch):
    monkeypatch.setattr(decisions_views_confirm, "PAGE_SIZE", 2)
    made = [propose(factories.scored())[0] for _ in range(3)]
    first, second = (text_of(client.get(CONFIRM, {"page": page})) for page in (1, 2))
    assert [each.application.number in first for each in made] == [True, True, False]
    assert [each.application.number in second for each in made] == [False, False, True]
    assert "本页全部确认（2 项" in first and "本页全部确认（1 项" in second
    sent = {f"d{made[2].pk}-mark": made[2].mark, f"d{made[2].pk}-verdict": "return"}
    refused = text_of(client.post(f"{CONFIRM}?page=2", sent))
    assert "请写明退回" in refused and made[2].application.number in refused
    client.post(f"{CONFIRM}?page=2", {"all": "1", f"d{made[2].pk}-mark": made[2].mark})
    assert list(Decision.objects.exclude(confirmed_at=None)) == [made[2]]


def test_the_own_proposal_offers_nothing_to_confirm(client, staff):
    (mine,) = propose(factories.scored(), actor=staff)
    text = text_of(client.get(CONFIRM))
    assert "由您提议，等待另一人确认" in text and "提交处理结果" not in text
    client.post(CONFIRM, {"all": "1", f"d{mine.pk}-mark": mine.mark, f"d{mine.pk}-verdict": "confirm"})
    assert Decision.objects.get().confirmed_at is None


def test_a_decision_is_taken_back_with_a_reason(client, staff):
    application = factories.decided()
    decision, case = Decision.objects.get(), reverse("decide", args=[application.pk])
    assert "撤销这项决定" in text_of(client.get(case))
    url = reverse("decision_take_back", args=[decision.pk])
    assert "请写明撤销的原因" in text_of(client.post(url, {"seen": decision.mark}, follow=True))
    client.post(url, {"seen": decision.mark, "reason": "发现新的材料。"})
    assert not Decision.objects.exists()
    published = factories.proposed()
    assert "撤销这项决定" not in text_of(client.get(reverse("decide", args=[published.pk])))


@pytest.mark.parametrize("kind", ["word", "pdf", "excel"])
def test_the_paper_for_the_meeting(client, staff, kind):
    application = factories.decided()
    url = reverse("meeting_file", args=[application.cycle.year, "technology", kind])
    answer = client.get(url)
    assert answer.status_code == 200 and len(answer.content) > 3000
    assert client.get(url, {"field": "nothing"}).status_code == 404


def test_the_paper_is_read_as_it_stands_scores_whole_and_the_signature_not_alone(client, staff):
    applications = [factories.scored(scores=each) for each in ([9, 9, 9], [9, 9, 9], [7, 8, 9])]
    propose(*applications)
    url = reverse("meeting_file", args=[applications[0].cycle.year, "technology", "pdf"])
    paper = client.get(url).content
    assert page_count(paper) == 1
    lines = pdf_lines(paper)
    assert all(any(word in line for line in lines) for word in ("90.00", "80.00", "并列", "主持人"))


@pytest.mark.parametrize("name", ["decision_meeting", "decision_confirm"])
def test_pages_cost_the_same_for_one_and_three(client, staff, name):
    url, costs = reverse(name), []
    for _ in range(3):
        propose(factories.scored())
        with CaptureQueriesContext(connection) as queries:
            text_of(client.get(url))
        costs.append(len(queries))
    assert costs[0] == costs[2] and costs[0] <= 13


def test_what_is_decided_elsewhere_stays_in_the_list(client, staff):
    application = factories.selected()
    assert Decision.objects.get().stage == Stage.PUBLISHED
    text = text_of(client.get(MEETING, {"stage": "published"}))
    assert application.number in text and "勾选 " + application.number not in text
    assert application.state == State.SELECTED


@pytest.mark.parametrize("more", [{}, {"all": "1"}, {"verdict": "confirm"}])
def test_a_remark_without_a_return_is_not_lost(client, staff, more):
    (made,) = propose(factories.scored())
    key = f"d{made.pk}"
    sent = {f"{key}-mark": made.mark, f"{key}-remark": "理由不足。"}
    sent |= {f"{key}-verdict" if name == "verdict" else name: value for name, value in more.items()}
    text = text_of(client.post(CONFIRM, sent))
    assert "写了退回意见，请选择“退回”" in text and "理由不足。</textarea>" in text
    made.refresh_from_db()
    assert made.confirmed_at is None and made.returned_at is None
