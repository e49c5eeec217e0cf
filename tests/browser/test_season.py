"""A whole season on the pages: three districts, thirty applications, seven reviewers, from the bureaus to the awards.

Two conflicts of interest, one request for more parks, two corrections, one reopened sheet and one objection happen on
the way. The ranking on the page is held against a calculation of its own.
"""

from datetime import timedelta

from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.districts import District
from applications.closing.close import close_due_cycles
from applications.models import Application
from applications.states import State
from journal import clock
from pilots.models import Certificate, Pilot
from programme.cutoff import GRACE
from programme.models import Cycle, ParkQuota
from programme.notice import PilotType, Sheet
from reviews.draws.actions import draw_reviewers
from reviews.models import Decision, PublicNotice, ScoreSheet
from reviews.panels import actions as panels
from reviews.scoring.actions import submit_sheet
from reviews.states import Conflict, ScoreSheetState
from tests import factories
from tests.browser import season as seasons
from tests.browser import steps
from tests.browser.season import Season
from tests.browser.steps import fill, press, says, visit

DRAWN = 5
SELECTED = 2  # of each type


def test_a_season_from_the_bureaus_to_the_awards(open_page, transactional_db):
    season = seasons.make_season()
    cycle = season.applications[0].cycle
    desk, second = open_page(), open_page()
    steps.log_in(desk, season.staff[0])
    steps.log_in(second, season.staff[1])
    is_short_of_parks_and_gets_more(open_page(), desk, season)
    seasons.forward_the_rest(season)
    assert all(each.state == State.RECEIVED for each in season.of(*Sheet))
    are_corrected(desk, open_page(), season)
    seasons.accept(season)
    goes_before_panels(desk, season, cycle)
    one_declares_a_conflict(open_page(), season)
    seasons.score_everything(seed=cycle.year)
    is_reopened(desk, season)
    is_ranked_as_by_hand(desk, cycle)
    with clock.set_to(cycle.cutoff + GRACE):
        close_due_cycles()
        are_decided_by_two(desk, second, cycle)
        notice = is_published(desk, cycle)
        is_objected_to(open_page(), notice)
        is_handled(desk, notice)
    is_awarded(desk, second, season, notice)
    is_public(open_page(), cycle)
    call_command("audit_invariants")
    call_command("verify_journal")


def is_short_of_parks_and_gets_more(clerk: Page, desk: Page, season: Season) -> None:
    """REC-3: of five parks three fit; the bureau asks for five, the city grants, the rest follows."""
    bureau = season.clerks[District.HAIDIAN]
    steps.log_in(clerk, bureau)
    visit(clerk, "初审推荐")
    says(clerk, "还差 2 个名额")
    _pick_all(clerk, 8)
    expect(clerk.get_by_role("row").filter(has_text="不报送：超出名额")).to_have_count(2)
    press(clerk, "推荐并报送 6 项")
    says(clerk, "已报送 6 项")
    clerk.goto("/applications/recommend/parks/")
    clerk.locator("[name=asked]").fill("5")
    clerk.locator("[name=reason]").fill("本区园区多，示例理由。")
    press(clerk, "提交申请")
    says(clerk, "名额申请已提交")
    visit(desk, "年度")
    visit(desk, "园区名额申请")
    desk.get_by_role("link", name=bureau.organisations.get().name).click()
    desk.get_by_label("同意增加").check()
    press(desk, "提交答复")
    expect(desk.get_by_role("heading", name="已答复")).to_be_visible()
    visit(clerk, "初审推荐")
    _pick_all(clerk, 2)
    press(clerk, "推荐并报送 2 项")
    says(clerk, "已报送 2 项")
    assert ParkQuota.objects.get(recommender=bureau.organisations.get()).used == 5


def _pick_all(clerk: Page, count: int) -> None:
    boxes = clerk.locator("[name=pick]")
    expect(boxes).to_have_count(count)
    for box in boxes.all():
        box.check()
    press(clerk, "批量推荐报送")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("批量推荐报送")


