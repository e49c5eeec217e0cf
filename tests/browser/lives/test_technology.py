"""The life of a technology pilot, each step on its pages: from the plan to the title (A1 §三.2, §三.3, AWD-1)."""

from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from face.wording import chinese_date
from journal import clock
from journal.clock import BEIJING, day_of
from pilots.models import Pilot
from pilots.progress.opening import open_due_reports
from pilots.progress.schedule import calendar_end
from pilots.states import EvaluationOutcome, PilotState
from pilots.targets.rows import plain, set_in_force
from pilots.trial.days import possible_from
from tests import factories
from tests.browser import samples, steps
from tests.browser.lives import walk as walking
from tests.browser.lives.walk import Walk, answers, complains, hand_in, holds, open_paper, stands, write

TRIAL_AFTER = timedelta(days=200)  # from the approval of the plan to the trial operation
PROOF = "调试记录.pdf"


@pytest.mark.parametrize(("width", "thorough"), walking.windows(390))
def test_awd_1_a_technology_goes_from_its_plan_to_its_title(
    transactional_db, open_page, axe, width, thorough
):
    walk = Walk(open_page, axe, width, thorough)
    pilot = factories.planning(remarks="请细化监测方案。\n请说明示范效果。")
    owner = walk.sit(factories.submitter(pilot), pilot.get_absolute_url())
    clerk = walk.sit(factories.staff(), pilot.get_absolute_url())
    second = walk.sit(factories.staff(), pilot.get_absolute_url())

    approved = clock.now()
    answers_the_review(walk, owner, clerk, pilot)
    with clock.set_to(_noon(calendar_end(day_of(approved), 6) + timedelta(days=3))):
        reports(walk, owner, clerk, pilot)
        is_refused_a_change(walk, owner, clerk, pilot)
        changes_with_approval(owner, clerk, pilot)
    begun = approved + TRIAL_AFTER
    with clock.set_to(begun):
        begins_its_trial(walk, owner, pilot)
    first_day = possible_from(day_of(begun), 3)
    with clock.set_to(_noon(first_day - timedelta(days=1))):
        is_too_early(walk, owner, pilot, first_day)
    with clock.set_to(_noon(first_day)):
        evaluates_itself(walk, owner, pilot)
        is_to_repair(walk, clerk, second, pilot)
    with clock.set_to(_noon(first_day + timedelta(days=60))):
        repairs(walk, owner, pilot)
        is_excellent(walk, clerk, second, pilot)
        gets_its_title(walk, clerk, second, pilot)
        shows_its_title(walk, owner, pilot)
    walk.ends_well()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BEIJING)


def answers_the_review(walk, owner, clerk, pilot) -> None:
    """The plan answers each remark; words in place of a number are kept and told; it is returned once, then approved."""
    open_paper(owner, pilot, "试点实施方案")
    walk.look(owner, "an empty plan")
    content = factories.plan_content(pilot) | {"target_1_value": "一千二百吨"}
    write(owner, content)
    hand_in(owner)
    complains(owner, "target_1_value", "数字")
    holds(owner, content)
    walk.look(owner, "a plan with a fault")
    write(owner, {"target_1_value": "1200"})
    hand_in(owner)
    steps.says(owner, "第 1 版已提交")
    answers(clerk, pilot, "试点实施方案", "退回修改", "请补充保障措施。")
    open_paper(owner, pilot, "试点实施方案")
    steps.says(owner, "请补充保障措施。")
    write(owner, {"measures": "成立专班，按月调度，每季度核对。", "note_to_city": "补充了核对安排。"})
    hand_in(owner)
    steps.says(owner, "第 2 版已提交")
    walk.look(owner, "a plan that waits")
    open_paper(clerk, pilot, "试点实施方案")
    walk.look(clerk, "a plan to be answered")
    answers(clerk, pilot, "试点实施方案", "同意")
    stands(owner, pilot, "实施中")
    walk.look(owner, "a pilot that is carried out")


def reports(walk, owner, clerk, pilot) -> None:
    """The report of the half year opens by itself; a word in place of a number is told while it is saved."""
    open_due_reports()
    report = pilot.submissions.get(kind="progress")
    open_paper(owner, pilot, "试点进展报告")
    content = factories.report_content(report)
    del content["output"]  # of a leader only
    write(owner, content | {"report_1_value": "约六百"})
    steps.press(owner, "保存")
    complains(owner, "report_1_value", "数字")
    walk.look(owner, "a report")
    write(owner, {"report_1_value": content["report_1_value"]})
    hand_in(owner)
    steps.says(owner, "第 1 版已提交")
    answers(clerk, pilot, "试点进展报告", "同意")


