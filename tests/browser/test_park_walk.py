"""The walk of a park: recommended by the bureau of its district, back once for changes, numbered at the city."""

from playwright.sync_api import Page, expect

from accounts.districts import District
from accounts.models import Organisation
from applications.models import Application
from applications.recommending.precheck.lines import lines_of
from journal import clock
from programme.cycles.receiving import present_cycle
from programme.notice import Sheet, form_of
from tests import factories
from tests.browser import packets, samples, steps
from tests.browser.steps import press, says, visit

NAME = samples.PARK_APPLICANT["主体名称"]


def test_a_park_from_its_form_to_the_city(page, open_page, worker, wait_until, tmp_path):
    bureau, elsewhere = factories.bureau(District.HAIDIAN), factories.bureau(District.CHAOYANG)
    applicant, clerk = factories.applicant(), factories.recommender(bureau)
    steps.log_in(page, applicant)
    chooses_the_bureau_of_the_district(page, bureau, elsewhere)
    fills_the_form(page)
    submits_to_the_bureau(page, bureau)

    desk = open_page()
    steps.log_in(desk, clerk)
    is_returned(desk, "请补充区域组织架构中的责任部门。")
    changes_and_resubmits(page, bureau)
    number = is_forwarded(desk)
    reads_the_opinion_in_the_word(page, number, tmp_path)
    assert wait_until(lambda: [mail for mail in steps.mails_to(applicant.email) if number in mail])


def chooses_the_bureau_of_the_district(page: Page, bureau: Organisation, elsewhere: Organisation) -> None:
    """REC-1: the list of recommenders follows the district, without loading the page again."""
    page.get_by_role("link", name="新建申报").first.click()
    page.get_by_role("button", name="（园区）").first.click()
    offered = page.get_by_label("推荐单位").locator("option")
    expect(offered).to_have_text(["请选择", bureau.name])  # the district of the organisation
    steps.fill_part(page, {"所属领域": "园区", "区域所在区": "朝阳区"})
    expect(offered).to_have_text(["请选择", elsewhere.name])
    steps.fill(page, "区域所在区", "海淀区")
    expect(offered).to_have_text(["请选择", bureau.name])
    steps.fill(page, "推荐单位", bureau.name)


def fills_the_form(page: Page) -> None:
    steps.go_on(page, "申报单位基本情况")
    steps.fill_part(page, samples.PARK_APPLICANT)
    steps.go_on(page, "试点区域基本情况")
    steps.fill_part(page, samples.PARK)
    steps.go_on(page, "申报条件")
    for condition in form_of(Sheet.PARK).conditions:
        page.get_by_label(condition.text, exact=True).check()
    steps.go_on(page, "申报材料")
    steps.upload(page, "其他证明材料", samples.pdf("园区规划.pdf"))
    page.get_by_role("link", name="继续：核对提交").click()


def submits_to_the_bureau(page: Page, bureau: Organisation) -> None:
    """The city has not received it yet: there is no number."""
    page.get_by_label("我已核对以上内容").check()
    press(page, "提交申报")
    says(page, f"已提交，正由{bureau}初审。市生态环境局收到推荐后才算正式接收")
    says(page, "待推荐单位初审")
    says(page, "接收后生成")


def _open_pending(desk: Page, name: str) -> None:
    visit(desk, "初审推荐")
    desk.get_by_role("link", name=name).click()
    expect(desk.get_by_role("heading", name="推荐意见", exact=True)).to_be_visible()


def _act(desk: Page, act: str, label: str, reasons: str) -> None:
    """Return or decline, with reasons (REC-2)."""
    press(desk, act)
    desk.get_by_label(label).fill(reasons)
    press(desk, act)


def _check_all(desk: Page, application: Application) -> None:
    """Answer every line of the pre-check that asks for an answer (REC-2)."""
    answers = desk.locator("#precheck input[type=radio][value=yes]")
    expect(answers).to_have_count(len(lines_of(application.current_revision)))
    for answer in answers.all():
        answer.check()


def is_returned(desk: Page, reasons: str) -> None:
    _open_pending(desk, NAME)
    _act(desk, "退回修改", "需要修改的内容和理由", reasons)
    says(desk, f"已退回「{NAME}」")


def changes_and_resubmits(page: Page, bureau: Organisation) -> None:
    page.reload()
    says(page, "请补充区域组织架构中的责任部门。")
    page.get_by_role("link", name="修改后重新提交").click()
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="试点区域基本情况").click()
    steps.fill(page, "区域组织架构", "管委会下设低碳办公室，由规划建设处负责。")
    with page.expect_navigation():
        press(page, "仅保存草稿")
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="核对提交").click()
    page.get_by_label("我已核对以上内容").check()
    press(page, "提交申报")
    says(page, f"已提交，正由{bureau}初审。")
    says(page, "第 2 版（当前）")


def _write_opinion(desk: Page) -> None:
    steps.fill_part(desk, samples.OPINION)
    _forward(desk)


def _forward(desk: Page) -> None:
    desk.locator("summary", has_text="推荐并报送").click()
    press(desk, "确认报送")


def is_forwarded(desk: Page) -> str:
    """The opinion must be complete; then the city has the park, with its number (NUM-1)."""
    _open_pending(desk, NAME)
    says(desk, "由规划建设处负责")
    _forward(desk)
    says(desk, "请填写区生态环境局推荐意见。")
    _check_all(desk, Application.objects.get())
    _write_opinion(desk)
    year = present_cycle(clock.now()).year
    says(desk, f"「{NAME}」已推荐报送，编号 {year}-QY-0001，参加 {year} 年度评选。")
    return f"{year}-QY-0001"


def reads_the_opinion_in_the_word(page: Page, number: str, folder) -> None:
    """The packet is made anew with number and opinion (REC-2)."""
    page.reload()
    says(page, f"编号 {number}")
    packets.wait_for_packet(page)
    packet = packets.download_packet(page, folder)
    for text in (packets.word_text(packet.word), packets.pdf_text(packet.pdf)):
        assert all(words in text for words in (*samples.OPINION.values(), "生命科学园区", number))
    listed = packets.manifest(packet.archive)
    assert (listed["number"], listed["revision"], listed["not_in_packet"]) == (number, 2, [])


def test_rec_3_a_fourth_park_is_refused_with_a_sentence_and_may_be_declined(page):
    for _ in range(3):
        factories.received(Sheet.PARK)
    fourth = factories.submitted(Sheet.PARK)
    steps.log_in(page, factories.recommender(fourth.recommender))
    says(page, "剩余 0 个")
    _open_pending(page, fourth.title)
    says(page, "名额已用完")
    _check_all(page, fourth)
    _write_opinion(page)
    says(page, "贵单位的园区推荐名额（3 个）已用完。")
    expect(page.get_by_label("区生态环境局推荐意见")).to_have_value(samples.OPINION["区生态环境局推荐意见"])
    _act(page, "不予推荐", "不予推荐的理由", "本年度名额已用完。")
    says(page, f"已对「{fourth.title}」作出不予推荐")
    fourth = Application.objects.get(pk=fourth.pk)
    assert (fourth.state, fourth.number) == ("declined", None)


def test_an_applicant_withdraws_with_a_reason(page):
    application = factories.received(Sheet.PARK)
    steps.log_in(page, application.created_by)
    page.get_by_role("link", name=application.title).click()
    steps.confirm(page, "撤回申报", "确认撤回", reason="园区规划调整。")
    says(page, "申报已撤回。")
    says(page, application.number)
    assert steps.timeline(page)[-1] == "撤回申报"
    expect(page.get_by_role("link", name="继续填写")).to_have_count(0)
