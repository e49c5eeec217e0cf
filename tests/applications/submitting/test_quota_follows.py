"""The quota of parks also holds for a park that moved into the cycle by a late correction (REC-3, CUT-5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications import invariants
from applications.models import Application
from applications.submitting import actions
from journal import clock
from journal.workflow import Refused
from programme.cycles.receiving import quota_of
from programme.models import ParkQuota
from programme.notice import Sheet
from reviews.models import Screening
from reviews.screening.actions import screen
from tests import factories

pytestmark = pytest.mark.django_db
LATE = timedelta(days=366)


@pytest.fixture
def park():
    """A park whose correction is asked for."""
    received = factories.received(Sheet.PARK)
    screen(
        received.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.CORRECTION,
        findings={},
        remarks="请补正。",
        due=clock.now() + timedelta(days=5),
    )
    return Application.objects.get(pk=received.pk)


def used(cycle, recommender):
    return quota_of(cycle, recommender).used


def test_rec_3_a_park_that_comes_back_late_uses_a_place_of_the_later_year(park):
    before, office = park.cycle, park.recommender
    assert used(before, office) == 1
    with clock.set_to(clock.now() + LATE):
        park = factories.resubmitted(park)
    assert park.cycle.year > before.year and park.quota_cycle == park.cycle
    assert (used(before, office), used(park.cycle, office)) == (0, 1)
    assert [fault for fault in invariants.broken() if "名额" in fault] == []


def test_rec_3_the_fourth_park_waits_until_staff_grant_a_higher_number(park):
    with clock.set_to(clock.now() + LATE):
        for _ in range(3):
            later = factories.received(Sheet.PARK)
        with pytest.raises(Refused, match="名额已用完"):
            factories.resubmitted(park)
        assert Application.objects.get(pk=park.pk).cycle == park.cycle
        ParkQuota.objects.filter(cycle=later.cycle).update(allowed=4)
        assert factories.resubmitted(park).cycle == later.cycle
        assert used(later.cycle, park.recommender) == 4


def test_rec_3_a_park_that_moved_and_is_withdrawn_frees_its_place_there(park):
    with clock.set_to(clock.now() + LATE):
        park = factories.resubmitted(park)
        actions.withdraw(park.pk, actor=park.created_by, reason="示例。")
        assert used(park.cycle, park.recommender) == 0


def test_rec_3_a_correction_in_time_changes_no_quota(park):
    park = factories.resubmitted(park)
    assert used(park.cycle, park.recommender) == 1


def test_rec_3_the_public_page_states_the_quota_of_the_cycle(client):
    cycle = factories.draft().cycle
    address = reverse("public_type", args=["park"])
    for quota in (3, 5):
        type(cycle).objects.filter(pk=cycle.pk).update(park_quota=quota)
        text = client.get(address).content.decode()
        assert f"{cycle.year} 年度，每个推荐单位推荐的园区原则上不多于 {quota} 个" in text
    assert "不超过 3 个园区" not in text
