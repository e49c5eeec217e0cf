"""Where cycles, entries and pilots come from: what the database refuses, what the invariants find (NAT-1, ELI-R)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import invariants as application_invariants
from journal import clock
from pilots import invariants
from pilots.models import Pilot
from pilots.states import PilotState
from programme.library.actions import enter_national
from programme.models import Cycle, LibraryEntry
from programme.notice import PilotType, Sheet
from programme.states import LibraryState, Origin
from tests import factories

pytestmark = pytest.mark.django_db


def imported_cycle(**changes) -> Cycle:
    """A year that was evaluated on paper."""
    long_ago = clock.now() - timedelta(days=3000)
    fields = {"cutoff": long_ago, "opened_at": long_ago, "closed_at": long_ago}
    return Cycle.objects.create(**{"year": long_ago.year, "origin": Origin.IMPORTED, **fields, **changes})


def imported_entry(**changes) -> LibraryEntry:
    """A paper application of an earlier year, as staff would enter it."""
    fields = {
        "origin": Origin.IMPORTED,
        "number": "往年技术1号",
        "sheet": Sheet.TECHNOLOGY,
        "pilot_type": PilotType.TECHNOLOGY,
        "name": "往年示例项目",
        "organisation_name": "示例单位",
        "state": LibraryState.KEPT,
    }
    cycle = changes.pop("cycle", None) or imported_cycle()
    return LibraryEntry.objects.create(cycle=cycle, **{**fields, **changes})


def national_entry(**changes) -> LibraryEntry:
    """A national pilot, entered by the act."""
    fields = {"name": "示例国家试点", "organisation_name": "示例区", "basis": "示例文件"}
    return enter_national(actor=factories.staff(), cycle=factories.next_cycle(), **{**fields, **changes})


def refused(row, sentence: str, **changes) -> None:
    """The database refuses the change, and validation says why."""
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError, match=sentence):
        row.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def faults() -> list[str]:
    return [*invariants.broken(), *application_invariants.broken()]


def test_the_acts_write_the_origin():
    application = factories.selected(Sheet.LEADER)
    assert (
        application.cycle.origin
        == application.entry.origin
        == application.entry.pilot.origin
        == Origin.PORTAL
    )
    assert national_entry().origin == Origin.NATIONAL
    assert faults() == []


@pytest.mark.parametrize(
    "changes",
    [{"number": None}, {"received_at": None}, {"organisation": None}, {"pilot_type": ""}, {"sheet": ""}],
)
def test_an_entry_of_the_portal_was_received(changes):
    refused(factories.received().entry, "在本平台申报的条目必须有编号", **changes)


@pytest.mark.parametrize(
    "changes", [{"number": None}, {"pilot_type": ""}, {"sheet": ""}, {"state": LibraryState.RECEIVED}]
)
def test_an_imported_entry_has_its_number_and_result(changes):
    refused(imported_entry(), "历年资料的条目必须有当年的编号", **changes)


@pytest.mark.parametrize("changes", [{"number": "1号"}, {"pilot_type": PilotType.ZONE}, {"basis": ""}])
def test_a_national_entry_has_a_basis_and_no_number(changes):
    refused(national_entry(), "国家组织的试点没有本市的编号", **changes)


def test_only_national_entries_stand_as_national():
    refused(factories.received().entry, "只有国家组织的试点", state=LibraryState.NATIONAL)
    refused(national_entry(), "只有国家组织的试点", state=LibraryState.KEPT)


def test_a_cycle_is_the_portals_or_imported():
    refused(factories.draft().cycle, "来源只能是本平台或历年资料", origin=Origin.NATIONAL)


@pytest.mark.parametrize("changes", [{"closed_at": None}, {"frozen_count": 3, "frozen_checksum": "x"}])
def test_an_imported_cycle_is_over_and_has_no_frozen_list(changes):
    refused(imported_cycle(), "历年资料的年度不在本平台评选", **changes)


def test_a_cycle_of_the_portal_that_is_closed_is_frozen():
    refused(factories.draft().cycle, "必须有名单数量和校验值", closed_at=clock.now())


def test_a_national_pilot_has_no_title_of_the_city():
    pilot = Pilot(
        entry=national_entry(),
        origin=Origin.NATIONAL,
        state=PilotState.IMPLEMENTING,
        state_since=clock.now(),
        selected_at=clock.now(),
    )
    pilot.save()
    refused(pilot, "不授予本市的称号", state=PilotState.TITLED, title="示例称号", titled_at=clock.now())


def test_imported_rows_are_no_fault():
    entry = imported_entry(state=LibraryState.SELECTED)
    now = clock.now()
    Pilot.objects.create(
        entry=entry,
        origin=Origin.IMPORTED,
        state=PilotState.TITLED,
        state_since=now,
        selected_at=now,
        title="示例称号",
        titled_at=now,
    )
    assert faults() == []


def test_an_imported_number_is_none_of_the_portals():
    application = factories.received()
    imported_entry(number=f"{application.cycle.year}-JS-0009")
    assert faults() == []


@pytest.mark.parametrize(
    ("tamper", "complaint"),
    [
        (lambda a: Pilot.objects.update(origin=Origin.IMPORTED), "来源不同"),
        (lambda a: LibraryEntry.objects.update(cycle=imported_cycle()), "却列在历年资料的"),
        (lambda a: LibraryEntry.objects.update(origin=Origin.IMPORTED), "却有申报"),
    ],
)
def test_rows_that_disagree_are_found(tamper, complaint):
    tamper(factories.selected(Sheet.LEADER))
    assert any(complaint in fault for fault in faults())


def test_an_entry_of_the_portal_without_an_application_is_found():
    LibraryEntry.objects.filter(pk=imported_entry().pk).update(
        origin=Origin.PORTAL,
        received_at=clock.now(),
        organisation=factories.received().organisation,
    )
    assert any("来源是本平台，但没有申报" in fault for fault in faults())


def test_pages_show_imported_and_national_rows(client):
    client.force_login(factories.staff())
    entry, national = imported_entry(), national_entry()
    library = client.get(reverse("library_list")).text
    assert entry.number in library and national.name in library and "国家试点" in library
    assert "历年资料" in client.get(reverse("cycle_list")).text
    page = client.get(reverse("cycle_edit", args=[entry.cycle.year])).text
    assert "正在办理截止" not in page and "名单校验值" not in page
