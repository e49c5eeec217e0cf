"""The whole walk of one technology application: from the call of the year to the pilot on the public list."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import Page, expect

from applications.closing.close import close_due_cycles
from applications.models import Application
from journal import clock
from journal.clock import BEIJING
from pilots.models import Pilot
from pilots.states import PilotState
from programme.cutoff import GRACE
from programme.cycles.receiving import present_cycle
from programme.models import Cycle
from programme.notice import Sheet, form_of
from reviews.decisions.actions import confirm_decisions
from reviews.models import Decision, PublicNotice
from tests import factories
from tests.browser import packets, samples, steps, steps_city, steps_newcomer
from tests.browser.steps import press, says, visit

ADDRESS, PASSWORD = "walker@example.org", "shi-li-2026-mima"
NAME = samples.PROJECT["项目名称"]
WEIGHTS = [30, 20, 15, 10, 10, 15]
SCORES = [
    ["8", "7.5", "9", "6", "7", "8"],
    ["9", "8", "8", "7.5", "6.5", "7"],
    ["7", "9", "6.5", "8", "8", "7.5"],
]
MALFORMED = "一二三"


def test_from_an_empty_form_to_an_awarded_pilot(page, open_page, worker, wait_until, tmp_path):
    staff, reviewers = factories.staff(), [factories.reviewer() for _ in SCORES]
    steps_newcomer.read_the_call(page)
    steps_newcomer.register_an_organisation(page, ADDRESS, PASSWORD)
    drafts_the_form(page)
    leaves_and_finds_the_draft_again(page)
    completes_the_form(page)
    hands_in_materials(page)
    puts_right_what_the_check_names(page)
    number = submits(page)
    reads_the_packet(page, number, tmp_path)
    reads_the_message(page, number, wait_until)

    desk = open_page()
    steps.log_in(desk, staff)
    due = clock.now().astimezone(BEIJING).date() + timedelta(days=10)
    steps_city.ask_correction(desk, number, "请补充减排量的核算边界。", due)
    code = corrects_and_resubmits(page)
    steps_city.accept(desk, number, Sheet.TECHNOLOGY)
    steps_city.register_paper(desk, code, 5)
    says(desk, f"{number} 第 2 版登记纸质材料 5 份，累计 5 份，份数已齐。")

    is_reviewed(desk, open_page, number, reviewers, due)
    is_ranked_by_the_mean(desk, number)
    is_not_decided_before_the_list_is_frozen(desk, number)
    cycle = Cycle.objects.running()
    with clock.set_to(cycle.cutoff + timedelta(minutes=5)):
        closes_the_cycle(desk, cycle)
        steps_city.propose(desk, number, "列为试点", "排名第一。", "请细化监测方案。")
        notice = is_confirmed_and_published(number)
    with clock.set_to(notice.ends_at + GRACE):
        factories.award(notice)
        hands_in_a_plan(page)
        is_approved(desk)
        is_on_the_public_list(open_page())
        tells_its_history(page)
        nothing_is_broken()


def drafts_the_form(page: Page) -> None:
    """A malformed telephone number is kept and flagged; the draft is saved all the same."""
    page.get_by_role("button", name="先进低碳技术项目").first.click()
    steps.fill_part(
        page, {"所属领域": "绿色低碳能源", "所在区": "海淀区", "申报途径": "自主申报：直接提交市生态环境局"}
    )
    steps.go_on(page, "申报单位基本情况")
    steps.fill_part(page, samples.TECHNOLOGY_APPLICANT | {"联系方式": MALFORMED})
    with page.expect_navigation():
        press(page, "仅保存草稿")
    says(page, "草稿已保存，尚未提交")
    _is_flagged(page)


def _is_flagged(page: Page) -> None:
    expect(page.locator("#id_contact_phone")).to_have_value(MALFORMED)
    expect(page.locator("#id_contact_phone")).to_have_attribute("aria-invalid", "true")
    says(page, "请填写电话号码，例如 010-12345678")


def leaves_and_finds_the_draft_again(page: Page) -> None:
    steps.log_out(page)
    steps.log_in_by_form(page, ADDRESS, PASSWORD)
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    says(page, "尚未提交")
    page.get_by_role("link", name="继续填写").click()
    _is_flagged(page)


def completes_the_form(page: Page) -> None:
    """Every field of parts 1 to 3; the second technology is added by the button, its content left for later."""
    page.locator("#id_contact_phone").fill("")
    page.locator("#id_contact_phone").press_sequentially(samples.APPLICANT["联系方式"])
    steps.go_on(page, "项目基本情况")
    steps.fill_part(page, samples.PROJECT)
    steps.go_on(page, "技术基本情况")
    steps.fill_part(page.get_by_role("group", name="技术 1", exact=True), samples.TECHNOLOGIES[0])
    press(page, "再添加一项技术")
    second = page.get_by_role("group", name="技术 2", exact=True)
    steps.fill_part(second, samples.TECHNOLOGIES[1] | {"低碳技术内容": ""})
    steps.go_on(page, "碳减排量核算")
    steps.go_on(page, "申报条件")
    for condition in form_of(Sheet.TECHNOLOGY).conditions[1:]:
        page.get_by_label(condition.text, exact=True).check()
    press(page, "保存并继续")


def hands_in_materials(page: Page) -> None:
    """PDF, picture and Word are taken; what is no document is refused with a sentence."""
    expect(page.get_by_role("heading", level=1)).to_have_text("申报材料")
    steps.upload(page, "营业执照复印件", samples.plain_text("营业执照.txt"))
    says(page, "营业执照.txt")
    says(page, "不支持这种文件类型")
    steps.upload(page, "营业执照复印件", samples.png("营业执照.png"))
    steps.upload(page, "项目审批、核准或备案材料", samples.pdf("备案证明.pdf"), samples.pdf("许可.pdf"))
    says(page, "本项材料中已有内容相同的文件")
    steps.upload(page, "碳减排量核算说明", samples.docx("核算说明.docx"))
    for name in ("营业执照.png", "备案证明.pdf", "核算说明.docx"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("link", name="继续：核对提交").click()


def puts_right_what_the_check_names(page: Page) -> None:
    """Three things are missing; each is named with a link to its field, and put right there."""
    says(page, "还有 3 处需要完善，尚不能提交")
    content = "#id_technologies-1-content"
    steps.follow_each(
        page,
        [
            ("低碳技术内容", content),
            ("在本市登记注册", "#id_condition_registered"),
            ("项目建议书或可行性研究报告", "#material-study"),
        ],
    )
    page.locator("[data-error-summary] a", has_text="低碳技术内容").click()
    page.locator(content).fill(samples.TECHNOLOGIES[1]["低碳技术内容"])
    steps.go_on(page, "碳减排量核算")
    steps.go_on(page, "申报条件")
    page.get_by_label(form_of(Sheet.TECHNOLOGY).conditions[0].text, exact=True).check()
    steps.go_on(page, "申报材料")
    steps.upload(page, "项目建议书或可行性研究报告", samples.pdf("可行性研究报告.pdf"))
    page.get_by_role("link", name="继续：核对提交").click()


def submits(page: Page) -> str:
    """The number of the year's first technology application is shown at once (NUM-1)."""
    for words in (NAME, *(technology["技术名称"] for technology in samples.TECHNOLOGIES)):
        expect(page.locator(".paper")).to_contain_text(words)
    page.get_by_label("我已代表本单位阅读并作出以上承诺").check()
    press(page, "提交申报")
    number = f"{present_cycle(clock.now()).year}-JS-0001"
    says(page, f"已提交，市生态环境局已接收，编号 {number}")
    return number


