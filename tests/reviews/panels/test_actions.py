"""The evaluation, act by act."""

import pytest

from accounts.capabilities import Role
from journal import clock
from journal.chain import broken_chain
from journal.models import Message, Record
from journal.workflow import Refused
from pilots.models import Pilot
from programme.notice import Sheet
from reviews.models import Panel, Seat
from reviews.panels import actions as panels
from reviews.panels.notes.actions import write_minutes
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("sheet", "state"),
    [
        (Sheet.TECHNOLOGY, "planning"),
        (Sheet.LEADER, "titled"),
        (Sheet.PARK, "planning"),
        (Sheet.COMMUNITY, "planning"),
    ],
)
def test_from_an_empty_form_to_a_pilot(sheet, state):
    application = factories.selected(sheet)
    assert application.state == "selected"
    assert Pilot.objects.get(entry=application.entry).state == state
    assert broken_chain() == []


def test_rev_2_a_reviewer_added_to_a_panel_at_work_gets_its_open_sheets_and_is_told_once():
    application = factories.in_review()
    panel = application.score_sheets.first().panel
    newcomer = factories.reviewer()
    factories.add_reviewer(panel, newcomer)
    sheet = application.score_sheets.get(reviewer=newcomer)
    assert sheet.state == "assigned"
    assert Message.objects.inbox(newcomer.pk).count() == 1
    with pytest.raises(Refused, match="已是"):
        factories.add_reviewer(panel, newcomer)


def test_rev_2_a_reviewer_from_the_applicant_is_added_but_recused():
    application = factories.in_review()
    insider = factories.person(Role.REVIEWER, application.organisation)
    panel = application.score_sheets.first().panel
    factories.add_reviewer(panel, insider)
    assert application.score_sheets.get(reviewer=insider).conflict == "own"
    assert not Message.objects.inbox(insider.pk).exists()


def test_rev_2_a_member_from_the_applicant_is_recused_as_the_application_is_put_before_the_panel():
    case = factories.accepted()
    insider = factories.person(Role.REVIEWER, case.organisation)
    group = factories.panel(case, [insider, *(factories.reviewer() for _ in range(2))])
    panels.put_before_panel(case.pk, actor=factories.staff(), panel=group)
    sheet = case.score_sheets.get(reviewer=insider)
    assert (sheet.state, sheet.conflict) == ("recused", "own")
    assert not Message.objects.inbox(insider.pk).exists()


def test_rev_2_a_panel_reviews_only_its_own_year():
    case, official = factories.accepted(), factories.staff()
    with factories.years_later():
        later = factories.panel(factories.accepted(), [factories.reviewer() for _ in range(3)])
    with pytest.raises(Refused, match=f"只评审 {later.cycle.year} 年度"):
        panels.put_before_panel(case.pk, actor=official, panel=later)
    assert not case.score_sheets.exists()


def test_rev_2_a_panel_formed_by_mistake_is_dissolved_and_the_journal_keeps_it():
    case, official = factories.accepted(), factories.staff()
    panel = factories.panel(case, [factories.reviewer() for _ in range(3)])
    name = panel.name
    panels.dissolve_panel(panel.pk, actor=official)
    assert not Panel.objects.exists() and not Seat.objects.exists()
    assert [row.verb for row in Record.objects.about("reviews.panel", panel.pk)] == [
        *["propose_panel_change"] * 3,
        "form_panel",
        *["confirm_panel_change"] * 3,
        "dissolve_panel",
    ]
    assert broken_chain() == []
    values = {"cycle": case.cycle, "pilot_type": case.pilot_type, "field": "", "reviewers": []}
    assert panels.form_panel(actor=official, name=name, **values).name == name
    with pytest.raises(Refused, match="已经解散"):
        panels.put_before_panel(case.pk, actor=official, panel=panel)


def test_rev_2_a_panel_with_an_application_or_minutes_is_not_dissolved():
    official, at_work = factories.staff(), factories.in_review().score_sheets.first().panel
    noted = factories.panel(factories.accepted(), [factories.reviewer() for _ in range(3)])
    values = {"held_on": clock.now().date(), "attendees": "示例", "text": "示例纪要。"}
    write_minutes(noted.pk, actor=official, values=values, after=0)
    for panel in (at_work, noted):
        with pytest.raises(Refused, match="不能解散"):
            panels.dissolve_panel(panel.pk, actor=official)
    assert Panel.objects.count() == 2
