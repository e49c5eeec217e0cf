"""The navigation of every page."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def navigation(client, name: str) -> list:
    client.force_login(factories.staff())
    return client.get(reverse(name), follow=True).context["navigation"]


def test_a_page_of_a_section_marks_the_section_and_itself(client):
    section = next(item for item in navigation(client, "ranking") if item.under)
    assert section.active
    assert [each.label for each in section.under if each.active] == ["评分排序"]


def test_a_section_elsewhere_is_not_marked(client):
    assert [item.label for item in navigation(client, "screening_list") if item.active] == ["形式审查"]
