"""Old pilots are taken on at any state, by two persons, with a note of what is not known (AWD-1)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal import clock
from journal.clock import day_of
from journal.workflow import Refused
from pilots.models import Pilot, TakingOn
from pilots.states import PilotState
from pilots.taking_on.actions import confirm_taking_on, propose_taking_on, return_taking_on
from pilots.taking_on.terms import DAYS, STATES, states_for
from programme.library.actions import enter_national
from programme.models import Cycle
from programme.notice import PilotType, Sheet
from programme.states import LibraryState
from tests import factories

pytestmark = pytest.mark.django_db
SHEETS = {PilotType.TECHNOLOGY: Sheet.TECHNOLOGY, PilotType.ZONE: Sheet.PARK, PilotType.LEADER: Sheet.LEADER}
FIRST = date(2024, 3, 1)


def old(sheet=Sheet.TECHNOLOGY, **changes):
    """A pilot of a paper year in the library."""
    fields = {"sheet": sheet, "state": LibraryState.SELECTED, "field": ""}
    return factories.paper_project(factories.organisation(), **(fields | changes))


def facts(state, **changes):
    """The days that a state needs, in their order, and the title where it has one."""
    known = {
        day.name: FIRST + timedelta(days=30 * number)
        for number, day in enumerate(DAYS)
        if state in day.needed
    }
    if state in (PilotState.IMPLEMENTING, PilotState.TRIAL):
        known["implementing_until"] = day_of(clock.now()) + timedelta(days=100)
    title = "北京市低碳试点—2023年度示例" if state == PilotState.TITLED else ""
    return {"state": state, "title": title} | known | changes


def taken_on(entry, state, **changes):
    made = propose_taking_on(
        entry.pk,
        actor=factories.staff(),
        facts=facts(state, **changes),
        known_gaps="方案在纸质档案中。",
        basis="示例文号",
    )
    return confirm_taking_on(made.pk, actor=factories.staff())


@pytest.mark.parametrize(
    ("pilot_type", "state"), [(kind, state) for kind in SHEETS for state in STATES[kind]]
)
def test_every_state_that_is_offered_can_be_taken_on_and_its_page_opens(pilot_type, state):
    pilot = taken_on(old(SHEETS[pilot_type]), state)
    assert pilot.state == state and pilot.known_gaps == "方案在纸质档案中。"
    browser = Client()
    browser.force_login(factories.staff())
    text = browser.get(pilot.get_absolute_url()).content.decode()
    assert PilotState(state).label in text
    assert Client().get(reverse("public_pilot", args=[pilot.pk])).status_code == 200


@pytest.mark.parametrize("state", STATES[""])
def test_nat_1_a_pilot_of_the_ministry_is_taken_on_without_a_title(state):
    cycle = Cycle.objects.get(pk=factories.received().cycle_id)
    entry = enter_national(
        actor=factories.staff(),
        cycle=cycle,
        name="示例气候投融资试点",
        organisation_name="示例区",
        district="",
        basis="示例文件",
    )
    pilot = taken_on(entry, state)
    browser = Client()
    browser.force_login(factories.staff())
    assert browser.get(pilot.get_absolute_url()).status_code == 200
    assert Client().get(reverse("public_pilot", args=[pilot.pk])).status_code == 200
    assert PilotState.TITLED not in states_for("")


def test_awd_1_who_proposed_does_not_confirm():
    entry, person = old(), factories.staff()
    made = propose_taking_on(
        entry.pk, actor=person, facts=facts(PilotState.IMPLEMENTING), known_gaps="无", basis="示例文号"
    )
    with pytest.raises(Refused):
        confirm_taking_on(made.pk, actor=person)
    assert not Pilot.objects.filter(entry=entry).exists()
    confirm_taking_on(made.pk, actor=factories.staff())
    assert Pilot.objects.filter(entry=entry).count() == 1


def test_what_is_returned_may_be_proposed_anew_and_twice_at_once_is_refused():
    entry = old()
    known = {"facts": facts(PilotState.IMPLEMENTING), "known_gaps": "无", "basis": "示例文号"}
    made = propose_taking_on(entry.pk, actor=factories.staff(), **known)
    with pytest.raises(Refused, match="已提出纳入试点管理"):
        propose_taking_on(entry.pk, actor=factories.staff(), **known)
    with pytest.raises(Refused, match="请写明原因"):
        return_taking_on(made.pk, actor=factories.staff(), reason=" ")
    return_taking_on(made.pk, actor=factories.staff(), reason="请核对实施日期。")
    propose_taking_on(entry.pk, actor=factories.staff(), **known)
    assert TakingOn.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "changes", "sentence"),
    [
        (PilotState.IMPLEMENTING, {"implementing_from": None}, "请填写实施起始日期"),
        (PilotState.IMPLEMENTING, {"titled_on": FIRST}, "没有授予称号日期，请留空"),
        (PilotState.TITLED, {"title": ""}, "请填写称号全称"),
        (PilotState.TITLED, {"titled_on": FIRST - timedelta(days=1)}, "授予称号日期不能早于入选日期"),
        (PilotState.COMPLETED, {"ended_on": date(2999, 1, 1)}, "完成或取消日期不能晚于今天"),
        (PilotState.EXCELLENT, {}, "请选择这类试点可以有的状态"),
    ],
)
def test_a_state_never_lies_about_its_dates(state, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        taken_on(old(), state, **changes)


def test_a_faulty_form_comes_back_with_what_was_typed(client, staff):
    entry = old()
    address = reverse("take_on", args=[entry.pk])
    sent = {"state": "trial", "selected_on": "2024-03-01", "known_gaps": "示例缺项文字", "basis": "示例文号"}
    text = client.post(address, sent).content.decode()
    assert "请填写试运行起始日期" in text and "示例缺项文字" in text
    assert not TakingOn.objects.exists()


def test_on_the_pages_one_person_proposes_and_another_confirms(client, staff):
    entry = old()
    address = reverse("take_on", args=[entry.pk])
    assert address in client.get(reverse("old_pilots")).content.decode()
    days = {name: value for name, value in facts(PilotState.IMPLEMENTING).items() if value}
    client.post(address, days | {"known_gaps": "无", "basis": "示例文号"})
    made = TakingOn.objects.get()
    confirm = reverse("take_on_confirm", args=[made.pk])
    assert confirm not in client.get(address).content.decode()
    other = Client()
    other.force_login(factories.staff())
    assert confirm in other.get(address).content.decode()
    assert other.post(confirm).status_code == 302
    assert Pilot.objects.get(entry=entry).state == PilotState.IMPLEMENTING


def test_old_pilots_cost_the_same_for_one_and_three(client, staff):
    costs = []
    for _ in range(3):
        old()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("old_pilots"))
        costs.append(len(queries))
    assert costs[0] == costs[2]
