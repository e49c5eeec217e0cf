"""What is said where an address is opened that only takes what is sent to it."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_an_address_that_is_only_sent_to_says_so_on_a_page_with_a_way_back(client):
    client.force_login(factories.staff())
    answer = client.get(reverse("visit_cancel", args=[1]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    text = answer.content.decode()
    assert "这个地址不能直接打开" in text
    assert "回到首页" in text