def are_corrected(desk: Page, applicant: Page, season: Season) -> None:
    """CUT-5: two go back with a remark; one is changed on the page, the other by its act; both keep their numbers."""
    leader, project = season.of(Sheet.LEADER)[0], season.of(Sheet.TECHNOLOGY)[1]
    for each in (leader, project):
        desk.goto(f"/reviews/screening/{each.pk}/")
        fill(desk, "结论", "要求补正")
        fill(desk, "意见", "请补充说明。")
        press(desk, "提交审查结论")
        says(desk, f"{each.number} 形式审查结论：要求补正")
    steps.log_in(applicant, leader.created_by, f"/applications/{leader.pk}/form/pilot/")
    applicant.get_by_label("单位简介").fill("补充后的示例简介。")
    steps.go_on(applicant, "碳排放数据")
    applicant.goto(f"/applications/{leader.pk}/check/")
    applicant.get_by_label("我已代表本单位阅读并作出以上承诺").check()
    press(applicant, "提交补正")
    says(applicant, "第 2 版（当前）")
    factories.resubmitted(project)
    assert season.of(Sheet.LEADER)[0].number == leader.number


def goes_before_panels(desk: Page, season: Season, cycle: Cycle) -> None:
    """REV-2: technology is drawn on the page, the applicant's own person never; the other types by the same act."""
    for kind in PilotType:
        panel = panels.form_panel(
            actor=season.staff[0],
            cycle=cycle,
            pilot_type=kind,
            field="",
            name=f"{kind.label}组",
            reviewers=[],
        )
        if kind != PilotType.TECHNOLOGY:
            cases = [each.pk for each in season.of(*Sheet) if each.pilot_type == kind]
            draw_reviewers(panel.pk, actor=season.staff[0], applications=cases, count=DRAWN)
            continue
        desk.goto(f"/reviews/panels/{panel.pk}/")
        desk.get_by_role("link", name="抽取评审专家").click()
        press(desk, "预览")
        press(desk, "抽取并提交评审")
        says(desk, "抽取完成")
        says(desk, "复核一致")
    own = season.of(Sheet.TECHNOLOGY)[0].score_sheets.filter(reviewer=season.reviewers[0])
    assert not own.exclude(state=ScoreSheetState.RECUSED).exists()
    assert all(each.score_sheets.count() >= DRAWN for each in season.of(*Sheet))


def one_declares_a_conflict(mine: Page, season: Season) -> None:
    """REV-2: a reviewer who worked for an applicant steps back; four sheets are left of five."""
    sheet = season.of(Sheet.TECHNOLOGY)[2].score_sheets.order_by("pk").last()
    steps.log_in(mine, sheet.reviewer, f"/reviews/sheets/{sheet.pk}/")
    mine.locator("summary", has_text="有利益关系，申请回避").click()
    fill(mine, "利益关系", Conflict.EMPLOYED.label)
    with mine.expect_navigation():
        press(mine, "申请回避")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.conflict) == (ScoreSheetState.RECUSED, Conflict.EMPLOYED)


def is_reopened(desk: Page, season: Season) -> None:
    """REV-3: a final sheet is reopened with a reason and handed in anew with full marks."""
    sheet = season.of(Sheet.TECHNOLOGY)[3].score_sheets.valid().first()
    desk.goto(f"/reviews/sheets/{sheet.pk}/reopen/")
    fill(desk, "退回原因", "请核对第二项得分。")
    press(desk, "退回评分表")
    says(desk, "评分表已退回")
    submit_sheet(sheet.pk, actor=sheet.reviewer, scores=dict.fromkeys(sheet.scores, "10"), remarks="已核对。")
    assert ScoreSheet.objects.get(pk=sheet.pk).total == 100


def is_ranked_as_by_hand(desk: Page, cycle: Cycle) -> None:
    """REV-3: rank and trimmed mean of every application on the page are those of the calculation in fractions."""
    for kind in PilotType:
        by_hand = seasons.ranked_by_hand(cycle, kind)
        desk.goto(f"/reviews/ranking/?cycle={cycle.year}&type={kind}")
        rows = desk.get_by_role("row").filter(has=desk.locator("[data-label='编号']"))
        expect(rows).to_have_count(len(by_hand))
        shown = {
            row.locator("[data-label='编号']").inner_text(): (
                int(row.locator("[data-label='名次'] strong").inner_text()),
                row.locator("[data-label='得分']").inner_text(),
            )
            for row in rows.all()
        }
        assert shown == by_hand


