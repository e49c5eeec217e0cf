"""Pages of the pool and of the draw: what they show, refuse, and keep from others (REV-2)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.capabilities import Role
from applications.states import State
from programme.notice import Field
from reviews.draws.actions import draw_reviewers
from reviews.draws.report import pool_rows
from reviews.models import Draw, Expertise, Panel, ReviewerProfile, ScoreSheet
from reviews.panels.actions import form_panel
from reviews.panels.views_members import excludable
from reviews.pool.actions import declare_conflict, save_profile
from reviews.scoring.actions import recuse
from reviews.states import Conflict
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """An accepted application."""
    return factories.accepted()


@pytest.fixture
def panel(case, staff):
    """A panel without members."""
    values = {"cycle": case.cycle, "pilot_type": case.pilot_type, "field": "", "name": "示例评审组"}
    return form_panel(actor=staff, reviewers=[], **values)


def choice(case, **changes):
    return {"applications": [case.pk], "count": 3, "target": "each", "scope": "pool"} | changes


def test_rev_2_a_preview_shows_who_and_who_not_and_draws_nothing(client, staff, case, panel):
    reviewers = [factories.reviewer() for _ in range(4)]
    save_profile(reviewers[0], actor=staff, areas=[], organisation=case.organisation)
    text = text_of(client.get(reverse("panel_draw", args=[panel.pk]), choice(case)))
    assert all(reviewer.name in text for reviewer in reviewers)
    assert "本单位申报（系统检测）" in text and "足够" in text and "抽取规则" in text
    assert not Draw.objects.exists()


def test_rev_2_a_draw_that_is_refused_says_so_and_keeps_the_choice(client, staff, case, panel):
    [factories.reviewer() for _ in range(3)]
    url = reverse("panel_draw", args=[panel.pk])
    text = text_of(client.post(url, choice(case, count=4)))
    assert "可以抽取的专家不足" in text and "error-summary" in text and "不足</span>" in text
    assert 'name="seed"' not in text
    assert "最少为" in text_of(client.post(url, choice(case, count=2))) or not Draw.objects.exists()
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_rev_2_drawn_shown_drawn_anew_and_replaced_on_the_pages(client, staff, case, panel):
    [factories.reviewer() for _ in range(8)]
    text = text_of(client.post(reverse("panel_draw", args=[panel.pk]), choice(case), follow=True))
    row = Draw.objects.get()
    assert "复核一致" in text and row.seed in text and "重新抽取" in text
    again = reverse("draw_again", args=[row.pk])
    assert "须由另一位市级工作人员办理" in text and again not in text
    refused = text_of(client.post(again, {"reason": "结果不理想。"}, follow=True))
    assert "您不能重新抽取" in refused and Draw.objects.count() == 1
    client.force_login(factories.staff())
    assert again in text_of(client.get(reverse("draw_detail", args=[row.pk])))
    assert "请填写重新抽取的理由" in text_of(client.post(again, {}, follow=True))
    text = text_of(client.post(again, {"reason": "示例理由。"}, follow=True))
    assert "已重新抽取" in text and "示例理由。" in text
    assert "本次抽取的结果不再使用" in text_of(client.get(reverse("draw_detail", args=[row.pk])))
    sheet = ScoreSheet.objects.first()
    recuse(sheet.pk, actor=sheet.reviewer, conflict=Conflict.FAMILY, note="")
    page = reverse("panel_detail", args=[panel.pk])
    replace = reverse("sheet_replace", args=[sheet.pk])
    assert replace in text_of(client.get(page))
    text = text_of(client.post(replace, follow=True))
    assert "已补抽" in text and "近亲属在申报单位任职" in text
    assert replace not in text_of(client.get(page))


def test_rev_2_a_panel_is_edited_while_it_works(client, staff):
    application = factories.in_review()
    panel, sheet = Panel.objects.get(), application.score_sheets.first()
    take_out = reverse("panel_take_out", args=[panel.pk])
    text = text_of(client.post(take_out, {"reviewer": sheet.reviewer_id, "reason": ""}, follow=True))
    assert "原因：请填写原因" in text
    text = text_of(
        client.post(take_out, {"reviewer": sheet.reviewer_id, "reason": "示例原因。"}, follow=True)
    )
    assert "已退出：示例原因。" in text and "已调整出评审组：示例原因。" in text
    other = application.score_sheets.last()
    data = {"application": application.pk, "reviewer": other.reviewer_id, "reason": "示例认定。"}
    exclude = reverse("panel_exclude", args=[panel.pk])
    text = text_of(client.post(exclude, data, follow=True))
    assert "认定后不能撤销" in text and not application.exclusions.exists()
    text = text_of(client.post(exclude, data | {"sure": "yes"}, follow=True))
    assert "市级工作人员认定不宜评审：示例认定。" in text
    text_of(client.post(reverse("panel_due", args=[panel.pk]), {"due": "2031-08-20"}, follow=True))
    assert str(Panel.objects.get().due) == "2031-08-20"
    text = text_of(client.post(reverse("panel_due", args=[panel.pk]), {"due": "2020-01-01"}, follow=True))
    assert "评分截止日期不能早于今天" in text and str(Panel.objects.get().due) == "2031-08-20"
    text = text_of(
        client.post(
            reverse("panel_add", args=[panel.pk]),
            {"reviewer": sheet.reviewer_id, "reason": "示例理由。"},
            follow=True,
        )
    )
    assert "不能再次加入" in text


def test_rev_2_only_what_concerns_the_panel_is_offered_for_an_exclusion(client, staff):
    elsewhere = factories.in_review()
    panel = factories.panel(elsewhere, [factories.reviewer() for _ in range(3)])
    waiting = factories.accepted()
    offered = [each.pk for each in excludable(panel, factories.staff())]
    assert offered == [waiting.pk]
    data = {
        "application": elsewhere.pk,
        "reviewer": factories.reviewer().pk,
        "reason": "示例。",
        "sure": "yes",
    }
    text = text_of(client.post(reverse("panel_exclude", args=[panel.pk]), data, follow=True))
    assert "申报：所选内容已有变动" in text and not elsewhere.exclusions.exists()


def test_rev_2_adding_takes_a_reason_and_a_second_person(client, staff):
    application = factories.in_review()
    panel = Panel.objects.get()
    insider = factories.person(Role.REVIEWER, application.organisation)
    add, page = reverse("panel_add", args=[panel.pk]), reverse("panel_detail", args=[panel.pk])
    text = text_of(client.post(add, {"reviewer": insider.pk}, follow=True))
    assert "请写明为什么增补" in text and not panel.changes.waiting().exists()
    text = text_of(client.post(add, {"reviewer": insider.pk, "reason": "示例理由。"}, follow=True))
    assert "待另一人确认的变动（1 项）" in text and "撤回提议" in text and "确认增补评审专家" not in text
    change = panel.changes.waiting().get()
    confirm = reverse("panel_changes_confirm", args=[panel.pk])
    refused = text_of(client.post(confirm, {"changes": change.pk}, follow=True))
    assert "是您提议的，须由另一人确认" in refused
    client.force_login(factories.staff())
    assert "确认增补评审专家" in text_of(client.get(page))
    text = text_of(client.post(confirm, {"changes": change.pk}, follow=True))
    assert "已确认 1 项变动" in text and "已办理的变动（4 项）" in text
    assert application.score_sheets.get(reviewer=insider).conflict == Conflict.OWN


def test_rev_2_what_is_not_agreed_to_or_taken_back_changes_nothing(client, staff):
    factories.in_review()
    panel = Panel.objects.get()
    add = reverse("panel_add", args=[panel.pk])
    client.post(add, {"reviewer": factories.reviewer().pk, "reason": "示例理由。"})
    own = panel.changes.waiting().get()
    client.post(reverse("panel_change_take_back", args=[own.pk]))
    client.post(add, {"reviewer": factories.reviewer().pk, "reason": "示例理由。"})
    client.force_login(factories.staff())
    back = reverse("panel_change_return", args=[panel.changes.waiting().get().pk])
    assert "请写明不同意的意见" in text_of(client.post(back, {}, follow=True))
    text = text_of(client.post(back, {"remark": "专家库另有合适人选。"}, follow=True))
    assert "专家库另有合适人选。" in text and panel.reviewers.count() == 3
    states = list(panel.changes.order_by("pk").values_list("state", flat=True))
    assert states[3:] == ["taken_back", "returned"]


def test_rev_2_who_is_kept_from_every_case_is_said_not_to_take_part():
    cases = [{"id": 1}, {"id": 2}]
    pool = [{"id": pk, "name": f"专家{pk}", "areas": [], "load": 0} for pk in (7, 8)]
    kept = [{"case": 1, "reviewer": 7}, {"case": 2, "reviewer": 7}, {"case": 1, "reviewer": 8}]
    assert [row.out for row in pool_rows(cases, pool, kept)] == [True, False]


def test_rev_2_what_was_drawn_meanwhile_is_said_in_plain_words(client, staff, case, panel):
    [factories.reviewer() for _ in range(4)]
    url = reverse("panel_draw", args=[panel.pk])
    client.post(url, choice(case))
    another = factories.accepted()
    text = text_of(client.post(url, choice(case, applications=[case.pk, another.pk], count=16)))
    assert "所选申报中有的已经抽取过" in text and "请填写 3 至 15 之间的整数" in text
    assert Draw.objects.count() == 1


def test_rev_2_the_pool_is_filtered_and_warns_of_reviewers_without_organisation(client, staff):
    known, nowhere = factories.reviewer(), factories.person(Role.REVIEWER)
    save_profile(known, actor=staff, areas=[Field.BUILDING], available=False)
    url = reverse("reviewer_pool")
    assert "1 位专家没有填写单位" in text_of(client.get(url))

    def found(**query):
        return {each for each in (known, nowhere) if f">{each.name}</a>" in text_of(client.get(url, query))}

    assert found() == {known, nowhere}
    assert found(place="none") == found(available="yes") == {nowhere}
    assert found(area="building") == found(available="no") == {known}
    assert found(q=known.organisations.get().name) == {known}


def test_rev_2_staff_and_reviewers_keep_profiles_the_note_is_for_staff_only(client, staff):
    reviewer = factories.reviewer()
    data = {"employer": "示例大学", "title": "教授", "areas": ["energy", "leader"], "note": "仅供内部"}
    client.post(reverse("reviewer_edit", args=[reviewer.pk]), data)
    profile = ReviewerProfile.objects.get()
    assert (profile.employer, profile.title, profile.note, profile.available) == (
        "示例大学",
        "教授",
        "仅供内部",
        False,
    )
    assert set(Expertise.objects.values_list("area", flat=True)) == {"energy", "leader"}
    own = Client()
    own.force_login(reviewer)
    page = reverse("reviewer_profile")
    assert "仅供内部" not in text_of(own.get(page))
    own.post(
        page, {"employer": "示例大学", "title": "教授", "areas": ["waste"], "available": "on", "note": "改"}
    )
    profile.refresh_from_db()
    assert (profile.note, profile.available) == ("仅供内部", True)
    text = text_of(own.post(reverse("conflict_declare"), {"kind": "other", "organisation": "示例公司"}))
    assert "请说明是什么情形" in text


def test_rev_2_others_see_nothing_of_pool_draws_and_ties(staff, case, panel):
    reviewers = [factories.reviewer() for _ in range(4)]
    declare_conflict(actor=reviewers[0], kind=Conflict.CONTRACT, organisation="示例对手公司")
    row = draw_reviewers(panel.pk, actor=staff, applications=[case.pk], count=3)
    drawn = ScoreSheet.objects.first().reviewer
    urls = [
        reverse("reviewer_pool"),
        reverse("reviewer_edit", args=[drawn.pk]),
        reverse("panel_detail", args=[panel.pk]),
        reverse("panel_draw", args=[panel.pk]),
        reverse("draw_detail", args=[row.pk]),
    ]
    for person in (drawn, case.created_by, factories.recommender(), factories.person(Role.ADMINISTRATOR)):
        browser = Client()
        browser.force_login(person)
        assert {browser.get(url).status_code for url in urls} <= {403, 404}
    browser = Client()
    browser.force_login(drawn)
    for url in (reverse("reviewer_desk"), reverse("reviewer_profile")):
        text = text_of(browser.get(url))
        assert not [
            reviewer.name
            for reviewer in reviewers
            if reviewer != drawn and reviewer.name in text.replace(drawn.name, "")
        ]
        assert row.seed not in text
        assert ("示例对手公司" in text) == (drawn == reviewers[0] and "profile" in url)


@pytest.mark.parametrize("page", ["reviewer_pool", "panel_detail", "panel_draw", "draw_detail"])
def test_pages_ask_as_many_questions_for_three_as_for_one(client, staff, django_assert_max_num_queries, page):
    counts = []
    for cases in (1, 3):
        new = [factories.accepted() for _ in range(cases)]
        for _ in range(cases):
            save_profile(factories.reviewer(), actor=staff, areas=[Field.ENERGY, Field.WASTE])
        [factories.reviewer() for _ in range(3)]
        group = factories.panel(new[0], [])
        ids = [each.pk for each in new]
        row = draw_reviewers(group.pk, actor=staff, applications=ids, count=3)
        waiting = factories.accepted() if page == "panel_draw" else None
        args = {"panel_detail": [group.pk], "panel_draw": [group.pk], "draw_detail": [row.pk]}.get(page, [])
        query = choice(waiting) if waiting else {}
        with django_assert_max_num_queries(60) as asked:
            text_of(client.get(reverse(page, args=args), query))
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
