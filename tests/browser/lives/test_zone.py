"""The life of a zone, each step on its pages: from the work plan to a title that is withdrawn (A3 §三.三, §三.四, AWD-1)."""

from datetime import datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from playwright.sync_api import expect

from journal import clock
from journal.clock import BEIJING, day_of
from pilots.evaluation.tracking.actions import open_due_trackings
from pilots.models import Pilot, Withdrawal
from pilots.states import EvaluationOutcome
from programme.notice import Sheet
from tests import factories
from tests.browser import steps
from tests.browser.lives import walk as walking
from tests.browser.lives import withdrawing
from tests.browser.lives.walk import Walk, answers, complains, hand_in, holds, open_paper, stands, write

PLAN = "试点工作方案"


@pytest.mark.parametrize(("width", "thorough"), walking.windows(1440))
def test_awd_1_a_zone_goes_from_its_work_plan_to_the_end_of_its_title(
    transactional_db, open_page, axe, width, thorough
):
    walk = Walk(open_page, axe, width, thorough)
    pilot = factories.planning(Sheet.PARK)
    owner = walk.sit(factories.submitter(pilot), pilot.get_absolute_url())
    clerk = walk.sit(factories.staff(), pilot.get_absolute_url())
    second = walk.sit(factories.staff(), pilot.get_absolute_url())
    public = walk.sit(None, "/awarded/")

    hands_in_its_work_plan(walk, owner, clerk, pilot)
    approved = day_of(clock.now())
    with clock.set_to(_months_after(approved, 6)):
        keeps_on(walk, clerk, second, pilot)
    with clock.set_to(_months_after(approved, 12)):
        is_excellent(walk, owner, clerk, second, pilot)
        pilot = factories.entitle(pilot)
        has_its_title(public, owner, pilot)
    with clock.set_to(_months_after(approved, 24)):
        is_tracked_with_its_title(walk, clerk, second, pilot)
    with clock.set_to(_months_after(approved, 25)):
        row = is_to_lose_it(walk, owner, clerk, second, pilot)
    with clock.set_to(row.statement_until):
        loses_it(walk, clerk, second, row)
        nobody_takes_it_for_titled(walk, owner, public, pilot)
    walk.ends_well()


def _months_after(day, months: int) -> datetime:
    return datetime.combine(day + relativedelta(months=months), time(12), BEIJING)


def hands_in_its_work_plan(walk, owner, clerk, pilot) -> None:
    """An end in the past is told at its field and stays to be put right; the city approves, the year begins."""
    open_paper(owner, pilot, PLAN)
    content = factories.plan_content(pilot)
    wrong = {"until": (day_of(clock.now()) - timedelta(days=1)).isoformat()}
    write(owner, content | wrong)
    hand_in(owner)
    expect(owner.locator("#div_id_until")).to_contain_text("完成日期应晚于今天。")
    holds(owner, content | wrong)
    walk.look(owner, "a work plan with a fault")
    write(owner, {"until": content["until"]})
    hand_in(owner)
    steps.says(owner, "第 1 版已提交")
    answers(clerk, pilot, PLAN, "同意")
    walk.look(clerk, "a work plan that is approved")
    stands(owner, pilot, "实施中")
    walk.look(owner, "a zone that is carried out")


def keeps_on(walk, clerk, second, pilot) -> None:
    """After half a year an evaluation opens by itself; words in place of a score are told; the zone goes on."""
    assert open_due_trackings() == 1
    walking.open_evaluation(clerk, pilot, "跟踪评估")
    walk.look(clerk, "a tracking evaluation")
    tracking = factories.running_evaluation(pilot)
    content = factories.evaluation_content(tracking, EvaluationOutcome.KEEPS)
    walking.proposes(clerk, content | {"score": "八十八分"})
    complains(clerk, "score", "数字")
    holds(clerk, content | {"score": "八十八分"})
    walking.proposes(clerk, {"score": "88"})
    walking.cannot_confirm(clerk)
    walking.open_evaluation(second, pilot, "跟踪评估")
    walk.look(second, "a tracking evaluation to be confirmed")
    walking.confirms(second, "保持，继续实施")
    stands(second, pilot, "实施中")


