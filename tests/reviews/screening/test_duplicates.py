"""Of two applications for the same, staff say which one is evaluated; only that one passes screening (REC-3)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Organisation
from applications.models import Application
from applications.states import State
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
