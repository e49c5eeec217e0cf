"""What is said where an address is opened that only takes what is sent to it."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from journal.acts import THERE_ALREADY, Refused
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_address_that_is_only_sent_to_says_so_on_a_page_with_a_way_back(client):
    client.force_login(factories.staff())
    answer = client.get(reverse("visit_cancel", args=[1]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    text = answer.content.decode()
    assert "这个地址不能直接打开" in text
    assert "回到首页" in text


@pytest.mark.parametrize(
    "error", [Refused("示例：已经办理。"), IntegrityError("UNIQUE constraint failed: a.b")]
)
def test_a_refusal_that_no_page_says_is_said_on_a_page_of_its_own(client, monkeypatch, error):
    def refuse(**values):
        raise error

    monkeypatch.setattr("programme.cycles.actions.open_ahead", refuse)
    client.force_login(factories.staff())
    monkeypatch.setattr("programme.cycles.views.Refused", KeyError)
    answer = client.post(reverse("cycle_open"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "这次没有办理" in text and ("示例：已经办理。" in text or THERE_ALREADY in text)


def test_any_other_fault_stays_one(client, monkeypatch):
    def fail(**values):
        raise IntegrityError("CHECK constraint failed: a")

    monkeypatch.setattr("programme.cycles.actions.open_ahead", fail)
    client.force_login(factories.staff())
    with pytest.raises(IntegrityError):
        client.post(reverse("cycle_open"))
