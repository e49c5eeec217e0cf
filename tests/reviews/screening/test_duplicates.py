"""Of two applications for the same, staff say which one is evaluated; only that one passes screening (REC-3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Organisation
from applications.closing.close import close_due_cycles
from applications.models import Application
from applications.states import State
from applications.submitting import actions
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from programme.notice import Sheet
from reviews import invariants
from reviews.models import DuplicateRuling, Screening
from reviews.screening.actions import screen
from reviews.screening.duplicates.rulings import rule_on_duplicate
from tests import factories
from tests.applications.test_duplicates import named
from tests.factories.evaluation import met

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """The same park, received from two recommenders."""
    authority = factories.organisation(Organisation.Kind.AUTHORITY, district="")
    first, second = named("示例园区"), named("示例园区", to=authority)
    factories.forward(first, by=factories.recommender())
    factories.forward(second, by=factories.recommender(authority))
    return Application.objects.get(pk=first.pk), Application.objects.get(pk=second.pk)


def accept(application):
    return screen(
        application.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.ACCEPTED,
        findings=met(application.sheet),
        compliance_reason="主管部门尚未函复。",
    )


def rule(pair, chosen):
    chosen = chosen and chosen.pk
    return rule_on_duplicate(
        pair[0].pk, pair[1].pk, actor=factories.staff(), chosen=chosen, reason="以先报送的为准。"
    )


def test_rec_3_neither_passes_before_staff_say_which(pair):
    for application in pair:
        with pytest.raises(Refused, match="可能重复"):
            accept(application)


def test_rec_3_only_the_chosen_one_passes(pair):
    rule(pair, pair[1])
    with pytest.raises(Refused, match="不能通过形式审查"):
        accept(pair[0])
    accept(pair[1])
    with pytest.raises(Refused, match="已通过形式审查"):
        rule(pair, pair[0])
    records = Record.objects.filter(verb="rule_on_duplicate")
    assert {record.object_id for record in records} == {application.pk for application in pair}
    assert all("以先报送的为准" in record.summary for record in records)


def test_rec_3_two_that_only_look_the_same_both_pass(pair):
    rule(pair, None)
    for application in pair:
        accept(application)


def withdraw(application):
    actions.withdraw(application.pk, actor=application.created_by, reason="示例原因。")


def find_not_eligible(application):
    """Every condition is met: only the ruling is left as a reason."""
    findings, outcome = met(application.sheet), Screening.Outcome.NOT_ELIGIBLE
    screen(application.pk, actor=factories.staff(), outcome=outcome, findings=findings)


def test_rec_3_the_other_one_passes_when_the_chosen_one_was_withdrawn(pair):
    rule(pair, pair[1])
    withdraw(pair[1])
    with pytest.raises(Refused, match="各项条件都选了“符合”"):
        find_not_eligible(pair[0])
    accept(pair[0])
    assert [*invariants.broken()] == []


def test_rec_3_what_was_withdrawn_is_not_chosen(pair):
    withdraw(pair[1])
    with pytest.raises(Refused, match="刷新页面"):
        rule(pair, pair[1])


def late(application, days=60):
    """Its correction comes back in the next year, after the list of this one was frozen (CUT-5)."""
    with clock.set_to(application.cycle.cutoff + timedelta(days=days)):
        close_due_cycles()
        factories.resubmitted(application)


def ask_correction(application, days=1):
    due = clock.now() + timedelta(days=days)
    values = {"outcome": Screening.Outcome.CORRECTION, "findings": {}, "remarks": "示例。", "due": due}
    screen(application.pk, actor=factories.staff(), **values)


def test_rec_3_a_ruling_holds_for_the_year_in_which_both_stand(pair):
    rule(pair, pair[1])
    ask_correction(pair[0])
    late(pair[0])
    with pytest.raises(Refused, match="各项条件都选了“符合”"):
        find_not_eligible(pair[0])
    accept(pair[0])
    assert not any("也通过了形式审查" in fault for fault in invariants.broken())


def test_rec_3_the_chosen_one_that_comes_after_the_other_passed_is_ruled_on_anew(pair):
    rule(pair, pair[1])
    with clock.set_to(pair[0].cycle.cutoff - timedelta(days=10)):
        ask_correction(pair[0])
        ask_correction(pair[1], days=80)
    late(pair[0])
    accept(pair[0])
    late(pair[1], days=90)
    with pytest.raises(Refused, match="重新确定"):
        accept(pair[1])
    assert not any("也通过了形式审查" in fault for fault in invariants.broken())
    rule(pair, pair[0])
    find_not_eligible(pair[1])


def test_rec_3_the_screener_sees_the_other_one_and_says_which_on_the_page(client, staff, pair):
    address = reverse("screening", args=[pair[0].pk])
    text = client.get(address).content.decode()
    assert "可能重复的申报" in text and pair[1].number in text and "比较名称时不计空格" in text
    act = reverse("screening_duplicate", args=[pair[0].pk, pair[1].pk])
    assert "没有保存" in client.post(act, {"chosen": str(pair[0].pk)}, follow=True).content.decode()
    client.post(act, {"chosen": str(pair[1].pk), "reason": "所在区已统筹。"})
    assert DuplicateRuling.objects.get().chosen == pair[1]
    assert f"由 {pair[1].number} 参加评选" in client.get(address).content.decode()


def test_rec_3_the_other_one_is_found_not_eligible_though_its_conditions_are_met(client, staff, pair):
    rule(pair, pair[1])
    address = reverse("screening", args=[pair[0].pk])
    keys = [condition.key for condition in pair[0].programme_form.conditions]
    sent = {f"{key}_met": "yes" for key in keys} | {
        "outcome": "not_eligible",
        "revision": pair[0].current_revision_id,
    }
    client.post(address, sent | {"seen": "0"})
    application = Application.objects.get(pk=pair[0].pk)
    assert application.state == State.NOT_ELIGIBLE
    assert pair[1].number in application.screening_remarks


def test_a_ruling_names_one_of_the_two_with_a_reason(pair):
    other = factories.received(Sheet.TECHNOLOGY)
    with pytest.raises(Refused):
        rule(pair, other)
    with pytest.raises(Refused, match="理由"):
        rule_on_duplicate(pair[0].pk, pair[1].pk, actor=factories.staff(), chosen=None, reason=" ")
    said = {"first": pair[0], "second": pair[1], "by": factories.staff(), "at": clock.now()}
    for wrong in ({"reason": ""}, {"reason": "示例", "chosen": other}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DuplicateRuling.objects.create(**said | wrong)


def test_an_invariant_finds_the_other_one_that_passed_all_the_same(pair):
    rule(pair, pair[1])
    assert not any("也通过了形式审查" in fault for fault in invariants.broken())
    Application.objects.filter(pk=pair[0].pk).update(state=State.ACCEPTED)
    assert any("也通过了形式审查" in fault for fault in invariants.broken())
