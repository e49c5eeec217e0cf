"""The library, as staff keep it (LIB-1, NAT-1)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal import clock
from journal.models import Record
from journal.workflow import Refused
from programme.cycles.receiving import open_cycle
from programme.library import actions as library
from programme.models import LibraryEntry
from programme.notice import Sheet
from programme.states import LibraryState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


def test_lib_1_library_filters_and_sums(client, staff):
    technology, park = factories.received().entry, factories.received(Sheet.PARK).entry
    url = reverse("library_list")
    text = client.get(url).content.decode()
    assert technology.number in text
    assert park.number in text
    text = client.get(url, {"pilot_type": "zone", "area": "central", "grade": "none"}).content.decode()
    assert technology.number not in text
    assert park.number in text
    assert "2350.50" in client.get(url, {"field": technology.field}).content.decode()
    assert "没有符合条件的项目" in client.get(url, {"area": "core"}).content.decode()


def test_lib_1_grade_is_set_per_row_and_journaled(client, staff):
    entry = factories.received().entry
    answer = client.post(reverse("library_grade", args=[entry.pk]), {"grade": "A", "query": "area=central"})
    assert answer.url == f"{reverse('library_list')}?area=central#entry-{entry.pk}"
    entry.refresh_from_db()
    assert entry.grade == "A"
    assert "未分级 → 一级" in Record.objects.get(verb="set_grade").summary
    client.post(reverse("library_grade", args=[entry.pk]), {"grade": "Z"})
    entry.refresh_from_db()
    assert entry.grade == "A"


def test_nat_1_national_pilot_needs_its_basis(client, staff):
    cycle = open_cycle(2026, clock.now())
    sent = {
        "kind": "气候投融资试点",
        "name": "示例区国家级试点",
        "organisation_name": "示例区政府",
        "cycle": cycle.pk,
    }
    url = reverse("library_national")
    assert "请填写国家主管部门公布该试点的文件" in client.post(url, sent).content.decode()
    text = client.post(url, sent | {"basis": "示例文件〔2022〕1号"}, follow=True).content.decode()
    entry = LibraryEntry.objects.get()
    assert (entry.state, entry.name) == (LibraryState.NATIONAL, "气候投融资试点：示例区国家级试点")
    assert entry.name in text
    with pytest.raises(Refused):
        library.enter_national(actor=staff, cycle=cycle, name="示例", organisation_name="示例", basis=" ")
    again = client.post(url, sent | {"basis": "示例文件〔2022〕2号"}).content.decode()
    assert "已录入国家试点「气候投融资试点：示例区国家级试点」（示例区政府）" in again
    assert LibraryEntry.objects.count() == 1


@pytest.mark.parametrize("who", [factories.applicant, factories.recommender, factories.reviewer])
@pytest.mark.parametrize("name", ["library_list", "library_national", "cycle_list"])
def test_only_staff_keep_library_and_cycles(client, who, name):
    client.force_login(who())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["library_list", "cycle_list"])
def test_lists_take_as_many_queries_for_three_as_for_one(client, staff, name):
    counts = []
    for extra in (1, 2):
        for number in range(extra):
            factories.received()
            open_cycle(2030 + 2 * extra + number, clock.now())
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name))
        counts.append(len(found))
    assert counts[0] == counts[1]