def _begins_a_change(owner, pilot, value: str) -> None:
    owner.goto(pilot.get_absolute_url())
    steps.press(owner, "提出调整")
    expect(owner.get_by_role("heading", level=1)).to_contain_text("调整申请")
    write(
        owner,
        {
            "what": "调整年减排量目标。",
            "why": "设备到货推迟。",
            "effect": "不影响总体效果。",
            "target_1_value": value,
            "target_1_why": "按实际进度调整。",
        },
    )
    steps.press(owner, "保存")
    steps.says(owner, "须经批准，批准前原目标继续有效")


def _aims_at(owner, pilot, value: str) -> None:
    owner.goto(pilot.get_absolute_url())
    row = owner.locator("#targets table").first.get_by_role("row").filter(has_text="每年减少温室气体排放")
    expect(row.locator("[data-label='现行目标']")).to_contain_text(value)
    assert plain(set_in_force(Pilot.objects.get(pk=pilot.pk)).targets.get(key=1).value) == value


def is_refused_a_change(walk, owner, clerk, pilot) -> None:
    """Half of the target needs approval; the city refuses, and what was in force stays."""
    _begins_a_change(owner, pilot, "600")
    walk.look(owner, "a change")
    hand_in(owner)
    steps.says(owner, "第 1 版已提交，等待审核")
    answers(clerk, pilot, "第 1 次", "不予同意", "减排量下降过多。")
    walk.look(clerk, "a change that is refused")
    open_paper(owner, pilot, "第 1 次")
    steps.says(owner, "减排量下降过多。")
    _aims_at(owner, pilot, "1200")


def changes_with_approval(owner, clerk, pilot) -> None:
    """Another change is approved; until then the former target holds."""
    _begins_a_change(owner, pilot, "1000")
    hand_in(owner)
    steps.says(owner, "第 1 版已提交，等待审核")
    _aims_at(owner, pilot, "1200")
    answers(clerk, pilot, "第 2 次", "同意")
    _aims_at(owner, pilot, "1000")


def begins_its_trial(walk, owner, pilot) -> None:
    """A day in the future is refused at its field, what was written stays; with evidence it begins today."""
    owner.goto(pilot.get_absolute_url())
    owner.locator("#trial").get_by_role("link", name="登记试运行").click()
    today = day_of(clock.now())
    wrong = {"day": (today + timedelta(days=1)).isoformat(), "note": "全系统联调。"}
    write(owner, wrong)
    owner.locator("#id_files").set_input_files([samples.pdf(PROOF)])
    steps.press(owner, "登记试运行")
    expect(owner.locator("#div_id_day")).to_contain_text("试运行起始日期不能晚于今天")
    steps.says(owner, "请重新选择")
    holds(owner, wrong)
    walk.look(owner, "a trial operation with a fault")
    write(owner, {"day": today.isoformat()})
    owner.locator("#id_files").set_input_files([samples.pdf(PROOF)])
    steps.press(owner, "登记试运行")
    steps.says(owner, "试运行已登记")
    expect(owner.locator("#trial").get_by_role("link", name=PROOF, exact=True)).to_be_visible()
    walk.look(owner, "a pilot in trial operation")


def is_too_early(walk, owner, pilot, first_day) -> None:
    """One day before three months are full the self-evaluation is refused: the page says from when, nothing is lost."""
    open_paper(owner, pilot, "自评报告")
    content = factories.self_evaluation_content(Pilot.objects.get(pk=pilot.pk))
    write(owner, content)
    hand_in(owner)
    steps.says(owner, f"最早可于{chinese_date(first_day)}提交。已填写的内容都已保存。")
    holds(owner, content)
    walk.look(owner, "a self-evaluation too early")
    open_paper(owner, pilot, "自评报告")
    holds(owner, content)
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.TRIAL


def evaluates_itself(walk, owner, pilot) -> None:
    """On the day itself it is handed in as it was kept, and the audit begins."""
    open_paper(owner, pilot, "自评报告")
    hand_in(owner)
    steps.says(owner, "自评报告第 1 版已提交")
    walk.look(owner, "a self-evaluation")
    stands(owner, pilot, "审核评估中")