def are_decided_by_two(desk: Page, second: Page, cycle: Cycle) -> None:
    """The best two of each type are proposed to be selected, all others to be kept; another person confirms."""
    for zone in Application.objects.filter(cycle=cycle, sheet__in=[Sheet.PARK, Sheet.COMMUNITY]):
        factories.work_plan(zone)
    for kind in PilotType:
        places = seasons.ranked_by_hand(cycle, kind)
        ordered = sorted(places, key=lambda number: (places[number][0], number))
        _propose(desk, cycle, kind, ordered[:SELECTED], "列为试点")
        _propose(desk, cycle, kind, ordered[SELECTED:], "纳入项目库")
    desk.goto(f"/reviews/meeting/confirm/?cycle={cycle.year}")
    says(desk, "由您提议，等待另一人确认。")
    expect(desk.locator("summary", has_text="全部确认")).to_have_count(0)
    second.goto(f"/reviews/meeting/confirm/?cycle={cycle.year}")
    steps.confirm(second, "全部确认", "确认 30 项")
    says(second, "已确认 30 项，退回 0 项。")
    assert Decision.objects.ready(cycle).count() == 30


def _propose(desk: Page, cycle: Cycle, kind: PilotType, numbers: list[str], outcome: str) -> None:
    desk.goto(f"/reviews/meeting/?cycle={cycle.year}&type={kind}")
    for number in numbers:
        desk.get_by_label(f"勾选 {number}").check()
    press(desk, f"提议{outcome}")
    desk.get_by_label("共同理由").fill("按得分次序。")
    press(desk, "提交提议")
    says(desk, f"已提议 {len(numbers)} 项决定，请另一人确认。")


def is_published(desk: Page, cycle: Cycle) -> PublicNotice:
    """Nothing is known outside before; the preview says who is told; then the list is public."""
    assert not PublicNotice.objects.exists()
    visit(desk, "评审")
    visit(desk, "发布与公示")
    desk.get_by_role("link", name=f"发布 {cycle.year} 年度结果（30 项）").click()
    fill(desk, "联系电话", "010-12345678")
    fill(desk, "电子邮箱", "notice@example.org")
    press(desk, "预览消息")
    says(desk, "发给申报单位")
    press(desk, "发布")
    says(desk, "已发布 30 项评选结果")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("公示")
    assert Application.objects.filter(cycle=cycle, state=State.PROPOSED).count() == 3 * SELECTED
    return PublicNotice.objects.get()


def is_objected_to(visitor: Page, notice: PublicNotice) -> None:
    visitor.goto("/")
    visit(visitor, "公示")
    visitor.get_by_role("link", name=notice.title).click()
    item = notice.items.first()
    says(visitor, item.number)
    visitor.get_by_role("link", name="提出异议").click()
    visitor.locator("[name=item]").select_option(value=str(item.pk))
    visitor.locator("[name=grounds]").fill("该项目与公开信息不符，示例理由。")
    visitor.locator("[name=name]").fill("示例来信人")
    visitor.locator("[name=phone]").fill("13900000000")
    press(visitor, "提交异议")
    says(visitor, "异议已提交")
    says(visitor, notice.objections.get().number)


def is_handled(desk: Page, notice: PublicNotice) -> None:
    objection = notice.objections.get()
    desk.goto(objection.get_absolute_url())
    press(desk, "受理")
    desk.locator("[name=text]").fill("已到现场核实，示例记录。")
    press(desk, "保存记录")
    says(desk, "已到现场核实，示例记录。")
    desk.get_by_label("异议不成立，名单不变").check()
    fill(desk, "认定理由", "经核实不属实。")
    fill(desk, "给异议人的答复", "经核实，情况不属实。")
    press(desk, "提交认定")
    expect(desk.get_by_role("heading", name="给异议人的答复")).to_be_visible()


def is_awarded(desk: Page, second: Page, season: Season, notice: PublicNotice) -> None:
    """AWD-1: after the notice one confirms the list, another awards it; leaders have their certificates."""
    with clock.set_to(notice.ends_at + timedelta(minutes=3)):
        desk.goto(f"/reviews/results/notices/{notice.pk}/")
        steps.confirm(desk, "确认名单", "确认这份名单")
        says(desk, "名单已确认。请由另一位工作人员认定。")
        second.goto(f"/reviews/results/notices/{notice.pk}/")
        steps.confirm(second, "认定试点", "确认认定")
        says(second, "已认定")
    assert Pilot.objects.count() == 3 * SELECTED
    assert Certificate.objects.count() == SELECTED
    assert Application.objects.filter(state=State.KEPT).count() == 30 - 3 * SELECTED


def is_public(visitor: Page, cycle: Cycle) -> None:
    """Everybody reads who is a pilot, and which leaders carry their title."""
    visitor.goto("/")
    visit(visitor, "试点名单")
    rows = visitor.get_by_role("row").filter(has_text=str(cycle.year))
    expect(rows).to_have_count(3 * SELECTED)
    expect(rows.filter(has_text=cycle.title_of(PilotType.LEADER))).to_have_count(SELECTED)
