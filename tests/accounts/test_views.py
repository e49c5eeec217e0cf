"""A person's own pages: registering an organisation, the organisation's page, the inbox."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Membership, Organisation
from journal import clock
from journal.models import Message, Record
from journal.recording import tell
from tests import factories

pytestmark = pytest.mark.django_db


def registration(**changes):
    return {
        "name": "北京示例登记有限公司",
        "uscc": factories.uscc(900001),
        "nature": "民营企业",
        "district": "haidian",
        "address": "海淀区示例路 9 号",
    } | changes


@pytest.fixture
def newcomer(client):
    person = factories.person()
    client.force_login(person)
    return person


def test_a_password_that_is_too_short_is_refused_in_chinese(client):
    sent = {"name": "示例新人", "email": "new@example.org", "password1": "x7Kq", "password2": "x7Kq"}
    text = client.post(reverse("account_signup"), sent).content.decode()
    assert "密码太短，至少需要 8 个字符。" in text


def test_signing_in_asks_for_the_password_before_it_offers_a_new_one(client):
    text = client.get(reverse("account_login")).content.decode()
    link = text.index(reverse("account_reset_password"))
    assert text.index('name="password"') < text.index('type="submit"') < link


def test_a_person_without_organisation_is_led_to_register_one(client, newcomer):
    for name in ("application_list", "application_start", "organisation"):
        assert client.get(reverse(name)).url == reverse("organisation_register")


def test_registering_makes_the_organisation_the_membership_and_a_record(client, newcomer):
    answer = client.post(reverse("organisation_register"), registration())
    made = Organisation.objects.get(name="北京示例登记有限公司")
    assert answer.url == reverse("application_start")
    assert made.kind == Organisation.Kind.APPLICANT
    assert Membership.objects.get(organisation=made).user == newcomer
    assert Membership.objects.get(organisation=made).can_submit
    record = Record.objects.get(verb="register")
    assert (record.object_id, record.actor_id) == (made.pk, newcomer.pk)


def test_a_code_pasted_with_spaces_is_taken(client, newcomer):
    code = factories.uscc(900001)
    client.post(reverse("organisation_register"), registration(uscc=f" {code[:8]} {code[8:]}"))
    assert Organisation.objects.get(name="北京示例登记有限公司").uscc == code


def test_a_code_with_a_wrong_check_character_is_refused_at_its_field_and_nothing_is_lost(client, newcomer):
    code = factories.uscc(900001)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    answer = client.post(reverse("organisation_register"), registration(uscc=wrong))
    page = answer.content.decode()
    assert 'href="#id_uscc"' in page and "统一社会信用代码有误" in page
    assert "海淀区示例路 9 号" in page
    assert not Organisation.objects.filter(name="北京示例登记有限公司").exists()


def test_a_code_that_is_registered_already_is_refused(client, newcomer):
    factories.organisation(uscc=factories.uscc(900001))
    answer = client.post(reverse("organisation_register"), registration())
    assert "该单位已登记" in answer.content.decode()


def test_the_organisation_page_shows_facts_members_and_who_may_submit(client):
    person = factories.applicant()
    colleague = factories.person(organisation=person.organisations.get(), name="示例同事")
    Membership.objects.filter(user=colleague).update(can_submit=False)
    client.force_login(person)
    page = client.get(reverse("organisation")).content.decode()
    assert person.organisations.get().uscc in page
    assert "示例同事" in page and "可填写、可提交" in page


@pytest.mark.parametrize("role", ["recommender", "staff", "reviewer"])
def test_only_applicants_register_organisations(client, role):
    client.force_login(getattr(factories, role)())
    assert client.get(reverse("organisation_register")).status_code == 404


def say(person, link):
    tell([person], key=f"test:{link}", subject=f"通知 {link}", body="示例正文。", link=link, at=clock.now())
    return Message.objects.get(key=f"test:{link}:{person.pk}")


@pytest.fixture
def reader(client):
    person = factories.applicant()
    client.force_login(person)
    return person


def test_opening_a_message_marks_it_read_and_goes_where_it_points(client, reader):
    message = say(reader, "/applications/")
    assert "未读" in client.get(reverse("inbox")).content.decode()
    answer = client.get(reverse("message_open", args=[message.pk]))
    message.refresh_from_db()
    assert answer.url == "/applications/"
    assert message.read_at
    assert "没有未读消息" in client.get(reverse("inbox")).content.decode()


@pytest.mark.parametrize("link", ["https://example.org/x", "//example.org/x", "/\\example.org", ""])
def test_a_message_leads_nowhere_outside_the_portal(client, reader, link):
    message = say(reader, link)
    assert client.get(reverse("message_open", args=[message.pk])).url == reverse("inbox")


def test_messages_of_others_do_not_exist(client, reader):
    message = say(factories.applicant(), "/")
    assert client.get(reverse("message_open", args=[message.pk])).status_code == 404
    assert message.subject not in client.get(reverse("inbox")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_takes_the_same_number_of_queries(client, reader, count, django_assert_num_queries):
    for number in range(count):
        say(reader, f"/{number}")
    clock_asks_the_database = connection.vendor == "postgresql"
    with django_assert_num_queries(6 + clock_asks_the_database):
        client.get(reverse("inbox"))
