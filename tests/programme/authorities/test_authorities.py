"""Fields that city industry authorities are in charge of, as city staff set them (REC-1)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation
from journal.models import Message, Record
from journal.workflow import Refused
from programme.authorities.actions import set_fields
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    """An authority that is in charge of nothing yet."""
    return factories.organisation(Organisation.Kind.AUTHORITY, district="")


def held(authority):
    return list(authority.fields_in_charge.values_list("field", flat=True))


def test_rec_1_staff_set_the_fields_of_an_authority_on_a_page(client, staff, authority):
    clerk = factories.recommender(authority)
    assert authority.name in client.get(reverse("authority_list")).content.decode()
    address = reverse("authority_fields", args=[authority.pk])
    client.post(address, {"fields_in_charge": ["building", "energy"]})
    client.post(address, {"fields_in_charge": ["building", "transport"]})
    assert sorted(held(authority)) == ["building", "transport"]
    row = Record.objects.filter(verb="set_fields").last()
    assert row.facts["fields"] == ["building", "transport"] and row.actor_name == staff.name
    assert Message.objects.filter(recipient_id=clerk.pk, subject__contains="主管领域").exists()
    assert "checked" in client.get(reverse("authority_list")).content.decode()


def test_rec_1_a_field_that_no_authority_can_have_is_refused(client, staff, authority):
    address = reverse("authority_fields", args=[authority.pk])
    assert (
        "请选择列表中的领域"
        in client.post(address, {"fields_in_charge": ["park"]}, follow=True).content.decode()
    )
    assert held(authority) == []


def test_only_who_sets_the_cycle_sets_fields(authority):
    with pytest.raises(Refused):
        set_fields(authority.pk, actor=factories.recommender(authority), fields=["building"])


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, staff, authority):
    counts = []
    for _ in range(2):
        set_fields(authority.pk, actor=staff, fields=["building", "energy"])
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("authority_list"))
        counts.append(len(found))
        for _ in range(2):
            set_fields(factories.organisation("authority").pk, actor=staff, fields=["waste"])
    assert counts[0] == counts[1]
