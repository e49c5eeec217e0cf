"""What the city and the organisation do on the page of a withdrawal (AWD-1)."""

import re

from playwright.sync_api import Page, expect

from pilots.models import Pilot, Withdrawal
from tests.browser import samples, steps
from tests.browser.lives.walk import complains, holds, write

REASONS = "经核查，申报的减排量与台账不符。"
STATEMENT = "台账的差异来自一只故障电表，已附检定记录。"


def gives_notice(page: Page, pilot: Pilot, ground: str) -> Withdrawal:
    """One person tells why; a period that is too short is told at its field, and the reasons stay."""
    page.goto(pilot.get_absolute_url())
    page.locator("#withdrawal").get_by_role("link", name="告知拟取消试点资格").click()
    page.get_by_label(ground, exact=True).check()
    content = {"reasons": REASONS, "working_days": "3"}
    write(page, content)
    steps.press(page, "告知")
    complains(page, "working_days", "陈述期限不少于 5 个工作日。")
    holds(page, content)
    expect(page.get_by_label(ground, exact=True)).to_be_checked()
    write(page, {"working_days": "5"})
    steps.press(page, "告知")
    steps.says(page, "陈述期限开始计算")
    return Withdrawal.objects.get(pilot=pilot, decided_at=None)


def states_its_opinion(page: Page, pilot: Pilot) -> None:
    """The organisation reads the reasons, and hands in its statement with a proof; without words it is asked for them."""
    page.goto(pilot.get_absolute_url())
    page.locator("#withdrawal").get_by_role("link", name=re.compile("告知：")).first.click()
    steps.says(page, REASONS)
    steps.press(page, "提交陈述意见")
    complains(page, "statement", "请填写陈述意见。")
    write(page, {"statement": STATEMENT})
    page.locator("#statement [name=file]").set_input_files([samples.pdf("检定记录.pdf")])
    steps.press(page, "提交陈述意见")
    steps.says(page, "陈述意见已提交")
    expect(page.get_by_role("link", name="检定记录.pdf", exact=True)).to_be_visible()


def is_heard(page: Page, row: Withdrawal, wrong_day: str, day: str) -> None:
    """The hearing is noted; a day in the future is told at its field, and the note stays."""
    page.goto(row.get_absolute_url())
    steps.says(page, STATEMENT)
    page.locator("#hearing summary").click()
    content = {"day": wrong_day, "note": "单位说明了电表故障的经过。"}
    write(page, content)
    steps.press(page, "保存记录")
    complains(page, "day", "听取意见日期不能晚于今天")
    holds(page, content)
    write(page, {"day": day})
    steps.press(page, "保存记录")
    steps.says(page, "听取意见的记录已保存。")


def proposes_the_end(page: Page, row: Withdrawal) -> None:
    """Another person proposes the decision."""
    page.goto(row.get_absolute_url())
    write(page, {"conclusion": "陈述的理由不成立。"})
    steps.press(page, "提出取消决定")
    steps.says(page, "已提出决定，等待另一位工作人员确认。")


def cannot_decide(page: Page, row: Withdrawal, why: str) -> None:
    """A person reads why the decision is not theirs, or not yet, and has no button for it."""
    page.goto(row.get_absolute_url())
    steps.says(page, why)
    expect(page.get_by_text("决定取消", exact=True)).to_have_count(0)


def decides(page: Page, row: Withdrawal) -> None:
    """A third person decides."""
    page.goto(row.get_absolute_url())
    steps.confirm(page, "决定取消", "决定取消")
    steps.says(page, "已决定取消，公开名单和核验结果已同时更新")
