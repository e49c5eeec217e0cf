"""A person's own pages: registering an organisation, the organisation's page, the inbox."""

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.login.forms import ResetPasswordKeyForm
from accounts.models import Membership, Organisation, User
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
    assert "密码太短，至少需要 10 个字符。" in text


def test_rules_of_passwords_address_the_person_politely(client):
    assert "你" not in client.get(reverse("account_signup")).content.decode()
    sent = {
        "name": "示例新人",
        "email": "newcomer@example.org",
        "password1": "newcomer",
        "password2": "newcomer",
    }
    text = client.post(reverse("account_signup"), sent).content.decode()
    assert "密码与您的姓名或电子邮箱太相似" in text and "你" not in text
    text = client.post(reverse("account_signup"), sent | {"password1": "password", "password2": "password"})
    assert "这个密码太常见" in text.content.decode()


def test_the_contact_for_help_stands_in_the_foot_and_on_pages_of_faults_when_it_is_set(client, settings):
    foot, missing = reverse("public_index"), "/no-such-page/"
    assert "咨询" not in client.get(foot).content.decode()
    assert "需要帮助的" not in client.get(missing).content.decode()
    settings.HELP_CONTACT = "010-12345678 help@example.org"
    assert "<dt>咨询</dt><dd>010-12345678" in client.get(foot).content.decode()
    assert 'href="mailto:help@example.org"' in client.get(missing).content.decode()
    for name in ("400.html", "500.html"):
        assert "需要帮助的，请联系：010-12345678" in render_to_string(name)


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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("91110000", "应为 18 位，您填写了 8 位"),
        ("9111 0000-600037341L1", "应为 18 位，您填写了 19 位"),
        ("A1110000600037341L", "前 8 位应为数字"),
    ],
)
def test_a_code_that_is_none_is_refused_with_the_reason(client, newcomer, typed, said):
    assert said in client.post(reverse("organisation_register"), registration(uscc=typed)).content.decode()


def test_a_code_with_a_wrong_check_character_is_refused_at_its_field_and_nothing_is_lost(client, newcomer):
    code = factories.uscc(900001)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    answer = client.post(reverse("organisation_register"), registration(uscc=wrong))
    page = answer.content.decode()
    assert 'href="#id_uscc"' in page and "校验位不符，请对照证书逐位核对" in page and "应为 18 位" not in page
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


SIGN_UP = {
    "name": "示例新人",
    "email": "new@example.org",
    "password1": "mima-yi-er-san",
    "password2": "mima-yi-er-san",
}


@pytest.mark.parametrize("phone", ["abc电话不是号码", "12"])
def test_signing_up_takes_a_phone_as_the_forms_do(client, phone):
    text = client.post(reverse("account_signup"), SIGN_UP | {"phone": phone}).content.decode()
    assert "请填写电话号码，例如 010-12345678 或 11 位手机号码。" in text
    assert not User.objects.exists()


@pytest.mark.parametrize(("phone", "kept"), [("０１０ 12345678", "01012345678"), ("", "")])
def test_the_phone_of_a_new_person_is_kept_in_one_form(client, phone, kept):
    client.post(reverse("account_signup"), SIGN_UP | {"phone": phone})
    assert User.objects.get().phone == kept


def test_a_bad_password_repeated_otherwise_has_both_faults_told(client):
    sent = SIGN_UP | {"password1": "x7Kq", "password2": "x7Kp"}
    text = client.post(reverse("account_signup"), sent).content.decode()
    assert "密码太短" in text and "每次输入的密码必须相同" in text
    form = ResetPasswordKeyForm(sent, user=factories.applicant())
    assert set(form.errors) == {"password1", "password2"}


def test_too_many_failed_log_ins_say_how_long_to_wait():
    text = str(DefaultAccountAdapter.error_messages["too_many_login_attempts"])
    assert text == "登录失败次数过多。请等 5 分钟后再试；忘记密码的，可以重设密码。"


@pytest.mark.parametrize("field", ["name", "address"])
def test_a_character_that_no_form_can_print_is_named_at_registration(client, newcomer, field):
    answer = client.post(reverse("organisation_register"), registration(**{field: "示例\U0001f600公司"}))
    assert "“\U0001f600”（第 3 个字" in answer.content.decode() and not newcomer.organisations.exists()


def test_a_rare_chinese_character_in_the_name_of_an_organisation_is_not_refused(client, newcomer):
    client.post(reverse("organisation_register"), registration(name="北京\U0002a6a5科技有限公司"))
    assert newcomer.organisations.get().name == "北京\U0002a6a5科技有限公司"


def test_who_finds_the_organisation_registered_is_told_what_to_do(client, newcomer, settings):
    factories.organisation(uscc=registration()["uscc"])
    text = client.post(reverse("organisation_register"), registration()).content.decode()
    assert "请其在「本单位」页面用您的电子邮箱邀请您加入。" in text and "管理员" not in text
    settings.HELP_CONTACT = "help@example.org"
    text = client.post(reverse("organisation_register"), registration()).content.decode()
    assert "联系不上的，请咨询：help@example.org。" in text