def is_to_repair(walk, clerk, second, pilot) -> None:
    """Without its found value nothing is proposed; who proposed does not confirm; another person does."""
    walking.open_evaluation(clerk, pilot, "审核评估")
    walk.look(clerk, "an audit")
    audit = factories.running_evaluation(pilot)
    content = factories.evaluation_content(audit, EvaluationOutcome.REPAIR)
    value = {"found_1": content.pop("found_1")}
    walking.proposes(clerk, content)
    complains(clerk, "found_1", "请填写核定值。得出这一结论须逐项核定目标。")
    holds(clerk, content)
    walk.look(clerk, "an audit with a fault")
    walking.proposes(clerk, value)
    walking.cannot_confirm(clerk)
    walking.open_evaluation(second, pilot, "审核评估")
    walk.look(second, "an audit to be confirmed")
    walking.confirms(second, "未达到要求，限期整改")
    walk.look(second, "an audit that is confirmed")


def repairs(walk, owner, pilot) -> None:
    """The repair report tells what was done; a day in the future is told at its field."""
    stands(owner, pilot, "限期整改")
    open_paper(owner, pilot, "整改报告")
    today = day_of(clock.now())
    content = {
        "summary": "整改已完成。",
        "done_1": "已加装两块电表，提交三个月的记录。",
        "done_1_on": (today + timedelta(days=2)).isoformat(),
        "done_1_evidence": "安装记录",
        "new_1_value": "1200",
        "new_1_method": "由新电表读数核算。",
    }
    write(owner, content)
    hand_in(owner)
    complains(owner, "done_1_on", "完成日期不能晚于今天；完成以后再提交。")
    holds(owner, content)
    walk.look(owner, "a repair report with a fault")
    write(owner, {"done_1_on": today.isoformat()})
    hand_in(owner)
    steps.says(owner, "整改报告第 1 版已提交")
    stands(owner, pilot, "整改核查中")


def is_excellent(walk, clerk, second, pilot) -> None:
    """The recheck finds what was repaired, by two persons again."""
    walking.open_evaluation(clerk, pilot, "整改核查")
    recheck = factories.running_evaluation(pilot)
    walking.proposes(clerk, factories.evaluation_content(recheck, EvaluationOutcome.EXCELLENT))
    walking.cannot_confirm(clerk)
    walking.open_evaluation(second, pilot, "整改核查")
    walking.confirms(second, "优秀")
    stands(second, pilot, "评估优秀，待授予称号")
    walk.look(second, "a pilot found excellent")


def gets_its_title(walk, clerk, second, pilot) -> None:
    """AWD-1: one person proposes the title and cannot grant it; another grants it."""
    clerk.goto(pilot.get_absolute_url())
    clerk.locator("#title").get_by_role("link", name="办理授予称号").click()
    walk.look(clerk, "a title to be proposed")
    clerk.get_by_label("说明").fill("达到优秀。")
    steps.press(clerk, "提出授予")
    steps.says(clerk, "须由提出人以外的另一位工作人员确认")
    expect(clerk.get_by_text("确认授予", exact=True)).to_have_count(0)
    second.goto(pilot.get_absolute_url())
    second.locator("#title").get_by_role("link", name="核对并确认").click()
    walk.look(second, "a title to be granted")
    steps.confirm(second, "确认授予", "确认授予")
    steps.says(second, "已授予称号")


def shows_its_title(walk, owner, pilot) -> None:
    """The owner has the certificate; anybody verifies its code, and reads the whole life on the public page."""
    pilot = Pilot.objects.get(pk=pilot.pk)
    stands(owner, pilot, "已授予称号")
    expect(owner.get_by_role("link", name="下载称号证书（PDF）")).to_be_visible()
    walk.look(owner, "a pilot with its title")
    public = walk.sit(None, f"/verify/{pilot.certificate.code}/")
    expect(public.locator("#answer")).to_contain_text("称号有效")
    expect(public.locator("#answer")).to_contain_text(pilot.title)
    public.goto("/awarded/")
    row = public.get_by_role("row").filter(has_text=pilot.entry.name)
    expect(row).to_contain_text(pilot.title)
    row.get_by_role("link").click()
    told = public.locator("#life-line .life-line-table")
    for words in ("接收申报", "试点实施方案获同意", "开始试运行", "授予称号"):
        expect(told).to_contain_text(words)
    walk.look(public, "the public page of a pilot with its title")
