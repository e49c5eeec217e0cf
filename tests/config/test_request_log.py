"""Each request has an id, in its answer and in its one line of the log."""

import logging
import re

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_every_answer_carries_an_id_of_its_own(client):
    ids = [client.get(path)["X-Request-ID"] for path in ("/", "/nowhere/", reverse("account_login"))]
    assert len(set(ids)) == 3 and all(re.fullmatch("[0-9a-f]{32}", number) for number in ids)


@pytest.mark.parametrize("given", ["a1b2c3d4-e5f6", "nginx.0123456789"])
def test_a_sane_id_of_the_proxy_is_kept(client, given):
    assert client.get("/", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "<script>alert(1)</script>", "a b c d e f g h", "-12345678"]
)
def test_any_other_is_replaced(client, given):
    assert re.fullmatch("[0-9a-f]{32}", client.get("/", headers={"X-Request-ID": given})["X-Request-ID"])


def test_the_line_names_route_and_person_by_number_and_no_query(client, caplog):
    user = factories.applicant()
    client.force_login(user)
    with caplog.at_level(logging.INFO, "config.request_log"):
        client.get(reverse("application_list") + "?q=13800000000")
    line = caplog.messages[-1]
    assert re.fullmatch(rf"GET application_list 200 \d+ ms user={user.pk}", line)


def test_pages_of_faults_show_the_id(client):
    answer = client.get("/nowhere/")
    assert answer["X-Request-ID"] in answer.content.decode()