def reads_the_packet(page: Page, number: str, folder: Path) -> None:
    """Word and PDF are the filled form, the bound PDF holds the attachments, the zip is as its manifest says."""
    packets.wait_for_packet(page)
    packet = packets.download_packet(page, folder)
    written = [samples.TECHNOLOGY_APPLICANT["法定代表人"], NAME, "2350.50", "2026年03月—2027年06月", number]
    written += [text for technology in samples.TECHNOLOGIES for text in technology.values()]
    for text in (packets.word_text(packet.word), packets.pdf_text(packet.pdf)):
        assert [words for words in written if words.replace(" ", "") not in text] == []
    assert packets.pdf_pages(packet.merged) > packets.pdf_pages(packet.pdf) + 3
    bound = packets.pdf_text(packet.merged)
    assert all(name in bound for name in (number, "营业执照.png", "备案证明.pdf", "核算说明.docx"))
    listed = packets.manifest(packet.archive)
    assert (listed["number"], listed["revision"], listed["form"]) == (number, 1, "technology")
    names = {file.get("name") for file in listed["files"]} - {None}
    assert names == {"营业执照.png", "备案证明.pdf", "可行性研究报告.pdf", "核算说明.docx"}
    assert [item["name"] for item in listed["not_in_packet"]] == ["核算说明.docx"]


