"""Who presses a dear button shows again who it is; one showing holds for a quarter of an hour (ASVS 7.5.1)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import UserSession
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "示例密码-a-1!"
GUARDED = {
    "account_email",
    "account_change_password",
    "cycle_edit",
    "decision_confirm",
    "evaluation_confirm",
    "take_on_confirm",
    "title_grant",
    "withdrawal_decide",
    "publish",
    "public_notice_confirm",
    "public_notice_award",
    "ceremony_excel",
    "case_file_take",
    "person_email",
    "person_reset",
    "proposal_confirm",
    "rights_table",
    "import_take",
}


@pytest.fixture
def city(client):
    person = factories.staff()
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    return person


@pytest.fixture
def cycle(db):
    return factories.received().cycle


def signed_in_ago(minutes: int) -> None:
    """Move the clock on, as far as the sessions know."""
    UserSession.objects.update(began_at=timezone.now() - timedelta(minutes=minutes))


def edit(client, cycle):
    page = reverse("cycle_edit", args=[cycle.year])
    return client.post(page, {}, headers={"Referer": f"http://testserver{page}?part=1"})


def asks(answer) -> bool:
    return answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate"))


def test_who_has_just_signed_in_is_not_asked(client, city, cycle):
    assert not asks(edit(client, cycle))


def test_after_a_quarter_of_an_hour_the_password_is_asked_for_and_leads_back_to_the_form(client, city, cycle):
    signed_in_ago(16)
    answer = edit(client, cycle)
    assert asks(answer)
    assert answer.url.endswith(f"?next=%2Fcycles%2F{cycle.year}%2F%3Fpart%3D1")
    assert client.get(reverse("cycle_edit", args=[cycle.year])).status_code == 200  # looking is free
    after = client.post(answer.url, {"password": PASSWORD, "next": f"/cycles/{cycle.year}/"})
    assert after.url == f"/cycles/{cycle.year}/"


def test_ten_confirmations_take_one_password(client, city, cycle):
    signed_in_ago(600)
    assert asks(edit(client, cycle))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert [asks(edit(client, cycle)) for _ in range(10)] == [False] * 10
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 16 * 60
    session.save()
    assert asks(edit(client, cycle))


def test_a_wrong_password_confirms_nothing(client, city, cycle):
    signed_in_ago(16)
    client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert asks(edit(client, cycle))


def test_a_form_sent_from_a_foreign_page_leads_to_no_foreign_page(client, city, cycle):
    signed_in_ago(16)
    page = reverse("cycle_edit", args=[cycle.year])
    answer = client.post(page, {}, headers={"Referer": "https://example.org/evil"})
    assert answer.url.endswith("?next=%2Fhome%2F")


def test_a_file_with_contacts_is_asked_for_before_it_is_given(client, city, cycle):
    signed_in_ago(16)
    answer = client.get(reverse("ceremony_excel", args=[cycle.year]))
    assert asks(answer) and answer.url.endswith("list.xlsx")


@pytest.mark.parametrize("name", ["account_email", "account_change_password"])
def test_e_mail_and_password_are_changed_by_whom_was_confirmed_only(client, city, name):
    assert client.get(reverse(name)).status_code == 200
    signed_in_ago(16)
    assert asks(client.get(reverse(name)))


def test_to_whom_a_page_is_not_there_it_stays_so(client, cycle):
    client.force_login(factories.person())
    signed_in_ago(16)
    assert edit(client, cycle).status_code == 404


def test_who_came_by_single_sign_on_signs_in_again(client, city, cycle):
    city.set_unusable_password()
    city.save()
    client.force_login(city)
    signed_in_ago(16)
    answer = edit(client, cycle)
    assert answer.url.startswith(reverse("account_login")) and "_auth_user_id" not in client.session


def test_every_dear_act_asks():
    assert settings.ACCOUNT_REAUTHENTICATION_TIMEOUT == 15 * 60
    years = {"cycle_edit", "publish", "ceremony_excel"}
    for name in GUARDED:
        args = [2027] if name in years else [1]
        args += ["pdf"] if name == "case_file_take" else []
        args = [] if name.startswith(("decision_", "account_", "rights_", "import_")) else args
        view = resolve(reverse(name, args=args)).func
        assert "_confirmed" in wrappers(view), name


def wrappers(view) -> set[str]:
    """The names of the functions that a view is wrapped in."""
    names = set()
    while view is not None:
        names.add(view.__code__.co_qualname.split(".")[0])
        view = getattr(view, "__wrapped__", None)
    return names