def is_excellent(walk, owner, clerk, second, pilot) -> None:
    """A year after its plan was approved the next one finds it excellent."""
    assert open_due_trackings() == 1
    walking.open_evaluation(clerk, pilot, "第 2 次 跟踪评估")
    tracking = factories.running_evaluation(pilot)
    walking.proposes(clerk, factories.evaluation_content(tracking, EvaluationOutcome.EXCELLENT))
    walking.cannot_confirm(clerk)
    walking.open_evaluation(second, pilot, "第 2 次 跟踪评估")
    walking.confirms(second, "优秀")
    stands(owner, pilot, "评估优秀，待授予称号")


def has_its_title(public, owner, pilot) -> None:
    """The public list says the title; its organisation has the certificate."""
    public.goto("/awarded/")
    expect(public.get_by_role("row").filter(has_text=pilot.entry.name)).to_contain_text("已授予称号")
    stands(owner, pilot, "已授予称号")
    expect(owner.get_by_role("link", name="下载称号证书（PDF）")).to_be_visible()


def is_tracked_with_its_title(walk, clerk, second, pilot) -> None:
    """Who has the title is evaluated too, and cannot be found excellent again (A3 §三.四)."""
    assert open_due_trackings() == 1
    walking.open_evaluation(clerk, pilot, "第 3 次 跟踪评估")
    expect(clerk.locator("[name=outcome]")).to_have_count(2)
    tracking = factories.running_evaluation(pilot)
    walking.proposes(clerk, factories.evaluation_content(tracking, EvaluationOutcome.KEEPS))
    walking.cannot_confirm(clerk)
    walking.open_evaluation(second, pilot, "第 3 次 跟踪评估")
    walking.confirms(second, "保持，继续实施")
    stands(second, pilot, "已授予称号")
    walk.look(second, "a zone with its title")


def is_to_lose_it(walk, owner, clerk, second, pilot) -> Withdrawal:
    """Notice by one person, statement of the organisation, hearing, proposal by another; nobody decides yet."""
    row = withdrawing.gives_notice(clerk, pilot, "申报材料不实")
    walk.look(clerk, "a notice of a withdrawal")
    withdrawing.states_its_opinion(owner, pilot)
    walk.look(owner, "a statement")
    today = day_of(clock.now())
    tomorrow = (today + timedelta(days=1)).isoformat()
    withdrawing.is_heard(clerk, row, wrong_day=tomorrow, day=today.isoformat())
    withdrawing.proposes_the_end(second, row)
    walk.look(second, "a withdrawal that is proposed")
    return row


def loses_it(walk, clerk, second, row) -> None:
    """When the period is over neither of the two decides, but a third person."""
    for page in (clerk, second):
        withdrawing.cannot_decide(page, row, "须由告知人、提出人以外的另一位工作人员决定。")
    third = walk.sit(factories.staff(), row.get_absolute_url())
    walk.look(third, "a withdrawal to be decided")
    withdrawing.decides(third, row)
    walk.look(third, "a withdrawal that is decided")


def nobody_takes_it_for_titled(walk, owner, public, pilot) -> None:
    """At once verification and the public list say that it is lost, and the certificate is not given out any more."""
    owner.goto(reverse("certificate_file", args=[pilot.pk]))
    steps.says(owner, "称号证书不再有效，不再提供下载。")
    expect(owner.get_by_role("link", name="下载称号证书（PDF）")).to_have_count(0)
    expect(owner.locator(".status-panel")).to_contain_text("称号已撤销")
    walk.look(owner, "a zone that lost its title")
    code = Pilot.objects.get(pk=pilot.pk).certificates.get().code
    public.goto(f"/verify/{code}/")
    expect(public.locator("#answer")).to_contain_text("称号已撤销")
    walk.look(public, "the verification of a title that is lost")
    public.goto("/awarded/")
    row = public.get_by_role("row").filter(has_text=pilot.entry.name)
    expect(row).to_contain_text("称号已撤销")
    walk.look(public, "the public list")
    row.get_by_role("link").click()
    expect(public.locator("#life-line .life-line-table")).to_contain_text("称号已撤销")
    walk.look(public, "the public page of a title that is lost")