def reads_the_message(page: Page, number: str, wait_until) -> None:
    """The receipt is told in the portal and by e-mail; the message leads back to the application."""
    here = page.url
    page.get_by_role("banner").get_by_role("link", name="消息").click()
    message = page.get_by_role("row").filter(has_text=number)
    expect(message).to_contain_text("未读")
    message.get_by_role("link").click()
    expect(page).to_have_url(here)
    assert wait_until(lambda: [mail for mail in steps.mails_to(ADDRESS) if number in mail])


def corrects_and_resubmits(page: Page) -> str:
    """The applicant reads why, changes the form, and hands in revision 2; returns the code on its pages."""
    page.reload()
    says(page, "请补充减排量的核算边界。")
    says(page, "距离截止")
    page.get_by_role("link", name="修改并提交补正").click()
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="项目基本情况").click()
    steps.fill(page, "减污降碳效益", "年减排 1200 tCO2，核算边界为园区电力消费。")
    steps.go_on(page, "技术基本情况")
    page.get_by_role("navigation", name="填报步骤").get_by_role("link", name="核对提交").click()
    page.get_by_label("我已代表本单位阅读并作出以上承诺").check()
    press(page, "提交补正")
    says(page, "第 2 版（当前）")
    says(page, "与上一版相比，有 1 处不同")
    packets.wait_for_packet(page)
    code = page.locator("#paper-way code").first.inner_text()
    assert re.fullmatch(r"DT\d{6}-R02-[0-9A-F]{8}", code)
    return code


def is_reviewed(desk: Page, open_page, number: str, reviewers: list, due) -> None:
    """A panel of three, each of whom declares, scores and submits."""
    steps_city.form_panel(desk, "先进低碳技术第一组", "先进低碳技术试点", reviewers, due)
    second = open_page()
    steps.log_in(second, factories.staff(), desk.url.removeprefix(desk.url.split("/reviews/")[0]))
    steps_city.confirm_members(second, len(reviewers))
    desk.reload()
    steps_city.put_before_panel(desk, number)
    for reviewer, scores in zip(reviewers, SCORES, strict=True):
        mine = open_page()
        steps.log_in(mine, reviewer)
        steps_city.score(mine, NAME, scores, f"{_total(scores):.2f}")


def _total(scores: list[str]) -> Decimal:
    return sum(Decimal(score) * weight / 10 for score, weight in zip(scores, WEIGHTS, strict=True))


