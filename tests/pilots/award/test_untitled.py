"""A technology pilot that was carried out and is not excellent ends without the title (A1 §二.5, ELI-R)."""

import pytest
from django.urls import reverse

from files import store
from journal.models import Message, Record
from journal.workflow import Refused
from pilots.award.actions import grant_title
from pilots.award.untitled import end_untitled
from pilots.models import Pilot
from pilots.plan import actions as plan_actions
from programme.models import LibraryEntry
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def carried_out(sheet=Sheet.TECHNOLOGY) -> Pilot:
    """A pilot whose plan was approved."""
    application = factories.selected(sheet)
    pilot = Pilot.objects.get(entry=application.entry)
    if pilot.state == "planning":
        file = store.put(factories.PDF, "application/pdf")
        plan_actions.submit_plan(
            pilot.pk, actor=application.created_by, file=file, file_name="方案.pdf", note=""
        )
    plan_actions.review_plan(pilot.pk, actor=factories.staff(), approved=True, remarks="")
    return Pilot.objects.get(pk=pilot.pk)


def test_eli_r_staff_record_it_on_the_page_of_the_pilot(client, staff):
    pilot = carried_out()
    address = reverse("pilot_untitled", args=[pilot.pk])
    assert address in client.get(pilot.get_absolute_url()).content.decode()
    client.post(address, {"reason": ""})
    assert not LibraryEntry.objects.get(pk=pilot.entry_id).ended_untitled
    client.post(address, {"reason": "主要指标未达到优秀。"})
    assert LibraryEntry.objects.get(pk=pilot.entry_id).is_earlier_project
    text = client.get(pilot.get_absolute_url()).content.decode()
    assert "试点已完成，未授予称号" in text and address not in text
    assert Record.objects.get(verb="end_untitled").summary == "主要指标未达到优秀。"
    assert Message.objects.filter(subject__contains="未授予称号").exists()


def test_eli_r_it_gets_no_title_any_more():
    pilot = carried_out()
    end_untitled(pilot.pk, actor=factories.staff(), reason="示例。")
    with pytest.raises(Refused):
        grant_title(pilot.pk, actor=factories.staff(), remarks="")
    with pytest.raises(Refused):
        end_untitled(pilot.pk, actor=factories.staff(), reason="示例。")


def test_eli_r_only_what_may_come_again_and_is_carried_out():
    planning = Pilot.objects.get(entry=factories.selected().entry)
    for pilot in (planning, carried_out(Sheet.PARK)):
        with pytest.raises(Refused, match="只有实施中的技术试点"):
            end_untitled(pilot.pk, actor=factories.staff(), reason="示例。")
