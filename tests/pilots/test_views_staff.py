"""The library and the cycles, as staff keep them (LIB-1, NAT-1, CUT-2, REC-3)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.closing import close_due_cycles
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from pilots import actions
from pilots.cutoff import BEIJING, default_cutoff
from pilots.cycles import open_cycle, present_cycle, quota_of
from pilots.models import Cycle, LibraryEntry, ParkQuota
from pilots.programme import Sheet
from pilots.states import Standing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


@pytest.fixture
def cycle():
    """A cycle whose cutoff is well ahead."""
    return open_cycle(clock.now().year + 1, clock.now())


def settings(cycle, **changes):
    local = cycle.cutoff.astimezone(BEIJING)
    sent = {
        "act": "settings",
        "cutoff": f"{local:%Y-%m-%dT%H:%M}",
        "focus": "\n".join(cycle.focus),
        "park_quota": cycle.park_quota,
        "correction_days": cycle.correction_days,
        "low_carbon_day": "",
    }
    return sent | changes


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
    assert answer.url == reverse("library_list") + "?area=central"
    entry.refresh_from_db()
    assert entry.grade == "A"
    assert "未分级 → 一级" in Record.objects.get(verb="set_grade").summary
    client.post(reverse("library_grade", args=[entry.pk]), {"grade": "Z"})
    entry.refresh_from_db()
    assert entry.grade == "A"


def test_nat_1_national_pilot_needs_its_basis(client, staff, cycle):
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
    assert (entry.standing, entry.name) == (Standing.NATIONAL, "气候投融资试点：示例区国家级试点")
    assert entry.name in text
    with pytest.raises(Refused):
        actions.enter_national(actor=staff, cycle=cycle, name="示例", organisation_name="示例", basis=" ")


def test_cut_2_cutoff_is_edited_before_it_passes_with_the_change_in_the_journal(client, staff, cycle):
    url = reverse("cycle_edit", args=[cycle.year])
    client.post(url, settings(cycle, cutoff=f"{cycle.year}-07-20T00:00", focus="医院、园区"))
    cycle.refresh_from_db()
    assert cycle.cutoff == datetime(cycle.year, 7, 20, tzinfo=BEIJING)
    assert cycle.focus == ["医院", "园区"]
    summary = Record.objects.get(verb="edit_cycle").summary
    assert f"{cycle.year}年7月15日 24:00 → {cycle.year}年7月19日 24:00" in summary
    assert summary in client.get(url).content.decode()


def test_cut_2_a_passed_cutoff_stays(client, staff, cycle):
    with clock.set_to(cycle.cutoff):
        with pytest.raises(Refused, match="不能再修改"):
            actions.edit_cycle(cycle.pk, actor=staff, cutoff=cycle.cutoff + timedelta(days=1))
        url = reverse("cycle_edit", args=[cycle.year])
        client.post(url, settings(cycle, cutoff=f"{cycle.year}-07-20T00:00", correction_days=15))
    cycle.refresh_from_db()
    assert cycle.cutoff == default_cutoff(cycle.year)
    assert cycle.correction_days == 15


@pytest.mark.parametrize("days", [-370, 370])
def test_cut_2_a_cutoff_stays_between_its_neighbours(staff, cycle, days):
    later = open_cycle(cycle.year + 1, clock.now())
    with pytest.raises(Refused):
        actions.edit_cycle(later.pk, actor=staff, cutoff=later.cutoff + timedelta(days=days))


def test_saving_nothing_new_records_nothing(client, staff, cycle):
    client.post(reverse("cycle_edit", args=[cycle.year]), settings(cycle))
    assert not Record.objects.filter(verb="edit_cycle").exists()


def test_rec_3_quota_is_raised_with_a_reason_and_the_recommender_is_told(client, staff, cycle):
    clerk = factories.recommender()
    bureau = factories.bureau()
    url = reverse("cycle_edit", args=[cycle.year])
    sent = {"act": "quota", "recommender": bureau.pk, "allowed": 5, "reason": ""}
    assert "调整名额必须写明理由" in client.post(url, sent).content.decode()
    client.post(url, sent | {"reason": "区内园区较多。"})
    assert quota_of(cycle, bureau).allowed == 5
    assert "3 → 5 个。理由：区内园区较多。" in Record.objects.get(verb="grant_quota").summary
    assert Message.objects.filter(recipient_id=clerk.pk, subject__contains="5 个").exists()


def test_rec_3_quota_is_never_below_what_is_used(client, staff, cycle):
    ParkQuota.objects.create(cycle=cycle, recommender=factories.bureau(), allowed=3, used=2)
    sent = {"act": "quota", "recommender": factories.bureau().pk, "allowed": 1, "reason": "示例理由。"}
    text = client.post(reverse("cycle_edit", args=[cycle.year]), sent).content.decode()
    assert "名额不能少于已用数" in text


def test_rec_3_default_quota_reaches_recommenders_that_nobody_adjusted(staff, cycle):
    plain, used, raised = (factories.bureau(district) for district in ("haidian", "miyun", "tongzhou"))
    ParkQuota.objects.create(cycle=cycle, recommender=plain, allowed=3, used=1)
    ParkQuota.objects.create(cycle=cycle, recommender=used, allowed=3, used=3)
    ParkQuota.objects.create(cycle=cycle, recommender=raised, allowed=6, used=1, reason="示例理由。")
    actions.edit_cycle(cycle.pk, actor=staff, park_quota=2)
    assert [quota_of(cycle, each).allowed for each in (plain, used, raised)] == [2, 3, 6]


def test_cut_4_what_closing_did_is_shown(client, staff):
    application = factories.received()
    year = application.cycle.year
    close_due_cycles(application.cycle.cutoff + timedelta(hours=1))
    text = client.get(reverse("cycle_edit", args=[year])).content.decode()
    assert Cycle.objects.get(year=year).frozen_checksum in text
    assert "截止时刻（不含）" in text
    assert "已截止" in client.get(reverse("cycle_list")).content.decode()


def test_present_cycle_opens_nothing():
    later = datetime(2031, 8, 1, tzinfo=BEIJING)
    assert present_cycle(later).year == 2032
    assert not Cycle.objects.filter(year=2032).exists()


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
