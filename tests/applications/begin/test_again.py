"""Coming again (ELI-R): in a later year only, once, also from paper and from a pilot without the title, in plain sight."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse

from accounts.models import Organisation
from applications import invariants
from applications.begin import actions as begin
from applications.filling import saving
from applications.filling.lacks import lacks
from applications.materials import actions as materials
from applications.models import Application
from applications.requirements import materials_for
from applications.states import Route, State
from applications.submitting import actions
from files import store
from journal.workflow import Refused
from pilots.states import EvaluationOutcome
from programme.notice import AGAIN_MATERIALS, Sheet
from reviews.models import Screening
from reviews.screening.actions import screen
from tests import factories
from tests.factories.evaluation import met

pytestmark = pytest.mark.django_db


def again_received(earlier, **changes):
    """The application that came again from ``earlier``, received in a later year."""
    person = earlier.created_by
    again = begin.apply_again(earlier.pk, actor=person)
    saving.save_draft(again.pk, actor=person, confirmed_conditions=earlier.confirmed_conditions, **changes)
    file = store.put(factories.PDF, "application/pdf")
    materials.attach(again.pk, actor=person, material="progress", file=file, name="进展报告.pdf")
    actions.submit(again.pk, actor=person)
    return Application.objects.get(pk=again.pk)


def test_eli_r_not_in_the_year_of_its_evaluation(client):
    earlier = factories.kept()
    year = earlier.cycle.year
    with pytest.raises(Refused, match=f"从 {year + 1} 年度起"):
        begin.apply_again(earlier.pk, actor=earlier.created_by)
    client.force_login(earlier.created_by)
    text = client.get(earlier.get_absolute_url()).content.decode()
    assert f"从 {year + 1} 年度起可以再次申报" in text
    with factories.years_later():
        text = client.get(earlier.get_absolute_url()).content.decode()
        assert reverse("application_again", args=[earlier.pk]) in text


def test_eli_r_not_for_what_was_found_not_eligible():
    earlier = factories.received()
    screen(
        earlier.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.NOT_ELIGIBLE,
        findings={"registered": {"met": False, "remark": "示例。"}},
        remarks="不在本市。",
    )
    with factories.years_later(), pytest.raises(Refused):
        begin.apply_again(earlier.pk, actor=earlier.created_by)


def test_eli_r_once_a_cycle_and_earlier_project():
    earlier = factories.kept()
    person = earlier.created_by
    with factories.years_later():
        again = begin.apply_again(earlier.pk, actor=person)
        with pytest.raises(Refused, match="已经再次申报"):
            begin.apply_again(earlier.pk, actor=person)
        copy = begin.copy(again, with_files=False, actor=person)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=copy.pk).update(previous_entry=earlier.entry)
        actions.withdraw(again.pk, actor=person, reason="示例。")
        assert begin.apply_again(earlier.pk, actor=person).previous_entry == earlier.entry
    with factories.years_later(2), pytest.raises(Refused, match="已经再次申报"):
        begin.apply_again(earlier.pk, actor=person)  # last year's draft moves along


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL")
@pytest.mark.usefixtures("patient_database")
def test_eli_r_two_presses_at_once_make_one_draft():
    earlier = factories.kept()

    def press(_):
        try:
            return begin.apply_again(earlier.pk, actor=earlier.created_by)
        except Refused as refused:
            return str(refused)
        finally:
            connections.close_all()

    with factories.years_later(), ThreadPoolExecutor(4) as pool:
        done = list(pool.map(press, range(4)))
    assert sum(isinstance(result, Application) for result in done) == 1
    assert all("已经再次申报" in result for result in done if isinstance(result, str))


def test_eli_r_a_pilot_that_finished_without_the_title_comes_again():
    pilot = factories.under_audit()
    earlier = pilot.entry.application
    with factories.years_later(), pytest.raises(Refused):
        begin.apply_again(earlier.pk, actor=earlier.created_by)
    factories.confirmed_evaluation(pilot, EvaluationOutcome.GOOD_ENOUGH)
    with factories.years_later():
        again = begin.apply_again(earlier.pk, actor=earlier.created_by)
    assert (again.previous_entry, materials_for(again)) == (earlier.entry, list(AGAIN_MATERIALS))


def test_eli_r_a_paper_application_comes_again_also_when_its_organisation_registers_later(client):
    code, stranger = factories.uscc(920001), factories.applicant()
    entry = factories.paper_project(Organisation(name="示例往年单位", uscc=code, district="haidian"))
    owner = factories.organisation(name="示例往年单位", uscc=code)
    person = factories.person(organisation=owner)
    with pytest.raises(Refused, match="本单位"):
        begin.apply_again_from_library(entry.pk, stranger.organisations.get(), actor=stranger)
    client.force_login(stranger)
    address = reverse("application_again_from_library", args=[entry.pk])
    assert client.post(address).status_code == 404
    client.force_login(person)
    assert address in client.get(reverse("application_start")).content.decode()
    answer = client.post(address)
    again = Application.objects.get(previous_entry=entry)
    assert answer.url == reverse("application_basics", args=[again.pk])
    assert (again.answers["project_name"], again.organisation, again.field) == (
        entry.name,
        owner,
        entry.field,
    )
    assert entry.number in client.get(again.get_absolute_url()).content.decode()
    page = client.get(reverse("application_start")).content.decode()
    assert address not in page and "继续办理" in page and again.get_absolute_url() in page
    client.post(address)
    assert Application.objects.filter(previous_entry=entry).count() == 1
    actions.withdraw(again.pk, actor=person, reason="示例原因。")
    assert address in client.get(reverse("application_start")).content.decode()


def test_eli_r_the_page_of_what_came_again_leads_to_its_new_application(client):
    earlier = factories.kept()
    client.force_login(earlier.created_by)
    address = reverse("application_again", args=[earlier.pk])
    with factories.years_later():
        assert address in client.get(earlier.get_absolute_url()).content.decode()
        again = begin.apply_again(earlier.pk, actor=earlier.created_by)
        page = client.get(earlier.get_absolute_url()).content.decode()
        assert address not in page and "继续办理再次申报" in page and again.get_absolute_url() in page


def test_eli_r_a_draft_of_1_0_0_from_the_same_year_cannot_be_submitted():
    earlier = factories.kept()
    copy = begin.copy(earlier, with_files=False, actor=earlier.created_by)
    Application.objects.filter(pk=copy.pk).update(previous_entry=earlier.entry)
    assert "不能在" in lacks(Application.objects.get(pk=copy.pk))[0].message


def test_eli_r_number_and_materials_are_in_plain_sight_of_recommender_screener_and_reviewer(client):
    earlier = factories.kept()
    with factories.years_later():
        office = factories.bureau()
        again = again_received(earlier, route=Route.RECOMMENDED, recommender=office)
        client.force_login(factories.recommender(office))
        shown = client.get(reverse("recommender_form", args=[again.pk])).content.decode()
        file = reverse("earlier_attachment", args=[again.pk, 0])
        assert earlier.number in shown and "再次申报" in shown and file in shown
        assert client.get(file).getvalue() == factories.PDF
        assert "再次申报" in client.get(reverse("recommender_list")).content.decode()
        factories.forward(again, by=factories.recommender(office))
        client.force_login(factories.staff())
        shown = client.get(reverse("screening", args=[again.pk])).content.decode()
        assert earlier.number in shown and file in shown and earlier.get_absolute_url() in shown
        client.force_login(factories.recommender(factories.bureau("yanqing")))
        assert client.get(file).status_code == 404


def test_eli_r_reviewers_read_the_earlier_materials_without_the_people_in_them(client):
    earlier = factories.kept()
    with factories.years_later():
        again = again_received(earlier)
        assert again.state == State.RECEIVED
        screen(
            again.pk,
            actor=factories.staff(),
            outcome=Screening.Outcome.ACCEPTED,
            findings=met(again.sheet),
            compliance_reason="主管部门尚未函复。",
        )
        again.refresh_from_db()
        judge = factories.reviewer()
        group = factories.panel(again, [judge])
        factories.paneling.put_before_panel(again.pk, actor=factories.staff(), panel=group)
        sheet = again.score_sheets.get()
        client.force_login(judge)
        file = reverse("reviewer_earlier_file", args=[sheet.pk, 0])
        assert client.get(file).status_code == 404  # before the declaration
        factories.declare_no_conflict(sheet.pk, actor=judge)
        shown = client.get(reverse("reviewer_sheet", args=[sheet.pk])).content.decode()
        assert earlier.number in shown and "再次申报" in shown and file in shown
        for person in ("contact_name", "contact_phone", "legal_representative"):
            assert earlier.answers[person] not in shown
        assert client.get(file).getvalue() == factories.PDF


def test_eli_r_a_paper_application_comes_again_also_when_its_organisation_was_known_when_it_was_entered(
    client,
):
    owner = factories.applicant()
    entry = factories.paper_project(owner.organisations.get())
    assert entry.organisation == owner.organisations.get()
    client.force_login(owner)
    shown = client.post(reverse("application_again_from_library", args=[entry.pk]), follow=True)
    assert shown.redirect_chain and "已开始" in shown.content.decode()
    assert Application.objects.get(previous_entry=entry).organisation == entry.organisation


def test_eli_r_is_for_technology_only_also_on_paper():
    owner = factories.applicant()
    entry = factories.paper_project(owner.organisations.get(), sheet=Sheet.LEADER, field="")
    with pytest.raises(Refused):
        begin.apply_again_from_library(entry.pk, owner.organisations.get(), actor=owner)


def test_eli_r_an_invariant_finds_one_of_the_same_year():
    earlier = factories.kept()
    with factories.years_later():
        again = again_received(earlier)
        assert not any("原申报不属于更早的年度" in fault for fault in invariants.broken())
        Application.objects.filter(pk=again.pk).update(cycle=earlier.cycle)
        assert any("原申报不属于更早的年度" in fault for fault in invariants.broken())