def is_ranked_by_the_mean(desk: Page, number: str) -> None:
    totals = [_total(scores) for scores in SCORES]
    mean = (sum(totals) / len(totals)).quantize(Decimal("0.01"))
    visit(desk, "评审")
    visit(desk, "评分排序")
    row = desk.get_by_role("row").filter(has_text=number)
    expect(row.locator("[data-label='名次']")).to_have_text("1")
    expect(row.locator("[data-label='得分']")).to_have_text(str(mean))
    expect(row.locator("[data-label='分差']")).to_have_text(f"{max(totals) - min(totals):.2f}")


def is_not_decided_before_the_list_is_frozen(desk: Page, number: str) -> None:
    """CUT-2: the page says until when, and offers no button."""
    visit(desk, "会议决定")
    expect(desk.get_by_role("row").filter(has_text=number)).to_be_visible()
    says(desk, "现在还不能提议决定")
    expect(desk.get_by_role("button", name="提议列为试点")).to_have_count(0)


def is_confirmed_and_published(number: str) -> PublicNotice:
    decision, other = Decision.objects.get(application__number=number), factories.staff()
    confirm_decisions({decision.pk: decision.mark}, actor=other)
    return factories.publish(Application.objects.get(number=number))


def hands_in_a_plan(page: Page) -> None:
    """The organisation answers the remark of the review and sets its targets (A1 §三.2)."""
    visit(page, "我的试点")
    page.get_by_role("region", name="试点", exact=True).get_by_role("link", name=NAME).click()
    says(page, "请细化监测方案。")
    page.get_by_role("link", name="试点实施方案").first.click()
    pilot = Pilot.objects.get(entry__name=NAME)
    for name, text in factories.plan_content(pilot).items():
        place = page.locator(f"main [name='{name}']").first
        if place.evaluate("control => control.localName") == "select":
            place.select_option(text)
        elif place.get_attribute("type") == "radio":
            page.locator(f"main [name='{name}'][value='{text}']").check()
        else:
            place.fill(text)
    steps.confirm(page, "提交", "确认提交")
    says(page, "第 1 版已提交")


def is_approved(desk: Page) -> None:
    """Staff approve the plan; the pilot is carried out."""
    visit(desk, "试点管理")
    desk.get_by_role("link", name=NAME).click()
    desk.get_by_role("link", name="试点实施方案").first.click()
    desk.locator("#answer").get_by_label("同意", exact=False).first.check()
    desk.locator("#answer").get_by_role("button").first.click()
    says(desk, "审核结果已登记")
    assert Pilot.objects.get(entry__name=NAME).state == PilotState.IMPLEMENTING


def is_on_the_public_list(page: Page) -> None:
    page.goto("/")
    visit(page, "试点名单")
    row = page.get_by_role("row").filter(has_text=NAME)
    expect(row).to_contain_text("创建中")
    expect(row).to_contain_text(samples.APPLICANT["申报单位名称"])


def tells_its_history(page: Page) -> None:
    """The applicant reads every step that concerns the organisation, in order."""
    visit(page, "我的申报")
    page.get_by_role("link", name=NAME).click()
    expect(page.locator(".timeline")).to_be_visible()
    told = steps.timeline(page)
    expected = ["提交申报", "要求补正", "提交补正", "通过形式审查", "登记纸质材料", "提交评审组", "列为试点"]
    assert [label for label in told if label in expected] == expected


def nothing_is_broken() -> None:
    call_command("audit_invariants")
    call_command("verify_journal")


def closes_the_cycle(desk: Page, cycle: Cycle) -> None:
    """CUT-4: five minutes after the cutoff the list is frozen, and the page of the cycles says so."""
    close_due_cycles()
    visit(desk, "年度")
    row = desk.get_by_role("row").filter(has_text=f"{cycle.year} 年度")
    expect(row).to_contain_text("已截止")
    expect(row.locator("[data-label='截止时申报数']")).to_have_text("1")
    expect(desk.get_by_role("row").filter(has_text=f"{cycle.year + 1} 年度")).to_contain_text("受理中")
    nothing_is_broken()
    visit(desk, "评审")
