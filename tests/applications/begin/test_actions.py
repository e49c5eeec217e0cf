"""Beginning an application: coming again (ELI-R), copying an own draft, last year's form for this year's."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from applications.begin import actions as begin
from applications.begin import views as begin_views
from applications.filling import saving
from applications.filling.lacks import lacks
from applications.materials import actions as materials
from applications.models import Application
from applications.requirements import materials_for
from applications.states import State
from applications.submitting import actions
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from programme.notice import Sheet
from sheets.loading import definition
from tests import factories

pytestmark = pytest.mark.django_db
BEIJING = ZoneInfo("Asia/Shanghai")


def test_eli_r_an_application_that_was_not_awarded_comes_again_with_form_and_progress_report_only():
    earlier = factories.scored()
    person = earlier.created_by
    with pytest.raises(Refused):
        begin.apply_again(earlier.pk, actor=person)
    factories.keep(earlier)
    with factories.years_later():
        again = begin.apply_again(earlier.pk, actor=person)
        assert (again.answers, again.field, again.number) == (earlier.answers, earlier.field, None)
        saving.save_draft(again.pk, actor=person, confirmed_conditions=earlier.confirmed_conditions)
        again.refresh_from_db()
        assert [lack.message for lack in lacks(again)] == ["请上传项目实施进展和成效报告"]


def test_a_form_that_the_year_lacks_is_neither_offered_nor_begun(client, monkeypatch):
    person, whole = factories.applicant(), definition(2026)
    without = replace(whole, sheets={key: form for key, form in whole.sheets.items() if key != "park"})
    for module in (begin, begin_views):
        monkeypatch.setattr(module, "definition", lambda year: without)
    with pytest.raises(Refused, match="的申报表，不能申报"):
        begin.start(person.organisations.get(), Sheet.PARK, actor=person)
    client.force_login(person)
    page = client.get(reverse("application_start")).text
    assert 'value="leader"' in page and 'value="park"' not in page
    page = client.post(
        reverse("application_start"), {"sheet": "park", "organisation": person.organisations.get().pk}
    ).text
    assert "的申报表，不能申报" in page and not Application.objects.exists()


def test_eli_r_is_for_technology_only():
    leader = factories.scored(Sheet.LEADER)
    factories.keep(leader)
    with factories.years_later(), pytest.raises(Refused):
        begin.apply_again(leader.pk, actor=leader.created_by)


@pytest.mark.parametrize("sheet", list(Sheet))
def test_a_copy_takes_everything_typed_along_and_asks_for_the_conditions_anew(sheet):
    earlier = factories.draft(sheet)
    made = begin.copy(earlier, with_files=True, actor=earlier.created_by)
    for name in ("answers", "field", "district", "route", "recommender_id", "norm_reasons", "sheet"):
        assert getattr(made, name) == getattr(earlier, name)
    assert (made.state, made.number, made.previous_entry) == (State.DRAFT, None, None)
    assert made.confirmed_conditions == []
    lines = [material.key for material in materials_for(made)]
    assert files(made) == [file for file in files(earlier) if file[0] in lines]
    assert f"复制自{earlier}" in Record.objects.about("applications.application", made.pk).first().summary


def files(application):
    return [
        (attachment.material, attachment.file_id, attachment.name)
        for attachment in application.attachments.all()
    ]


def test_the_copy_and_the_original_go_their_own_ways():
    earlier = factories.draft()
    made = begin.copy(earlier, with_files=True, actor=earlier.created_by)
    saving.save_draft(
        made.pk, actor=earlier.created_by, answers=made.answers | {"project_name": "另一个项目"}
    )
    materials.detach(made.attachments.first().pk, actor=earlier.created_by)
    earlier.refresh_from_db()
    assert earlier.answers["project_name"] != "另一个项目" and earlier.attachments.count() == 4
    actions.submit(earlier.pk, actor=earlier.created_by)


def test_this_years_form_starts_from_last_years():
    with clock.set_to(datetime(2025, 5, 6, 9, 0, tzinfo=BEIJING)):
        earlier = factories.received(Sheet.LEADER)
    with clock.set_to(datetime(2026, 5, 6, 9, 0, tzinfo=BEIJING)):
        made = begin.copy(earlier, with_files=False, actor=earlier.created_by)
        assert (made.cycle.year, made.answers) == (2026, earlier.answers)
        assert not made.attachments.exists()
        assert {lack.url.split("/")[-2] for lack in lacks(made)} == {"conditions", "materials"}


def test_a_copy_of_one_that_came_again_needs_all_materials():
    earlier = factories.scored()
    factories.keep(earlier)
    with factories.years_later():
        again = begin.apply_again(earlier.pk, actor=earlier.created_by)
        assert "营业执照复印件" not in " ".join(lack.message for lack in lacks(again))
        made = begin.copy(again, with_files=True, actor=earlier.created_by)
        assert "营业执照复印件" in " ".join(lack.message for lack in lacks(made))


def test_only_an_application_of_the_own_organisation_can_be_copied(client):
    earlier, stranger = factories.draft(), factories.applicant()
    with pytest.raises(Refused, match="本单位"):
        begin.copy(earlier, with_files=True, actor=stranger)
    client.force_login(stranger)
    assert client.post(reverse("application_copy", args=[earlier.pk])).status_code == 404


def test_the_pages_lead_from_the_start_and_from_the_application_to_the_copy(client):
    earlier = factories.received()
    client.force_login(earlier.created_by)
    address = reverse("application_copy", args=[earlier.pk])
    for page in (reverse("application_start"), earlier.get_absolute_url()):
        assert address in client.get(page).content.decode()
    assert "licence.pdf" in client.get(address).content.decode()
    answer = client.post(address, {"with_files": "on"})
    made = Application.objects.exclude(pk=earlier.pk).get()
    assert answer.url == reverse("application_basics", args=[made.pk])
    assert made.attachments.count() == 4


@pytest.mark.parametrize(
    ("sheet", "phone", "carried"),
    [
        (Sheet.TECHNOLOGY, "010-12345678", "010-12345678"),
        (Sheet.PARK, "13800000001", "13800000001"),
        (Sheet.PARK, "010-12345678", None),
        (Sheet.TECHNOLOGY, "记不清", None),
    ],
)
def test_the_phone_given_at_sign_up_comes_along_where_the_form_takes_it(sheet, phone, carried):
    person = factories.person(organisation=factories.organisation(), phone=phone)
    made = begin.start(person.organisations.get(), sheet, actor=person)
    assert made.answers.get("contact_phone") == carried
    assert made.answers["contact_name"] == person.name


def test_an_organisation_begins_only_so_many_and_goes_on_after_withdrawing_one(settings):
    settings.MAX_DRAFTS = 2
    person = factories.applicant()
    unit = person.organisations.get()
    first, _ = (begin.start(unit, Sheet.TECHNOLOGY, actor=person) for _ in range(2))
    with pytest.raises(Refused, match="没有提交的申报已有 2 项"):
        begin.start(unit, Sheet.TECHNOLOGY, actor=person)
    other = factories.applicant()
    begin.start(other.organisations.get(), Sheet.TECHNOLOGY, actor=other)
    actions.withdraw(first.pk, actor=person, reason="不再需要")
    assert begin.start(unit, Sheet.TECHNOLOGY, actor=person).state == State.DRAFT
