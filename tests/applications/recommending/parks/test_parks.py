"""The order of preference among waiting parks, and what the quota leaves of it (REC-3)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.districts import District
from applications.models import Application, ParkOrder
from applications.recommending.parks.actions import move_park
from applications.recommending.parks.order import in_preference, parks_of
from journal import clock
from journal.models import Record
from journal.workflow import Refused
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.bureau()


def waiting(office, count):
    made = [factories.submitted(Sheet.PARK, to=office) for _ in range(count)]
    for number, park in enumerate(made):
        since = clock.now() - timedelta(days=count - number)
        Application.objects.filter(pk=park.pk).update(state_since=since)
    return [park.pk for park in made]


def order(office):
    return [(park.application.pk, park.inside) for park in parks_of(office, clock.now()).waiting]


def test_rec_3_without_an_order_the_longest_waiting_come_first_and_the_quota_draws_the_line(office):
    ids = waiting(office, 5)
    assert order(office) == [(pk, number < 3) for number, pk in enumerate(ids)]
    assert parks_of(office, clock.now()).short == 2


def test_rec_3_a_move_is_kept_and_journaled_and_decides_which_three_are_in(office, clerk):
    ids = waiting(office, 4)
    move_park(ids[3], recommender=office, actor=clerk, direction="up")
    assert order(office) == [(ids[0], True), (ids[1], True), (ids[3], True), (ids[2], False)]
    row = Record.objects.get(verb="order_parks")
    assert (row.actor_name, row.facts["order"]) == (clerk.name, [ids[0], ids[1], ids[3], ids[2]])
    assert "由第 4 位调整为第 3 位" in row.summary


def test_the_ends_of_the_list_hold(office, clerk):
    ids = waiting(office, 2)
    move_park(ids[0], recommender=office, actor=clerk, direction="up")
    move_park(ids[1], recommender=office, actor=clerk, direction="down")
    assert [pk for pk, _ in order(office)] == ids
    assert not Record.objects.filter(verb="order_parks").exists()


def test_what_arrives_later_comes_last_and_what_left_does_no_harm(office, clerk):
    ids = waiting(office, 3)
    move_park(ids[2], recommender=office, actor=clerk, direction="up")
    factories.forward(Application.objects.get(pk=ids[0]), by=clerk)
    later = factories.submitted(Sheet.PARK, to=office).pk
    assert order(office) == [(ids[2], True), (ids[1], True), (later, False)]


def test_nobody_else_moves_them(office):
    ids = waiting(office, 2)
    other = factories.bureau(District.YANQING)
    stranger = factories.recommender(other)
    with pytest.raises(Refused):
        move_park(ids[1], recommender=office, actor=stranger, direction="up")
    with pytest.raises(Refused, match="已不在待初审"):
        move_park(ids[1], recommender=other, actor=stranger, direction="up")
    assert not ParkOrder.objects.filter(recommender=office).exists()


IDS = st.lists(st.integers(1, 9), unique=True, max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(IDS, IDS)
def test_rec_3_an_order_loses_nobody_and_keeps_both_orders(here, ids):
    found = [park.pk for park in in_preference([Application(pk=pk) for pk in here], ParkOrder(ids=ids))]
    placed = [pk for pk in ids if pk in here]
    assert found == placed + [pk for pk in here if pk not in ids]
