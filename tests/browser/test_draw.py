"""From the pool over the draw to its result, and the own profile of a reviewer on a phone (REV-2)."""

import re

from playwright.sync_api import expect

from programme.notice import Field
from reviews.models import DeclaredConflict, Draw, ReviewerProfile
from reviews.panels.actions import form_panel
from reviews.pool.actions import save_profile
from tests import factories
from tests.browser import steps, widths
from tests.browser.steps import press, says


def test_rev_2_from_the_pool_over_the_draw_to_its_result(open_page, axe, transactional_db):
    cases = [factories.accepted(), factories.accepted()]
    official, pool = factories.staff(), [factories.reviewer() for _ in range(6)]
    nowhere = factories.person("reviewer", name="示例专家甲")
    save_profile(pool[0], actor=official, areas=[Field.ENERGY], organisation=cases[0].organisation)
    panel = form_panel(
        actor=official,
        cycle=cases[0].cycle,
        pilot_type="technology",
        field="",
        name="示例评审组",
        reviewers=[],
    )
    desk = open_page()
    steps.log_in(desk, official, "/reviews/pool/")
    expect(desk.get_by_text("1 位专家没有填写单位")).to_be_visible()
    assert axe(desk) == []
    desk.get_by_role("link", name=nowhere.name).click()
    desk.get_by_label("所在单位全称").fill("示例研究院")
    desk.get_by_label("先进低碳技术试点（全部领域）").check()
    assert axe(desk) == []
    press(desk, "保存")
    says(desk, f"{nowhere.name} 的资料已保存")
    desk.goto(f"/reviews/panels/{panel.pk}/")
    desk.get_by_role("link", name="抽取评审专家").first.click()
    desk.get_by_label("每项抽取人数").fill("3")
    press(desk, "预览")
    expect(desk.get_by_role("heading", name="预览")).to_be_visible()
    expect(desk.get_by_role("region", name="不参加抽取的情形")).to_contain_text("本单位申报（系统检测）")
    assert axe(desk) == []
    press(desk, "抽取并提交评审")
    expect(desk.get_by_text("复核一致")).to_be_visible()
    expect(desk.get_by_role("region", name="抽取结果")).to_contain_text("待声明利益关系")
    assert axe(desk) == []
    row = Draw.objects.get()
    assert (len(row.seed), row.count, len(row.result)) == (32, 3, 2)
    expect(desk).to_have_url(re.compile(rf"/reviews/draws/{row.pk}/$"))


def test_rev_2_a_reviewer_keeps_the_own_profile_and_declares_ahead(open_page, axe, transactional_db):
    reviewer = factories.reviewer()
    phone = open_page(390, 844, has_touch=True)
    widths.watch(phone)
    steps.log_in(phone, reviewer, "/reviews/profile/")
    phone.get_by_label("职称或职务").fill("示例职称")
    phone.get_by_label("低碳建筑").check()
    press(phone, "保存资料")
    says(phone, "您的资料已保存")
    phone.get_by_label("与申报单位有合作或经济往来").check()
    phone.get_by_label("单位全称", exact=True).fill("北京示例新能源科技有限公司")
    press(phone, "声明利益关系")
    says(phone, "涉及该单位的申报，您自动回避")
    assert axe(phone) == []
    assert ReviewerProfile.objects.get().title == "示例职称"
    assert DeclaredConflict.objects.get().reviewer == reviewer
