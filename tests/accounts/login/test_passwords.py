"""Passwords are long, and none that somebody who knows the country tries first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.capabilities import Role
from accounts.login.guessable import is_guessable
from accounts.models import User
from tests import factories


@pytest.mark.parametrize(
    "password",
    [
        *(
            "beijing2026",
            "Beijing2026!",
            "portal88",
            "woaibeijing2026",
            "ditan20261231",
            "chuntian2026",
            "Summer2026!!",
        ),
        *(
            "qwertyuiop123",
            "1qaz2wsx",
            "asdf1234asdf",
            "aaaaaaaaaaaa",
            "123456789012",
            "20260715",
            "woaini5201314",
        ),
        *("P@ssw0rd2026", "adm1n!2026", "zhangwei1990", "guanliyuan888", "mima-mima-mima", "Huanjing@2026"),
    ],
)
def test_what_is_guessed_first_is_refused(password):
    assert is_guessable(password)
    with pytest.raises(ValidationError, match=r"容易被猜到|太短"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["shi-li-2026-mima", "tuquekuizhongsanbei", "k7#mQ2vX9pLd", "白塔影下三只燕子飞", "beijing83720461x"],
)
def test_what_is_long_and_odd_passes(password):
    assert not is_guessable(password)
    validate_password(password + "-yu-hai")


@given(st.text("bcdfghjkmpqrtvwxz", min_size=12, max_size=30))
def test_letters_that_make_no_words_are_not_common(letters):
    assert len(set(letters)) == 1 or not is_guessable(letters)


@pytest.mark.parametrize(
    ("role", "least"),
    [
        (Role.APPLICANT, 10),
        (Role.RECOMMENDER, 10),
        (Role.REVIEWER, 10),
        (Role.CLERK, 12),
        (Role.PAPER_CLERK, 12),
        (Role.ADMINISTRATOR, 12),
        (Role.AUDITOR, 12),
    ],
)
@pytest.mark.django_db
def test_people_of_the_city_need_twelve_characters_others_ten(role, least):
    person, password = factories.person(role), "k7#mQ2vX9pLdwz"
    validate_password(password[:least], person)
    with pytest.raises(ValidationError, match=f"至少需要 {least} 个字符"):
        validate_password(password[: least - 1], person)


@pytest.mark.django_db
def test_who_signs_up_reads_all_that_is_wrong_at_the_field(client):
    sent = {
        "name": "示例人员",
        "email": "new@example.org",
        "password1": "beijing88",
        "password2": "beijing88",
    }
    page = client.post(reverse("account_signup"), sent).content.decode()
    assert "密码太短，至少需要 10 个字符" in page and "容易被猜到" in page
    assert not User.objects.filter(email="new@example.org").exists()
