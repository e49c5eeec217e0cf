"""Guesses at every door, and that nobody can lock somebody else out with them (ASVS 6.3.1)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Guess
from config.back_office import site
from tests import factories

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "示例密码-a-1!", "wrong-password"
LOGIN = "account_login"


@pytest.fixture(autouse=True)
def watched(settings):
    settings.DOORS_WATCHED = True


@pytest.fixture
def owner():
    person = factories.person()
    person.set_password(RIGHT)
    person.save()
    return person


def sign_in(client, person, password, **more):
    return client.post(reverse(LOGIN), {"login": person.email, "password": password}, **more)


def strangers(count):
    """Browsers that nobody knows, each at an address of its own."""
    return [Client(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250 + 1}") for number in range(count)]


def test_sixty_guesses_at_the_login_are_five(client, owner):
    answers = [sign_in(client, owner, WRONG).status_code for _ in range(60)]
    assert answers == [200] * 5 + [429] * 55
    assert sign_in(client, owner, RIGHT).status_code == 429  # nor does guessing the right one help


def test_guesses_over_many_accounts_from_one_address_end(client):
    answers = [
        client.post(reverse(LOGIN), {"login": f"{number}@example.org", "password": WRONG}).status_code
        for number in range(60)
    ]
    assert answers == [200] * 40 + [429] * 20


def test_an_account_is_the_same_however_its_address_is_written(client, owner):
    spellings = [owner.email, owner.email.upper(), f" {owner.email} ", owner.email.title()]
    answers = [
        client.post(reverse(LOGIN), {"login": spellings[number % 4], "password": WRONG}).status_code
        for number in range(8)
    ]
    assert answers == [200] * 5 + [429] * 3


def test_an_account_is_not_aimed_at_by_its_number(client, owner):
    for typed in (f"#{owner.pk}", "\0"):
        for _ in range(5):
            client.post(reverse(LOGIN), {"login": typed, "password": WRONG})
    assert sign_in(client, owner, RIGHT).status_code == 302


def test_the_right_password_from_a_known_device_is_never_locked_by_strangers(client, owner):
    assert sign_in(client, owner, RIGHT).status_code == 302
    client.post(reverse("account_logout"))
    for stranger in strangers(40):
        sign_in(stranger, owner, WRONG)
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), owner, RIGHT).status_code == 429  # strange devices wait
    assert sign_in(client, owner, RIGHT).status_code == 302  # its own does not


def test_a_known_device_behind_the_address_of_the_attacker_is_not_locked(client, owner):
    sign_in(client, owner, RIGHT)
    client.post(reverse("account_logout"))
    attacker = Client()  # the same address
    assert [sign_in(attacker, owner, WRONG).status_code for _ in range(10)][-1] == 429
    assert sign_in(client, owner, RIGHT).status_code == 302


def test_a_stolen_device_cookie_gives_ten_guesses_more_and_no_others(client, owner):
    sign_in(client, owner, RIGHT)
    client.post(reverse("account_logout"))
    answers = [sign_in(client, owner, WRONG).status_code for _ in range(60)]
    assert answers.count(200) == 15


def test_a_device_known_to_one_account_is_strange_to_another(client, owner):
    thief = factories.person()
    thief.set_password(RIGHT)
    thief.save()
    sign_in(client, thief, RIGHT)
    client.post(reverse("account_logout"))
    assert [sign_in(client, owner, WRONG).status_code for _ in range(10)].count(200) == 5


def test_a_forged_device_cookie_counts_for_nothing(client, owner):
    client.cookies["device"] = f'{{"{owner.pk}": ["x", "y"]}}:1tXXXX:forged'
    assert [sign_in(client, owner, WRONG).status_code for _ in range(10)].count(200) == 5


def test_who_waits_outside_gets_in_by_a_new_password(client, owner, mailoutbox):
    for stranger in strangers(40):
        sign_in(stranger, owner, WRONG)
    assert sign_in(client, owner, RIGHT).status_code == 429
    client.post(reverse("account_reset_password"), {"email": owner.email})
    link = next(word for word in mailoutbox[-1].body.split() if "/password/reset/key/" in word)
    page = client.get(link[link.index("/accounts/") :], follow=True)
    new = {"password1": "neue-mima-42-x", "password2": "neue-mima-42-x"}
    assert client.post(page.redirect_chain[-1][0], new).status_code == 302
    assert sign_in(client, owner, "neue-mima-42-x").status_code == 302


def test_success_is_no_guess(client, owner):
    for _ in range(60):
        assert sign_in(client, owner, RIGHT).status_code == 302
        client.post(reverse("account_logout"))
    assert not Guess.objects.exists()


def test_sixty_wishes_for_a_new_password_are_five(client, owner):
    answers = [
        client.post(reverse("account_reset_password"), {"email": owner.email}).status_code for _ in range(60)
    ]
    assert answers == [302] * 5 + [429] * 55


def test_sixty_sign_ups_from_one_address_are_forty(client):
    sent = {"name": "示例", "password1": "x", "password2": "y"}
    answers = [
        client.post(reverse("account_signup"), sent | {"email": f"n{number}@example.org"}).status_code
        for number in range(60)
    ]
    assert answers == [200] * 40 + [429] * 20


@pytest.mark.parametrize("name", ["account_reauthenticate", "account_change_password"])
def test_a_session_left_open_gives_no_endless_guesses_at_the_password(client, owner, name):
    client.force_login(owner)
    sent = {
        "password": WRONG,
        "oldpassword": WRONG,
        "password1": "neue-mima-42-x",
        "password2": "neue-mima-42-x",
    }
    answers = [client.post(reverse(name), sent).status_code for _ in range(60)]
    assert answers == [200] * 5 + [429] * 55


def test_a_new_password_that_is_refused_is_no_guess(client, owner):
    client.force_login(owner)
    sent = {"oldpassword": RIGHT, "password1": "x", "password2": "x"}
    answers = [client.post(reverse("account_change_password"), sent).status_code for _ in range(12)]
    assert answers == [200] * 12


def test_the_back_office_has_no_door_of_its_own(rf):
    """It may be switched off (``DJANGO_ADMIN``); when it is on, sixty guesses are sent to the portal's page."""
    answers = [site.login(rf.post("/admin/", {"username": "x", "password": WRONG})) for _ in range(60)]
    assert {answer.url for answer in answers} == {f"{reverse(LOGIN)}?next=/admin/"}
    assert site.password_change(rf.get("/admin/")).url == reverse("account_change_password")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("invitation", ["7:forged"]),
        ("account_confirm_email", ["forged"]),
        ("account_reset_password_from_key", ["1", "forged-key"]),
        ("objection_receipt", ["YY-2026-000001-00"]),
        ("verify_code", ["DT000001-R01-00000000"]),
    ],
)
def test_sixty_forged_links_are_thirty(client, name, args):
    answers = [client.get(reverse(name, args=args)).status_code for _ in range(60)]
    assert answers.count(429) == 30


def test_who_waits_is_told_until_when_and_whom_to_ask(client, owner, settings):
    settings.HELP_CONTACT = "010-12345678"
    for _ in range(5):
        sign_in(client, owner, WRONG)
    answer = sign_in(client, owner, WRONG)
    text = answer.content.decode()
    assert "以后再试" in text and "010-12345678" in text and "重设密码" in text
    assert 0 < int(answer["Retry-After"]) <= 301


def test_neighbours_in_one_network_of_ipv6_count_together(owner):
    answers = [
        sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), owner, WRONG).status_code
        for number in range(1, 9)
    ]
    assert answers == [200] * 5 + [429] * 3
