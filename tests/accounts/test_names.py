"""Names: two organisations may have the same one, and none holds what cannot be read (the code is the identity)."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.names import check_name
from applications.models import Application
from tests import factories
from tests.applications.filling.steps import at, begin

pytestmark = pytest.mark.django_db
HIDDEN = ["示例\x07公司", "示例\u202e公司", "示例\n公司", "示\t例"]


def registration(**changes):
    return {
        "name": "北京示例同名有限公司",
        "uscc": factories.uscc(910001),
        "nature": "民营企业",
        "district": "haidian",
        "address": "海淀区示例路 9 号",
    } | changes


def test_two_organisations_of_one_name_are_told_apart_by_their_code(client):
    first = factories.organisation(name="北京示例同名有限公司")
    person = factories.person()
    client.force_login(person)
    answer = client.post(reverse("organisation_register"), registration())
    assert answer.url == reverse("application_start")
    second = person.organisations.get()
    assert second.name == first.name and second.uscc != first.uscc
    first.memberships.create(user=person)
    text = client.get(reverse("application_start")).content.decode()
    assert f"{first.name}（{first.uscc}）" in text and f"{second.name}（{second.uscc}）" in text


def test_the_city_reads_the_code_beside_the_name(client, staff):
    entry = factories.received().entry
    assert entry.organisation_code == entry.organisation.uscc
    for address in (reverse("library_list"), reverse("screening_list") + "?state="):
        assert entry.organisation_code in client.get(address).content.decode()


@pytest.mark.parametrize("name", HIDDEN)
def test_a_name_with_control_characters_is_refused_in_chinese(client, name):
    with pytest.raises(ValidationError, match="看不见的控制字符"):
        check_name(name)
    client.force_login(factories.person())
    text = client.post(reverse("organisation_register"), registration(name=name)).content.decode()
    assert "看不见的控制字符" in text


def test_a_person_signs_up_with_a_readable_name_only(client):
    sent = {"name": "示\x08例", "email": "new@example.org"} | dict.fromkeys(
        ("password1", "password2"), "x7Kq-pw93"
    )
    assert "看不见的控制字符" in client.post(reverse("account_signup"), sent).content.decode()


def test_a_project_name_with_control_characters_is_refused_and_shown_where(client):
    applicant = factories.applicant()
    client.force_login(applicant)
    draft = begin(applicant)
    client.post(at("form", draft, "project"), {"project_name": "示例\x07项目", "save": "1"})
    kept = Application.objects.get(pk=draft.pk).answers["project_name"]
    assert kept == {"raw": "示例\ufffd项目"}
    text = client.get(at("form", draft, "project")).content.decode()
    assert "看不见的控制字符" in text and "示例\ufffd项目" in text
