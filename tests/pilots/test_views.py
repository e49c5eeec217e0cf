"""Pilots as their organisation and the city list them and open them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilots.models import Pilot
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def city():
    """The browser of city staff."""
    return signed_in(factories.staff())


def test_a_pilot_is_seen_by_its_organisation_and_the_city_only(city):
    pilot = factories.planning()
    assert city.get(pilot.get_absolute_url()).status_code == 200
    assert signed_in(factories.submitter(pilot)).get(pilot.get_absolute_url()).status_code == 200
    for stranger in (factories.applicant(), factories.recommender(), factories.reviewer()):
        assert signed_in(stranger).get(pilot.get_absolute_url()).status_code == 404


def test_a_leader_has_its_title_and_plans_nothing(city):
    pilot = factories.selected(Sheet.LEADER).entry.pilot
    text = city.get(pilot.get_absolute_url()).content.decode()
    assert pilot.title in text
    assert not pilot.submissions.filter(kind="plan").exists()


def test_an_organisation_lists_its_own_pilots_the_city_all(city):
    pilot = factories.selected().entry.pilot
    owner = signed_in(factories.submitter(pilot))
    other = factories.selected(Sheet.PARK).entry
    assert other.name not in owner.get(reverse("pilot_list")).content.decode()
    text = city.get(reverse("pilot_list")).content.decode()
    assert other.name in text
    assert pilot.entry.name in text
    assert pilot.entry.number not in city.get(reverse("pilot_list"), {"type": "zone"}).content.decode()


def test_pilot_list_costs_the_same_for_one_and_three(city):
    costs = []
    for _ in range(3):
        factories.selected(Sheet.LEADER)
        with CaptureQueriesContext(connection) as queries:
            city.get(reverse("pilot_list"))
        costs.append(len(queries))
    assert Pilot.objects.count() == 3
    assert costs[0] == costs[2]
