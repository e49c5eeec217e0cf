"""What a page says whose pilot moved on while it was open, and of an evaluation that lacks every value."""

import pytest
from playwright.sync_api import expect

from journal import clock
from pilots.change.actions import answer_change
from pilots.models import Submission
from pilots.states import EvaluationOutcome, EvaluationState, Outcome
from tests import factories
from tests.browser import steps
from tests.browser.lives.walk import hand_in, holds, proposes, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_report_that_is_open_while_its_target_is_replaced_keeps_what_is_written(phone):
    pilot = factories.implementing()
    report = factories.next_report(pilot)
    with clock.set_to(report.opened_at):
        steps.log_in(phone, factories.submitter(pilot), report.get_absolute_url())
        content = factories.report_content(report)
        del content["output"]  # of a leader only
        write(phone, content)
        change = factories.change_handed_in(pilot, target_1_value="600")
        answer_change(change.pk, Outcome.APPROVED, actor=factories.staff(), remarks="")
        steps.press(phone, "保存")
        steps.says(phone, "已保存，尚未提交。")
        holds(phone, content)
        steps.says(phone, "目标已调整，新目标从下一报告期起填报。")
        hand_in(phone)
        steps.says(phone, "第 1 版已提交")
    values = Submission.objects.get(pk=report.pk).last.values
    assert {row.target.set.version for row in values.all()} == {1}  # that held in its period


def test_an_audit_without_values_says_at_each_target_that_it_lacks_one(page):
    pilot = factories.under_audit()
    audit = factories.running_evaluation(pilot)
    steps.log_in(page, factories.staff(), audit.get_absolute_url())
    content = factories.evaluation_content(audit, EvaluationOutcome.EXCELLENT)
    values = {name: content.pop(name) for name in ("found_1", "found_2")}
    proposes(page, content)
    expect(page.locator("[data-error-summary] li")).to_have_count(len(values))
    expect(page.locator("#div_id_found_1")).to_contain_text("请填写核定值。得出这一结论须逐项核定目标。")
    expect(page.locator("#div_id_found_2")).to_contain_text("请核定是否达成。得出这一结论须逐项核定目标。")
    holds(page, content)
    assert factories.running_evaluation(pilot).state == EvaluationState.OPEN


def test_an_outcome_that_was_returned_while_it_was_read_is_not_confirmed(page, open_page):
    proposed = factories.proposed_evaluation(factories.under_audit(), EvaluationOutcome.EXCELLENT)
    for reader in (page, other := open_page()):
        steps.log_in(reader, factories.staff(), proposed.get_absolute_url())
    steps.confirm(other, "退回", "退回", reason="请补充核查记录。")
    steps.says(other, "结论已退回")
    steps.confirm(page, "确认结论", "确认并通知")
    steps.says(page, "结论在您打开页面之后有变动，没有确认。")
