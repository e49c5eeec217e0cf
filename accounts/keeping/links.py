"""The address at which somebody sets a password, for whoever may hand it over. It works once and not for long."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from accounts.models import User


def password_link(person: User) -> str:
    """Path of the page that sets the password of this person."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
