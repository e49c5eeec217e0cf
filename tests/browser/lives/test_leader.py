"""The life of a leader on its pages: its title, figures of a year, a withdrawal that is dropped, one that is not (A2 §三.3)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from journal import clock
from journal.clock import BEIJING, day_of
from pilots.models import Pilot
from pilots.progress.opening import open_due_reports
from pilots.states import WithdrawalGround
from programme.notice import Sheet
from tests import factories
from tests.browser import steps
from tests.browser.lives import walk as walking
from tests.browser.lives import withdrawing
from tests.browser.lives.walk import Walk, answers, complains, hand_in, holds, open_paper, stands, write

FIGURES = "年度碳排放数据"


@pytest.mark.parametrize(("width", "thorough"), walking.windows(390))
def test_awd_1_a_leader_goes_from_its_title_to_the_end_of_it(
    transactional_db, open_page, axe, width, thorough
):
    walk = Walk(open_page, axe, width, thorough)
    pilot = factories.titled(Sheet.LEADER)
    owner = walk.sit(factories.submitter(pilot), pilot.get_absolute_url())
    clerk = walk.sit(factories.staff(), pilot.get_absolute_url())
    second = walk.sit(factories.staff(), pilot.get_absolute_url())

    has_its_title_at_once(walk, owner, pilot)
    with clock.set_to(_in_january_after(day_of(clock.now()))):
        tells_its_figures(walk, owner, clerk, pilot)
        keeps_its_title(walk, owner, clerk, second, pilot)
        lost = factories.withdrawal(pilot, grounds=WithdrawalGround.UNLAWFUL)
        withdrawing.cannot_decide(second, lost, "或收到陈述意见后，才能提出决定")
    with clock.set_to(lost.statement_until + timedelta(hours=9)):
        withdrawing.proposes_the_end(clerk, lost)
        withdrawing.cannot_decide(clerk, lost, "须由告知人、提出人以外的另一位工作人员决定。")
        withdrawing.decides(second, lost)
        loses_its_title(walk, owner, pilot)
    walk.ends_well()


def _in_january_after(day: date) -> datetime:
    return datetime.combine(date(day.year + 1, 1, 12), time(12), BEIJING)


def has_its_title_at_once(walk, owner, pilot) -> None:
    """A2 §三.3: the decision brings the title; there is no plan, no trial operation, nothing to change."""
    expect(owner.locator(".status-panel")).to_contain_text("已授予称号")
    expect(owner.get_by_role("link", name="下载称号证书（PDF）")).to_be_visible()
    for panel in ("#trial", "#change", "#evaluations"):
        expect(owner.locator(panel)).to_have_count(0)
    walk.look(owner, "a leader")


def tells_its_figures(walk, owner, clerk, pilot) -> None:
    """The report of the year opens by itself; words in place of a figure are told, returned once, then accepted."""
    open_due_reports()
    owner.goto(reverse("pilot_list"))
    steps.says(owner, FIGURES)
    walk.look(owner, "the pilots of an organisation")
    open_paper(owner, pilot, FIGURES)
    report = pilot.submissions.get()
    content = factories.report_content(report) | {"emissions": "约五千吨", "intensity": "0.8 tCO2/万元"}
    write(owner, content)
    hand_in(owner)
    complains(owner, "emissions", "数字")
    holds(owner, content)
    walk.look(owner, "figures of a year with a fault")
    write(owner, {"emissions": "5200"})
    hand_in(owner)
    steps.says(owner, "第 1 版已提交，等待审核")
    clerk.goto(reverse("deadline_list"))
    steps.says(clerk, FIGURES)
    walk.look(clerk, "what is due")
    answers(clerk, pilot, FIGURES, "退回修改", "请附产值的依据。")
    open_paper(owner, pilot, FIGURES)
    steps.says(owner, "请附产值的依据。")
    write(owner, {"output": "水泥 120 万吨，据统计年报"})
    hand_in(owner)
    steps.says(owner, "第 2 版已提交，等待审核")
    walk.look(owner, "figures of a year")
    answers(clerk, pilot, FIGURES, "同意")
    stands(owner, pilot, "已授予称号")


def keeps_its_title(walk, owner, clerk, second, pilot) -> None:
    """After the statement another person drops the withdrawal: everything stays as it was."""
    row = withdrawing.gives_notice(clerk, pilot, "申报材料不实")
    walk.look(clerk, "a withdrawal of which notice was given")
    withdrawing.states_its_opinion(owner, pilot)
    today = day_of(clock.now())
    tomorrow = (today + timedelta(days=1)).isoformat()
    withdrawing.is_heard(clerk, row, wrong_day=tomorrow, day=today.isoformat())
    second.goto(row.get_absolute_url())
    second.locator("summary", has_text="不予取消").click()
    steps.press(second, "决定不予取消")
    complains(second, "reasons", "请写明不予取消的理由。")
    walk.look(second, "a withdrawal to be dropped")
    write(second, {"reasons": "陈述属实，台账已更正。"})
    steps.press(second, "决定不予取消")
    steps.says(second, "已决定不予取消")
    walk.look(second, "a withdrawal that is dropped")
    owner.reload()
    steps.says(owner, "陈述属实，台账已更正。")
    stands(owner, pilot, "已授予称号")
    expect(owner.get_by_role("link", name="下载称号证书（PDF）")).to_be_visible()


def loses_its_title(walk, owner, pilot) -> None:
    """The certificate is not given out any more, and anybody who verifies it reads so."""
    stands(owner, pilot, "称号已撤销")
    expect(owner.get_by_role("link", name="下载称号证书（PDF）")).to_have_count(0)
    walk.look(owner, "a leader that lost its title")
    code = Pilot.objects.get(pk=pilot.pk).certificates.get().code
    public = walk.sit(None, f"/verify/{code}/")
    expect(public.locator("#answer")).to_contain_text("称号已撤销")
    public.goto("/awarded/")
    expect(public.get_by_role("row").filter(has_text=pilot.entry.name)).to_contain_text("称号已撤销")
